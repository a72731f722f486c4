import type { Finding } from "../../model/finding.ts";
import { countsBehind, step } from "./rounding.ts";

type Range = readonly [low: number, high: number];
export interface KnownTotals {
  readonly treated?: { readonly before: Range; readonly after: Range };
  readonly comparison?: { readonly before: Range; readonly after: Range };
}

/** More candidates than this are not tried one by one: rounding that wide gives nothing away. */
const most = 1_000_000;

/**
 * The four totals of the table, as closely as the table and the effects let them be known. An odds-like ratio and its
 * standard error are functions of these four alone: three known cells and the standard error give the fourth, so
 * every whole table that agrees with what is printed is tried.
 */
export const totalsBehind = (finding: Finding, rounding: number): KnownTotals => {
  const threshold = finding.disclosure?.threshold ?? 0;
  const { treated, comparison } = finding.counts;
  const phases = [treated.before, treated.after, comparison?.before, comparison?.after];
  const printed = phases.map((phase) =>
    phase && phase.total !== null ? countsBehind(phase.total, rounding, threshold) : undefined,
  );
  const ranges = rounding > 1 ? narrowed(finding, printed) : printed;
  const [tb, ta, cb, ca] = ranges;
  return {
    ...(tb && ta ? { treated: { before: tb, after: ta } } : {}),
    ...(cb && ca ? { comparison: { before: cb, after: ca } } : {}),
  };
};

/** Ratios and standard errors that are functions of the four totals, as intervals on the log scale. */
const clues = (finding: Finding): { kind: "ratio" | "se"; low: number; high: number }[] => {
  const digits = finding.disclosure?.digits ?? 12;
  const { comparison } = finding.counts;
  const method = comparison ? "rirr" : "rate-ratio";
  const found = finding.estimates
    .filter((one) => one.method === method && one.scale === "log")
    .flatMap(({ estimate, std_error: se }) => [
      ...(estimate === null ? [] : [{ kind: "ratio" as const, ...around(estimate, digits) }]),
      ...(se === null ? [] : [{ kind: "se" as const, ...around(se, digits) }]),
    ]);
  const own = finding.disagreement.find((row) => row.method === method)?.estimate ?? null;
  if (own !== null && own > 0) {
    const { low, high } = around(own, digits);
    if (low > 0) found.push({ kind: "ratio", low: Math.log(low), high: Math.log(high) });
  }
  return found;
};

const around = (value: number, digits: number): { low: number; high: number } => {
  const half = step(value, digits) / 2 + 1e-12;
  return { low: value - half, high: value + half };
};

const narrowed = (
  finding: Finding,
  ranges: readonly (Range | undefined)[],
): readonly (Range | undefined)[] => {
  const held = ranges.flatMap((range) => (range ? [range] : []));
  const candidates = held.reduce((n, [low, high]) => n * (high - low + 1), 1);
  const told = clues(finding);
  if (held.length % 2 === 1 || held.length === 0 || candidates > most || told.length === 0) return ranges;
  const { treated, comparison } = finding.counts;
  // Means a cell and period: totals over constants that everyone can read off the table.
  const cells = [treated.before, treated.after, comparison?.before, comparison?.after].map((phase) =>
    phase?.total && phase.per_unit_period ? phase.total / phase.per_unit_period : 1,
  );
  const ratios = told.filter(({ kind }) => kind === "ratio");
  const errors = told.filter(({ kind }) => kind === "se");
  const agreeing = (use: typeof told): Range[] | undefined => {
    const out = held.map((): [number, number] => [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    each(held, (x) => {
      const log = x.reduce((sum, n, i) => sum + sign[i]! * Math.log(n / cells[i]!), 0);
      const se = Math.sqrt(x.reduce((sum, n) => sum + 1 / n, 0));
      if (
        !use.every(({ kind, low, high }) =>
          kind === "ratio" ? log >= low && log <= high : se >= low && se <= high,
        )
      )
        return;
      for (const [i, n] of x.entries()) out[i] = [Math.min(out[i]![0], n), Math.max(out[i]![1], n)];
    });
    return out.every(([low, high]) => low <= high) ? out : undefined;
  };
  // A standard error that was widened for dispersion agrees with no table; then it says nothing on its own.
  return agreeing([...ratios, ...errors]) ?? agreeing(ratios) ?? ranges;
};

const sign = [-1, 1, 1, -1];

/** Calls with every whole point of a box. */
const each = (ranges: readonly Range[], visit: (point: readonly number[]) => void): void => {
  const point = ranges.map(([low]) => low);
  for (;;) {
    visit(point);
    let at = ranges.length - 1;
    while (at >= 0 && point[at] === ranges[at]![1]) point[at] = ranges[at--]![0];
    if (at < 0) return;
    point[at]!++;
  }
};
