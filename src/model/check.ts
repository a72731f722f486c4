import type { Study } from "./estimate.ts";
import type { CheckFacts, CheckRefusal } from "./facts/check.ts";

/** What a sensitivity check found, as numbers. A check that did not run says why. */
export type CheckOutcome = {
  readonly id: string;
  readonly title: string;
  readonly status: "passed" | "failed" | "informational" | "not-run";
} & CheckFacts;

/** A check as a finding holds it: with the one sentence that says its numbers, from `summaries/words`. */
export type CheckResult = CheckOutcome & { readonly sentence: string };

export interface Check {
  readonly id: string;
  readonly title: string;
  /** A reason why this check cannot be run on this study, or undefined when it can. */
  refuses(study: Study): CheckRefusal | undefined;
  run(study: Study): CheckOutcome;
}
