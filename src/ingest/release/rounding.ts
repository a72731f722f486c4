import type { Base } from "../../model/release.ts";
import type { Key } from "./key.ts";

/** What rounds counts: to which multiples, and by which secret. */
export interface Rounder {
  readonly base: Base;
  readonly key: Key;
}

/** Spellings that a reader takes for one name must not give a cell a second value. */
const folded = (name: string): string => name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();

/** A name as the rounding knows it. */
export const identity = (...names: readonly string[]): string => names.map(folded).join("\0");

/**
 * Unbiased random rounding: x = k·base + r becomes k·base with probability 1 − r / base and (k + 1)·base otherwise,
 * so that the mean is x and the variance r (base − r). Zeros and multiples stay. The draw is keyed by the cell and
 * its count: the same cell has the same value wherever it is printed, for as long as its count stands.
 *
 * Source  Fellegi, I. P. (1975), Survey Methodology 1(2), 123–133: controlled random rounding; Marley & Leaver
 *         (2011), ISI World Statistics Congress: perturbation keyed by cell.
 */
export const rounded = (count: number, cell: string, { base, key }: Rounder): number => {
  const rest = count % base;
  if (rest === 0) return count;
  return count - rest + (key.lot([cell, count]) * base < rest ? base : 0);
};
