import type { OptionSpec } from "../../model/estimate.ts";

/** Options that every regression with unit and period effects shares. The variance itself is computed by inference. */
export const regressionOptions: readonly OptionSpec[] = [
  {
    flag: "--vcov",
    key: "vcov",
    takes: "choice",
    choices: ["cluster", "cr2", "hc1", "iid"],
    default: "cluster",
    help: "the variance of the estimate",
  },
  { flag: "--wild", key: "wild", takes: "number", help: "draws of the wild cluster bootstrap" },
];

/** What to do with a unit or period that has one row. */
export const singletonOption: OptionSpec = {
  flag: "--singletons",
  key: "singletons",
  takes: "choice",
  choices: ["drop", "keep"],
  default: "drop",
  help: "rows alone in their unit or period: drop as fixest 0.14 does, or keep as it did before",
};
