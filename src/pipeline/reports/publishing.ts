import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  attackFinding,
  evidenceOf,
  type History,
  historyOf,
  publish,
  settled,
  stillTrue,
} from "../../evidence/disclosure/index.ts";
import type { DisclosureEvidence } from "../../model/disclosure.ts";
import type { Finding, PublishableFinding } from "../../model/finding.ts";
import { stableJson } from "../../model/json.ts";
import { headlineWords } from "../../summaries/wording.ts";

export const evidenceFile = "disclosure.json";
const findingFile = "finding.json";

const parsed = <T>(path: string): T | undefined => {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8")) as T;
  } catch {
    // Changed by hand beyond reading: `check` says so, and there is nothing to learn from it here.
    return undefined;
  }
};

/** What readers already hold of the report in a folder. */
export const historyAt = (folder: string): History =>
  historyOf(
    parsed<Finding>(join(folder, findingFile)),
    parsed<DisclosureEvidence>(join(folder, evidenceFile)),
  );

export interface Published {
  readonly finding: PublishableFinding;
  /** The evidence file for a person who checks outputs, where anything was to be protected. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
}

/** A finding and what readers already hold → what may go out, said in words that fit its numbers. */
export const publishFinding = (found: Finding, known: History = { earlier: [], leftOut: [] }): Published => {
  const history = { ...known, earlier: stillTrue(known.earlier, found) };
  const finding = publish(found, { history, words: headlineWords });
  const evidence = evidenceOf(finding, settled(history, finding));
  return {
    finding,
    files: evidence ? [{ path: evidenceFile, content: stableJson(evidence) }] : [],
  };
};

/** Attacks a report as it stands on disk, with everything it prints and has printed; empty when nothing gives way. */
export const attackReport = (folder: string): { readonly address: string; readonly message: string }[] => {
  const finding = parsed<Finding>(join(folder, findingFile));
  if (!finding?.disclosure) return [];
  const evidence = parsed<DisclosureEvidence>(join(folder, evidenceFile));
  return attackFinding(finding, evidence?.earlier ?? []);
};
