import { guardHits } from "../../../src/evidence/guards/index.ts";
import { answerQuestion } from "../../../src/pipeline/evaluate/answer-question.ts";
import { guardInput } from "../../../src/pipeline/evaluate/judging.ts";
import { draws, noisy, questionOf } from "../../helpers/questions.ts";

/*
 * Twenty areas of about the same size, three years of months, and no intervention that does anything. The four areas
 * whose three months from the fourth-last on were worst against their own year before are "treated": their bad spell
 * is chance, part of it shared over neighbouring months, and ends by itself.
 */
const areas = 20;
const picked = 4;
const length = 36;
const spell = { from: 21, to: 23 }; // the three months before the start, counted from 0
const start = 24;

const world = (seed: number): Record<string, number[]> => {
  const draw = draws(seed * 7919 + 13);
  for (let i = 0; i < 10; i += 1) draw();
  return Object.fromEntries(
    Array.from({ length: areas }, (_, i) => {
      const level = 15 + 20 * draw();
      // Bad and good spells of a few months: a gamma-like shock that fades by half each month.
      let shock = 0;
      const counts = Array.from({ length }, () => {
        shock = 0.6 * shock + 0.16 * (draw() + draw() + draw() + draw() + draw() + draw() - 3);
        return noisy(level * Math.exp(shock), draw);
      });
      return [`Area ${i + 1}`, counts] as const;
    }),
  );
};

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** The areas whose last three months stood furthest above their own past. */
const worst = (rows: Readonly<Record<string, readonly number[]>>): string[] =>
  Object.entries(rows)
    .map(([name, y]) => ({ name, rise: mean(y.slice(spell.from, start)) / mean(y.slice(0, spell.from)) }))
    .sort((a, b) => b.rise - a.rise)
    .slice(0, picked)
    .map(({ name }) => name);

/** The headline and the guards of an intervention that did nothing, with the bad spell declared or not. */
const said = (seed: number, declared: boolean): { verdict: string; warned: boolean } => {
  const rows = world(seed);
  const question = questionOf({
    id: `spell-${seed}`,
    first: "2021-01",
    rows,
    starts: Object.fromEntries(worst(rows).map((name) => [name, "2023-01"])),
    study: {
      window: { before: "24 months", after: "12 months" },
      ...(declared ? { "selected-on": { from: "2022-10", to: "2022-12" } } : {}),
    },
  });
  const evaluation = answerQuestion(question);
  const guarded = guardHits(guardInput(evaluation, []));
  const { verdict } = evaluation.headline;
  return {
    verdict,
    warned: guarded.some(({ code, severity }) => code === "RTM01" && severity === "warning"),
  };
};

/** Shares of worlds: falls claimed with the spell declared; warnings, and falls without one, where it is not. */
export const tally = (worlds: number): { falls: number; warned: number; fallsUnwarned: number } => {
  const seeds = Array.from({ length: worlds }, (_, seed) => seed);
  const silent = seeds.map((seed) => said(seed, false));
  const share = (n: number): number => n / worlds;
  return {
    falls: share(seeds.filter((seed) => said(seed, true).verdict === "fall").length),
    warned: share(silent.filter(({ warned }) => warned).length),
    fallsUnwarned: share(silent.filter(({ verdict, warned }) => verdict === "fall" && !warned).length),
  };
};
