import { type Comparison, compareFindings } from "../../provenance/compare.ts";
import { readEdition } from "./editions.ts";

export interface Compared {
  readonly old: string;
  readonly new: string;
  readonly studies: readonly Comparison[];
  /** Studies that only one edition has. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Two editions of findings: which numbers moved, by how much, because of which input. */
export const compare = (old: string, now: string, workspaceFolder: string): Compared => {
  const [before, after] = [readEdition(old, workspaceFolder), readEdition(now, workspaceFolder)];
  // Two single findings are compared whatever they are called: a study may have been renamed.
  if (before.size === 1 && after.size === 1) {
    const [[was], [is]] = [[...before.values()], [...after.values()]];
    return { old, new: now, studies: [compareFindings(was!, is!)], added: [], removed: [] };
  }
  const both = [...after.keys()].filter((id) => before.has(id)).sort();
  return {
    old,
    new: now,
    studies: both.map((id) => compareFindings(before.get(id)!, after.get(id)!)),
    added: [...after.keys()].filter((id) => !before.has(id)).sort(),
    removed: [...before.keys()].filter((id) => !after.has(id)).sort(),
  };
};

export type { Comparison, MovedNumber } from "../../provenance/compare.ts";
