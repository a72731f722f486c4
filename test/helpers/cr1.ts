import type { Design } from "../../src/model/design.ts";
import type { Fit } from "../../src/model/estimate.ts";

/**
 * The clustered standard error of fixest in a few lines, from influence values alone: cluster sums, then
 * G/(G−1) · (N−1)/(N−K). Estimators are tested with it so that they need nothing of the inference room.
 */
export const clusteredError = (fit: Fit, design: Design, term = 0, parameters?: number): number => {
  const psi = fit.influence[term]!;
  const used = new Set(fit.regression === undefined ? psi.keys() : fit.regression.unit);
  const sums = new Map<number, number>();
  for (const i of used) sums.set(design.cluster[i]!, (sums.get(design.cluster[i]!) ?? 0) + psi[i]!);
  const meat = [...sums.values()].reduce((total, v) => total + v * v, 0);
  const [G, N, K] = [sums.size, fit.model.observations, parameters ?? fit.regression!.parameters];
  return (Math.sqrt(meat) / psi.length) * Math.sqrt((G / (G - 1)) * ((N - 1) / (N - K)));
};
