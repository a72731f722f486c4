import type { Study } from "./estimate.ts";
import type { CheckFacts } from "./facts/check.ts";

/** What a sensitivity check found, as numbers. A check that did not run says why. */
export type CheckOutcome = {
  readonly id: string;
  readonly title: string;
  readonly status: "passed" | "failed" | "informational" | "not-run";
} & CheckFacts;

/** A check as a finding holds it: with the one sentence that says its numbers, from `summaries/words`. */
export type CheckResult = CheckOutcome & { readonly sentence: string };

/** What a check needs of a study: declared, so that one that was not run can say what was missing. */
export type Need =
  | { readonly kind: "comparison" | "treated" | "placebo-outcomes" }
  | { readonly kind: "periods-before" | "clusters" | "treated-clusters"; readonly least: number };

export interface Check {
  readonly id: string;
  readonly title: string;
  /** In the order in which a reader is told of the first that is not met. */
  readonly needs: readonly Need[];
  /** Whether its refits must bring standard errors, which for some methods means a placebo test in each. */
  readonly needsErrors: boolean;
  run(study: Study): CheckOutcome;
}
