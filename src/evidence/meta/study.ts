/** One study of a synthesis: an effect with its sampling variance, on the scale that is pooled. */
export interface Study {
  readonly name: string;
  readonly effect: number;
  readonly variance: number;
  /** Physical line of the input, for messages. */
  readonly line?: number;
}

/** A column of the meta-regression, k values; a category is spelt out as one column per level but the first. */
export interface Moderator {
  readonly name: string;
  readonly values: Float64Array;
}

/** Common effect; DerSimonian–Laird; restricted maximum likelihood; Paule–Mandel. */
export const pools = ["reml", "dl", "pm", "fe"] as const;
export type Pool = (typeof pools)[number];

/** Truncated: the Knapp–Hartung variance, but never smaller than that of z ("ad hoc" in metafor). */
export const tests = ["z", "knapp-hartung", "knapp-hartung-truncated"] as const;
export type PoolTest = (typeof tests)[number];
