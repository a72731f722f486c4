import type { Check } from "../model/check.ts";
import type { Design } from "../model/design.ts";
import { WhatworksError } from "../model/errors.ts";
import type { Study, Tested } from "../model/estimate.ts";
import { answerEstimate } from "../study/answer.ts";
import { firstPeriods } from "../study/subset.ts";
import { counted, effectWords, firstStart, measured, show, treatedUnits } from "./headline.ts";

const named = { id: "placebo-dates", title: "Placebo dates" };

/**
 * Pretends that treatment began earlier, on periods before anybody's true start, where the effect is zero by
 * construction. The date half way through those periods is the test; the others are shown beside it.
 */
export const placeboDates: Check = {
  ...named,
  refuses: ({ design }) => {
    if (treatedUnits(design).length === 0) return "no unit is treated within the panel";
    if (firstStart(design) < 4) return "fewer than four periods lie before the first start";
    return undefined;
  },
  run: (study) => {
    const before = firstStart(study.design);
    const middle = Math.floor(before / 2);
    const dates = datesAround(middle, before).map((at) => attempt(study, before, at));
    const main = dates.find(({ date }) => date === study.design.panel.periods[middle])!;
    const tried = dates.filter(({ estimate }) => Number.isFinite(estimate));
    const facts = {
      dates,
      estimate: answerEstimate(study),
      date: main.date,
      placebo: main.estimate,
      p: main.p,
    };
    if (!Number.isFinite(main.estimate) || !Number.isFinite(main.p)) {
      const sentence = `The method could not be run with a placebo start in ${main.date}${main.reason ? `: ${main.reason}` : ""}.`;
      return { ...named, status: "not-run", sentence, facts };
    }
    const date = `${study.design.panel.frequency === "integer" ? "period " : ""}${main.date}`;
    const when =
      study.design.kind === "roll-out"
        ? `every start pretended to be ${counted(before - middle, "period")} early`
        : `a placebo start in ${date}`;
    const found = tried.filter(({ p }) => p < 0.05).length;
    const sentence =
      `With ${when}, before anything happened, the estimate is ${effectWords(study, main.estimate)} ` +
      `(p = ${show(main.p)}), beside ${effectWords(study, answerEstimate(study))} for the true start; ` +
      `of ${counted(tried.length, "placebo date")} tried, ${found} ${found === 1 ? "has" : "have"} p below 0.05.`;
    // Neighbouring dates share most of their periods, but a fifth of them below 0.05 is more than chance leaves behind;
    // one date of several is what chance leaves behind.
    const many = found > 1 && found / tried.length > 0.2;
    const status = main.p < 0.05 && many ? "failed" : main.p < 0.05 || many ? "informational" : "passed";
    return { ...named, status, sentence, facts };
  },
};

/** Neighbouring dates share nearly all of their periods, so that a few say what all of them would. */
const mostDates = 8;

const datesAround = (middle: number, before: number): number[] => {
  const all = Array.from({ length: before - 2 }, (_, k) => k + 1);
  const step = Math.ceil(all.length / mostDates);
  return all.filter((at) => (at - middle) % step === 0);
};

/** The date half way through the periods before the start, which the check is judged by. */
export const middleDate = (study: Study): Tested => {
  const before = firstStart(study.design);
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

interface Attempt extends Tested {
  readonly date: string;
  readonly reason?: string;
}

/** One refit on the periods before the first start, every treated unit starting in period `at`. */
const attempt = (study: Study, before: number, at: number): Attempt => {
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
