import { type Cells, cellStatus } from "../model/panel.ts";
import type { Labelled } from "./labels.ts";

const [newline, zero] = [0x0a, 0x30];

/** The block fits into an empty buffer, but not behind what is in this one. */
export const noRoom = -1;

/** One of 0 … 9 (negative zero is zero). */
export const isDigit = (value: number): boolean => value === (value & 15) && value < 10;

/** Lines of one first label, as they were last time: where each line begins, and where its digit stands. */
interface Template {
  readonly bytes: Uint8Array;
  readonly lines: Int32Array;
  readonly digits: Int32Array;
  /** The cell that the block began with, and the length of its first label. */
  readonly from: number;
  readonly width: number;
}

/**
 * Writes the lines of cells i … end − 1, which share their first label, from a template of the block before:
 * same later labels, a first label of the same length, and one digit a line. Only the label and the digits are
 * patched, a third of the bytes. Returns the new end of `out`, `noRoom`, or undefined where the block is not like that.
 */
export const blockWriter = ({ value, status }: Cells, first: Labelled, tail: Labelled) => {
  let template: Template | undefined;
  return (i: number, end: number, out: Uint8Array, at: number): number | undefined => {
    const label = first.code[i]! - first.low;
    const begin = first.start[label]!;
    const width = first.start[label + 1]! - begin;
    if ((end - i) * (width + tail.longest + 2) > out.length) return undefined;
    for (let j = i; j < end; j++)
      if (!isDigit(value[j]!) || status[j] !== cellStatus.observed) return undefined;
    if (!template || !isLike(template, tail.code, i, end, width)) template = learn(tail, i, end, width);
    const { bytes, lines, digits } = template;
    if (at + bytes.length > out.length) return noRoom;
    out.set(bytes, at);
    for (let k = 0; k < lines.length; k++) {
      let place = at + lines[k]!;
      for (let b = begin; b < begin + width; b++) out[place++] = first.bytes[b]!;
      out[at + digits[k]!] = zero + value[i + k]!;
    }
    return at + bytes.length;
  };
};

const isLike = (
  { lines, from, width }: Template,
  code: Int32Array,
  i: number,
  end: number,
  own: number,
): boolean => {
  if (end - i !== lines.length || own !== width) return false;
  for (let k = 0; k < lines.length; k++) if (code[i + k] !== code[from + k]) return false;
  return true;
};

const learn = (tail: Labelled, i: number, end: number, width: number): Template => {
  const bytes = new Uint8Array((end - i) * (width + tail.longest + 2));
  const [lines, digits] = [new Int32Array(end - i), new Int32Array(end - i)];
  let at = 0;
  for (let k = 0; k < lines.length; k++) {
    lines[k] = at;
    at += width;
    const code = tail.code[i + k]! - tail.low;
    for (let b = tail.start[code]!; b < tail.start[code + 1]!; b++) bytes[at++] = tail.bytes[b]!;
    digits[k] = at++;
    bytes[at++] = newline;
  }
  return { bytes: bytes.subarray(0, at), lines, digits, from: i, width };
};
