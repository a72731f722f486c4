import type { Answer, Estimator } from "../../model/estimate.ts";
import { type Fact, nothing } from "../../model/facts/fact.ts";
import type { RowFacts, RowFamily } from "../../model/facts/row.ts";
import type { Disagreement, EffectScale } from "../../model/finding.ts";
import { unitsWith } from "../../study/starts.ts";
import { effectOf } from "./of-answer.ts";

const noEstimate = { estimate: null, conf_low: null, conf_high: null } as const;

const numbersOf = (answer: Answer, wanted: EffectScale): Omit<Disagreement, "note"> => {
  const { name: method, title } = answer.estimator;
  const on = effectOf(answer, wanted);
  return on
    ? { method, title, estimate: on.estimate, conf_low: on.low, conf_high: on.high, scale: on.scale }
    : { method, title, ...noEstimate, scale: wanted };
};

/** The line of the method that gives the answer. */
export const primaryRow = (answer: Answer, wanted: EffectScale): RowFacts => ({
  ...numbersOf(answer, wanted),
  primary: true,
  kind: "primary",
  facts: nothing,
});

/** A method that belongs in the table and could not be run, with the reason. */
export const refusedRow = (
  { name: method, title }: Estimator,
  wanted: EffectScale,
  found: string,
): RowFacts => ({ method, title, ...noEstimate, scale: wanted, kind: "refused", facts: { found } });

/** What a method cannot stand for on these data, or what it assumes. */
const notesOf = (
  { estimator, study }: Answer,
  note: string,
): Fact<RowFamily, "outside-donors" | "interval-left-out" | "assumes"> => {
  const { beyondDonors: beyond } = study.fit;
  // Donors that never reach the treated path imitate nothing, and their gap is no estimate.
  if (beyond && beyond.periods > beyond.of / 2) return { kind: "outside-donors", facts: beyond };
  const treated = unitsWith(study.design, "treated").length;
  return treated < (estimator.traits.fewestTreated ?? 0)
    ? { kind: "interval-left-out", facts: { note, treated } }
    : { kind: "assumes", facts: { note } };
};

/** Another method's line, without the numbers that it cannot stand for on these data. */
export const otherRow = (answer: Answer, wanted: EffectScale, note: string): RowFacts => {
  const row = { ...numbersOf(answer, wanted), ...notesOf(answer, note) };
  if (row.kind === "outside-donors") return { ...row, ...noEstimate };
  return row.kind === "interval-left-out" ? { ...row, conf_low: null, conf_high: null } : row;
};
