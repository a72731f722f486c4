import type { CheckOutcome } from "../../model/check.ts";
import type { Answer } from "../../model/estimate.ts";
import type { DisplacementFacts } from "../../model/facts/displacement.ts";
import type { RowFacts } from "../../model/facts/row.ts";
import type { SecondaryOutcome } from "../../model/finding.ts";
import { estimators } from "../estimate/methods.ts";
import { besides } from "./besides.ts";
import { checksOf } from "./checks.ts";
import { displacementOf } from "./displacement.ts";
import type { Evaluation } from "./evaluation.ts";
import { type EventStudy, eventStudyOf } from "./event-study.ts";
import { naiveRow } from "./headline.ts";
import { treatedAlone, wholePaths } from "./paths.ts";
import { type Delivery, implementationOf } from "./people.ts";
import { secondaryOf } from "./secondary.ts";
import { type Valued, valuedOf } from "./value.ts";

/** What is shown beside an answer: other methods and outcomes, checks, what was delivered, what moved next door, what it is worth. */
export interface Supplement {
  readonly rows: readonly RowFacts[];
  /** Methods that ran, other than the primary one. */
  readonly ran: readonly Answer[];
  readonly checks: readonly CheckOutcome[];
  readonly delivery: Delivery;
  readonly valued: Valued;
  readonly displacement: DisplacementFacts | undefined;
  readonly eventStudy: EventStudy;
  readonly secondary: readonly SecondaryOutcome[];
}

export const supplementOf = (evaluation: Evaluation): Supplement => {
  const { question, designed, design, common, primary, headline } = evaluation;
  const whole = wholePaths(question, design);
  const { rows, ran } = besides(primary, {
    estimators,
    designs: { same: design, whole, "before-after": treatedAlone(design) },
    common,
    wanted: headline.scale,
    measure: question.outcome.measure,
  });
  return {
    rows: [...rows, ...naiveRow(evaluation)],
    ran,
    checks: checksOf(question, designed, primary),
    delivery: implementationOf(question, designed.built),
    valued: valuedOf(evaluation),
    displacement: displacementOf(designed.withBuffers, common),
    eventStudy: eventStudyOf(whole, common, headline.scale),
    secondary: secondaryOf(question, common),
  };
};
