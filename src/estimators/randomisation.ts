import { arrangements, exactLimit, type LinearTest, linearTest } from "../maths/permutations.ts";
import { stream } from "../maths/random.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import type { Estimate, Estimator, Fit, Settings } from "../model/estimate.ts";
import { type Arms, armsOf } from "./randomisation/arms.ts";

/**
 * Randomisation inference for a trial: the difference between arms against the differences that the same assignment could
 * have given. Nothing is assumed about the outcome, only that assignment was by chance as described.
 *
 * Estimand  The average effect over units: difference of (weighted) means, or of changes from before to after a common
 *           start; with blocks, the differences within blocks weighted by their size.
 * Units     those of the outcome, per period; per unit of exposure when an exposure is named.
 * Inference Units (or whole clusters) are re-assigned within blocks: every assignment up to 100,000, else B random ones and
 *           the observed one, p = (k + 1) / (B + 1). Two-sided: as large in size. The interval inverts the same test for
 *           a constant effect, so it holds 0 exactly when p is above the level.
 * Throws    DesignError randomisation/*.
 * Source    Fisher (1935), The Design of Experiments, §21; Imbens & Rubin (2015), Causal Inference, ch. 5.
 */
export const randomisation: Estimator = {
  name: "randomisation",
  title: "Randomisation inference",
  version: 1,
  estimand: "average effect over the randomised units",
  scale: "level",
  accepts: ["comparison-group"],
  uses: ["exposure", "weights", "cluster"],
  options: [
    {
      flag: "--permutations",
      key: "permutations",
      takes: "number",
      default: 9999,
      help: "random assignments, when there are too many to try each (100,000)",
    },
    {
      flag: "--blocks",
      key: "blocks",
      takes: "text",
      help: "column of the blocks within which units were randomised",
    },
  ],
  traits: { answer: () => "att", worksOn: "levels" },
  fit: (design, settings) => {
    const arms = armsOf(design);
    const contrast = contrastOf(arms);
    const assignments = assignmentsOf(arms, settings);
    const statistic = new Float64Array(assignments.count);
    const overlap = new Float64Array(assignments.count);
    const expanded = new Float64Array(arms.y.length);
    let r = 0;
    assignments.each((labels) => {
      for (let i = 0; i < expanded.length; i++) expanded[i] = labels[arms.cluster[i]!]!;
      statistic[r] = contrast(expanded, arms.y);
      overlap[r] = contrast(expanded, arms.treated);
      r += 1;
    });
    const test = linearTest(contrast(arms.treated, arms.y), statistic, overlap, settings.confLevel);
    return assemble({ arms, settings, assignments, statistic, test, periods: design.panel.periods.length });
  },
};

interface Run {
  readonly arms: Arms;
  readonly settings: Settings;
  readonly assignments: { readonly exact: boolean; readonly count: number; readonly possible: number };
  readonly statistic: Float64Array;
  readonly test: LinearTest;
  readonly periods: number;
}

/** Clusters are what is assigned; the block of a cluster is that of its units. */
const assignmentsOf = ({ treated, cluster, block }: Arms, settings: Settings) => {
  const clusters = Math.max(...cluster) + 1;
  const labels = new Float64Array(clusters);
  const blocks = new Int32Array(clusters);
  cluster.forEach((c, i) => {
    labels[c] = treated[i]!;
    blocks[c] = block[i]!;
  });
  return arrangements(
    { labels, blocks },
    {
      draws: Number(settings.permutations ?? 9999),
      random: stream(settings.seed, "randomisation"),
      limit: exactLimit,
    },
  );
};

/** Σ_b (W_b / W) (ȳ_treated − ȳ_untreated) in block b. An arm that random clusters left empty in a block adds nothing. */
const contrastOf = ({
  weights,
  block,
  blocks,
}: Arms): ((labels: Float64Array, values: Float64Array) => number) => {
  const n = weights.length;
  const sums = new Float64Array(4 * blocks);
  return (labels, values) => {
    sums.fill(0);
    for (let i = 0; i < n; i++) {
      const at = 4 * block[i]! + (labels[i] === 1 ? 0 : 2);
      sums[at]! += weights[i]! * values[i]!;
      sums[at + 1]! += weights[i]!;
    }
    let [total, whole] = [0, 0];
    for (let b = 0; b < blocks; b++) {
      const weightT = sums[4 * b + 1]!;
      const weightC = sums[4 * b + 3]!;
      if (!(weightT > 0 && weightC > 0)) continue;
      total += (weightT + weightC) * (sums[4 * b]! / weightT - sums[4 * b + 2]! / weightC);
      whole += weightT + weightC;
    }
    return total / whole;
  };
};

const assemble = ({ arms, settings, assignments, statistic, test, periods }: Run): Fit => {
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  const att: Estimate = {
    term: "att",
    estimate: test.estimate,
    std_error: null,
    statistic: null,
    p_value: test.p,
    conf_low: finite(test.lower),
    conf_high: finite(test.upper),
    cohort: null,
    period: null,
    event_time: null,
  };
  const treated = arms.treated.reduce((sum, d) => sum + d, 0);
  return {
    terms: [{ term: "att", estimate: test.estimate }],
    influence: [],
    model: {
      observations: arms.observations,
      units: arms.units.length,
      periods,
      treated_units: treated,
    },
    estimates: [att],
    vcov: assignments.exact
      ? `randomisation, all ${assignments.count} assignments`
      : `randomisation, ${assignments.count - 1} random assignments and the observed one`,
    df: null,
    diagnostics: {
      compared: arms.kind,
      start: arms.start,
      exact: assignments.exact,
      assignments: finite(assignments.possible),
      tried: assignments.count,
      smallest_p: test.smallestP,
      blocks: arms.blocks,
      treated_mean: meanOf(arms, 1),
      untreated_mean: meanOf(arms, 0),
      reference: histogram(statistic),
    },
    warnings: [...arms.warnings, ...warningsOf(settings, test, assignments.count)],
  };
};

const meanOf = ({ treated, weights, y }: Arms, arm: 0 | 1): number => {
  let [sum, total] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    if (treated[i] !== arm) continue;
    sum += weights[i]! * y[i]!;
    total += weights[i]!;
  }
  return sum / total;
};

/** Forty bars: what chance in the assignment alone would have given, to be drawn beside the estimate. */
const histogram = (values: Float64Array): { from: number; to: number; count: number }[] => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const v of values) [low, high] = [Math.min(low, v), Math.max(high, v)];
  const bars = high > low ? 40 : 1;
  const width = (high - low) / bars || 1;
  const counts = new Int32Array(bars);
  for (const v of values) counts[Math.min(bars - 1, Math.floor((v - low) / width))]! += 1;
  return Array.from(counts, (count, i) => ({ from: low + i * width, to: low + (i + 1) * width, count }));
};

const warningsOf = (settings: Settings, test: LinearTest, tried: number): Diagnostic[] =>
  test.smallestP <= 1 - settings.confLevel + 1e-9
    ? []
    : [
        diagnostic(
          "randomisation/too-few-assignments",
          "warning",
          `the ${tried} assignments cannot give a p-value below ${test.smallestP.toPrecision(2)}, so there is no ${Math.round(settings.confLevel * 100)} % interval`,
          { fix: "randomise more units, or raise --permutations" },
        ),
      ];
