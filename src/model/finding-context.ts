import type { EffectScale, Verdict } from "./finding-results.ts";

/** A self-assessed grade with the rule that fired and the facts it read. */
export interface Rating {
  readonly value: number | string | null;
  /** In words: "Level 3". */
  readonly label: string;
  /** Id and text of the rule that fired. */
  readonly rule: string;
  /** What the rule read, one sentence each or name and value. */
  readonly facts: readonly string[];
  readonly caveat: string;
  /** What would raise it by one level. */
  readonly climb?: string;
}

/** Something that this design and these data cannot rule out. */
export interface Limit {
  /** Short name of the threat: "Regression to the mean". */
  readonly threat: string;
  /** failed: a check found it; open: it cannot be checked here; passed: a check did not find it. */
  readonly status: "failed" | "open" | "passed";
  readonly sentence: string;
  /** Code of the guard behind it. */
  readonly code?: string;
}

export interface Displacement {
  readonly measures: readonly {
    readonly id: string;
    readonly title: string;
    readonly estimate: number | null;
    readonly conf_low: number | null;
    readonly conf_high: number | null;
    /** What the estimate counts: "recorded offences", "quotient". */
    readonly unit: string;
    readonly reading: string;
  }[];
  readonly buffer?: {
    readonly units: number;
    readonly before: number | null;
    readonly after: number | null;
  };
  readonly verdict: Verdict;
  /** One sentence on the net effect. */
  readonly sentence: string;
}

export interface Harm {
  readonly weights: readonly {
    readonly name: string;
    readonly version: string;
    readonly source: string;
    /** How the weight was learnt: seen in its source, second hand, or recalled. */
    readonly status: "verified" | "secondary" | "recalled";
    readonly unit: string;
    readonly weight?: number | null;
    readonly avoided: number | null;
    readonly avoided_low: number | null;
    readonly avoided_high: number | null;
  }[];
  readonly sentence: string;
}

export interface Value {
  readonly currency: string;
  readonly price_year: string;
  readonly benefit: number | null;
  readonly benefit_low: number | null;
  readonly benefit_high: number | null;
  readonly cost: number | null;
  readonly cost_low?: number | null;
  readonly cost_high?: number | null;
  readonly net: number | null;
  readonly net_low: number | null;
  readonly net_high: number | null;
  readonly ratio?: number | null;
  /** Share of simulations in which the benefit is above the cost. */
  readonly p_benefit_above_cost: number | null;
  readonly draws?: number;
  /** What was assumed on the way from events to money, one sentence each. */
  readonly assumptions?: readonly string[];
  readonly unit_costs: readonly {
    readonly crime: string;
    readonly value: number;
    readonly low?: number | null;
    readonly high?: number | null;
    readonly price_year: string;
    readonly source: string;
    readonly status: "verified" | "secondary" | "recalled";
  }[];
  readonly by_recipient: readonly {
    readonly who: string;
    readonly benefit: number | null;
    readonly low: number | null;
    readonly high: number | null;
  }[];
  readonly sentence: string;
}

/** What the intervention cost, by who paid. */
export interface Economics {
  readonly costs: readonly {
    readonly partner: string;
    readonly item: string;
    readonly year: string;
    readonly low: number | null;
    readonly central: number;
    readonly high: number | null;
    readonly price_year: string;
  }[];
  readonly total: number | null;
  readonly currency: string;
  readonly source?: string;
}

/** A statement that people made in the study file, and what came of its prediction. */
export interface Statement {
  readonly statement: string;
  readonly prediction?: string;
  readonly status?: "untested" | "supported" | "refuted";
  readonly source?: string;
}

export interface Subgroups {
  readonly name: string;
  /** Named before or after the outcomes were looked at. */
  readonly specified: "before" | "after";
  readonly scale: EffectScale;
  readonly groups: readonly {
    readonly group: string;
    readonly estimate: number | null;
    readonly conf_low: number | null;
    readonly conf_high: number | null;
  }[];
  /** Of the difference between groups; null where no such test was made. */
  readonly interaction_p: number | null;
}

/** What people wrote: printed as given, "not measured" where absent. */
export interface Emmie {
  readonly mechanism?: readonly Statement[];
  readonly moderators?: readonly Statement[];
  readonly subgroups?: readonly Subgroups[];
  readonly implementation?: {
    readonly notes?: readonly string[];
    /** What a dose is: "patrol hours". */
    readonly dose_unit?: string;
    readonly planned?: number | null;
    readonly delivered?: number | null;
    /** delivered ÷ planned, in per cent. */
    readonly delivery_percent?: number | null;
    /** Dose in comparison units as a share of that in treated units, in per cent. */
    readonly contamination_percent?: number | null;
  };
  readonly economics_notes?: readonly string[];
  /** 0 to 4 each; how complete the account is, not how good the result. */
  readonly completeness?: Readonly<
    Record<"effect" | "mechanism" | "moderators" | "implementation" | "economics", number>
  >;
}

/** Numbers behind figures that no other part of the finding holds. */
export interface Charts {
  readonly leave_one_out?: readonly {
    readonly unit: string;
    readonly estimate: number | null;
    readonly conf_low: number | null;
    readonly conf_high: number | null;
  }[];
  readonly placebo?: {
    readonly periods: readonly string[];
    readonly start: string;
    readonly gaps: readonly {
      readonly unit: string;
      readonly treated: boolean;
      /** After ÷ before root mean squared prediction error. */
      readonly rmspe_ratio: number | null;
      readonly values: readonly (number | null)[];
    }[];
    readonly p_value: number | null;
  };
  readonly weights?: readonly { readonly unit: string; readonly weight: number }[];
  /** Mean per period of each calendar month or quarter. */
  readonly seasonality?: readonly {
    readonly season: string;
    readonly treated_before: number | null;
    readonly treated_after: number | null;
    readonly comparison_before?: number | null;
    readonly comparison_after?: number | null;
  }[];
  readonly dose?: readonly {
    readonly period: string;
    readonly planned: number | null;
    readonly delivered: number | null;
    readonly comparison?: number | null;
  }[];
  readonly units?: readonly {
    readonly unit: string;
    readonly arm: "treated" | "comparison" | "buffer";
    readonly periods: readonly string[];
    readonly values: readonly (number | null)[];
  }[];
  readonly map?: readonly {
    readonly unit: string;
    readonly arm: "treated" | "comparison" | "buffer" | "excluded";
    readonly before: number | null;
    readonly after: number | null;
    readonly percent_change: number | null;
  }[];
}
