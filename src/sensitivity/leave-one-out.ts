import type { Check } from "../model/check.ts";
import { WhatworksError } from "../model/errors.ts";
import type { Study } from "../model/estimate.ts";
import type { LeaveOneOutFacts } from "../model/facts/check.ts";
import { answerEstimate, answerIndex } from "../study/answer.ts";
import { withoutUnits } from "../study/subset.ts";
import { scaleOf } from "./headline.ts";

const named = { id: "leave-one-out", title: "Leave one out" } as const;

/** Every cluster is refitted up to this many; beyond it, those with the largest influence. */
const mostRefits = 60;

/**
 * Does the answer hang on one unit (or one cluster, where units are clustered)? Each is left out in turn and the
 * method run again from the start. In large panels only the most influential are, by their influence values.
 */
export const leaveOneOut: Check = {
  ...named,
  needs: [{ kind: "comparison" }, { kind: "clusters", least: 3 }],
  needsErrors: false,
  run: (study) => {
    const { design } = study;
    const candidates = mostInfluential(study);
    const all = answerEstimate(study);
    const results = candidates.map((cluster) => ({
      name: design.clusters[cluster]!,
      ...attempt(study, cluster),
    }));
    const run = results.filter(({ estimate }) => Number.isFinite(estimate));
    const total = new Set(design.cluster).size;
    const facts: LeaveOneOutFacts = {
      scale: scaleOf(study),
      estimate: all,
      left_out: results,
      each: total === design.panel.units.length ? "unit" : "cluster",
      total,
    };
    if (run.length === 0) return { ...named, status: "not-run", kind: "nothing-left-out", facts };
    const far = run.reduce((a, b) => (Math.abs(b.estimate - all) > Math.abs(a.estimate - all) ? b : a));
    const estimates = run.map(({ estimate }) => estimate);
    const flips = estimates.filter((estimate) => estimate * all < 0).length;
    return {
      ...named,
      status: flips > 0 ? "failed" : "passed",
      kind: "leave-one-out",
      facts: {
        ...facts,
        low: Math.min(...estimates),
        high: Math.max(...estimates),
        sign_changes: flips,
        most_influential: far.name,
        without_it: far.estimate,
      },
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
