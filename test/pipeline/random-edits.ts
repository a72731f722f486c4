import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { exitCodes, WhatworksError } from "../../src/model/errors.ts";
import type { CheckResult } from "../../src/pipeline/reports/check.ts";
import { outputHash } from "../../src/pipeline/reports/output-hash.ts";
import { checkHere, inputsOf, runHere, scratch, treeOf } from "../helpers/workspace.ts";
import { type Edit, edit } from "./edits.ts";

/** What a report says, commentary between the parts of its page and files of the analyst's own left out. */
const said = (folder: string, wanted: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.keys(wanted).map((name) => {
      const path = join(folder, name);
      return [name, existsSync(path) ? outputHash(name, readFileSync(path)) : "gone"];
    }),
  );

const isOfIndex = (name: string): boolean => /^(index\.(md|json)$|safety-index\/)/.test(name);

const saysTheSame = (here: string, there: string, part = (_name: string): boolean => true): boolean => {
  const wanted = Object.fromEntries(Object.entries(treeOf(there)).filter(([name]) => part(name)));
  if (Object.keys(wanted).length === 0) return false;
  return JSON.stringify(said(here, wanted)) === JSON.stringify(said(there, wanted));
};

const rebuilt = async (folder: string, to: string): Promise<void> => {
  inputsOf(folder, to);
  try {
    await runHere(to);
  } catch (error) {
    // A workspace that cannot be run leaves nothing to compare with.
    if (!(error instanceof WhatworksError)) throw error;
  }
};

const judged = async (folder: string): Promise<CheckResult | undefined> => {
  try {
    return await checkHere(folder);
  } catch (error) {
    if (error instanceof WhatworksError && error.exit === exitCodes.usage) return undefined;
    throw error;
  }
};

export interface Verdict {
  readonly number: number;
  readonly what: string;
  readonly current: boolean;
  readonly same: boolean;
}

/** Edits a copy at random, asks `check`, and rebuilds from the inputs alone: they must agree, report by report. */
export const tryEdit = async (
  original: string,
  number: number,
  edits?: readonly Edit[],
): Promise<Verdict[]> => {
  const [here, there] = [scratch(), scratch()];
  try {
    cpSync(original, here, { recursive: true });
    edit(here, number, edits);
    const checked = await judged(here);
    // A workspace file that cannot be read is refused as a whole: nothing is called current.
    if (!checked) return [];
    const { studies, safetyIndex, index } = checked;
    await rebuilt(here, there);
    const verdicts = studies.map(({ study, state }) => ({
      ...{ number, what: study, current: state === "current" },
      same: saysTheSame(join(here, "reports", study), join(there, "reports", study)),
    }));
    if (safetyIndex)
      verdicts.push({
        ...{ number, what: safetyIndex.study, current: safetyIndex.state === "current" },
        same: saysTheSame(join(here, "reports"), join(there, "reports"), isOfIndex),
      });
    return [...verdicts, indexVerdict(here, there, number, index?.state === "current", verdicts)];
  } finally {
    rmSync(here, { recursive: true });
    rmSync(there, { recursive: true });
  }
};

/** The index is judged by the reports that are there: where one of them is not current, a rebuild has another index. */
const indexVerdict = (
  here: string,
  there: string,
  number: number,
  current: boolean,
  studies: readonly Verdict[],
): Verdict => {
  const page = (folder: string): string => {
    const path = join(folder, "reports/README.md");
    return existsSync(path) ? outputHash("README.md", readFileSync(path)) : `none in ${folder}`;
  };
  const comparable = studies.every(({ same }) => same);
  return { number, what: "README.md", current, same: comparable ? page(here) === page(there) : current };
};
