import type { Estimate, Scale } from "./estimate.ts";

/** One arm in one phase. `null` where it does not exist. */
export interface PhaseCount {
  /** Over every unit and period of the phase. */
  readonly total: number | null;
  /** How many periods the total covers. */
  readonly periods: number;
  /** Mean per period over the whole arm. */
  readonly per_period: number | null;
  /** Mean per unit and period. */
  readonly per_unit_period: number | null;
  /** Per 1,000 of the exposure (or as `rate_unit` says) and period, where there is an exposure. */
  readonly rate?: number | null;
}

export interface ArmCount {
  readonly units: number;
  readonly before: PhaseCount;
  readonly after: PhaseCount;
  /** Change in the mean per period, in per cent of the mean before. */
  readonly percent_change: number | null;
}

/** The 2 × 2 table that every summary shows, whatever the method. */
export interface Counts {
  readonly treated: ArmCount;
  /** null for a design without a comparison group. */
  readonly comparison: ArmCount | null;
  /** Ratio of after to before (per period) in the treated units, over the same in the comparison units. */
  readonly ratio: number | null;
  /** The reciprocal, as the older British literature prints it: above 1 favours the treated units. */
  readonly reciprocal: number | null;
  readonly rate_unit?: string;
}

/** Totals of an arm in one period; what the main figure draws. */
export interface SeriesPoint {
  readonly period: string;
  readonly phase: "before" | "after" | "excluded";
  readonly treated: number | null;
  readonly comparison: number | null;
  /** What the treated units would have recorded without the intervention, by the primary method. */
  readonly counterfactual: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export type EffectScale = "rate-ratio" | "difference";

/**
 * What the interval says, never what anyone hoped:
 * `fall`/`rise` the interval lies on one side of no difference; `uncertain` it does not; `equivalent` it lies
 * inside the declared equivalence band; `not-estimated` there is no interval.
 */
export type Verdict = "fall" | "rise" | "uncertain" | "equivalent" | "not-estimated";

export interface Headline {
  /** Ratio (treated change ÷ comparison change), or difference per unit and period. */
  readonly estimate: number | null;
  readonly conf_low: number | null;
  readonly conf_high: number | null;
  /** 0.95 for a 95% interval. */
  readonly conf_level: number;
  readonly scale: EffectScale;
  /** Signed change in per cent (negative is a fall); on the difference scale, in per cent of the counterfactual. */
  readonly percent: number | null;
  readonly percent_low: number | null;
  readonly percent_high: number | null;
  readonly p_value: number | null;
  /** 1 ÷ ratio with its interval, as the older British literature prints it: above 1 is a fall. */
  readonly reciprocal?: number | null;
  readonly reciprocal_low?: number | null;
  readonly reciprocal_high?: number | null;
  readonly events_avoided: EventsAvoided;
  readonly direction: "lower" | "higher" | "none";
  readonly verdict: Verdict;
  /** Code of the warning that says why an interval that was computed is not given. */
  readonly withheld?: "PAR01" | "PLA01";
  /** The one sentence of the page. Written by `summaries/words`; kept here so that scripts can read it. */
  readonly sentence: string;
  /** The second sentence: the best estimate in per cent and in events, with its interval. Written in the same place. */
  readonly range_sentence?: string;
  /** A band of ratios declared beforehand within which a change does not matter. */
  readonly equivalence_band?: { readonly low: number; readonly high: number };
}

/** The headline as numbers, before `summaries/words` says it. */
export type HeadlineFacts = Omit<Headline, "sentence" | "range_sentence">;

/** The change after the intervention had ended, beside the time while it was on. */
export interface Persistence {
  readonly while_on: { readonly from: string; readonly to: string; readonly periods: number };
  readonly afterwards: { readonly from: string; readonly to: string; readonly periods: number };
  readonly scale: EffectScale;
  readonly estimate: number | null;
  readonly conf_low: number | null;
  readonly conf_high: number | null;
}

/** Counterfactual minus observed, over the after window and per year: negative means more events than expected. */
export interface EventsAvoided {
  readonly estimate: number | null;
  readonly conf_low: number | null;
  readonly conf_high: number | null;
  readonly per_year: number | null;
  readonly per_year_low: number | null;
  readonly per_year_high: number | null;
}

export interface FindingEstimate extends Estimate {
  readonly method: string;
  /** exp() of `log` is a ratio. */
  readonly scale: Scale;
}

export interface Disagreement {
  readonly method: string;
  readonly title: string;
  readonly estimate: number | null;
  readonly conf_low: number | null;
  readonly conf_high: number | null;
  readonly scale: EffectScale;
  /** "primary", why it did not run, or what it assumes that the others do not. */
  readonly note: string;
  readonly primary?: boolean;
  /** What somebody careless would say, shown for that: no comparison, or the bad spell as the baseline. */
  readonly naive?: "no-comparison" | "bad-spell";
}

/** One event time, on the scale of the headline. */
export interface EventTime {
  /** Periods since the start; negative before it. */
  readonly event_time: number;
  readonly estimate: number | null;
  readonly conf_low: number | null;
  readonly conf_high: number | null;
  /** Uniform (simultaneous) band over all event times. */
  readonly band_low?: number | null;
  readonly band_high?: number | null;
  readonly reference?: boolean;
}

/** Another outcome of the same study, judged with the family-wise adjustment. */
export interface SecondaryOutcome {
  readonly name: string;
  readonly label: string;
  readonly scale: EffectScale;
  readonly estimate: number | null;
  readonly conf_low: number | null;
  readonly conf_high: number | null;
  readonly p_value: number | null;
  /** Holm-adjusted within the family of secondary outcomes. */
  readonly p_adjusted: number | null;
  readonly verdict: Verdict;
  readonly treated_before?: number | null;
  readonly treated_after?: number | null;
}
