import type { Inferred, Regression, Study } from "../model/estimate.ts";
import { clusterSquares } from "../study/cluster-sums.ts";
import { finished, wald } from "../study/wald.ts";
import { aboveRounding, clusterScores, requireClusters, rowClusters, sandwichErrors } from "./clusters.ts";
import type { Inference } from "./method.ts";
import { smallSampleWarnings } from "./routing.ts";

/**
 * Cluster-robust (CR1) standard errors: B (Σ_g s_g s_g') B · (n−1)/(n−K) · G/(G−1), t with G − 1 degrees of freedom.
 * K counts the regressors and the effects that are not nested in the clusters, a nested set counting one; units
 * never cross clusters, so theirs are nested. A Poisson fit has the same factor and normal statistics.
 *
 * A fit that is no regression but has influence values (group-time effects, imputation) gets √Σ_g(Σψ)²/n with
 * normal statistics and no factor, as `did` has it.
 *
 * Throws    DesignError inference/one-cluster.
 * Source    `fixest::feols(cluster = )`, default small-sample correction; Liang & Zeger (1986), Biometrika 73, 13–22.
 */
export const clusterRobust: Inference = {
  name: "cluster",
  title: "Cluster-robust (CR1)",
  infer: (study) =>
    study.fit.regression === undefined ? fromInfluence(study) : fromScores(study, study.fit.regression),
};

/** (n−1)/(n−K) · G/(G−1). */
export const clusterFactor = (rows: number, parameters: number, clusters: number): number =>
  ((rows - 1) / (rows - parameters)) * (clusters / (clusters - 1));

/** Standard errors of the regression's k coefficients, and the number of clusters. */
export const clusterErrors = (regression: Regression, cluster: Int32Array) => {
  const clusters = rowClusters(regression, cluster);
  requireClusters(clusters.count);
  const { k, bread, residuals, parameters } = regression;
  const factor = clusterFactor(residuals.length, parameters, clusters.count);
  const raw = sandwichErrors(clusterScores(regression, clusters), k, bread);
  return {
    errors: aboveRounding(
      regression,
      raw.map((e) => e * Math.sqrt(factor)),
    ),
    clusters: clusters.count,
    factor,
  };
};

const fromScores = (study: Study, regression: Regression): Inferred => {
  const { fit, design, settings } = study;
  const { errors, clusters, factor } = clusterErrors(regression, design.cluster);
  const poisson = regression.family === "poisson";
  const df = poisson ? Number.POSITIVE_INFINITY : clusters - 1;
  return {
    estimates: fit.terms.map((term, j) =>
      finished(term, wald(term.estimate, errors[j]!, df, settings.confLevel)),
    ),
    vcov: `cluster (CR1), ${clusters} clusters, ${poisson ? "normal" : `t(${clusters - 1})`}`,
    df: poisson ? null : clusters - 1,
    diagnostics: { clusters, small_sample_factor: factor },
    warnings: smallSampleWarnings(study),
  };
};

const fromInfluence = (study: Study): Inferred => {
  const { fit, design, settings } = study;
  const n = design.cohort.length;
  const clusters = new Set(design.cluster).size;
  requireClusters(clusters);
  const errors = fit.influence.map((psi) => Math.sqrt(clusterSquares(psi, design)) / n);
  return {
    estimates: fit.terms.map((term, j) =>
      finished(
        term,
        wald(term.estimate, errors[j] ?? Number.NaN, Number.POSITIVE_INFINITY, settings.confLevel),
      ),
    ),
    vcov:
      clusters === n ? "influence values by unit, normal" : `influence values, ${clusters} clusters, normal`,
    df: null,
    diagnostics: { clusters },
    warnings: smallSampleWarnings(study),
  };
};
