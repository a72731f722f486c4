import type { Inferred, Study } from "../model/estimate.ts";

/** A way to turn the points of a fit into estimates with their uncertainty. */
export interface Inference {
  /** As in `--vcov NAME`. */
  readonly name: string;
  readonly title: string;
  /** Throws DesignError inference/* when the study cannot carry this method. */
  infer(study: Study): Inferred;
}
