import type { Rating } from "../model/finding.ts";

export const emmieParts = ["effect", "mechanism", "moderators", "implementation", "economics"] as const;
export type EmmiePart = (typeof emmieParts)[number];

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

/** 0 = not measured … 4 = complete. Each point is one thing that is there. */
export const emmieCompleteness = (c: EmmieContent): Record<EmmiePart, number> => ({
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

/**
 * EMMIE-shaped completeness of one study.
 * Source: Johnson, Tilley & Bowers (2015), J. Exp. Criminol. 11, 459–473. EMMIE rates reviews; this says only how
 * much of each part this one study reports.
 */
export const emmieRating = (completeness: Record<EmmiePart, number>): Rating => {
  const total = emmieParts.reduce((sum, part) => sum + completeness[part], 0);
  const weakest = emmieParts.reduce((least, part) =>
    completeness[part] < completeness[least] ? part : least,
  );
  return {
    value: total,
    label: `${total} of 20`,
    rule: "one point for each thing reported, 0 to 4 for each of the five parts",
    facts: emmieParts.map((part) => `${part} ${completeness[part]} of 4`),
    caveat: "single study, not a Toolkit rating: how complete the account is, not how good the result",
    climb: `report ${weakest === "effect" ? "the effect with its checks" : `the ${weakest}`}`,
  };
};
