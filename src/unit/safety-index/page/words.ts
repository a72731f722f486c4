import { fixed, missing } from "../../../summaries/numbers.ts";
import type { AreaPoint, Band95, IndexArea, SafetyIndex } from "../types.ts";

/** A score to one decimal: finer than any interval here. */
export const score = (value: number | null | undefined): string => fixed(value, 1);

export const range = (low: number | null, high: number | null, decimals = 1): string =>
  `${fixed(low, decimals)} to ${fixed(high, decimals)}`;

/** "98.9 (95.9 to 101.9)". */
export const withInterval = ({ score: value, low, high }: Band95): string =>
  `${score(value)} (${range(low, high)})`;

/** "11 (4 to 30)": a rank is never printed without its interval. */
export const withRange = ({ rank: { rank, low, high } }: AreaPoint): string => `${rank} (${low} to ${high})`;

export const percentOf = (share: number): string => `${fixed(share * 100, 0)}%`;

/** "+1.2", "-0.4": points gained or lost. */
export const points = (value: number | null | undefined): string =>
  value === null || value === undefined
    ? missing
    : `${value > 0 && fixed(value, 1) !== "0.0" ? "+" : ""}${fixed(value, 1)}`;

/** "95%", "99.9%": as many decimals as it was given with. */
export const level = ({ method }: SafetyIndex): string => `${Number((method.level * 100).toFixed(6))}%`;

/** True where 100 is the mean of the base year. */
export const hundred = ({ method: { normalisation } }: SafetyIndex): boolean =>
  ["base-100", "z-score", "reference-goalposts"].includes(normalisation);

export interface Scored extends IndexArea {
  readonly last: AreaPoint;
}

/** Areas scored in the last year, the highest combined score first, equal ones by name, as they stand. */
export const scoredAreas = ({ areas }: SafetyIndex): Scored[] =>
  areas
    .flatMap((area) => {
      const last = area.points.at(-1);
      return last ? [{ ...area, last }] : [];
    })
    .sort((a, b) => b.last.combined.score! - a.last.combined.score!);

/** Beyond so many areas a figure with a row for each is longer than anyone reads; the table has them all. */
export const mostRows = 80;

/** "the 2022 mean" is what a band lies below or above where 100 is one and the names are the usual ones. */
export const bandWords = (index: SafetyIndex, band: string): string =>
  hundred(index) && /^((far )?(below|above)|around)$/.test(band)
    ? `That is ${band} the ${index.base.year} mean`
    : `That is in the band "${band}"`;

export const hasBothHalves = (index: SafetyIndex): boolean => index.method.balance !== null;

/** What a figure says beside its subject. */
export const note = (index: SafetyIndex): string => (index.invented ? ". Invented data" : "");
export const scale = (index: SafetyIndex): string =>
  hundred(index) ? `100 is the ${index.base.year} mean of the areas` : "more is better";
