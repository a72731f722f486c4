import { join } from "node:path";
import { type Answered, warningsOf } from "../answer.ts";
import { documentOf } from "./document.ts";
import type { Entry } from "./entry.ts";

/**
 * The warnings that a report carries, from the document behind it. A report that a run keeps carries them as one
 * that it writes does: otherwise `--fail-on warning` would fail once, and pass for ever after.
 */
export const carriedWarnings = (reports: string, entry: Entry): Answered["warnings"] => {
  const document = documentOf(join(reports, entry.document), entry);
  return document && Array.isArray(document.warnings) ? warningsOf(document) : [];
};
