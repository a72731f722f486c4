import { existsSync, readFileSync } from "node:fs";
import { InputError } from "../../model/errors.ts";
import type { ReportDocument } from "../../unit/report.ts";
import type { Entry } from "./entry.ts";

/** JSON with the schema of a kind of report; undefined for anything else. */
export const parsedDocument = (text: string, schema: string): ReportDocument | undefined => {
  try {
    const held = JSON.parse(text) as Partial<ReportDocument> | null;
    return held?.schema === schema && held.provenance ? (held as ReportDocument) : undefined;
  } catch {
    return undefined;
  }
};

/** The document of a report; undefined where it is not there or is none: somebody may have changed it by hand. */
export const documentOf = (path: string, { kind }: Entry): ReportDocument | undefined =>
  existsSync(path) ? parsedDocument(readFileSync(path, "utf8"), kind.document) : undefined;

/** Throws InputError report/not-made where it cannot be read. */
export const documentAt = (path: string, entry: Entry): ReportDocument => {
  const document = documentOf(path, entry);
  if (document) return document;
  throw new InputError("report/not-made", {
    found: `${entry.document}, which is no ${entry.kind.document}`,
    expected: "the document of a report, as whatworks wrote it",
    hint: `whatworks run ${entry.name} --force`,
  });
};
