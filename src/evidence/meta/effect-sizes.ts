/** Which ratio is formed of the counts of two groups. */
export const measures = ["RR", "OR", "IRR"] as const;
export type Measure = (typeof measures)[number];

/**
 * Counts of one study. RR and OR: a events and b non-events where treated, c and d where compared.
 * IRR: a events in b units of person-time where treated, c in d where compared.
 */
export interface Counts {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

export interface LogRatio {
  readonly effect: number;
  readonly variance: number;
  /** Whether a zero made it necessary to add a half. */
  readonly corrected: boolean;
}

/**
 * Log ratio and its large-sample variance. Only where a cell is zero, a half is added: to all four cells of a 2 × 2
 * table, to both event counts of a rate ratio; never elsewhere, since it pulls a ratio towards 1.
 *
 * Source    Viechtbauer (2010), J. Stat. Softw. 36(3), `escalc(add = 1/2, to = "only0")`.
 */
export const logRatio = (measure: Measure, counts: Counts): LogRatio => {
  if (measure === "IRR") {
    const corrected = counts.a === 0 || counts.c === 0;
    const [a, c] = corrected ? [counts.a + 0.5, counts.c + 0.5] : [counts.a, counts.c];
    return { effect: Math.log(a / counts.b / (c / counts.d)), variance: 1 / a + 1 / c, corrected };
  }
  const corrected = Object.values(counts).some((count) => count === 0);
  const add = corrected ? 0.5 : 0;
  const [a, b, c, d] = [counts.a + add, counts.b + add, counts.c + add, counts.d + add];
  return measure === "OR"
    ? { effect: Math.log((a * d) / (b * c)), variance: 1 / a + 1 / b + 1 / c + 1 / d, corrected }
    : {
        effect: Math.log(a / (a + b) / (c / (c + d))),
        variance: 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d),
        corrected,
      };
};
