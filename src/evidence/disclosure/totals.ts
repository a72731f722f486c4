import type { Finding } from "../../model/finding.ts";
import { type Clue, cluesOf, differenceClues } from "./clues.ts";
import { countsBehind } from "./rounding.ts";

type Range = readonly [low: number, high: number];
export interface KnownTotals {
  readonly treated?: { readonly before: Range; readonly after: Range };
  readonly comparison?: { readonly before: Range; readonly after: Range };
}

/** More candidates than this are not tried one by one: rounding that wide gives nothing away. */
const most = 1_000_000;

/**
 * The four totals of the table, as closely as the table and the effects let them be known. An odds-like ratio and its
 * interval are functions of these four alone: three known cells and the width of the interval give the fourth, so
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

/** Before and after of the treated units, then of the comparison units, as they stand in a log ratio. */
const sign = [-1, 1, 1, -1];

const narrowed = (
  finding: Finding,
  ranges: readonly (Range | undefined)[],
): readonly (Range | undefined)[] => {
  const { treated, comparison } = finding.counts;
  const phases = [
    treated.before,
    treated.after,
    ...(comparison ? [comparison.before, comparison.after] : []),
  ];
  const held = ranges.flatMap((range) => (range ? [range] : []));
  const candidates = held.reduce((n, [low, high]) => n * (high - low + 1), 1);
  const told = [...cluesOf(finding), ...differenceClues(finding)];
  if (held.length < phases.length || candidates > most || told.length === 0) return ranges;
  // Means a cell and period: totals over constants that everyone can read off the table.
  const cells = phases.map(({ total, per_unit_period: each }) => (total && each ? total / each : 1));
  const measured = (x: readonly number[], n: number): readonly [log: number, error: number] => {
    let [log, variance] = [0, 0];
    for (let i = 0; i < n; i++) {
      log += sign[i]! * Math.log(x[i]! / cells[i]!);
      variance += 1 / x[i]!;
    }
    return [log, Math.sqrt(variance)];
  };
  const difference = (x: readonly number[]): readonly [log: number, error: number] => {
    const [tb, ta, cb, ca] = x.map((total, i) => total / cells[i]!) as [number, number, number, number];
    return [Math.log(ta / (tb + ca - cb)), 0];
  };
  const agrees = (clue: Clue, [log, error]: readonly [number, number]): boolean => {
    const value = clue.log * log + clue.error * error;
    return value >= clue.low && value <= clue.high;
  };
  const agreeing = (use: readonly Clue[]): Range[] | undefined => {
    const out = held.map((): [number, number] => [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    each(held, (x) => {
      const [two, all] = [measured(x, 2), measured(x, x.length)];
      const known = ({ of, cells: n }: Clue): readonly [number, number] =>
        of === "difference" ? difference(x) : n === 2 ? two : all;
      if (!use.every((clue) => agrees(clue, known(clue)))) return;
      for (const [i, n] of x.entries()) out[i] = [Math.min(out[i]![0], n), Math.max(out[i]![1], n)];
    });
    return out[0]![0] <= out[0]![1] ? out : undefined;
  };
  // A standard error that was widened for dispersion agrees with no table; then it says nothing on its own.
  const ratios = told.filter(({ error }) => error === 0);
  return agreeing(told) ?? agreeing(ratios) ?? ranges;
};

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
