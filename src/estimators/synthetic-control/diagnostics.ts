import type { PlaceboPath } from "../../model/estimate.ts";
import type { DonorTable } from "./donor-table.ts";
import { effectiveDonors, outsideDonors, poissonNoise } from "./fit-quality.ts";
import { gaps, type Target } from "./matcher.ts";
import { type PlaceboTest, withoutPoorFits } from "./placebo-test.ts";
import type { Comparison } from "./placebos.ts";
import { matchOf, type Run } from "./run.ts";

/** Weights, paths and the quality of the fit: everything a chart or table shows. */
export const fitDiagnostics = (run: Run, own: Comparison): Record<string, unknown> => {
  const { table, group, treated, match, gap, settings } = run;
  const path = pathOf(table, treated);
  return {
    match: matchOf(settings),
    start: group.start,
    pre_periods: group.pre,
    donors: table.donors.length,
    dropped_donors: table.dropped,
    weights: donorWeights(table, match.weights),
    effective_donors: effectiveDonors(match.weights),
    path: table.periods.map((period, t) => ({
      period,
      treated: path[t]!,
      synthetic: path[t]! - gap[t]!,
      gap: gap[t]!,
    })),
    pre_rmspe: own.pre_rmspe,
    post_rmspe: own.post_rmspe,
    ratio: own.ratio,
    kkt_residual: match.kktResidual,
    fitted_mspe: match.loss,
    ...(match.balance && { predictors: match.balance }),
    outside_donors: outsideDonors(table, path, group.pre),
    poisson_noise: poissonNoise(table, treated, match.weights, group.pre, own.pre_rmspe) ?? null,
    ...eventsOf(run),
  };
};

export const pathOf = ({ y, columns }: DonorTable, treated: Target): Float64Array =>
  gaps({ y, columns }, treated, new Int32Array(0), new Float64Array(0));

export const donorWeights = (table: DonorTable, weights: Float64Array): { unit: string; weight: number }[] =>
  Array.from(table.donors, (row, j) => ({ unit: table.units[row]!, weight: weights[j]! }))
    .filter(({ weight }) => weight > 1e-8)
    .sort((a, b) => b.weight - a.weight || (a.unit < b.unit ? -1 : 1));

/** Gaps of a rate times the exposure of the treated: how many events the gap stands for. */
const eventsOf = ({ table, group, treated, gap }: Run): { events?: number } => {
  if (!table.exposure || treated.rows.length !== 1) return {};
  const T = table.columns.length;
  let events = 0;
  for (let t = group.pre; t < T; t++) events += gap[t]! * table.exposure[treated.rows[0]! * T + t]!;
  return { events };
};

export const placeboPaths = (own: Comparison, placebos: readonly Comparison[]): PlaceboPath[] =>
  [own, ...placebos].map(({ unit, pre_rmspe, post_rmspe, ratio, gap }, i) => ({
    unit,
    treated: i === 0,
    pre_rmspe,
    post_rmspe,
    ratio,
    gap: Array.from(gap),
  }));

export const placeboDiagnostics = (own: Comparison, placebos: readonly Comparison[], test: PlaceboTest) => ({
  placebos: placeboPaths(own, placebos),
  rank: test.rank,
  ranked: test.units,
  smallest_p: test.smallestP,
  without_poor_fits: withoutPoorFits(own, placebos),
});
