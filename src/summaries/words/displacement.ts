import type {
  DisplacementFacts,
  DisplacementMeasure,
  DisplacementReading,
} from "../../model/facts/displacement.ts";
import type { Displacement, Verdict } from "../../model/finding.ts";

const titles: Readonly<Record<DisplacementMeasure, string>> = {
  "difference-net": "Weighted displacement difference, both areas",
  "difference-next-door": "Weighted displacement difference, next door",
  quotient: "Weighted displacement quotient",
  "model-next-door": "Poisson model, next door",
  "model-net": "Poisson model, both areas",
};

const readings: Readonly<Record<DisplacementReading, string>> = {
  "fewer-next-door": "fewer next door: benefit spread",
  "more-next-door": "more next door: crime moved",
  "fewer-in-all": "fewer in all",
  "more-in-all": "more in all",
  uncertain: "uncertain: the interval holds both",
  "spread-beyond-inside": "benefit spread further than it was felt inside",
  "some-spread": "some benefit spread next door",
  "some-moved": "some crime moved, less than was avoided",
  "all-moved": "as much crime moved as was avoided, or more",
};

const nextDoorWords = {
  "fewer-next-door": "benefit spread",
  "more-next-door": "crime moved",
  uncertain: readings.uncertain,
} as const;

const netWords = (verdict: Verdict): string =>
  verdict === "fall" || verdict === "rise" ? `there was a ${verdict}` : "the net effect is uncertain";

/** Displacement as a finding holds it; `unit` is what the outcome counts. */
export const displacementWords = (
  { measures, buffer, verdict, nextDoor }: DisplacementFacts,
  unit: string,
): Displacement => ({
  measures: measures.map(({ id, kind, estimate, low, high, reading }) => ({
    id,
    title: titles[kind],
    unit: kind === "quotient" ? "quotient" : unit,
    estimate,
    conf_low: low,
    conf_high: high,
    reading: readings[reading],
  })),
  buffer,
  verdict,
  sentence: `Counting the treated units and the ${buffer.units} next to them together, ${netWords(verdict)}; next door: ${nextDoor ? nextDoorWords[nextDoor] : "not estimated"}.`,
});
