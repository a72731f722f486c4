import type { Check } from "../model/check.ts";
import { WhatworksError } from "../model/errors.ts";
import type { Study } from "../model/estimate.ts";
import { answerEstimate, answerIndex } from "../study/answer.ts";
import { counted, effectWords } from "./headline.ts";
import { withoutUnits } from "./subset.ts";

const named = { id: "leave-one-out", title: "Leave one out" };

/** Every cluster is refitted up to this many; beyond it, those with the largest influence. */
const mostRefits = 60;

/**
 * Does the answer hang on one unit (or one cluster, where units are clustered)? Each is left out in turn and the
 * method run again from the start. In large panels only the most influential are, by their influence values.
 */
export const leaveOneOut: Check = {
  ...named,
  refuses: ({ design }) =>
    new Set(design.cluster).size < 3 ? "fewer than three units or clusters" : undefined,
  run: (study) => {
    const { design } = study;
    const candidates = mostInfluential(study);
    const all = answerEstimate(study);
    const results = candidates.map((cluster) => ({
      name: design.clusters[cluster]!,
      ...attempt(study, cluster),
    }));
    const run = results.filter(({ estimate }) => Number.isFinite(estimate));
    const facts = { estimate: all, left_out: results };
    if (run.length === 0) {
      return {
        ...named,
        status: "not-run",
        sentence: "The method cannot be run without any one of its units.",
        facts,
      };
    }
    const far = run.reduce((a, b) => (Math.abs(b.estimate - all) > Math.abs(a.estimate - all) ? b : a));
    const [low, high] = [Math.min(...run.map((r) => r.estimate)), Math.max(...run.map((r) => r.estimate))];
    const flips = run.filter(({ estimate }) => estimate * all < 0);
    const total = new Set(design.cluster).size;
    const what = total === design.panel.units.length ? "unit" : "cluster";
    const which =
      candidates.length === total
        ? `each of ${total} ${what}s in turn`
        : `the ${candidates.length} most influential of ${total} ${what}s`;
    const impossible = results.length - run.length;
    const words = (value: number): string => effectWords(study, value);
    const sentence =
      `Leaving out ${which}, the estimate stays between ${words(low)} and ${words(high)} (all: ${words(all)}); ` +
      `its direction changes in ${counted(flips.length, "case")}; ${far.name} matters most (without it ${words(far.estimate)})` +
      `${impossible > 0 ? `; ${impossible} cannot be left out` : ""}.`;
    return {
      ...named,
      status: flips.length > 0 ? "failed" : "passed",
      sentence,
      facts: { ...facts, low, high, sign_changes: flips.length, most_influential: far.name },
    };
  },
};

const attempt = (study: Study, cluster: number): { estimate: number; reason?: string } => {
  const { design } = study;
  try {
    return {
      estimate: answerEstimate({
        ...study,
        fit: study.refit(withoutUnits(design, (i) => design.cluster[i] === cluster)),
      }),
    };
  } catch (error) {
    if (!(error instanceof WhatworksError)) throw error;
    return { estimate: Number.NaN, reason: error.message };
  }
};

const mostInfluential = (study: Study): number[] => {
  const { design, fit } = study;
  const clusters = [...new Set(design.cluster)];
  if (clusters.length <= mostRefits) return clusters;
  const psi = fit.influence[answerIndex(study)];
  const pull = new Float64Array(design.clusters.length);
  for (let i = 0; i < design.cluster.length; i++) pull[design.cluster[i]!]! += psi?.[i] ?? 0;
  return clusters.sort((a, b) => Math.abs(pull[b]!) - Math.abs(pull[a]!)).slice(0, mostRefits);
};
