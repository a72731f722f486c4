import type { RatingFamily } from "../model/facts/rating.ts";

/** What the study holds about each part, from which its completeness (0 to 4) is read. */
export interface EmmieContent {
  readonly effect: {
    readonly estimated: boolean;
    readonly interval: boolean;
    readonly comparison: boolean;
    readonly checks: boolean;
  };
  readonly mechanism: { readonly statements: number; readonly predictions: number; readonly tested: number };
  readonly moderators: {
    readonly statements: number;
    readonly estimated: number;
    readonly interaction: boolean;
  };
  readonly implementation: {
    readonly notes: number;
    readonly dose: boolean;
    readonly contamination: boolean;
  };
  readonly economics: {
    readonly costs: boolean;
    readonly benefits: boolean;
    readonly byPartner: boolean;
    readonly uncertainty: boolean;
  };
}

const score = (...steps: readonly boolean[]): number => steps.filter(Boolean).length;

/**
 * How much of each of the five parts one study reports: 0 = not measured … 4 = complete, a point for each thing that
 * is there. EMMIE itself rates reviews.
 * Source: Johnson, Tilley & Bowers (2015), J. Exp. Criminol. 11, 459–473.
 */
export const emmieCompleteness = (c: EmmieContent): RatingFamily["completeness"] => ({
  effect: score(c.effect.estimated, c.effect.interval, c.effect.comparison, c.effect.checks),
  mechanism:
    c.mechanism.statements === 0
      ? 0
      : 1 +
        score(
          c.mechanism.predictions > 0,
          c.mechanism.tested > 0,
          c.mechanism.tested > 0 && c.mechanism.tested === c.mechanism.predictions,
        ),
  moderators:
    c.moderators.statements === 0
      ? 0
      : 1 + score(c.moderators.statements > 1, c.moderators.estimated > 0, c.moderators.interaction),
  implementation: score(
    c.implementation.notes > 0,
    c.implementation.dose,
    c.implementation.contamination,
    c.implementation.notes > 0 && c.implementation.dose && c.implementation.contamination,
  ),
  economics: score(c.economics.costs, c.economics.benefits, c.economics.byPartner, c.economics.uncertainty),
});
