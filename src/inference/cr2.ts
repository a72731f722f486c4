import { symmetricEigen } from "../maths/eigen.ts";
import type { Regression } from "../model/estimate.ts";
import { finished, wald } from "../study/wald.ts";
import { aboveRounding, membersOf, regressionOf, requireClusters, rowClusters } from "./clusters.ts";
import type { Inference } from "./method.ts";
import { routeFewTreated } from "./routing.ts";
import { type RowSpace, rowSpace } from "./row-space.ts";

/**
 * Bias-reduced cluster-robust errors (CR2) with Satterthwaite degrees of freedom for each coefficient.
 *
 *   V = B (Σ_g X_g'A_g e_g e_g'A_g X_g) B,   A_g = (I − H_gg)^(−1/2), the symmetric pseudo-root
 *   ν = (Σλ)²/Σλ² = tr(P)²/tr(P²),   P_gh = p_g'p_h,   p_g = (I − H)_g' A_g X_g B c
 *
 * H is the hat matrix of the whole model, dummies included. Unit effects lie inside clusters, where I − H is 0 on
 * them, so everything happens in the space of the regressors and the period effects (basis Q): H_gg = Q_gQ_g' there,
 * and A_g needs only the eigenvectors of the small Q_g'Q_g. tr(P²) likewise needs only Σ q_gq_g', never N × N.
 *
 * Weights are taken as inverse variances, the working weights of a Poisson fit as its means. A_g is then not unique;
 * clusters of up to 300 rows take the reference's choice, larger ones the root of I − H_gg in √w units, which needs
 * no matrix of rows by rows (and is exactly unbiased, which the reference's is not with dummies and weights).
 *
 * Throws    DesignError inference/no-regression, inference/one-cluster.
 * Source    Bell & McCaffrey (2002), Survey Methodology 28(2), 169–181; Pustejovsky & Tipton (2018), JBES 36(4),
 *           672–683; agrees with `clubSandwich::coef_test(vcov = "CR2")`.
 */
export const cr2: Inference = {
  name: "cr2",
  title: "Bias-reduced cluster-robust (CR2), Satterthwaite degrees of freedom",
  infer: (study) => {
    const { fit, design, settings } = study;
    const regression = regressionOf(study, "--vcov cr2");
    const { errors, df, clusters } = biasReduced(regression, design.cluster, fit.terms.length);
    return {
      estimates: fit.terms.map((term, j) =>
        finished(term, wald(term.estimate, errors[j]!, df[j]!, settings.confLevel)),
      ),
      vcov: `CR2, ${clusters} clusters, Satterthwaite t`,
      df: df.length === 1 && Number.isFinite(df[0]!) ? df[0]! : null,
      diagnostics: { clusters, df: Array.from(df) },
      warnings: routeFewTreated(study),
    };
  },
};

const mostRowsSquared = 300;

/** Standard errors and degrees of freedom of the first `terms` coefficients. */
export const biasReduced = (regression: Regression, cluster: Int32Array, terms: number) => {
  const clusters = rowClusters(regression, cluster);
  requireClusters(clusters.count);
  const space = rowSpace(regression);
  const variance = new Float64Array(terms);
  const traces = Array.from({ length: terms }, () => trace(space.rank));
  for (const alike of alikeClusters(regression, membersOf(clusters))) {
    const first = alike[0]!;
    const root =
      space.root !== undefined && first.length <= mostRowsSquared
        ? weightedRoot(space, space.root, regression, first)
        : pseudoRoot(space, first);
    for (let j = 0; j < terms; j++) {
      // a = A_g X_g B c: how this cluster's errors reach coefficient j.
      const a = root(pull(space.x, regression, first, j));
      for (const members of alike) {
        let score = 0;
        for (const [at, r] of members.entries()) score += a[at]! * space.residuals[r]!;
        variance[j]! += score * score;
      }
      traces[j]!.add(a, space.gather(first, a), alike.length);
    }
  }
  return {
    errors: aboveRounding(regression, variance.map(Math.sqrt)),
    df: Float64Array.from(traces, (t) => t.df()),
    /** What each variance estimate is on average under the working model: exactly (X'WX)⁻¹ when nothing is singular. */
    expected: Float64Array.from(traces, (t) => t.mean()),
    clusters: clusters.count,
  };
};

/**
 * Clusters with the same rows (periods, weights, partialled-out regressors) have the same A_g to the last bit: on a
 * balanced panel without covariates one for each cohort, however many units there are.
 */
const alikeClusters = ({ x, k, weights, unit, period }: Regression, rows: readonly Int32Array[]) => {
  const groups = new Map<string, Int32Array[]>();
  const decoder = new TextDecoder("latin1");
  for (const members of rows) {
    const local = new Map<number, number>();
    const content = new Float64Array(members.length * (k + 3));
    let at = 0;
    for (const r of members) {
      const i = unit[r]!;
      if (!local.has(i)) local.set(i, local.size);
      content[at++] = local.get(i)!;
      content[at++] = period[r]!;
      content[at++] = weights === undefined ? 1 : weights[r]!;
      for (let j = 0; j < k; j++) content[at++] = x[r * k + j]!;
    }
    const key = decoder.decode(content);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [members]);
    else group.push(members);
  }
  return groups.values();
};

/** X_g B c for the j-th coefficient. */
const pull = (x: Float64Array, { k, bread }: Regression, members: Int32Array, j: number): Float64Array =>
  Float64Array.from(members, (r) => {
    let sum = 0;
    for (let i = 0; i < k; i++) sum += x[r * k + i]! * bread[i * k + j]!;
    return sum;
  });

/** v ↦ A_g v for v without unit means: I on what Q_g does not reach, (1 − λ)^(−1/2) on its eigenvectors. */
const pseudoRoot = ({ rank, gram, gather, scatter }: RowSpace, members: Int32Array) => {
  const { values, vectors } = symmetricEigen(gram(members), rank);
  // Eigenvalue λ of Q_g'Q_g with vector u belongs to Q_g u/√λ in the rows of the cluster.
  const stretch = values.map((λ) => (λ < 1e-14 ? 0 : ((1 - λ > 1e-11 ? 1 / Math.sqrt(1 - λ) : 0) - 1) / λ));
  return (v: Float64Array): Float64Array => {
    const along = gather(members, v);
    const back = new Float64Array(rank);
    for (let e = 0; e < rank; e++) {
      if (stretch[e] === 0) continue;
      let sum = 0;
      for (let a = 0; a < rank; a++) sum += vectors[a * rank + e]! * along[a]!;
      for (let a = 0; a < rank; a++) back[a]! += stretch[e]! * sum * vectors[a * rank + e]!;
    }
    return scatter(members, back).map((value, at) => value + v[at]!);
  };
};

/**
 * The same with weights, as the reference chooses: a = Θ(Θ(I − H_gg)Θ)^(−1/2) v in √w units, Θ the variance of a
 * residual (1/w, or μ for a Poisson response), H_gg with the unit effects (basis √w/√Σw per unit); what the unit
 * effects see of a is then taken out.
 */
const weightedRoot = (
  { rank, scatter }: RowSpace,
  root: Float64Array,
  { unit, family }: Regression,
  members: Int32Array,
) => {
  const theta = Float64Array.from(members, (r) => (family === "poisson" ? root[r]! ** 2 : 1 / root[r]! ** 2));
  const m = members.length;
  const mass = new Map<number, number>();
  for (const r of members) mass.set(unit[r]!, (mass.get(unit[r]!) ?? 0) + root[r]! ** 2);
  const basis = Array.from({ length: rank }, (_, c) =>
    scatter(
      members,
      Float64Array.from({ length: rank }, (_v, i) => Number(i === c)),
    ),
  );
  const middle = new Float64Array(m * m);
  for (let a = 0; a < m; a++) {
    const r = members[a]!;
    for (let b = 0; b <= a; b++) {
      const s = members[b]!;
      let value = Number(a === b);
      if (unit[r] === unit[s]) value -= (root[r]! * root[s]!) / mass.get(unit[r]!)!;
      for (const q of basis) value -= q[a]! * q[b]!;
      middle[a * m + b] = value * theta[a]! * theta[b]!;
    }
  }
  const { values, vectors } = symmetricEigen(middle, m);
  const power = values.map((λ) => (λ > 1e-11 * values[0]! ? 1 / Math.sqrt(λ) : 0));
  return (v: Float64Array): Float64Array => {
    const along = power.map((f, e) => f * v.reduce((sum, value, a) => sum + vectors[a * m + e]! * value, 0));
    const out = Float64Array.from(members, (_, a) => {
      let sum = 0;
      for (let e = 0; e < m; e++) sum += vectors[a * m + e]! * along[e]!;
      return sum * theta[a]!;
    });
    const level = new Map<number, number>();
    for (const [a, r] of members.entries())
      level.set(unit[r]!, (level.get(unit[r]!) ?? 0) + root[r]! * out[a]!);
    return out.map((value, a) => {
      const r = members[a]!;
      return value - (root[r]! * level.get(unit[r]!)!) / mass.get(unit[r]!)!;
    });
  };
};

/**
 * tr(P) and tr(P²) as clusters come by, with P_gh = δ_gh|a_g|² − q_g'q_h and q_g = Q_g'a_g:
 * tr(P²) = Σ(|a_g|⁴ − 2|a_g|²|q_g|²) + ‖Σ q_gq_g'‖².
 */
const trace = (rank: number) => {
  const outer = new Float64Array(rank * rank);
  let [first, second] = [0, 0];
  return {
    /** `reach` is Q_g'a, and so many clusters are alike. */
    add: (a: Float64Array, reach: Float64Array, times: number): void => {
      const own = a.reduce((sum, v) => sum + v * v, 0);
      const taken = reach.reduce((sum, v) => sum + v * v, 0);
      first += times * (own - taken);
      second += times * (own * own - 2 * own * taken);
      for (let i = 0; i < rank; i++) {
        const v = times * reach[i]!;
        if (v !== 0) for (let j = 0; j < rank; j++) outer[i * rank + j]! += v * reach[j]!;
      }
    },
    mean: (): number => first,
    df: (): number => (first * first) / (second + outer.reduce((sum, v) => sum + v * v, 0)),
  };
};
