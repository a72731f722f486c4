import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import type { Study } from "../model/estimate.ts";

export interface Route {
  /** Name of an inference. */
  readonly method: "cluster" | "cr2" | "wild" | "randomisation";
  /** One sentence, with its numbers. */
  readonly reason: string;
  readonly clusters: number;
  readonly treatedClusters: number;
}

/** The smaller side of a comparison, treated or not, below which only permutation holds its level. */
const fewOnOneSide = 4;
const fewForT = 12;
const manyForCr1 = 50;

/**
 * Which inference holds its level on this study. With very few treated (or very few comparison) clusters sandwich
 * errors are far too small and the restricted wild bootstrap hardly ever rejects (MacKinnon & Webb 2017, JAE 32(2),
 * 233–254), so assignment itself is permuted; under 12 clusters the wild bootstrap over all sign vectors; under 50
 * CR2 with its own degrees of freedom, which costs nothing where CR1 would also do.
 */
export const route = (study: Study): Route => {
  const { clusters, treated, comparison } = countClusters(study);
  const counted = { clusters, treatedClusters: treated };
  const least = comparison === 0 ? treated : Math.min(treated, comparison);
  if (least <= fewOnOneSide) {
    const side = comparison !== 0 && comparison < treated ? "comparison" : "treated";
    return {
      ...counted,
      method: "randomisation",
      reason: `only ${least} of ${clusters} clusters ${least === 1 ? "is" : "are"} ${side === "treated" ? "treated" : "untreated"}, and with ${fewOnOneSide} or fewer neither robust errors nor the wild bootstrap hold their level, so assignment itself is permuted`,
    };
  }
  if (study.fit.regression === undefined) {
    return {
      ...counted,
      method: "cluster",
      reason: `${clusters} clusters, and influence values are what this method gives`,
    };
  }
  if (clusters < fewForT) {
    return {
      ...counted,
      method: "wild",
      reason: `${clusters} clusters are fewer than ${fewForT}, so every sign vector of the wild bootstrap is tried`,
    };
  }
  if (clusters < manyForCr1) {
    return {
      ...counted,
      method: "cr2",
      reason: `${clusters} clusters are fewer than ${manyForCr1}, so the bias-reduced error with Satterthwaite degrees of freedom is used`,
    };
  }
  return {
    ...counted,
    method: "cluster",
    reason: `${clusters} clusters, ${treated} of them treated, are enough for cluster-robust errors`,
  };
};

/** Clusters among the units that entered, those with a treated unit, and those without one. */
const countClusters = ({ design, fit }: Study) => {
  const last = design.panel.ordinals.at(-1) ?? Number.NEGATIVE_INFINITY;
  const used = fit.regression === undefined ? undefined : new Set(fit.regression.unit);
  const all = new Set<number>();
  const treated = new Set<number>();
  for (const [i, g] of design.cluster.entries()) {
    const role = design.roles[i];
    if (used === undefined ? role === "excluded" : !used.has(i)) continue;
    all.add(g);
    if (design.cohort[i]! <= last && role !== "buffer") treated.add(g);
  }
  return { clusters: all.size, treated: treated.size, comparison: all.size - treated.size };
};

/** What a user of the wild bootstrap should be told. */
export const routeFewTreated = (study: Study): Diagnostic[] => {
  const { method, reason } = route(study);
  if (method !== "randomisation") return [];
  return [
    diagnostic("inference/few-treated", "warning", `This error cannot be relied on: ${reason}.`, {
      fix: "use the randomisation method, or synthetic-control with placebos",
    }),
  ];
};

/** What a user of plain cluster-robust errors should be told. */
export const smallSampleWarnings = (study: Study): Diagnostic[] => {
  const { method, reason, clusters } = route(study);
  if (method === "randomisation") return routeFewTreated(study);
  if (method !== "wild" && clusters >= fewForT) return [];
  return [
    diagnostic("inference/few-clusters", "warning", `Cluster-robust errors are too small here: ${reason}.`, {
      fix: "add --wild 9999, or --vcov cr2",
    }),
  ];
};
