import type { Arm, Edition } from "../../model/disclosure.ts";
import type { ArmCount, Finding } from "../../model/finding.ts";
import { totalsBehind } from "./totals.ts";

export const arms: readonly Arm[] = ["treated", "comparison"];
export const cellAddress = (period: string, arm: Arm): string => `series.${period}.${arm}`;

/** Everything that a published finding says about counts by arm and period: what a reader can put into equations. */
export const editionOf = (finding: Finding): Edition => {
  const rounding = finding.disclosure?.digits === undefined ? 1 : (finding.disclosure.rounding ?? 1);
  const hidden = new Set(finding.disclosure?.hidden ?? []);
  const cellsOf = (arm: Arm): Edition["cells"][Arm] =>
    finding.series
      .filter((point) => point[arm] !== null || hidden.has(cellAddress(point.period, arm)))
      .map((point) => [point.period, point[arm]] as const);
  const cells = { treated: cellsOf("treated"), comparison: cellsOf("comparison") };
  return { rounding, cells, sums: arms.flatMap((arm) => sumsOf(finding, arm, cells[arm], rounding)) };
};

const sumsOf = (
  finding: Finding,
  arm: Arm,
  cells: Edition["cells"][Arm],
  rounding: number,
): Edition["sums"] => {
  const count = finding.counts[arm];
  if (!count || cells.length === 0) return [];
  const known = totalsBehind(finding, rounding);
  const phases = new Map(finding.series.map(({ period, phase }) => [period, phase]));
  const of = (phase: "before" | "after"): string[] =>
    cells.flatMap(([period]) => (phases.get(period) === phase ? [period] : []));
  if (isPlain(finding, count))
    return (["before", "after"] as const).flatMap((phase) => {
      const within = known[arm]?.[phase];
      return within ? [{ arm, periods: of(phase), low: within[0], high: within[1] }] : [];
    });
  // Units that start at different times have their own before and after: only the sum of both is a sum of periods.
  const [before, after] = [known[arm]?.before, known[arm]?.after];
  if (!before || !after) return [];
  const periods = [...of("before"), ...of("after")];
  return [{ arm, periods, low: before[0] + after[0], high: before[1] + after[1] }];
};

/** Do the two totals of an arm cover the periods that the series calls before and after? */
export const isPlain = ({ series }: Finding, count: ArmCount): boolean =>
  (["before", "after"] as const).every(
    (phase) => series.filter((point) => point.phase === phase).length === count[phase].periods,
  );
