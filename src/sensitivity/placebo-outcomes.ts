import type { Check } from "../model/check.ts";
import { WhatworksError } from "../model/errors.ts";
import type { Study } from "../model/estimate.ts";
import { beyondChance, type PlaceboOutcomesFacts } from "../model/facts/check.ts";
import { answerEstimate } from "../study/answer.ts";
import { measured, scaleOf } from "./headline.ts";
import { placeboNames } from "./placebo-names.ts";

const named = { id: "placebo-outcomes", title: "Placebo outcomes" } as const;

/**
 * The same question asked of outcomes that the intervention should not move (`placeboOutcomes` in the settings, names
 * of panel columns). An effect there points to something else that happened at the same time.
 */
export const placeboOutcomes: Check = {
  ...named,
  needs: [{ kind: "comparison" }, { kind: "placebo-outcomes" }],
  needsErrors: true,
  run: (study) => {
    const results = placeboNames(study).map((outcome) => attempt(study, outcome));
    const run = results.filter(({ p }) => Number.isFinite(p));
    const found = run.filter(({ p }) => beyondChance(p, run.length));
    const facts: PlaceboOutcomesFacts = {
      scale: scaleOf(study),
      outcomes: results,
      estimate: answerEstimate(study),
    };
    return run.length === 0
      ? { ...named, status: "not-run", kind: "placebo-outcomes-refused", facts }
      : { ...named, status: found.length > 0 ? "failed" : "passed", kind: "placebo-outcomes", facts };
  },
};

const attempt = (study: Study, outcome: string): PlaceboOutcomesFacts["outcomes"][number] => {
  const design = { ...study.design, outcome };
  try {
    return { outcome, ...measured(study, design) };
  } catch (error) {
    if (!(error instanceof WhatworksError)) throw error;
    return { outcome, estimate: Number.NaN, standardError: Number.NaN, p: Number.NaN, reason: error.message };
  }
};
