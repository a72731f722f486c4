import { isAscii, isUtf8 } from "node:buffer";
import { UsageError } from "../../model/errors.ts";
import { quoted } from "./hidden.ts";

/** Bytes to text, refusing what does not decode: a replacement character would change a name silently. */
export interface Decoder {
  readonly encoding: string;
  /** Bytes at the start of the file that are a byte order mark, already left out. */
  readonly bom: boolean;
  decode(chunk: Buffer, last: boolean): Decoded;
}

export interface Decoded {
  /** Everything up to the fault, or everything. */
  readonly text: string;
  readonly fault?: { readonly offset: number; readonly byte: number; readonly truncated: boolean };
}

/** Length of the valid UTF-8 prefix; `pending` when only the end of the chunk cuts a character in two. */
export const utf8Prefix = (bytes: Uint8Array): { length: number; pending: boolean } => {
  let i = 0;
  while (i < bytes.length) {
    const size = utf8Size(bytes, i);
    if (size === 0) return { length: i, pending: false };
    if (size < 0) return { length: i, pending: true };
    i += size;
  }
  return { length: i, pending: false };
};

/** Bytes of the character at i: 0 when it is not one, −1 when it is cut off by the end. The Unicode standard, table 3-7. */
const utf8Size = (bytes: Uint8Array, i: number): number => {
  const first = bytes[i]!;
  if (first < 0x80) return 1;
  const size =
    first >= 0xc2 && first < 0xe0
      ? 2
      : first >= 0xe0 && first < 0xf0
        ? 3
        : first >= 0xf0 && first < 0xf5
          ? 4
          : 0;
  for (let k = 1; k < size; k++) {
    const next = bytes[i + k];
    if (next === undefined) return -1;
    const low = k > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    const high = k > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    if (next < low || next > high) return 0;
  }
  return size;
};

const utf8Decoder = (bom: boolean): Decoder => {
  let seen = bom ? 3 : 0;
  let tail = Buffer.alloc(0);
  return {
    encoding: "utf-8",
    bom,
    decode(chunk, last) {
      if (tail.length === 0 && isAscii(chunk)) {
        seen += chunk.length;
        return { text: chunk.toString("latin1") };
      }
      const bytes = tail.length ? Buffer.concat([tail, chunk]) : chunk;
      const start = seen - tail.length;
      seen += chunk.length;
      tail = Buffer.alloc(0);
      if (isUtf8(bytes)) return { text: bytes.toString("utf8") };
      const { length, pending } = utf8Prefix(bytes);
      const text = bytes.toString("utf8", 0, length);
      if (pending && !last) {
        tail = Buffer.from(bytes.subarray(length));
        return { text };
      }
      return { text, fault: { offset: start + length, byte: bytes[length]!, truncated: pending } };
    },
  };
};

/** Whether a chunk decodes up to here, a character cut in two at the end aside. */
const decodes = (encoding: string, bytes: Uint8Array): boolean => {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
};

/** The platform's decoder does not say where it stopped: the longest part that decodes is found by halving. */
const soundLength = (encoding: string, chunk: Buffer): number => {
  // Alone it decodes: what is spoilt began in the chunk before.
  if (decodes(encoding, chunk)) return 0;
  let [sound, spoilt] = [0, chunk.length];
  while (spoilt - sound > 1) {
    const middle = (sound + spoilt) >> 1;
    if (decodes(encoding, chunk.subarray(0, middle))) sound = middle;
    else spoilt = middle;
  }
  return sound;
};

const otherDecoder = (encoding: string, bom: boolean): Decoder => {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  let seen = bom ? 2 : 0;
  return {
    encoding,
    bom,
    decode(chunk, last) {
      const start = seen;
      seen += chunk.length;
      let text = "";
      try {
        text = decoder.decode(chunk, { stream: true });
      } catch {
        const length = soundLength(encoding, chunk);
        text = new TextDecoder(encoding, { ignoreBOM: true }).decode(chunk.subarray(0, length), {
          stream: true,
        });
        return { text, fault: { offset: start + length, byte: chunk[length]!, truncated: false } };
      }
      if (!last) return { text };
      try {
        return { text: text + decoder.decode() };
      } catch {
        return { text, fault: { offset: seen - 1, byte: chunk.at(-1)!, truncated: true } };
      }
    },
  };
};

/** What windows-1252 has at 0x80 to 0x9F, blank where it has nothing. Elsewhere it is Latin-1. */
const windows = Array.from("€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ");

/** By hand, because the decoder of some versions of Node reads 0x80 to 0x9F as invisible controls (nodejs/node#56542). */
const windowsDecoder = (): Decoder => {
  let seen = 0;
  return {
    encoding: "windows-1252",
    bom: false,
    decode(chunk) {
      const bad = chunk.findIndex((byte) => byte >= 0x80 && byte < 0xa0 && windows[byte - 0x80] === " ");
      const start = seen;
      seen += chunk.length;
      const text = chunk
        .toString("latin1", 0, bad < 0 ? chunk.length : bad)
        .replace(/[\u0080-\u009f]/g, (control) => windows[control.charCodeAt(0) - 0x80]!);
      return bad < 0
        ? { text }
        : { text, fault: { offset: start + bad, byte: chunk[bad]!, truncated: false } };
    },
  };
};

/** The name as the platform's decoder knows it, or undefined when it knows none. */
export const knownEncoding = (label: string): string | undefined => {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
};

/**
 * A byte order mark decides; without one the declared encoding does. Nothing is guessed from the bytes.
 *
 * Throws    UsageError usage/encoding.
 */
export const chooseDecoder = (head: Buffer, declared: string): { decoder: Decoder; skip: number } => {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf)
    return { decoder: utf8Decoder(true), skip: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { decoder: otherDecoder("utf-16le", true), skip: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { decoder: otherDecoder("utf-16be", true), skip: 2 };
  const encoding = knownEncoding(declared);
  if (encoding === undefined)
    throw new UsageError("usage/encoding", {
      found: `the encoding ${quoted(declared)}`,
      expected: "a known encoding",
      hint: "write utf-8, windows-1252 or utf-16le",
    });
  if (encoding === "utf-8") return { decoder: utf8Decoder(false), skip: 0 };
  return { decoder: encoding === "windows-1252" ? windowsDecoder() : otherDecoder(encoding, false), skip: 0 };
};
