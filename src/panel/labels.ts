import type { Cells } from "../model/panel.ts";
import { formatPeriod } from "../model/period.ts";
import { type Dimension, range } from "./order.ts";

/**
 * A text cell as CSV. A cell that a spreadsheet would run as a formula gets an apostrophe in front; numbers and
 * periods never do.
 */
export const csvText = (text: string): string => {
  const safe = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Labels end to end, each with its comma: label c is `bytes[start[c]] … bytes[start[c + 1] − 1]`. */
interface Labels {
  readonly bytes: Uint8Array;
  readonly start: Int32Array;
  readonly longest: number;
}

/** One dimension of cells as CSV text: cell j has the label `code[j] − low`. */
export interface Labelled extends Labels {
  readonly names: readonly string[];
  readonly code: Int32Array;
  readonly low: number;
}

const encode = (names: readonly string[]): Labels => {
  const start = new Int32Array(names.length + 1);
  let longest = 0;
  names.forEach((name, c) => {
    const length = Buffer.byteLength(name) + 1;
    start[c + 1] = start[c]! + length;
    longest = Math.max(longest, length);
  });
  const joinedNames = names.length > 0 ? `${names.join(",")},` : "";
  return { bytes: new Uint8Array(Buffer.from(joinedNames)), start, longest };
};

export const labelled = (cells: Cells, dimension: Dimension): Labelled => {
  if (dimension !== "period") {
    const names = (dimension === "unit" ? cells.units : cells.outcomes).map(csvText);
    return { names, code: cells[dimension], low: 0, ...encode(names) };
  }
  const [low, high] = range(cells.period);
  const names = Array.from({ length: high - low + 1 }, (_, i) => formatPeriod(low + i, cells.frequency));
  return { names, code: cells.period, low, ...encode(names) };
};

const mostLabels = 1 << 20;

/** The last two dimensions as one label, so that a line is two copies rather than three, while such labels are few. */
export const joined = (dimensions: readonly Labelled[]): readonly Labelled[] => {
  const [a, b] = dimensions;
  if (!a || !b || a.names.length * b.names.length > mostLabels) return dimensions;
  const width = b.names.length;
  const names = a.names.flatMap((left) => b.names.map((right) => `${left},${right}`));
  const code = new Int32Array(a.code.length);
  const [left, right] = [a.code, b.code];
  const low = a.low * width + b.low;
  for (let j = 0; j < code.length; j++) code[j] = left[j]! * width + right[j]! - low;
  return [{ names, code, low: 0, ...encode(names) }];
};
