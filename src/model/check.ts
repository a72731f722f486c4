import type { Study } from "./estimate.ts";

/** What a sensitivity check found, in one sentence with its numbers. A check that did not run says why. */
export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly status: "passed" | "failed" | "informational" | "not-run";
  readonly sentence: string;
  /** The numbers of the sentence, and anything a chart or table shows. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What a check needs of a study: declared, so that one that was not run can say what was missing. */
export type Need =
  | { readonly kind: "comparison" | "treated" | "named-outcomes" }
  | { readonly kind: "periods-before" | "clusters" | "treated-clusters"; readonly least: number };

/** A need that a study does not meet, with what was there instead. */
export type Unmet = Need & { readonly found: number | readonly string[] };

export interface Check {
  readonly id: string;
  readonly title: string;
  /** In the order in which a reader is told of the first that is not met. */
  readonly needs: readonly Need[];
  /** Whether its refits must bring standard errors, which for some methods means a placebo test in each. */
  readonly needsErrors: boolean;
  run(study: Study): CheckResult;
}
