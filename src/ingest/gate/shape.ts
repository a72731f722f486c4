import { isHidden } from "./hidden.ts";

/**
 * A picture of a line in which letters are x and digits are 9, with a caret under the fault. The shape shows where a
 * quote or a comma is out of place without showing a single value: the line may be about a person.
 */
export const maskedFrame = (lineText: string, place: number): string => {
  const from = Math.max(0, place - 31);
  const shown = Array.from(lineText.slice(from, from + 62), masked).join("");
  const lead = from > 0 ? "…" : "";
  return `${lead}${shown}\n${" ".repeat(lead.length + Math.max(0, place - 1 - from))}^`;
};

const masked = (character: string): string => {
  if (/\p{L}/u.test(character)) return "x";
  if (/\p{N}/u.test(character)) return "9";
  return isHidden(character.codePointAt(0)!) ? "·" : character;
};
