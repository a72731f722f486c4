import type { CheckOutcome } from "../check.ts";
import type { Fact, Nothing } from "./fact.ts";

/** The other explanations that a design may leave open, and what was done about each. */
export interface LimitFamily {
  readonly "other-events": { readonly compared: "at-random" | "chosen" | "nobody" };
  /** The test of the periods before the start, where there is one. */
  readonly "moving-apart": { readonly check: CheckOutcome | undefined };
  readonly "regression-to-the-mean": { readonly spellDeclared: boolean };
  readonly "season-and-trend": { readonly modelled: boolean };
  readonly displacement: { readonly bufferLookedAt: boolean };
  readonly recording: Nothing;
  readonly dose: { readonly measured: boolean };
}
export type LimitFacts = Fact<LimitFamily>;

/** `failed`: the guard of that code found it here; `open`: it cannot be checked here; `passed`: a check did not find it. */
export type LimitOutcome = LimitFacts &
  ({ readonly status: "failed"; readonly code: string } | { readonly status: "open" | "passed" });
