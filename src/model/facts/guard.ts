import type { Break } from "../break.ts";
import type { LeadsFacts, PlaceboDatesFacts } from "./check.ts";
import type { Fact, Nothing } from "./fact.ts";

/** A spell of periods, by their labels. */
interface Spell {
  readonly from: string;
  readonly to: string;
}

/** What a guard saw in a study, its data or its prices that a reader must know. */
export interface GuardFamily {
  /** Share (0 to 1) of the periods after the start in parts of the year that the baseline does not cover equally. */
  readonly "unequal-seasons": { readonly share: number };
  /** Events in the smallest cell of the 2 × 2 table; not finite where no cell has a total. */
  readonly "low-counts": { readonly least: number };
  readonly "few-clusters": { readonly clusters: number; readonly treated: number };
  readonly "moved-apart": LeadsFacts;
  /** The method finds a change at a date when nothing had happened. */
  readonly "found-without-cause": PlaceboDatesFacts;
  /** Comparison units next to a treated one. */
  readonly touching: { readonly units: readonly string[] };
  /** Events of a comparison unit for each one of a treated unit, before the start. */
  readonly "unequal-volume": { readonly ratio: number };
  /** Totals of which two units hold this share or more. */
  readonly dominated: {
    readonly share: number;
    readonly totals: readonly {
      readonly role: "treated" | "comparison";
      readonly phase: "before" | "after";
    }[];
  };
  readonly "police-generated": { readonly outcome: string };
  readonly "snapped-points": Nothing;
  /** Periods after the start so far: how often the answer has been looked at. */
  readonly "open-ended": { readonly looks: number };
  readonly "recording-break": Pick<Break, "title" | "from" | "to" | "source" | "status"> & {
    readonly beginsWithIntervention: boolean;
  };
  readonly "provisional-months": { readonly late: number; readonly of: number };
  readonly "mixed-editions": { readonly editions: readonly string[] };
  /** The units were picked for a spell: left out of the baseline, part of it, or seen without being declared. */
  readonly "spell-left-out": Spell;
  readonly "spell-in-baseline": Spell & { readonly inside: number; readonly of: number };
  readonly "spell-seen": Spell & { readonly ratio: number; readonly standardErrors: number };
  readonly "weights-expired": {
    readonly scheme: string;
    readonly version: string;
    readonly until: string;
    readonly last: string;
  };
  readonly "weights-old": { readonly scheme: string; readonly version: string; readonly years: number };
  readonly "price-years": {
    readonly apart: readonly string[];
    readonly base: string;
    readonly hasDeflator: boolean;
  };
}
export type GuardFacts = Fact<GuardFamily>;

/** A guard that went off: under which code, how grave, and what it saw. */
export type GuardHit = {
  readonly code: string;
  readonly severity: "warning" | "note";
} & GuardFacts;
