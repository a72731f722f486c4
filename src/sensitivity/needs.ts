import type { Check, Need, Unmet } from "../model/check.ts";
import type { Study } from "../model/estimate.ts";
import { firstTreated, treatedUnits } from "../study/starts.ts";
import { placeboNames } from "./placebo-names.ts";

/** What is there of each thing that a check may need: how many, or names of columns that are not. */
const found: Readonly<Record<Need["kind"], (study: Study) => number | readonly string[]>> = {
  comparison: ({ design }) => (design.kind === "comparison-group" ? 1 : 0),
  treated: ({ design }) => treatedUnits(design).length,
  "periods-before": ({ design }) => firstTreated(design),
  clusters: ({ design }) => new Set(design.cluster).size,
  "treated-clusters": ({ design }) => new Set(treatedUnits(design).map((i) => design.cluster[i])).size,
  "named-outcomes": (study) => {
    const names = placeboNames(study);
    const unknown = names.filter((name) => study.design.panel.columns[name] === undefined);
    return unknown.length > 0 ? unknown : names.length;
  },
};

/** The first need of a check that a study does not meet. */
export const unmetNeed = ({ needs }: Pick<Check, "needs">, study: Study): Unmet | undefined => {
  for (const need of needs) {
    const there = found[need.kind](study);
    if (typeof there !== "number" || there < ("least" in need ? need.least : 1))
      return { ...need, found: there };
  }
  return undefined;
};

const numerals = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const fewer = (least: number): string => `fewer than ${numerals[least] ?? least}`;

/** Why a check was not run. */
export const unmetWords = (need: Unmet): string => {
  switch (need.kind) {
    case "comparison":
      return "there is no comparison group";
    case "treated":
      return "no unit is treated within the panel";
    case "periods-before":
      return `${fewer(need.least)} periods lie before the first start`;
    case "clusters":
      return `${fewer(need.least)} units or clusters`;
    case "treated-clusters":
      return `${fewer(need.least)} treated units or clusters, too few for a clustered test`;
    case "named-outcomes":
      return typeof need.found === "number"
        ? "no placebo outcome was named"
        : `the panel has no column ${need.found.join(", ")}`;
  }
};
