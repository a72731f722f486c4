import { symmetricEigen } from "../../../maths/eigen.ts";
import { covariance } from "../../../maths/summary.ts";
import type { Weighting } from "../config.ts";
import type { IndicatorColumn } from "./table.ts";

/**
 * Weights of the indicators of one half, summing to 1.
 *
 *   equal      every theme of the half alike, and within a theme every indicator alike
 *   given      theme weight × the indicator's share of its theme
 *   pca        squared loadings of the first principal component of the base year, which sum to 1; a loading of the
 *              other sign is a perverse indicator and is reported, never a negative weight
 *   optimised  weights under which every indicator has the influence that `equal` gives it: its share of the
 *              variance of the half, w_k (Σw)_k / w'Σw
 *
 * @param scores Base-year scores, one column an indicator.
 * Source    pca: OECD/JRC (2008), step 6; influence instead of nominal weight: Becker, Saisana, Paruolo &
 *           Vandecasteele (2017), Ecological Indicators 80, 12–22.
 */
export const weightsOf = (
  kind: Weighting,
  indicators: readonly IndicatorColumn[],
  scores: readonly Float64Array[],
): Float64Array => {
  const nominal = nominalWeights(indicators, kind === "given");
  const n = scores[0]?.length ?? 0;
  if (indicators.length < 2 || n < 3 || kind === "equal" || kind === "given") return nominal;
  return kind === "pca" ? componentWeights(scores) : equalInfluence(covarianceMatrix(scores), nominal);
};

const nominalWeights = (indicators: readonly IndicatorColumn[], given: boolean): Float64Array => {
  const themes = new Map<string, { weight: number; total: number }>();
  const own = (one: IndicatorColumn): number => (given ? one.weight : 1);
  for (const one of indicators) {
    const theme = themes.get(one.theme) ?? { weight: given ? one.themeWeight : 1, total: 0 };
    theme.total += own(one);
    themes.set(one.theme, theme);
  }
  const all = [...themes.values()].reduce((sum, { weight }) => sum + weight, 0);
  return Float64Array.from(indicators, (one) => {
    const theme = themes.get(one.theme)!;
    return ((theme.weight / all) * own(one)) / theme.total;
  });
};

export const covarianceMatrix = (columns: readonly Float64Array[]): Float64Array => {
  const K = columns.length;
  const out = new Float64Array(K * K);
  for (let j = 0; j < K; j++)
    for (let k = 0; k <= j; k++) out[j * K + k] = out[k * K + j] = covariance(columns[j]!, columns[k]!);
  return out;
};

/** First principal component of the correlations; the sign is that in which most loadings are positive. */
export const firstLoadings = (columns: readonly Float64Array[]): Float64Array => {
  const K = columns.length;
  const c = covarianceMatrix(columns);
  const correlations = c.map((v, at) => {
    const scale = Math.sqrt(c[Math.floor(at / K) * (K + 1)]! * c[(at % K) * (K + 1)]!);
    return scale > 0 ? v / scale : at % (K + 1) === 0 ? 1 : 0;
  });
  const { vectors } = symmetricEigen(correlations, K);
  const first = Float64Array.from({ length: K }, (_, k) => vectors[k * K]!);
  const sign = first.reduce((sum, v) => sum + v, 0) < 0 ? -1 : 1;
  return first.map((v) => sign * v);
};

const componentWeights = (scores: readonly Float64Array[]): Float64Array =>
  firstLoadings(scores).map((v) => v * v);

/**
 * Weights w > 0, Σw = 1, with w_k (Σw)_k proportional to the target shares b: the minimum of ½ w'Σw − Σ b_k log w_k,
 * which is strictly convex, found by solving for one weight at a time.
 */
export const equalInfluence = (sigma: Float64Array, target: ArrayLike<number>): Float64Array => {
  const K = target.length;
  const w = Float64Array.from({ length: K }, (_, k) => 1 / Math.sqrt(sigma[k * (K + 1)]! || 1) / K);
  for (let round = 0; round < 5000; round++) {
    let moved = 0;
    for (let k = 0; k < K; k++) {
      const own = sigma[k * (K + 1)]! || 1e-12;
      let others = 0;
      for (let j = 0; j < K; j++) if (j !== k) others += sigma[k * K + j]! * w[j]!;
      const next = (Math.sqrt(others * others + 4 * own * target[k]!) - others) / (2 * own);
      moved = Math.max(moved, Math.abs(next - w[k]!) / next);
      w[k] = next;
    }
    if (moved < 1e-12) break;
  }
  const sum = w.reduce((a, b) => a + b, 0);
  return w.map((v) => v / sum);
};
