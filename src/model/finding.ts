import type { CheckResult } from "./check.ts";
import type { DesignKind } from "./design.ts";
import type {
  Charts,
  Displacement,
  Economics,
  Emmie,
  Harm,
  Limit,
  Rating,
  Value,
} from "./finding-context.ts";
import type {
  Counts,
  Disagreement,
  EventTime,
  FindingEstimate,
  Headline,
  HeadlineFacts,
  Persistence,
  SecondaryOutcome,
  SeriesPoint,
} from "./finding-results.ts";
import type { Frequency } from "./period.ts";
import type { Protection, Release } from "./release.ts";

export type * from "./finding-context.ts";
export type * from "./finding-results.ts";

/**
 * Everything one evaluation of one outcome found: plain JSON, the one source of every number in a report.
 *
 * No clock and no machine path, so the same inputs give the same bytes. A number that does not exist is `null`,
 * never NaN. Numbers are kept unrounded; rounding happens once, when they are printed. A new optional field is
 * free; a renamed or newly required one is a new schema number.
 */
export interface Finding {
  readonly schema: "whatworks/finding/1";
  /** True when the data are invented; said on every page. */
  readonly invented: boolean;
  readonly study: StudyIdentity;
  readonly intervention: Intervention;
  readonly outcome: Outcome;
  readonly design: DesignChoice;
  readonly data: DataUsed;
  readonly counts: Counts;
  readonly series: readonly SeriesPoint[];
  readonly headline: Headline;
  /** Every estimate of every method, on the method's own scale (log for Poisson-type models). */
  readonly estimates: readonly FindingEstimate[];
  /** One row a method, all on the scale of the headline. */
  readonly disagreement: readonly Disagreement[];
  readonly event_study: readonly EventTime[];
  readonly secondary?: readonly SecondaryOutcome[];
  /** Where the register says that it ended: what was left of the change afterwards. */
  readonly persistence?: Persistence;
  readonly checks: readonly CheckResult[];
  readonly ratings: Ratings;
  readonly warnings: readonly FindingWarning[];
  readonly limits: readonly Limit[];
  readonly displacement?: Displacement;
  readonly harm?: Harm;
  readonly value?: Value;
  readonly economics?: Economics;
  readonly emmie?: Emmie;
  /** Numbers that only a figure and its table show. */
  readonly charts?: Charts;
  /** Who may see it. */
  readonly release: Release;
  /** Of a public one: why every number may be printed. */
  readonly release_reason?: string;
  /** Of a protected one: how its counts were rounded before anything was computed. */
  readonly protection?: Protection & { readonly noise?: Noise };
  /** Anything else that people wrote in the study file for readers. */
  readonly notes?: readonly string[];
  readonly conventions: Conventions;
  readonly provenance: Provenance;
}

/** A finding whose headline has not been put into words yet. */
export type FindingFacts = Omit<Finding, "headline"> & { readonly headline: HeadlineFacts };

export interface StudyIdentity {
  /** Folder of the report and prefix of every number's address. */
  readonly id: string;
  readonly title: string;
  /** A question that ends in a question mark; the title of the page. */
  readonly question: string;
  readonly authors?: readonly string[];
}

export interface Intervention {
  readonly id: string;
  readonly title: string;
  readonly problem?: string;
  readonly description?: string;
  /** As the register gives it: a day or a period. */
  readonly start: string;
  readonly end?: string;
  readonly partners?: readonly string[];
  readonly units: {
    readonly treated: readonly string[];
    readonly comparison: readonly string[];
    readonly buffer: readonly string[];
    readonly excluded: readonly { readonly unit: string; readonly reason: string }[];
  };
  /** How the treated units were picked, in words, where someone wrote it down. */
  readonly selection?: string;
  /** Where the date and the list of units come from. */
  readonly source?: string;
}

export interface Outcome {
  readonly name: string;
  /** In the middle of a sentence, lower case: "burglary". */
  readonly label: string;
  /** What is counted, plural: "recorded offences". */
  readonly unit: string;
  readonly frequency: Frequency;
  readonly role: "primary" | "secondary";
  readonly better: "lower" | "higher";
  /** A score, share or rate, which is averaged over units and never added up; absent for counts. */
  readonly measure?: "level";
  /** What a rate divides by, e.g. "residents"; absent where counts stand alone. */
  readonly exposure?: string;
}

export interface DesignChoice {
  readonly kind: DesignKind;
  readonly label: string;
  readonly chosen_by: "protocol" | "auto";
  readonly reason: string;
  readonly alternatives: readonly {
    readonly design: string;
    readonly possible: boolean;
    readonly reason: string;
  }[];
  readonly estimator: {
    readonly method: string;
    readonly title: string;
    readonly version: number;
    readonly estimand: string;
    /** How intervals were made: "cluster-robust by unit, t with 31 degrees of freedom". */
    readonly inference?: string;
  };
  /** 1 to 5, Maryland-like; caps the words that the page may use. */
  readonly level: 1 | 2 | 3 | 4 | 5;
  /** The protocol, where it was fixed before outcomes were looked at. */
  readonly plan?: {
    readonly locked: boolean;
    readonly sha256?: string;
    readonly departures: readonly string[];
  };
}

export interface Window {
  /** Labels of the first and last period, and how many were used. */
  readonly from: string;
  readonly to: string;
  readonly periods: number;
}

export interface DataUsed {
  readonly sources: readonly {
    readonly name: string;
    readonly title: string;
    readonly publisher?: string;
    readonly licence?: string;
    readonly edition?: string;
  }[];
  /** read = used + the sum of excluded rows, always. */
  readonly rows: {
    readonly read: number;
    readonly used: number;
    readonly excluded: readonly { readonly code: string; readonly reason: string; readonly rows: number }[];
  };
  readonly units: number;
  readonly periods: number;
  readonly window: {
    readonly before: Window;
    readonly after: Window;
    readonly excluded: readonly { readonly period: string; readonly reason: string }[];
  };
  /** Periods that the source should have covered and did not. */
  readonly gaps: readonly string[];
  readonly zero_cells: number;
  readonly absent_cells: number;
  readonly missing_cells: number;
}

/** Grades that the program gave itself by rule: never the rating of the body whose scale it borrows. */
export interface Ratings {
  readonly maryland_sms: Rating;
  readonly local_growth?: Rating;
  readonly grade?: Rating;
  readonly yef_impact?: Rating;
  readonly emmie?: Rating;
  readonly [other: string]: Rating | undefined;
}

export interface FindingWarning {
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  /** One sentence with the numbers that set it off. */
  readonly message: string;
}

/** Choices of printing that could otherwise differ in silence; the same for every finding of this version. */
export interface Conventions {
  readonly p_value_floor: number;
  readonly small_total: number;
  readonly ratio: string;
  readonly events_avoided: string;
  readonly rounding: string;
}

export const conventions: Conventions = {
  p_value_floor: 0.001,
  small_total: 50,
  ratio: "after ÷ before, treated ÷ comparison; below 1 is a fall",
  events_avoided: "expected minus observed; negative is more than expected",
  rounding: "once, when printed",
};

/** What rounding at random does to the answer. */
export interface Noise {
  /** Standard error that it alone gives the estimate: of the logarithm of a ratio, or of a difference. */
  readonly std_error: number;
  /** By how much it makes the standard error larger, as a share: 0.02 is 2%. */
  readonly added: number | null;
}

export interface Provenance {
  readonly inputs: readonly {
    readonly name: string;
    readonly sha256: string;
    /** null where the counts are protected: sizes would tell of them. */
    readonly bytes: number | null;
    readonly rows: number | null;
  }[];
  readonly protocol_sha256: string;
  readonly seed: string;
  /** Version of the numbers of each method that was run. */
  readonly methods: Readonly<Record<string, number>>;
  readonly program_version: string;
  /** SHA-256 of the finding without this field. */
  readonly whatworks_finding_hash?: string;
  /** What to type to make this report again. */
  readonly command?: string;
}
