import { identity, multiply, transpose } from "../maths/linear.ts";
import { stream } from "../maths/random.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import type { Regression } from "../model/estimate.ts";
import { finished, type Uncertainty } from "../study/wald.ts";
import { clusterErrors } from "./cluster-robust.ts";
import { membersOf, type RowClusters, regressionOf, rowClusters } from "./clusters.ts";
import type { Inference } from "./method.ts";
import { routeFewTreated } from "./routing.ts";
import { type RowSpace, rowSpace } from "./row-space.ts";
import { type Draws, signDraws } from "./wild-draws.ts";

const defaultDraws = 9999;

/**
 * Wild cluster restricted bootstrap (WCR): residuals of the model with the hypothesis imposed, multiplied by one
 * random weight per cluster, give the distribution of the cluster-robust t statistic.
 *
 * All 2^G sign vectors are used when they number at most B; otherwise B draws, Rademacher or, under 12 clusters,
 * Webb's six points, with p = (1 + #)/(B + 1). The interval holds the values r whose own test has p(r) > α, found by
 * bisection outwards from the estimate and started from 0 itself: p-value and interval are one test, so the
 * interval excludes 0 exactly when p ≤ α. A side on which every value is accepted has no end (null, and a warning).
 *
 * A Poisson fit is bootstrapped in its last weighted regression, the hypothesis imposed on that linear model.
 *
 * Throws    DesignError inference/no-regression, inference/one-cluster.
 * Source    Cameron, Gelbach & Miller (2008), REStat 90(3), 414–427; Webb (2023), CJE 56(3), 839–858; the algebra that
 *           reduces a draw to vectors of length G: Roodman et al. (2019), Stata Journal 19(1), 4–60.
 */
export const wildBootstrap: Inference = {
  name: "wild",
  title: "Wild cluster bootstrap, null imposed",
  infer: (study) => {
    const { fit, design, settings } = study;
    const regression = regressionOf(study, "--wild");
    const clusters = rowClusters(regression, design.cluster);
    const { errors } = clusterErrors(regression, design.cluster);
    const asked = Number(settings.wild ?? defaultDraws);
    const draws = signDraws(clusters.count, asked, stream(settings.seed, "wild-bootstrap"));
    const warnings: Diagnostic[] = [...routeFewTreated(study)];
    const space = rowSpace(regression);
    const tests = fit.terms.map((_, j) => wildTest(regression, space, clusters, draws, j));
    const found = tests.map((test, j) =>
      invert(test, errors[j]!, fit.terms[j]!.estimate, settings.confLevel),
    );
    if (found.some(({ lower, upper }) => !Number.isFinite(lower) || !Number.isFinite(upper))) {
      warnings.push(unbounded(draws));
    }
    return {
      estimates: fit.terms.map((term, j) => finished(term, found[j]!)),
      vcov: `wild cluster bootstrap, null imposed: ${draws.wording}`,
      df: null,
      diagnostics: {
        clusters: clusters.count,
        draws: draws.count,
        weights: draws.kind,
        enumerated: draws.enumerated,
        smallest_p: draws.smallestP,
      },
      warnings,
    };
  },
};

/**
 * For the hypothesis β_j = β̂_j − δ everything in a draw is linear in δ: the numerator is n0 + n1·δ and the squared
 * denominator c0 + c1·δ + c2·δ². Five numbers per draw answer the test for every δ.
 */
export interface WildTest {
  readonly n0: Float64Array;
  readonly n1: Float64Array;
  readonly c0: Float64Array;
  readonly c1: Float64Array;
  readonly c2: Float64Array;
  /** The observed statistic squared is δ²·observed. */
  readonly observed: number;
  readonly enumerated: boolean;
}

/**
 * With x̃ the tested column less all others, restricted residuals ũ = ê + δx̃ and basis Q of the estimated space:
 *   numerator Σ v_g x̃_g'ũ_g,   cluster score v_g x̃_g'ũ_g − (Q_g'x̃_g)'Σ_h v_h Q_h'ũ_h.
 * Unit effects cancel, because x̃ has no unit means.
 */
export const wildTest = (
  regression: Regression,
  space: RowSpace,
  clusters: RowClusters,
  draws: Draws,
  j: number,
): WildTest => {
  const G = clusters.count;
  const { s0, s1, b0, b1, reach, rank } = compressed(clusterTerms(regression, space, clusters, j), G);
  const B = draws.count;
  const out = {
    n0: new Float64Array(B),
    n1: new Float64Array(B),
    c0: new Float64Array(B),
    c1: new Float64Array(B),
    c2: new Float64Array(B),
  };
  const [z0, z1] = [new Float64Array(rank), new Float64Array(rank)];
  draws.each((v, at) => {
    z0.fill(0);
    z1.fill(0);
    let [n0, n1, c0, c1, c2] = [0, 0, 0, 0, 0];
    for (let g = 0; g < G; g++) {
      const sign = v[g]!;
      n0 += sign * s0[g]!;
      n1 += sign * s1[g]!;
      for (let c = 0, from = g * rank; c < rank; c++, from++) {
        z0[c]! += sign * b0[from]!;
        z1[c]! += sign * b1[from]!;
      }
    }
    for (let g = 0; g < G; g++) {
      let [a, b] = [v[g]! * s0[g]!, v[g]! * s1[g]!];
      for (let c = 0, from = g * rank; c < rank; c++, from++) {
        a -= reach[from]! * z0[c]!;
        b -= reach[from]! * z1[c]!;
      }
      c0 += a * a;
      c1 += 2 * a * b;
      c2 += b * b;
    }
    out.n0[at] = n0;
    out.n1[at] = n1;
    out.c0[at] = c0;
    out.c1[at] = c1;
    out.c2[at] = c2;
  });
  const length = s1.reduce((sum, v) => sum + v, 0);
  const spread = s0.reduce((sum, v) => sum + v * v, 0);
  return { ...out, observed: (length * length) / spread, enumerated: draws.enumerated };
};

interface ClusterTerms {
  /** G: x̃_g'ê_g and x̃_g'x̃_g. */
  readonly s0: Float64Array;
  readonly s1: Float64Array;
  /** G × rank: Q_g'ê_g and Q_g'x̃_g. */
  readonly b0: Float64Array;
  readonly b1: Float64Array;
  /** G × rank: how a shift in the space reaches a cluster's score, Q_g'x̃_g. */
  readonly reach: Float64Array;
  readonly rank: number;
}

const clusterTerms = (
  regression: Regression,
  { rank, residuals, gather }: RowSpace,
  clusters: RowClusters,
  j: number,
): ClusterTerms => {
  const G = clusters.count;
  const tested = partialled(regression, j);
  const [s0, s1] = [new Float64Array(G), new Float64Array(G)];
  const [b0, b1] = [new Float64Array(G * rank), new Float64Array(G * rank)];
  for (const [g, members] of membersOf(clusters).entries()) {
    const own = Float64Array.from(members, (r) => tested[r]!);
    const left = Float64Array.from(members, (r) => residuals[r]!);
    for (let at = 0; at < own.length; at++) {
      s0[g]! += own[at]! * left[at]!;
      s1[g]! += own[at]! * own[at]!;
    }
    b0.set(gather(members, left), g * rank);
    b1.set(gather(members, own), g * rank);
  }
  return { s0, s1, b0, b1, reach: b1, rank };
};

/** With fewer clusters than dimensions the G × G products are the smaller thing to carry through every draw. */
const compressed = (terms: ClusterTerms, G: number): ClusterTerms => {
  const { b0, b1, reach, rank } = terms;
  if (G >= rank) return terms;
  const by = transpose(reach, G, rank);
  return {
    ...terms,
    b0: multiply(b0, G, rank, by, G),
    b1: multiply(b1, G, rank, by, G),
    reach: identity(G),
    rank: G,
  };
};

/** √w·(x_j − its fit on the other regressors): proportional to X(X'WX)⁻¹'s j-th column. */
const partialled = ({ x, k, bread, weights }: Regression, j: number): Float64Array => {
  const own = bread[j * k + j]!;
  const out = new Float64Array(x.length / k);
  for (let r = 0; r < out.length; r++) {
    let sum = 0;
    for (let i = 0; i < k; i++) sum += x[r * k + i]! * bread[i * k + j]!;
    out[r] = (sum / own) * (weights === undefined ? 1 : Math.sqrt(weights[r]!));
  }
  return out;
};

/** The p-value of β_j = β̂_j − δ: the share of draws whose t is at least as large; a tie counts. */
export const wildP = (test: WildTest, delta: number): number => {
  const bar = delta * delta * test.observed;
  let asLarge = 0;
  for (let at = 0; at < test.n0.length; at++) {
    const n = test.n0[at]! + delta * test.n1[at]!;
    const c = test.c0[at]! + delta * (test.c1[at]! + delta * test.c2[at]!);
    // Rounding must not break ties with the observed signs, which are themselves among the enumerated vectors.
    if (n * n >= bar * c * (1 - 1e-9)) asLarge++;
  }
  return test.enumerated ? asLarge / test.n0.length : (1 + asLarge) / (1 + test.n0.length);
};

const invert = (test: WildTest, error: number, estimate: number, level: number): Uncertainty => {
  const alpha = 1 - level;
  const end = (direction: 1 | -1): number =>
    estimate - direction * edge(test, error, direction, estimate * direction, alpha);
  return {
    error,
    statistic: estimate / error,
    p: wildP(test, estimate),
    // δ > 0 are hypotheses below the estimate.
    lower: end(1),
    upper: end(-1),
  };
};

/** How far δ·direction may go while p > α. `zero` is the distance to the hypothesis 0 if it lies on this side. */
const edge = (test: WildTest, error: number, direction: 1 | -1, zero: number, alpha: number): number => {
  const accepted = (distance: number): boolean => wildP(test, direction * distance) > alpha;
  let [inside, outside] = [0, Number.POSITIVE_INFINITY];
  if (zero > 0) {
    if (accepted(zero)) inside = zero;
    else outside = zero;
  }
  for (let step = Math.max(error, 1e-300); outside === Number.POSITIVE_INFINITY; step *= 2) {
    // A hundred thousand standard errors away the draws' order is rounding: what is accepted there is not refusable.
    if (step > 1e5 * Math.max(error, zero)) return Number.POSITIVE_INFINITY;
    if (step <= inside) continue;
    if (accepted(step)) inside = step;
    else outside = step;
  }
  for (let i = 0; i < 200 && outside - inside > 1e-12 * outside; i++) {
    const middle = (inside + outside) / 2;
    if (accepted(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
};

const unbounded = (draws: Draws): Diagnostic =>
  diagnostic(
    "inference/unbounded",
    "warning",
    `The wild bootstrap cannot refuse any value on at least one side: its smallest p-value is ${draws.smallestP.toPrecision(2)} with these clusters.`,
    { fix: "use more clusters, a lower --conf-level, or the randomisation method" },
  );
