import type { Protect } from "../../model/disclosure.ts";
import type { Charts, Finding, SecondaryOutcome } from "../../model/finding.ts";
import { isSmall } from "./attack.ts";
import { roundTo } from "./rounding.ts";

/*
 * What is left out whole wherever people are protected, whether or not a count of the table is small: single units
 * (extremes, names, paths), outcomes with too few events, buffers with too few, rows that are events.
 */

export interface Withheld {
  readonly finding: Finding;
  /** In words, for the report. */
  readonly leftOut: readonly string[];
}

export const withhold = (finding: Finding, rule: Protect, before: readonly string[]): Withheld => {
  const steps = [singleUnits, unitPaths, unitMap, fewSecondary, fewBuffer, fewDoses, recordRows];
  const leftOut: string[] = [];
  const left = steps.reduce((held, step) => {
    const next = step(held, rule, before);
    if (next.told) leftOut.push(next.told);
    return next.finding;
  }, finding);
  return { finding: left, leftOut };
};

interface Step {
  readonly finding: Finding;
  readonly told?: string;
}
type Withholder = (finding: Finding, rule: Protect, before: readonly string[]) => Step;

const without = (finding: Finding, ...names: (keyof Charts)[]): Finding => {
  const kept = Object.entries(finding.charts ?? {}).filter(([name]) => !names.includes(name as keyof Charts));
  return { ...finding, charts: Object.fromEntries(kept) as Charts };
};

/** The estimate without one unit, and the path of one unit against its stand-in, give that unit away. */
const singleUnits: Withholder = (finding) => {
  const checks = finding.checks.map((check) => ({
    ...check,
    sentence: check.sentence.replace(
      // The name may hold anything, so the words before it are what is looked for.
      /(?<=changes in \d+ cases?); .* matters most \(without it [^)]*\)/s,
      "; which of them matters most is not said",
    ),
    facts: {},
  }));
  const named = finding.charts?.leave_one_out || finding.charts?.placebo;
  return {
    finding: { ...without(finding, "leave_one_out", "placebo"), checks },
    ...(named ? { told: "results without single units" } : {}),
  };
};

const unitWords = "counts of single units by period";
const unitPaths: Withholder = (finding, rule, before) => {
  const units = finding.charts?.units;
  const small = units?.some(({ values }) => values.some((value) => value !== null && isSmall(value, rule)));
  if (!units || !(small || before.includes(unitWords))) return { finding };
  return { finding: without(finding, "units"), told: unitWords };
};

const mapWords = "change by unit";
const unitMap: Withholder = (finding, rule, before) => {
  const { before: first, after: last } = finding.data.window;
  const small = finding.charts?.map?.some(
    (row) =>
      (row.before !== null && isSmall(row.before * first.periods, rule)) ||
      (row.after !== null && isSmall(row.after * last.periods, rule)),
  );
  if (!finding.charts?.map || !(small || before.includes(mapWords))) return { finding };
  return { finding: without(finding, "map"), told: mapWords };
};

/** Treated cells of a phase: what a mean per cell is multiplied by to give a count. */
const treatedCells = (finding: Finding, phase: "before" | "after"): number => {
  const { total, per_unit_period: mean } = finding.counts.treated[phase];
  return total && mean ? Math.round(total / mean) : 1;
};

const fewSecondary: Withholder = (finding, rule) => {
  if (!finding.secondary) return { finding };
  const few = (mean: number | null | undefined, phase: "before" | "after"): boolean =>
    mean !== null && mean !== undefined && isSmall(mean * treatedCells(finding, phase), rule);
  const names: string[] = [];
  const secondary = finding.secondary.map((one) => {
    if (!few(one.treated_before, "before") && !few(one.treated_after, "after")) return one;
    names.push(one.label);
    return emptied(one);
  });
  return {
    finding: { ...finding, secondary },
    ...(names.length > 0 ? { told: `results for outcomes with too few events (${names.join(", ")})` } : {}),
  };
};

const emptied = ({ name, label, scale }: SecondaryOutcome): SecondaryOutcome => ({
  ...{ name, label, scale, estimate: null, conf_low: null, conf_high: null, p_value: null },
  ...{ p_adjusted: null, verdict: "not-estimated", treated_before: null, treated_after: null },
});

const fewBuffer: Withholder = (finding, rule) => {
  const { displacement } = finding;
  const buffer = displacement?.buffer;
  const few = [buffer?.before ?? null, buffer?.after ?? null].some(
    (value) => value !== null && isSmall(value, rule),
  );
  if (!displacement || !buffer || !few) return { finding };
  return {
    finding: {
      ...finding,
      displacement: {
        measures: [],
        verdict: "not-estimated",
        sentence: "Too few events were recorded next door to say whether crime moved.",
      },
    },
    told: "counts and measures of displacement",
  };
};

/** A dose that is counted in whole numbers may count people: visits, referrals, arrests. */
const fewDoses: Withholder = (finding, rule) => {
  const dose = finding.charts?.dose;
  const values = dose?.flatMap(({ planned, delivered, comparison }) => [
    planned,
    delivered,
    comparison ?? null,
  ]);
  const counts = values?.every((value) => value === null || Number.isInteger(value));
  const small = values?.some((value) => value !== null && value !== 0 && value < rule.threshold);
  if (!dose || !counts || !small) return { finding };
  const { implementation, ...emmie } = finding.emmie ?? {};
  const rounded = (value: number | null | undefined): number | null =>
    value === null || value === undefined ? null : roundTo(value, Math.max(rule.rounding, 5));
  return {
    finding: {
      ...without(finding, "dose"),
      emmie: {
        ...emmie,
        ...(implementation
          ? {
              implementation: {
                ...implementation,
                planned: rounded(implementation.planned),
                delivered: rounded(implementation.delivered),
                delivery_percent: rounded(implementation.delivery_percent),
                contamination_percent: rounded(implementation.contamination_percent),
              },
            }
          : {}),
      },
    },
    told: "the dose by period",
  };
};

/** Where a row is an event, a number of rows is a count like any other. */
const recordRows: Withholder = (finding, rule) => {
  const base = Math.max(rule.rounding, 5);
  if (!rule.records) return { finding };
  const { rows } = finding.data;
  const excluded = rows.excluded.map((row) => ({ ...row, rows: roundTo(row.rows, base) }));
  const used = roundTo(rows.used, base);
  return {
    finding: {
      ...finding,
      data: {
        ...finding.data,
        rows: { read: used + excluded.reduce((sum, row) => sum + row.rows, 0), used, excluded },
      },
      provenance: {
        ...finding.provenance,
        inputs: finding.provenance.inputs.map((input) => ({ ...input, rows: roundTo(input.rows, base) })),
      },
    },
    told: `exact numbers of rows (they are events here, so they are given to the nearest ${base})`,
  };
};
