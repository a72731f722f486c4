import type { Check } from "../model/check.ts";
import type { Design } from "../model/design.ts";
import { WhatworksError } from "../model/errors.ts";
import type { Study, Tested } from "../model/estimate.ts";
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
  needs: [{ kind: "treated" }, { kind: "periods-before", least: 4 }],
  needsErrors: true,
  run: (study) => {
    const before = firstTreated(study.design);
    const middle = Math.floor(before / 2);
    const dates = datesAround(middle, before).map((at) => attempt(study, before, at));
    const main = dates.find(({ date }) => date === study.design.panel.periods[middle])!;
    const tried = dates.filter(({ estimate }) => Number.isFinite(estimate));
    const facts: PlaceboDatesFacts = {
      scale: scaleOf(study),
      ...(study.design.kind === "roll-out" ? { early: before - middle } : {}),
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
    // Neighbouring dates share most of their periods, but a fifth of them below 0.05 is more than chance leaves behind;
    // one date of several is what chance leaves behind.
    const many = found > 1 && found / tried.length > 0.2;
    const status = main.p < 0.05 && many ? "failed" : main.p < 0.05 || many ? "informational" : "passed";
    return { ...named, status, kind: "placebo-dates", facts };
  },
};

/** Neighbouring dates share nearly all of their periods, so that a few say what all of them would. */
const mostDates = 8;

const datesAround = (middle: number, before: number): number[] => {
  const all = Array.from({ length: before - 2 }, (_, k) => k + 1);
  const step = Math.ceil(all.length / mostDates);
  return all.filter((at) => (at - middle) % step === 0);
};

/** The date half way through the periods before the start, without which the check does not fail. */
export const middleDate = (study: Study): Tested => {
  const before = firstTreated(study.design);
  return attempt(study, before, Math.floor(before / 2));
};

/**
 * In a roll-out a common start would leave nobody to compare with, so each start is pretended to be a number of periods
 * early instead, and what is truly treated is left out.
 */
const earlier = (design: Design, periods: number): Design => {
  const { panel, outcome, cohort } = design;
  const T = panel.periods.length;
  const untreated = panel.columns[outcome]!.map((y, c) =>
    panel.ordinals[c % T]! >= cohort[Math.floor(c / T)]! ? Number.NaN : y,
  );
  return {
    ...design,
    panel: { ...panel, columns: { ...panel.columns, [outcome]: untreated } },
    cohort: cohort.map((start) => start - periods),
  };
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
  if (design.kind === "roll-out") return earlier(design, before - at);
  const treated = new Set(treatedUnits(design));
  const start = design.panel.ordinals[at]!;
  const cohort = design.cohort.map((c, i) => (treated.has(i) ? start : c));
  return { ...firstPeriods(design, before), cohort };
};
