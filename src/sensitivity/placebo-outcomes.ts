import type { Check } from "../model/check.ts";
import { WhatworksError } from "../model/errors.ts";
import type { Study } from "../model/estimate.ts";
import { answerEstimate } from "../study/answer.ts";
import { counted, effectWords, measured, show } from "./headline.ts";

const named = { id: "placebo-outcomes", title: "Placebo outcomes" };

/**
 * The same question asked of outcomes that the intervention should not move (`placeboOutcomes` in the settings, names
 * of panel columns). An effect there points to something else that happened at the same time.
 */
export const placeboOutcomes: Check = {
  ...named,
  refuses: (study) => {
    const names = namesOf(study);
    if (names.length === 0) return "no placebo outcome was named";
    const unknown = names.filter((name) => study.design.panel.columns[name] === undefined);
    return unknown.length === 0 ? undefined : `the panel has no column ${unknown.join(", ")}`;
  },
  run: (study) => {
    const results = namesOf(study).map((outcome) => attempt(study, outcome));
    const run = results.filter(({ p }) => Number.isFinite(p));
    // Several outcomes are several chances to be fooled: Bonferroni.
    const found = run.filter(({ p }) => p * run.length < 0.05);
    const list = run
      .map(({ outcome, estimate, p }) => `${outcome} ${effectWords(study, estimate)} (p = ${show(p)})`)
      .join(", ");
    const facts = { outcomes: results, estimate: answerEstimate(study) };
    if (run.length === 0) {
      const sentence = `No placebo outcome could be fitted: ${results.map(({ reason }) => reason).join("; ")}.`;
      return { ...named, status: "not-run", sentence, facts };
    }
    const sentence =
      `${found.length} of ${counted(run.length, "outcome")} that should not move did so beyond chance (5% over all of them, ` +
      `Bonferroni): ${list}; the outcome of the study moved by ${effectWords(study, answerEstimate(study))}.`;
    return { ...named, status: found.length > 0 ? "failed" : "passed", sentence, facts };
  },
};

const namesOf = ({ settings, design }: Study): readonly string[] => {
  const given = settings.placeboOutcomes;
  const names = Array.isArray(given)
    ? (given as readonly string[])
    : typeof given === "string"
      ? given.split(",")
      : [];
  return names.map((name) => name.trim()).filter((name) => name !== "" && name !== design.outcome);
};

const attempt = (study: Study, outcome: string) => {
  const design = { ...study.design, outcome };
  try {
    return { outcome, ...measured(study, design) };
  } catch (error) {
    if (!(error instanceof WhatworksError)) throw error;
    const reason = `${outcome}: ${error.message}`;
    return { outcome, estimate: Number.NaN, standardError: Number.NaN, p: Number.NaN, reason };
  }
};
