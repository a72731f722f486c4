import type { Design, Role } from "../model/design.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { DesignError } from "../model/errors.ts";
import type { Estimate, Regression, Settings } from "../model/estimate.ts";
import { waldEstimate } from "./counts/estimate.ts";
import { listed } from "./counts/windows.ts";
import { did } from "./did.ts";
import { ppml } from "./ppml.ts";

/** Effects on the treated units and on the rings around them, and what both add up to in events. */
export interface Rings {
  /** Terms `att` and `displacement`, on the scale of the model: levels per unit and period, or log ratios. */
  readonly direct: Estimate;
  readonly buffer: Estimate;
  /** Change in events over all periods from the start on; below zero: fewer. `net` adds the two up. */
  readonly events: { readonly direct: Estimate; readonly buffer: Estimate; readonly net: Estimate };
  readonly bufferUnits: readonly string[];
  readonly clusters: number;
  readonly vcov: string;
  readonly df: number;
  readonly warnings: readonly Diagnostic[];
}

/**
 * Displacement in any comparison design: buffer units get a treatment dummy of their own beside the treated units'
 * in a regression with unit and period effects, instead of serving as comparison (where crime that moved to them
 * would be counted as success twice over).
 *
 * Estimand  average effect on treated and on buffer units, and their sum in events.
 * Method    `gaussian`: two-way least squares, events = effect × cells treated. `poisson`: PPML, events = observed
 *           × (1 − e^−effect), because the model's mean over the treated cells equals what was observed there.
 *           Standard errors clustered by unit (CR1) with the covariance of the two, delta method, t on clusters − 1.
 * Throws    DesignError: design/no-buffer, design/one-cluster, and those of `did` and `ppml`.
 * Source    Clarke (2017), "Estimating difference-in-differences in the presence of spillovers", for the two dummies.
 */
export const displacementRings = (
  design: Design,
  { family, settings }: { readonly family: "gaussian" | "poisson"; readonly settings: Settings },
): Rings => {
  const bufferUnits = design.panel.units.filter((_, i) => design.roles[i] === "buffer");
  if (bufferUnits.length === 0) throw noBuffer();
  const fit = (family === "gaussian" ? did : ppml).fit(design, settings);
  const at = fit.terms.findIndex(({ term }) => term === "displacement");
  if (at < 0 || !fit.regression) throw noOwnTerm(bufferUnits);
  const { covariance, clusters } = clustered(fit.regression, design);
  if (clusters < 2) throw oneCluster();
  const k = fit.regression.k;
  const df = clusters - 1;
  const [direct, buffer] = [fit.terms[0]!.estimate, fit.terms[at]!.estimate];
  const spread = (a: number, b: number): number =>
    Math.sqrt(a * a * covariance[0]! + 2 * a * b * covariance[at]! + b * b * covariance[at * k + at]!);
  const wald = (term: string, b: number, se: number): Estimate =>
    waldEstimate(term, b, se, df, settings.confLevel);
  const [T, D] = [eventsOf(design, "treated", direct, family), eventsOf(design, "buffer", buffer, family)];
  return {
    direct: wald("att", direct, spread(1, 0)),
    buffer: wald("displacement", buffer, spread(0, 1)),
    events: {
      direct: wald("direct_events", T.events, spread(T.slope, 0)),
      buffer: wald("buffer_events", D.events, spread(0, D.slope)),
      net: wald("net_events", T.events + D.events, spread(T.slope, D.slope)),
    },
    bufferUnits,
    clusters,
    vcov: `cluster (CR1) by ${clusters} clusters, t(${df})`,
    df,
    warnings: fit.warnings,
  };
};

/** Events that an effect stands for over the cells from the start on, and their derivative in the effect. */
const eventsOf = (
  design: Design,
  role: Role,
  effect: number,
  family: "gaussian" | "poisson",
): { events: number; slope: number } => {
  const { panel, outcome, cohort, roles } = design;
  const T = panel.periods.length;
  const common = Math.min(...cohort.filter((_, i) => roles[i] === "treated"));
  let [cells, observed] = [0, 0];
  for (const [i, r] of roles.entries()) {
    if (r !== role) continue;
    const start = Number.isFinite(cohort[i]!) ? cohort[i]! : common;
    for (let t = 0; t < T; t++) {
      const y = panel.columns[outcome]![i * T + t]!;
      if (panel.ordinals[t]! < start || Number.isNaN(y)) continue;
      cells++;
      observed += y;
    }
  }
  if (family === "gaussian") return { events: effect * cells, slope: cells };
  return { events: -observed * Math.expm1(-effect), slope: observed * Math.exp(-effect) };
};

/** CR1: B (Σ s_g s_g') B · G/(G − 1) · (N − 1)/(N − K), the factor of fixest with nested unit effects. */
const clustered = (
  { x, k, residuals, weights, unit, bread, parameters }: Regression,
  design: Design,
): { covariance: Float64Array; clusters: number } => {
  const scores = new Map<number, Float64Array>();
  residuals.forEach((e, r) => {
    const g = design.cluster[unit[r]!]!;
    const s = scores.get(g) ?? new Float64Array(k);
    for (let j = 0; j < k; j++) s[j]! += (weights?.[r] ?? 1) * e * x[r * k + j]!;
    scores.set(g, s);
  });
  const [N, G] = [residuals.length, scores.size];
  const factor = (G / (G - 1)) * ((N - 1) / (N - parameters));
  const covariance = new Float64Array(k * k);
  for (const s of scores.values()) {
    const pull = Float64Array.from({ length: k }, (_, a) =>
      s.reduce((sum, v, b) => sum + bread[a * k + b]! * v, 0),
    );
    for (let a = 0; a < k; a++)
      for (let b = 0; b < k; b++) covariance[a * k + b]! += factor * pull[a]! * pull[b]!;
  }
  return { covariance, clusters: G };
};

const noBuffer = (): DesignError =>
  new DesignError("design/no-buffer", {
    found: "no buffer unit",
    expected: "at least one unit around the treated ones",
    hint: "give neighbouring units the role buffer in the register",
  });

const noOwnTerm = (bufferUnits: readonly string[]): DesignError =>
  new DesignError("design/buffer-start", {
    found: `buffer units ${listed(bufferUnits)} without a term of their own`,
    expected: "one start for all treated units, or a start for each buffer unit",
    hint: "give each buffer unit the start of the treated unit that it surrounds",
  });

const oneCluster = (): DesignError =>
  new DesignError("design/one-cluster", {
    found: "a single cluster",
    expected: "two clusters or more",
    hint: "leave out --cluster, so that every unit is its own cluster",
  });
