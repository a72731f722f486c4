import type { Design } from "../../model/design.ts";
import { DesignError } from "../../model/errors.ts";
import { formatPeriod } from "../../model/period.ts";
import { unitsWith } from "../../study/starts.ts";

/** Treated units: those with the role and a start. Throws design/no-treated. */
export const treatedUnits = (design: Design): number[] => {
  const treated = unitsWith(design, "treated").filter((i) => Number.isFinite(design.cohort[i]));
  if (treated.length > 0) return treated;
  throw new DesignError("design/no-treated", {
    found: `none of the ${design.panel.units.length} units has a start of treatment`,
    expected: "at least one treated unit",
    hint: "name them with --treated-units a,b --start P, or give a --cohort column",
  });
};

/** Comparison units. Throws design/no-comparison. */
export const comparisonUnits = (design: Design): number[] => {
  const comparison = unitsWith(design, "comparison");
  if (comparison.length > 0) return comparison;
  throw new DesignError("design/no-comparison", {
    found: `no comparison unit among the ${design.panel.units.length} units`,
    expected: "at least one unit that is never treated and is not a buffer",
    hint: "add untreated units to the panel, or use a before-after method (rate-ratio, its)",
  });
};

/** The one start that all treated units share. Throws design/staggered-start. */
export const commonStart = (design: Design, treated: readonly number[]): number => {
  const starts = [...new Set(treated.map((i) => design.cohort[i]!))].sort((a, b) => a - b);
  if (starts.length === 1) return starts[0]!;
  const shown = starts.slice(0, 4).map((s) => formatPeriod(s, design.panel.frequency));
  throw new DesignError("design/staggered-start", {
    found: `${starts.length} different starts (${shown.join(", ")}${starts.length > 4 ? ", …" : ""})`,
    expected: "one start for all treated units",
    hint: "evaluate each start on its own, or use callaway-santanna, imputation or ppml",
  });
};
