import type { LimitFamily, LimitOutcome } from "../../model/facts/limit.ts";
import type { FindingWarning, Limit } from "../../model/finding.ts";
import { checkSentence } from "./checks.ts";
import { say, type Words } from "./say.ts";

const threats: { readonly [Kind in keyof LimitFamily]: string } = {
  "other-events": "Something else happened at the same time",
  "moving-apart": "The groups were already moving apart",
  "regression-to-the-mean": "Regression to the mean",
  "season-and-trend": "Season and trend",
  displacement: "Crime moved elsewhere",
  recording: "Recording rather than crime changed",
  dose: "The intervention was not what it says",
};

const otherEvents: Readonly<Record<LimitFamily["other-events"]["compared"], string>> = {
  "at-random": "Units were assigned at random, so other events fell on both groups alike.",
  chosen: "Events that touched only the treated units at the start cannot be told from the intervention.",
  nobody:
    "Anything else that changed at the start cannot be told from the intervention: there is no comparison group.",
};

const sentences: Words<LimitFamily> = {
  "other-events": ({ compared }) => otherEvents[compared],
  "moving-apart": ({ check }) =>
    check
      ? checkSentence(check)
      : "There are too few periods before the start to see whether the groups moved alike.",
  "regression-to-the-mean": ({ spellDeclared }) =>
    spellDeclared
      ? "The spell for which the units were picked is known and left out of the baseline."
      : "Nobody wrote down how the units were picked. If it was after a bad spell, part of any fall comes by itself; no bad spell shows just before the start.",
  "season-and-trend": ({ modelled }) =>
    modelled
      ? "Trend and season are part of the model."
      : "Only equal calendar months stand against the season, and nothing against a trend.",
  displacement: ({ bufferLookedAt }) =>
    bufferLookedAt
      ? "Neighbouring units were counted as a group of their own; see displacement."
      : "No neighbouring units were set aside, so crime that moved, or benefit that spread, was not looked for.",
  recording: () =>
    "The counts are what was recorded. A change in reporting or recording that came with the intervention would look the same.",
  dose: ({ measured }) =>
    measured
      ? "Planned and delivered doses were recorded; see implementation."
      : "How much of the intervention was delivered, and whether comparison units had some of it, was not measured.",
};

/** A limit as a finding holds it: where a guard found the threat here, the guard's own words. */
export const limitWords = (limit: LimitOutcome, warnings: readonly FindingWarning[]): Limit => {
  const threat = threats[limit.kind];
  if (limit.status !== "failed") return { threat, status: limit.status, sentence: say(sentences, limit) };
  const hit = warnings.find(({ code, severity }) => code === limit.code && severity !== "note");
  return { threat, status: "failed", sentence: hit?.message ?? say(sentences, limit), code: limit.code };
};
