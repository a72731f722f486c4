import type { Estimate, Study } from "../model/estimate.ts";

/** The term that answers "what changed?". */
export const answerTerm = ({ answer }: Pick<Study, "answer">): string => answer ?? "att";

/** The finished answer. A method with one start may name it as its cohort; with several, it is over all of them. */
export const answerOf = (study: Study, estimates: readonly Estimate[]): Estimate | undefined => {
  const term = answerTerm(study);
  const found = estimates.filter(
    (one) => one.term === term && one.event_time === null && one.period === null,
  );
  return found.find(({ cohort }) => cohort === null) ?? (found.length === 1 ? found[0] : undefined);
};

/** Which term of a fit is the answer; where it has none, the effect in the first treated period. */
export const answerIndex = (study: Pick<Study, "answer" | "fit">): number => {
  const { terms } = study.fit;
  const at = terms.findIndex(
    ({ term, event_time, cohort }) =>
      term === answerTerm(study) && event_time === undefined && cohort === undefined,
  );
  return at === -1
    ? Math.max(
        0,
        terms.findIndex(({ event_time }) => event_time === 0),
      )
    : at;
};

export const answerEstimate = (study: Pick<Study, "answer" | "fit">): number =>
  study.fit.terms[answerIndex(study)]?.estimate ?? Number.NaN;
