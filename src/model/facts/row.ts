import type { Disagreement } from "../finding-results.ts";
import type { Fact, Nothing } from "./fact.ts";

/** What a reader must know of one method's line in the table of methods. */
export interface RowFamily {
  readonly primary: Nothing;
  /** What the method says that it assumes and the others do not. */
  readonly assumes: { readonly note: string };
  /** The same, and its interval is not shown: too narrow with so few treated units. */
  readonly "interval-left-out": { readonly note: string; readonly treated: number };
  /** In so many periods before the start the treated value lies outside all donors. */
  readonly "outside-donors": { readonly periods: number; readonly of: number };
  /** The method threw; `found` is what its error says it found. */
  readonly refused: { readonly found: string };
  /** The spell for which the units were picked, as the baseline. */
  readonly "bad-spell": { readonly from: string; readonly to: string };
}

/** A line of the table of methods as numbers. */
export type RowFacts = Omit<Disagreement, "note"> & Fact<RowFamily>;
