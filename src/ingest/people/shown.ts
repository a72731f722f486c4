import { quoted } from "../gate/hidden.ts";
import { headerKind, isPlainHeader } from "./headers.ts";
import { signOf } from "./signs.ts";

const isPersonal = (text: string): boolean => {
  const sign = signOf(text);
  return sign !== undefined && sign.reach !== "hint";
};

/** A cell in quotes for a message, or other words where the cell or its column may be about a person. */
export const shownCell = (text: string, column: string, otherwise: string): string =>
  isPersonal(text) || headerKind(column) !== undefined ? otherwise : quoted(text.trim());

/** More than a word that is a forename too, or a figure. */
const isSomebody = (text: string): boolean => {
  const sign = signOf(text);
  return sign !== undefined && !sign.bare && sign.share <= 0.5 && sign.reach !== "events";
};

/**
 * True when the first row of a file is somebody's record and not a row of names: a cell reads like a person, an
 * address or a sentence, and none is a word that columns are called by.
 */
export const isRecord = (names: readonly string[]): boolean =>
  names.some((name) => isSomebody(name) || name.trim().split(/\s+/).length > 7) &&
  !names.some((name) => !isPersonal(name) && isPlainHeader(name));

/** The first names of a header for a message. Where a file has none they are the cells of its first row, and stay unsaid. */
export const shownNames = (header: readonly string[], most: number): string => {
  if (header.some(isPersonal))
    return `(not shown: ${header.length} cells of a first row that may be a record)`;
  return header.slice(0, most).join(", ") + (header.length > most ? ", …" : "");
};
