import { mean, sampleStandardDeviation } from "simple-statistics";
import { diagnostic } from "../../model/diagnostic.ts";
import { formatPeriod } from "../../model/period.ts";
import type { Guard, GuardInput } from "./guard.ts";

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
  const spread = past.length < 2 ? 0 : sampleStandardDeviation(past);
  if (!(level > 0) || past.length < 4) return undefined;
  const z =
    (mean(spell) - level) / (spread * Math.sqrt(1 / length + 1 / past.length) || Number.POSITIVE_INFINITY);
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
      const inside = before.filter((ordinal) => ordinal >= selection.from && ordinal <= selection.to).length;
      if (selectionExcluded || inside === 0) {
        return diagnostic(
          "RTM01",
          "note",
          `The units were picked for their counts from ${label(selection.from)} to ${label(selection.to)}; that spell is left out of the baseline, because a fall after a bad spell comes by itself.`,
          { fix: "nothing: the baseline ends before the spell" },
        );
      }
      return diagnostic(
        "RTM01",
        "warning",
        `The units were picked for their counts from ${label(selection.from)} to ${label(selection.to)}, and ${inside} of the ${before.length} periods of the baseline lie in that spell: part of any fall is regression to the mean.`,
        { fix: "lengthen window.before, so that the spell can be left out of the baseline" },
      );
    }
    const spell = spellBeforeStart(input);
    if (!spell || spell.z < threshold || spell.ratio < 1.05) return undefined;
    return diagnostic(
      "RTM01",
      "warning",
      `From ${label(spell.from)} to ${label(spell.to)}, just before the start, the treated units recorded ${((spell.ratio - 1) * 100).toFixed(0)}% more than their usual share (${spell.z.toFixed(1)} standard errors). If they were picked for it, part of any fall is regression to the mean.`,
      { fix: "say in the study how the units were picked:  selected-on: { from: …, to: … }" },
    );
  },
};
