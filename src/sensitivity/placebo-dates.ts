import type { Check } from "../model/check.ts";
import type { Design } from "../model/design.ts";
import { WhatworksError } from "../model/errors.ts";
import type { Study } from "../model/estimate.ts";
import type { PlaceboDatesFacts } from "../model/facts/check.ts";
import { answerEstimate } from "../study/answer.ts";
import { firstTreated, treatedUnits } from "../study/starts.ts";
import { firstPeriods } from "../study/subset.ts";
import { measured, scaleOf } from "./headline.ts";

const named = { id: "placebo-dates", title: "Placebo dates" } as const;

/**
 * Pretends that treatment began earlier, on periods before anybody's true start, where the effect is zero by
 * construction. The date half way through those periods is the test; the others are shown beside it.
 */
export const placeboDates: Check = {
  ...named,
  needs: [{ kind: "comparison" }, { kind: "treated" }, { kind: "periods-before", least: 4 }],
  needsErrors: true,
  run: (study) => {
    const before = firstTreated(study.design);
    const dates = Array.from({ length: before - 2 }, (_, at) => at + 1).map((at) =>
      attempt(study, before, at),
    );
    const main = dates[Math.floor(before / 2) - 1]!;
    const tried = dates.filter(({ estimate }) => Number.isFinite(estimate));
    const facts: PlaceboDatesFacts = {
      scale: scaleOf(study),
      numbered: study.design.panel.frequency === "integer",
      dates,
      estimate: answerEstimate(study),
      date: main.date,
      placebo: main.estimate,
      p: main.p,
    };
    if (!Number.isFinite(main.estimate) || !Number.isFinite(main.p))
      return { ...named, status: "not-run", kind: "placebo-date-refused", facts };
    const found = tried.filter(({ p }) => p < 0.05).length;
    // Neighbouring dates share most of their periods, but a fifth of them below 0.05 is more than chance leaves behind.
    const many = found > 1 && found / tried.length > 0.2;
    const status = main.p < 0.05 ? "failed" : many ? "informational" : "passed";
    return { ...named, status, kind: "placebo-dates", facts };
  },
};

/** One refit on the periods before the first start, every treated unit starting in period `at`. */
const attempt = (study: Study, before: number, at: number): PlaceboDatesFacts["dates"][number] => {
  const date = study.design.panel.periods[at]!;
  const design = pretend(study.design, before, at);
  try {
    return { date, ...measured(study, design) };
  } catch (error) {
    if (!(error instanceof WhatworksError)) throw error;
    return { date, estimate: Number.NaN, standardError: Number.NaN, p: Number.NaN, reason: error.message };
  }
};

const pretend = (design: Design, before: number, at: number): Design => {
  const treated = new Set(treatedUnits(design));
  const start = design.panel.ordinals[at]!;
  const cohort = design.cohort.map((c, i) => (treated.has(i) ? start : c));
  return { ...firstPeriods(design, before), cohort };
};
