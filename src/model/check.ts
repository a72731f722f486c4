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

export interface Check {
  readonly id: string;
  readonly title: string;
  /** A reason why this check cannot be run on this study, or undefined when it can. */
  refuses(study: Study): string | undefined;
  run(study: Study): CheckResult;
}
