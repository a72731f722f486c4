import type { Answer, Estimator } from "../../model/estimate.ts";
import type { Disagreement, EffectScale } from "../../model/finding.ts";
import { unitsWith } from "../../study/starts.ts";
import { effectOf } from "./of-answer.ts";

const nothing = { estimate: null, conf_low: null, conf_high: null } as const;

/** One method's line in the table of methods. */
export const rowOf = (
  answer: Answer,
  wanted: EffectScale,
  said: Pick<Disagreement, "note" | "primary">,
): Disagreement => {
  const { name: method, title } = answer.estimator;
  const on = effectOf(answer, wanted);
  const row = { method, title, ...said };
  return on
    ? { ...row, estimate: on.estimate, conf_low: on.low, conf_high: on.high, scale: on.scale }
    : { ...row, ...nothing, scale: wanted };
};

/** A method that belongs in the table and could not be run, with the reason. */
export const refusedRow = (
  { name: method, title }: Estimator,
  wanted: EffectScale,
  why: string,
): Disagreement => ({
  method,
  title,
  ...nothing,
  scale: wanted,
  note: `did not run: ${why}`,
});

/** Takes from a row what its method cannot stand for on these data, and says so. */
export const withheld = (row: Disagreement, { estimator, study }: Answer): Disagreement => {
  const { beyondDonors: beyond } = study.fit;
  // Donors that never reach the treated path imitate nothing, and their gap is no estimate.
  if (beyond && beyond.periods > beyond.of / 2)
    return {
      ...row,
      ...nothing,
      note: `left out: in ${beyond.periods} of ${beyond.of} periods before the start the treated value lies outside all donors`,
    };
  const treated = unitsWith(study.design, "treated").length;
  return treated < (estimator.traits.fewestTreated ?? 0)
    ? {
        ...row,
        conf_low: null,
        conf_high: null,
        note: `${row.note}; interval left out: too narrow with ${treated} treated`,
      }
    : row;
};
