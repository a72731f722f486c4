import { relative, sep } from "node:path";

/** A path as messages name it: from where the command was typed, with `/`. */
export const shownFrom = (path: string): string =>
  (relative(process.cwd(), path) || ".").split(sep).join("/");
