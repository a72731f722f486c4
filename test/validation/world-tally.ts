import type { CheckOutcome } from "../../src/model/check.ts";
import { WhatworksError } from "../../src/model/errors.ts";
import type { Answer } from "../../src/model/estimate.ts";
import { answerQuestion } from "../../src/pipeline/evaluate/answer-question.ts";
import { studyFor } from "../../src/pipeline/evaluate/checks.ts";
import type { Designed } from "../../src/pipeline/evaluate/design.ts";
import type { Question } from "../../src/pipeline/evaluate/question.ts";
import { withheldIf } from "../../src/pipeline/evaluate/withhold.ts";
import { unmetNeed } from "../../src/sensitivity/index.ts";
import { middleDate, placeboDates } from "../../src/sensitivity/placebo-dates.ts";
import { preTrends } from "../../src/sensitivity/pre-trends.ts";
import type { World } from "./worlds.ts";

/** What the headlines of one world came to. Shares are of draws with an interval, but for `interval` and `noticed`. */
export interface WorldTally {
  readonly world: string;
  readonly draws: number;
  /** Share of draws whose page has an interval. */
  readonly interval: number;
  readonly covered: number;
  /** Share of all draws whose headline claims a change in the wrong direction or where there is none. */
  readonly claimed: number;
  /** Mean of log(estimate / truth). */
  readonly bias: number;
  /** Share of all draws whose check of trends before the start failed; null where it could not be run. */
  readonly drifted: number | null;
  readonly method: string;
}

interface Said {
  readonly low: number | null;
  readonly high: number | null;
  readonly estimate: number | null;
  readonly verdict: string;
  readonly drifted: boolean | undefined;
  readonly method: string;
}

/** The headline of a page with what its checks withhold, without the rest of the page. */
export const saidOf = (question: Question): Said => {
  const { designed, primary, headline } = answerQuestion(question);
  const checks = [driftCheck, dateCheck].flatMap((check) => check(designed, primary));
  const { conf_low: low, conf_high: high, estimate, verdict } = withheldIf(headline, checks);
  const drifted = checks.find(({ id }) => id === "pre-trends")?.status;
  return {
    low,
    high,
    estimate,
    verdict,
    drifted: drifted === undefined || drifted === "not-run" ? undefined : drifted === "failed",
    method: `${primary.estimator.name}: ${primary.inferred.vcov}`,
  };
};

type OneCheck = (designed: Designed, primary: Answer) => CheckOutcome[];

const driftCheck: OneCheck = (designed, primary) => {
  const study = studyFor(preTrends, designed, primary, primary.study.settings);
  return unmetNeed(preTrends, study) === undefined ? [preTrends.run(study)] : [];
};

/** Where the middle date is not below 0.05 the check cannot fail, and the others need not be worked out. */
const dateCheck: OneCheck = (designed, primary) => {
  const study = studyFor(placeboDates, designed, primary, primary.study.settings);
  if (unmetNeed(placeboDates, study) !== undefined) return [];
  return middleDate(study).p < 0.05 ? [placeboDates.run(study)] : [];
};

/** A question that the program refuses claims nothing: it is counted among the draws without an interval. */
const attempt = (question: Question): Said | undefined => {
  try {
    return saidOf(question);
  } catch (cause) {
    if (cause instanceof WhatworksError) return undefined;
    throw cause;
  }
};

export const tallyWorld = (world: World, draws: number): WorldTally => {
  const count = { interval: 0, covered: 0, claimed: 0, drifted: 0, tested: 0, bias: 0, estimated: 0 };
  const methods = new Map<string, number>();
  for (let replicate = 0; replicate < draws; replicate++) {
    const { question, truth } = world.draw(replicate);
    const said = attempt(question);
    if (said === undefined) continue;
    methods.set(said.method, (methods.get(said.method) ?? 0) + 1);
    if (said.low !== null && said.high !== null) {
      count.interval++;
      if (said.low <= truth && truth <= said.high) count.covered++;
    }
    const wrong = { fall: truth >= 1 - 1e-9, rise: truth <= 1 + 1e-9 } as Record<string, boolean>;
    if (wrong[said.verdict]) count.claimed++;
    if (said.estimate !== null && said.estimate > 0) {
      count.estimated++;
      count.bias += Math.log(said.estimate / truth);
    }
    if (said.drifted !== undefined) count.tested++;
    if (said.drifted) count.drifted++;
  }
  const [method] = [...methods].sort((a, b) => b[1] - a[1]);
  return {
    world: world.label,
    draws,
    interval: count.interval / draws,
    covered: count.interval === 0 ? 0 : count.covered / count.interval,
    claimed: count.claimed / draws,
    bias: count.estimated === 0 ? 0 : count.bias / count.estimated,
    drifted: count.tested === 0 ? null : count.drifted / count.tested,
    method: method?.[0] ?? "",
  };
};
