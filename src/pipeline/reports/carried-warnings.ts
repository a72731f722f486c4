import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answered } from "../answer.ts";

type Warnings = Answered["warnings"];

/** As findings write them, with a severity; the index knows warnings only and gives none. */
type Written = Warnings[number] & { readonly severity?: string };

/**
 * The warnings that a report carries, from the document behind it. A report that a run keeps carries them as one
 * that it writes does: otherwise `--fail-on warning` would fail once, and pass for ever after.
 */
export const carriedWarnings = (folder: string, document: string): Warnings => {
  const path = join(folder, document);
  if (!existsSync(path)) return [];
  return writtenIn(readFileSync(path, "utf8"))
    .filter(({ severity = "warning" }) => severity === "warning")
    .map(({ code, message }) => ({ code, message }));
};

/** What a person made of the document by hand may be no document at all: then `check` says so, not this. */
const writtenIn = (text: string): readonly Written[] => {
  try {
    const { warnings } = JSON.parse(text) as { warnings?: unknown };
    return Array.isArray(warnings) ? (warnings as Written[]) : [];
  } catch {
    return [];
  }
};
