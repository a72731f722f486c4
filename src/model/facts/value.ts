import type { Harm, Value } from "../finding-context.ts";
import type { Fact, Nothing } from "./fact.ts";

/** Harm avoided by one scheme of weights. */
export type HarmRow = Omit<Harm["weights"][number], "name"> & {
  readonly scheme: string;
  readonly offence: string;
};

/** What was assumed on the way from events to money. */
export interface AssumptionFamily {
  readonly "recorded-only": Nothing;
  /** Actual offences for each recorded one. */
  readonly multiplied: {
    readonly by: number;
    readonly low: number | null;
    readonly high: number | null;
  };
  readonly "average-cost": Nothing;
  readonly "no-neighbours": Nothing;
  /** A year, after the first. */
  readonly discounted: { readonly rate: number };
  readonly uprated: { readonly from: string; readonly to: string; readonly deflator: string };
  readonly simulated: { readonly draws: number };
}
export type AssumptionFacts = Fact<AssumptionFamily>;

/** The value of the events as numbers, before anyone says them. */
export type ValueFacts = Omit<Value, "sentence" | "assumptions"> & {
  readonly assumptions: readonly AssumptionFacts[];
};
