import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import type { Study } from "../model/estimate.ts";
import { mostRefits } from "./jackknife.ts";
import { isImputed } from "./start-assignment.ts";

export interface Route {
  /** Name of an inference. */
  readonly method: "cluster" | "cr2" | "wild" | "jackknife" | "randomisation";
  /** What was counted, and what follows from it for the choice; with its numbers. */
  readonly reason: string;
  /** The first half of it, for those who made another choice. */
  readonly found: string;
  readonly clusters: number;
  readonly treatedClusters: number;
}

/** The smaller side of a comparison, treated or not, below which only permutation holds its level. */
const fewOnOneSide = 4;
const fewForT = 12;
/** With normal statistics there is no small-sample factor and no t, so more clusters are needed. */
const fewForNormal = 20;
const manyForCr1 = 50;

/**
 * Which inference holds its level on this study. With very few treated (or very few comparison) clusters sandwich
 * errors are far too small and the restricted wild bootstrap hardly ever rejects (MacKinnon & Webb 2017, JAE 32(2),
 * 233–254), so assignment itself is permuted; a method that gives influence values is run without each cluster in turn
 * while the smaller side has no more than can be left out; of regressions, under 12 clusters get the wild bootstrap over all sign vectors; under 50
 * CR2 with its own degrees of freedom, which costs nothing where CR1 would also do.
 */
export const route = (study: Study): Route => {
  const { clusters, treated, comparison } = countClusters(study);
  const counted = { clusters, treatedClusters: treated };
  const least = comparison === 0 ? treated : Math.min(treated, comparison);
  if (least <= fewOnOneSide) {
    const side = comparison !== 0 && comparison < treated ? "comparison" : "treated";
    const found = `only ${least} of ${clusters} clusters ${least === 1 ? "is" : "are"} ${side === "treated" ? "treated" : "untreated"}, and with ${fewOnOneSide} or fewer neither robust errors nor the wild bootstrap hold their level`;
    return {
      ...counted,
      method: "randomisation",
      found,
      reason: `${found}, so assignment itself is permuted`,
    };
  }
  if (study.fit.regression === undefined) {
    if (least <= mostRefits) {
      const found = `${treated} of ${clusters} clusters are treated, and errors from influence values miss what is particular to each`;
      return { ...counted, method: "jackknife", found, reason: `${found}, so each is left out in turn` };
    }
    const found = `${clusters} clusters`;
    return {
      ...counted,
      method: "cluster",
      found,
      reason: `${found}, and influence values are what this method gives`,
    };
  }
  if (clusters < fewForT) {
    const found = `${clusters} clusters are fewer than ${fewForT}`;
    return {
      ...counted,
      method: "wild",
      found,
      reason: `${found}, so every sign vector of the wild bootstrap is tried`,
    };
  }
  if (clusters < manyForCr1) {
    const found = `${clusters} clusters are fewer than ${manyForCr1}`;
    return {
      ...counted,
      method: "cr2",
      found,
      reason: `${found}, so the bias-reduced error with Satterthwaite degrees of freedom is used`,
    };
  }
  // However many there are in all, the error is that of the smaller side.
  if (least < fewForNormal && study.fit.influence.length > 0) {
    const found = `${least} of ${clusters} clusters are on the smaller side, and robust errors go by all of them`;
    return {
      ...counted,
      method: "jackknife",
      found,
      reason: `${found}, so each of these is left out in turn`,
    };
  }
  const found = `${clusters} clusters, ${treated} of them treated, are enough for cluster-robust errors`;
  return { ...counted, method: "cluster", found, reason: found };
};

/**
 * What becomes of the intervals that a method of influence values brings itself: they stand, they give way to the route,
 * or, where only permuting would hold the level and the method cannot be permuted, none are given.
 */
export const fateOfOwn = (study: Study): "stands" | "gives-way" | "withheld" => {
  const { method } = route(study);
  if (method === "cluster") return "stands";
  return method === "randomisation" && !isImputed(study) ? "withheld" : "gives-way";
};

/** Clusters among the units that entered, those with a treated unit, and those without one. */
const countClusters = ({ design, fit }: Study) => {
  const last = design.panel.ordinals.at(-1) ?? Number.NEGATIVE_INFINITY;
  const used = fit.regression && marked(fit.regression.unit, design.cluster.length);
  const all = new Set<number>();
  const treated = new Set<number>();
  for (const [i, g] of design.cluster.entries()) {
    const role = design.roles[i];
    if (role !== "treated" && role !== "comparison") continue;
    if (used !== undefined && used[i] === 0) continue;
    all.add(g);
    if (design.cohort[i]! <= last) treated.add(g);
  }
  // In a roll-out every unit is compared with before its own start: there is one arm, and all are in it.
  if (design.kind === "roll-out") return { clusters: all.size, treated: all.size, comparison: 0 };
  return { clusters: all.size, treated: treated.size, comparison: all.size - treated.size };
};

/** 1 for every unit that has a row: a set of a million entries would cost more than the regression. */
const marked = (unit: Int32Array, units: number): Uint8Array => {
  const out = new Uint8Array(units);
  for (let r = 0; r < unit.length; r++) out[unit[r]!] = 1;
  return out;
};

/** What a user of the wild bootstrap should be told. */
export const routeFewTreated = (study: Study): Diagnostic[] => {
  const { method, found } = route(study);
  if (method !== "randomisation") return [];
  return [
    diagnostic("inference/few-treated", "warning", `This error cannot be relied on: ${found}.`, {
      fix: "use the randomisation method, or synthetic-control with placebos",
    }),
  ];
};

/** What a user of plain cluster-robust errors should be told. */
export const smallSampleWarnings = (study: Study): Diagnostic[] => {
  const { method, found, clusters } = route(study);
  if (method === "randomisation") return routeFewTreated(study);
  // A Poisson fit is tested against the normal, as its reference does, and so needs more clusters than a t test.
  const enough = study.fit.regression?.family === "poisson" ? fewForNormal : fewForT;
  if (method !== "wild" && clusters >= enough) return [];
  const why = method === "wild" ? found : `${clusters} clusters are fewer than ${enough}`;
  return [
    diagnostic("inference/few-clusters", "warning", `Cluster-robust errors are too small here: ${why}.`, {
      fix: "add --wild 9999, or --vcov cr2",
    }),
  ];
};

/** What a reader of a method's own clustered intervals should be told. */
export const ownInferenceWarnings = (study: Study): Diagnostic[] => {
  const { fit } = study;
  if (fit.influence.length === 0) return [];
  const { method, clusters } = route(study);
  if (method === "randomisation") return routeFewTreated(study);
  const enough = fit.df === null || fit.df === undefined ? fewForNormal : fewForT;
  if (clusters >= enough) return [];
  const message = `The intervals are too short here: ${clusters} clusters are fewer than ${enough}.`;
  return [
    diagnostic("inference/few-clusters", "warning", message, {
      fix: "use did or ppml with --wild 9999 where treatment starts at once, or the randomisation method",
    }),
  ];
};

/** Errors that take the rows of a unit to be independent, where units are followed over several periods. */
export const independentRowsWarning = ({ design, fit }: Study, name: string): Diagnostic[] => {
  const rows = fit.regression?.unit;
  if (rows === undefined) return [];
  const units = marked(rows, design.cluster.length).reduce((sum, one) => sum + one, 0);
  if (rows.length <= 2 * units) return [];
  const message = `--vcov ${name} takes the periods of a unit to be independent, which monthly counts seldom are; its intervals are then too short.`;
  return [
    diagnostic("inference/independent-rows", "warning", message, {
      fix: "use --vcov cluster or cr2; keep this one for comparison with others",
    }),
  ];
};
