import { plainText } from "../../model/text.ts";

/**
 * A character that a reader cannot see, or that changes how its neighbours look: a control can move a cursor, a
 * bidirectional mark reverses what is read, a zero-width space makes two names of one. Tab and line ends are among them.
 */
export const isHidden = (code: number): boolean =>
  code < 0x20 ||
  (code >= 0x7f && code < 0xa0) ||
  code === 0xad ||
  code === 0x61c ||
  code === 0x180e ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x206f) ||
  code === 0xfeff ||
  (code >= 0xfff9 && code <= 0xfffb) ||
  (code >= 0xe0000 && code <= 0xe007f);

/** True when a cell holds something hidden other than tab and line ends, which a quoted cell may rightly hold. */
export const hasHidden = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i)!;
    if (code > 0xffff) i++;
    if (code !== 9 && code !== 10 && code !== 13 && isHidden(code)) return true;
  }
  return false;
};

/** The name that a reader sees: hidden characters gone, white space single, in composed form. Linear in its length. */
export const visibleText = (text: string): string => {
  const seen = hasHidden(text)
    ? [...text].filter((c) => !isHidden(c.codePointAt(0)!) || c === "\n").join("")
    : text;
  return plain(seen) ? seen : seen.replace(/\s+/gu, " ").trim().normalize("NFC");
};

/** Printable ASCII without white space at the ends or in runs needs no second look: nearly every cell. */
const plain = (text: string): boolean => {
  let before = 32;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 || code > 126 || (code === 32 && before === 32)) return false;
    before = code;
  }
  return before !== 32 || text.length === 0;
};

/** A value in quotes for a message, made plain and cut short before anything else: a cell may hold a million characters. */
export const quoted = (text: string, longest = 40): string => {
  const cut = text.length > longest;
  return `"${plainText(cut ? text.slice(0, longest) : text)}${cut ? "…" : ""}"`;
};
