import type { Break } from "../../model/break.ts";
import type { CheckOutcome } from "../../model/check.ts";
import type { Design } from "../../model/design.ts";
import type { GuardHit } from "../../model/facts/guard.ts";
import type { Counts } from "../../model/finding.ts";
import type { Traits } from "../../model/method.ts";
import type { Release } from "../../model/release.ts";
import type { Format } from "../../model/source.ts";

/** Everything a guard may look at. Ordinals are on the scale of the panel. */
export interface GuardInput {
  readonly design: Design;
  readonly outcome: string;
  readonly formats: readonly Format[];
  readonly place: string | undefined;
  /** First period that any unit is treated, and the window used. */
  readonly start: number;
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Periods whose high counts led to the choice of units, where the study declares them. */
  readonly selection: { readonly from: number; readonly to: number } | undefined;
  /** True when the pipeline has already left the selection window out of the baseline. */
  readonly selectionExcluded: boolean;
  /** True when the study fixes how long the after-period is. */
  readonly afterFixed: boolean;
  /** Last period that the source covers. */
  readonly lastCovered: number;
  readonly editions: readonly string[];
  readonly counts: Counts;
  /** What the primary method says of itself. */
  readonly traits: Traits;
  readonly checks: readonly CheckOutcome[];
  readonly breaks: readonly Break[];
  /** Comparison units that touch a treated unit and were not set aside as buffer. */
  readonly touching: readonly string[];
  /** True where the data are invented: what happened in the world does not apply. */
  readonly invented: boolean;
  readonly release: Release;
}

export interface Guard {
  readonly code: string;
  look(input: GuardInput): GuardHit | readonly GuardHit[] | undefined;
}

export const warning = (code: string) => ({ code, severity: "warning" }) as const;
export const note = (code: string) => ({ code, severity: "note" }) as const;
