import { stream } from "../maths/random.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { DesignError } from "../model/errors.ts";
import type { Estimate, Estimator, Settings } from "../model/estimate.ts";
import { unitsWith } from "../study/starts.ts";
import { bufferOption } from "./counts/displacement-options.ts";
import { bareEstimate, modelOf, termsOf } from "./counts/estimate.ts";
import { commonStart, comparisonUnits, treatedUnits } from "./counts/groups.ts";
import { panelDispersion } from "./counts/panel-dispersion.ts";
import { overdispersed } from "./counts/phi.ts";
import { type Totals, totalsOf } from "./counts/totals.ts";
import { splitPeriods } from "./counts/windows.ts";

/** Events before and after in the response area R, the control C and the buffer D. */
export interface SixCounts {
  readonly rb: number;
  readonly ra: number;
  readonly cb: number;
  readonly ca: number;
  readonly db: number;
  readonly da: number;
}

export interface Quotients {
  readonly gross_effect: number;
  readonly net_effect: number;
  readonly success: number;
  readonly buffer: number;
  readonly wdq: number;
  readonly total_net_effect: number;
}

/**
 * Weighted displacement quotient: the buffer's change over the response area's, both as shares of the control.
 *
 * Estimand  wdq (ratio): above 1 diffusion larger than the direct effect; 0 to 1 diffusion; −1 to 0 displacement
 *           smaller than the gain; below −1 displacement larger. gross_effect and total_net_effect (events avoided,
 *           the latter in response area and buffer together); net_effect (difference of ratios to control).
 * Method    Point formulas of the sources. The quotient has no sampling distribution of its own: intervals are the
 *           quantiles of B redraws of the six counts as Poisson, from the stream named "wdq"; standard errors their
 *           standard deviation (for the quotient, none: its ratio has no variance). No p-value.
 * Throws    DesignError: design/no-treated, design/no-comparison, design/no-buffer, counts/zero-control.
 * Source    Bowers & Johnson (2003), J. Quant. Criminol. 19; Guerette (2009), POP Guide 10.
 */
export const wdq: Estimator = {
  name: "wdq",
  title: "Weighted displacement quotient",
  version: 1,
  estimand: "displacement or diffusion relative to the direct effect",
  scale: "level",
  accepts: ["comparison-group"],
  uses: [],
  options: [
    bufferOption,
    {
      flag: "--bootstrap",
      key: "bootstrap",
      takes: "number",
      default: 10_000,
      help: "redraws of the six counts behind the intervals",
    },
  ],
  traits: { answer: () => "wdq", worksOn: "counts", totalsOnly: true },
  fit(design, settings) {
    const [treated, comparison, buffer] = [
      treatedUnits(design),
      comparisonUnits(design),
      unitsWith(design, "buffer"),
    ];
    if (buffer.length === 0) throw noBuffer();
    const everyone = [...treated, ...comparison, ...buffer];
    const windows = splitPeriods(design, everyone, commonStart(design, treated));
    const side = (units: readonly number[]): Totals => totalsOf(design, units, windows);
    const [R, C, D] = [side(treated), side(comparison), side(buffer)];
    if (C.before === 0 || C.after === 0) throw zeroControl(C.before, C.after);
    // Windows of unequal length: before counts are put on the length of the after window; C's ratio cancels it.
    const scale = windows.after.length / windows.before.length;
    const six = { rb: R.before, ra: R.after, cb: C.before, ca: C.after, db: D.before, da: D.after };
    const point = quotients(six, scale);
    const draws = simulate(six, scale, settings);
    const estimates = finish(point, draws, settings.confLevel);
    const measured = panelDispersion(design, treated, [...comparison, ...buffer], windows);
    return {
      terms: termsOf(estimates),
      influence: [],
      model: modelOf(everyone.length, windows.before.length + windows.after.length, treated.length),
      diagnostics: {
        counts: six,
        success: point.success,
        buffer: point.buffer,
        reading: reading(point),
        phi_pearson: measured?.phi ?? null,
        replicates: draws.length,
        share_of_draws_with_success: draws.filter((d) => d.success < 0).length / draws.length,
      },
      warnings: [
        ...windows.warnings,
        ...(point.success >= 0 ? [noSuccess()] : []),
        ...overdispersed(
          1,
          measured,
          "read the interval as too short; wdd or did, and give the buffer as its own term",
        ),
      ],
      estimates,
      vcov: `simulated: ${draws.length} Poisson redraws of the six counts`,
      df: null,
    };
  },
};

/** The formulas of Bowers & Johnson (WDQ) and Guerette (gross, net and total net effects). */
export const quotients = ({ rb, ra, cb, ca, db, da }: SixCounts, scale = 1): Quotients => {
  const success = ra / ca - rb / cb;
  const buffer = da / ca - db / cb;
  return {
    gross_effect: rb * scale - ra,
    net_effect: -success,
    success,
    buffer,
    wdq: buffer / success,
    total_net_effect: rb * (ca / cb) - ra + db * (ca / cb) - da,
  };
};

const simulate = (six: SixCounts, scale: number, { bootstrap = 10_000, seed }: Settings): Quotients[] => {
  const random = stream(seed, "wdq");
  const redraw = (count: number): number => (count > 0 ? random.poisson(count) : 0);
  return Array.from({ length: Number(bootstrap) }, () => {
    const draw = {
      rb: redraw(six.rb),
      ra: redraw(six.ra),
      cb: redraw(six.cb),
      ca: redraw(six.ca),
      db: redraw(six.db),
      da: redraw(six.da),
    };
    return quotients(draw, scale);
  });
};

const finish = (point: Quotients, draws: readonly Quotients[], level: number): Estimate[] =>
  (["wdq", "gross_effect", "net_effect", "total_net_effect"] as const).map((term) => {
    // Redraws with an empty control have no ratio.
    const sorted = Float64Array.from(draws.map((d) => d[term]).filter(Number.isFinite)).sort();
    const bare = bareEstimate(term, term === "wdq" && point.success >= 0 ? Number.NaN : point[term]);
    if (bare.estimate === null || sorted.length === 0) return bare;
    const at = (p: number): number => quantile(sorted, p);
    const [conf_low, conf_high] = [at((1 - level) / 2), at((1 + level) / 2)];
    return { ...bare, std_error: term === "wdq" ? null : deviation(sorted), conf_low, conf_high };
  });

/** Linear between order statistics (Hyndman & Fan type 7, R's default). */
const quantile = (sorted: Float64Array, p: number): number => {
  const h = (sorted.length - 1) * p;
  const low = Math.floor(h);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (h - low) * (sorted[high]! - sorted[low]!);
};

const deviation = (x: Float64Array): number => {
  const mean = x.reduce((s, v) => s + v, 0) / x.length;
  return Math.sqrt(x.reduce((s, v) => s + (v - mean) ** 2, 0) / (x.length - 1));
};

const reading = ({ wdq: q, success }: Quotients): string => {
  if (success >= 0) return "no direct success: the quotient has no meaning";
  if (q > 1) return "diffusion of benefit larger than the direct effect";
  if (q > 0) return "diffusion of benefit";
  if (q === 0) return "neither displacement nor diffusion";
  return q > -1
    ? "displacement smaller than the direct gain"
    : "displacement as large as the direct gain, or larger";
};

const noSuccess = (): Diagnostic =>
  diagnostic(
    "WDQ01",
    "warning",
    "the treated units did no better than the comparison, so the quotient was not computed",
    {
      fix: "report the WDD instead; displacement of an effect that is not there cannot be measured",
    },
  );

const noBuffer = (): DesignError =>
  new DesignError("design/no-buffer", {
    found: "no buffer unit",
    expected: "at least one unit around the treated ones",
    hint: "name them with --buffer-units a,b",
  });

const zeroControl = (before: number, after: number): DesignError =>
  new DesignError("counts/zero-control", {
    found: `${before} events before and ${after} after in the comparison units`,
    expected: "events on both sides of the start, because the quotient divides by both",
    hint: "use wdd, which subtracts and does not divide",
  });
