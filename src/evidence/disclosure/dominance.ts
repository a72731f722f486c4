import type { Design, Role } from "../../model/design.ts";
import type { Protect } from "../../model/disclosure.ts";
import type { Phases } from "../effect/counts.ts";
import { arms, cellAddress } from "./edition.ts";

/**
 * Addresses of totals of several units that few of them make up all but alone, by period and by phase: each of those
 * few could work out the other. Looked for while single units are still known; a total of no more than `top` units is
 * what those units agreed to be counted as.
 */
export const dominatedTotals = (
  design: Design,
  phases: (unit: number) => Phases,
  { dominance }: Pick<Protect, "dominance">,
): string[] => {
  const { panel, outcome } = design;
  const T = panel.periods.length;
  const column = panel.columns[outcome]!;
  const at = (i: number, t: number): number => column[i * T + t]! || 0;
  return arms.flatMap((arm) => {
    const units = unitsOf(design, arm);
    const sums = (wanted: (i: number, ordinal: number) => boolean): number[] =>
      units.map((i) =>
        panel.ordinals.reduce((sum, ordinal, t) => sum + (wanted(i, ordinal) ? at(i, t) : 0), 0),
      );
    return [
      ...panel.periods.flatMap((period, t) =>
        isDominated(
          units.map((i) => at(i, t)),
          dominance,
        )
          ? [cellAddress(period, arm)]
          : [],
      ),
      ...(["before", "after"] as const).flatMap((phase) =>
        isDominated(
          sums((i, ordinal) => phases(i)[phase].has(ordinal)),
          dominance,
        )
          ? [`counts.${arm}.${phase}.total`]
          : [],
      ),
    ];
  });
};

const unitsOf = ({ roles }: Design, role: Role): number[] =>
  roles.flatMap((held, i) => (held === role ? [i] : []));

const isDominated = (held: readonly number[], { top, share }: Protect["dominance"]): boolean => {
  if (held.length <= top) return false;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const most = sum([...held].sort((a, b) => b - a).slice(0, top));
  return sum(held) > 0 && most >= share * sum(held);
};
