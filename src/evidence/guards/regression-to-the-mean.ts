import { mean, sampleStandardDeviation } from "simple-statistics";
import { formatPeriod } from "../../model/period.ts";
import { type Guard, type GuardInput, note, warning } from "./guard.ts";

/** A spell this many standard errors above the units' own past counts as bad. */
const threshold = 2.5;

/**
 * Were the treated units picked after a bad spell? Looks at the last few periods before the start: is the treated
 * units' share of all counts well above what it was before, more than chance and overdispersion explain?
 */
export const spellBeforeStart = (
  input: GuardInput,
): { ratio: number; z: number; from: number; to: number } | undefined => {
  const { before } = input;
  const length = Math.min(6, Math.floor(before.length / 3));
  if (length < 2) return undefined;
  const shares = treatedShares(input, before);
  if (!shares) return undefined;
  const past = shares.slice(0, -length);
  const spell = shares.slice(-length);
  const level = mean(past);
  const deviation = past.length < 2 ? 0 : sampleStandardDeviation(past);
  if (!(level > 0) || past.length < 4) return undefined;
  const z =
    (mean(spell) - level) / (deviation * Math.sqrt(1 / length + 1 / past.length) || Number.POSITIVE_INFINITY);
  return { ratio: mean(spell) / level, z, from: before.at(-length)!, to: before.at(-1)! };
};

/** Treated counts in each period as a share of all, or as they stand where nothing is compared. */
const treatedShares = ({ design }: GuardInput, periods: readonly number[]): number[] | undefined => {
  const { panel, outcome, cohort, roles } = design;
  const T = panel.periods.length;
  const column = panel.columns[outcome]!;
  const place = new Map(Array.from(panel.ordinals, (ordinal, t) => [ordinal, t]));
  const compared = roles.includes("comparison");
  const shares = periods.map((ordinal) => {
    const t = place.get(ordinal)!;
    let treated = 0;
    let all = 0;
    for (let i = 0; i < panel.units.length; i += 1) {
      const value = column[i * T + t]!;
      if (Number.isNaN(value) || (roles[i] !== "treated" && roles[i] !== "comparison")) continue;
      if (Number.isFinite(cohort[i]!)) treated += value;
      all += value;
    }
    return compared ? treated / all : treated;
  });
  return shares.some((share) => !Number.isFinite(share)) ? undefined : shares;
};

export const regressionToTheMean: Guard = {
  code: "RTM01",
  look: (input) => {
    const { selection, selectionExcluded, before, design } = input;
    const label = (ordinal: number): string => formatPeriod(ordinal, design.panel.frequency);
    if (selection) {
      const declared = { from: label(selection.from), to: label(selection.to) };
      const inside = before.filter((ordinal) => ordinal >= selection.from && ordinal <= selection.to).length;
      return selectionExcluded || inside === 0
        ? { ...note("RTM01"), kind: "spell-left-out", facts: declared }
        : {
            ...warning("RTM01"),
            kind: "spell-in-baseline",
            facts: { ...declared, inside, of: before.length },
          };
    }
    const spell = spellBeforeStart(input);
    if (!spell || spell.z < threshold || spell.ratio < 1.05) return undefined;
    return {
      ...warning("RTM01"),
      kind: "spell-seen",
      facts: {
        from: label(spell.from),
        to: label(spell.to),
        ratio: spell.ratio,
        standardErrors: spell.z,
      },
    };
  },
};
