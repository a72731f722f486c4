import type { DesignKind } from "./design.ts";
import type { Frequency } from "./period.ts";

/** Options of one run of one estimator, already parsed: names as on the command line without dashes. */
export type Settings = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>> & {
  readonly confLevel: number;
  readonly seed: string;
};

/** Options of one run beside its confidence level and seed. */
export type MethodSettings = Readonly<Record<string, string | number | boolean>>;

/** What rules, guards and pages need to know of a method beyond its numbers. */
export interface Traits {
  /** The term that answers "what changed?" under these settings. */
  readonly answer: (settings: Settings) => string;
  /** Counts of events and nothing else; any number, divided by its exposure where there is one; or any number. */
  readonly worksOn: "counts" | "rates" | "levels";
  /** Reads nothing but the totals of each arm before and after. */
  readonly totalsOnly?: true;
  /** With fewer treated units its own intervals are too narrow to be shown. */
  readonly fewestTreated?: number;
  /** Its standard errors rest on there being many clusters. */
  readonly asymptotic?: true;
  /** Takes trend and season out of a series by itself. */
  readonly modelsSeason?: true;
  /** Weighs units into a comparison of its own, so that theirs need not be of the same size. */
  readonly weighsUnits?: true;
  /** Gives effects by periods since the start, for studies with one start or with several. */
  readonly eventStudy?: { readonly starts: "one" | "several"; readonly settings: MethodSettings };
}

/** What the register, the protocol and the panel say before any estimate is seen. */
export interface ChoiceFacts {
  /** Who can be compared with whom. */
  readonly kind: DesignKind;
  readonly treated: number;
  readonly comparison: number;
  /** Distinct first treated periods. */
  readonly starts: number;
  readonly periodsBefore: number;
  readonly periodsAfter: number;
  readonly frequency: Frequency;
  /** Whole numbers, none negative. */
  readonly isCount: boolean;
  readonly assignment: "random" | "cutoff" | "chosen";
  /** Periods before the start in which the one treated unit lies outside all donors. */
  readonly beyondDonors?: number;
  /** Whether a line is put through a series on its own, by the rule that looks at its past alone. */
  readonly trend?: "linear" | "none";
}

/** When a method may give a study its answer, and why. */
export interface AsPrimary {
  /** Its place in the order in which methods are tried. */
  readonly order: number;
  readonly kind: "comparison-group" | "before-after";
  /** The design that it makes of the study, as a reader calls it. */
  readonly label: string;
  /** As a reader calls it where everybody starts in the end; absent where it cannot serve there. */
  readonly rollOut?: { readonly label: string; readonly reason: (f: ChoiceFacts) => string };
  /** Why it cannot be used, or undefined when it can. */
  readonly refuses: (f: ChoiceFacts) => string | undefined;
  /** Whether the rule prefers it to the methods that follow. */
  readonly preferred: (f: ChoiceFacts) => boolean;
  readonly reason: (f: ChoiceFacts) => string;
  readonly settings: (f: ChoiceFacts) => MethodSettings;
}

/** How a method stands beside another one's answer. */
export interface AsAlternative {
  /** Its place in the table of methods. */
  readonly order: number;
  /** The design as it is, with the cells that windows of single units cut, or the treated units alone. */
  readonly design: "same" | "whole" | "before-after";
  /** Worth running only with several starts, or only with one. */
  readonly starts?: "one" | "several";
  /** Needs at least this many units and periods for its errors to mean something. */
  readonly least?: { readonly units: number; readonly periods: number };
  readonly settings?: MethodSettings;
  /** Settings for a score, share or rate, where they differ. */
  readonly levelSettings?: MethodSettings;
  /** What it assumes that the others do not. */
  readonly note: string;
  /** Says what somebody careless would say: shown for that, and no witness against the answer. */
  readonly naive?: true;
}

/** A method that may answer a study is also shown beside the others, so both are said at once. */
export interface InStudy {
  readonly primary: AsPrimary;
  readonly alternative: AsAlternative;
}
