import type { Panel } from "./panel.ts";

/** `roll-out`: everybody starts in the end, and those who have not yet are the comparison. */
export type DesignKind = "before-after" | "comparison-group" | "roll-out";

/** Whether somebody else stands for what would have happened anyway. */
export const compares = (kind: DesignKind): boolean => kind !== "before-after";
export type Role = "treated" | "comparison" | "buffer" | "buffer-comparison" | "excluded";

/**
 * Who is compared with whom, and when: everything an estimator may know. Pure data.
 *
 * `cohort[i]` is the period ordinal from which unit i is treated; +Infinity = never treated within the design.
 * A unit first treated after the last period is not-yet-treated throughout. Cell (i, t) is treated when
 * `panel.ordinals[t] >= cohort[i]`. Rows of `panel` that are not to be used have NaN in the outcome column.
 */
export interface Design {
  readonly kind: DesignKind;
  readonly panel: Panel;
  /** Name of the outcome column in `panel.columns`. */
  readonly outcome: string;
  /** n; +Infinity = never treated. */
  readonly cohort: Float64Array;
  /** n; buffer units never serve as comparison. */
  readonly roles: readonly Role[];
  /** Columns of `panel.columns`. */
  readonly exposure?: string;
  readonly weights?: string;
  readonly covariates: readonly string[];
  /** n cluster indices into `clusters`; by default every unit is its own cluster. */
  readonly cluster: Int32Array;
  readonly clusters: readonly string[];
  /** n block labels for randomisation within blocks. */
  readonly blocks?: readonly string[];
}
