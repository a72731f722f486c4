import { diagnostic } from "../model/diagnostic.ts";
import { DesignError } from "../model/errors.ts";
import { assemble } from "./assemble.ts";
import type { BuiltDesign, DesignInput } from "./input.ts";

/**
 * Treated units against untreated ones over the same periods, so that season and common shocks cancel; windows are
 * therefore used whole unless `sameMonths` is asked for. Buffer units never serve as comparison.
 *
 * Throws    as `assemble`, and DesignError design/no-comparison when every unit is treated from one start on.
 */
export const comparisonGroup = (input: DesignInput): BuiltDesign => {
  const built = assemble(input, "comparison-group", input.sameMonths ?? false);
  const { roles, cohort } = built.design;
  const treated = roles.filter((role) => role === "treated").length;
  if (!roles.includes("comparison")) {
    const starts = new Set(cohort.filter(Number.isFinite));
    if (starts.size < 2) throw noComparison(treated, built);
    return { ...built, warnings: [...built.warnings, noNeverTreated(starts.size)] };
  }
  return treated === 1 ? { ...built, warnings: [...built.warnings, oneTreated()] } : built;
};

const noComparison = (treated: number, { excludedUnits }: BuiltDesign): DesignError =>
  new DesignError("design/no-comparison", {
    found:
      `no untreated unit is left beside ${treated} treated ones` +
      (excludedUnits.length > 0 ? ` (${excludedUnits.length} units are excluded)` : ""),
    expected: "at least one unit that is never treated and is not a buffer",
    hint: "add comparison units to the data, or choose the before-after design",
  });

const noNeverTreated = (starts: number) =>
  diagnostic(
    "design/no-never-treated",
    "warning",
    `every unit is treated in the end; only the ${starts} different starts tell effect from trend`,
    {
      fix: "use callaway-santanna --control not-yet or imputation, and stop before the last units start",
    },
  );

const oneTreated = () =>
  diagnostic(
    "design/one-treated",
    "warning",
    "one treated unit: standard errors by cluster mean nothing with a single treated cluster",
    {
      fix: "use synthetic-control, synthetic-did or randomisation, which compare it with placebo units",
    },
  );
