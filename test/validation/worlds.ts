import { type Random, stream } from "../../src/maths/random.ts";
import { formatPeriod, parsePeriod } from "../../src/model/period.ts";
import type { Question } from "../../src/pipeline/evaluate/question.ts";
import { questionOf } from "../helpers/questions.ts";

/** One simulated study whose true change is known, asked as a reader of a page would. */
export interface Drawn {
  readonly question: Question;
  /** Rate ratio of all treated unit-months after their start, expected counts against expected counts without. */
  readonly truth: number;
}

/** A kind of study that people bring, and what is true in it. */
export interface World {
  readonly label: string;
  /** What is special, in a few words, for the table. */
  readonly told: string;
  readonly draws: number;
  /** Treated units drift before their start: an interval cannot hold the truth, and the page must notice. */
  readonly drifts?: true;
  draw(replicate: number): Drawn;
}

interface Shape {
  readonly units: number;
  readonly months: number;
  /** First treated month of each treated unit, counted from 0; a random choice of units is treated. */
  readonly starts: readonly number[];
  readonly buffers?: number;
  readonly others?: "excluded";
  /** Mean level of each unit. */
  readonly level?: (dice: Random, i: number) => number;
  readonly rho?: number;
  readonly spread?: number;
  /** Log change of the mean a month, for everybody. */
  readonly trend?: (t: number) => number;
  /** Log change a month, for treated units alone. */
  readonly drift?: number;
  /** Log effect of one treated unit, `since` months after its start. */
  readonly effect?: (dice: Random) => (since: number) => number;
  readonly study?: Readonly<Record<string, unknown>>;
  /** The change that units like these have on average, where each has its own. */
  readonly population?: number;
  readonly ends?: number;
  readonly last?: true;
}

const first = "2016-01";
const size = 25;
const usual = (dice: Random): number => 8 + 12 * dice.gamma(2) * 0.5;

/**
 * Negative binomial counts (size 25) about a mean with the unit's own level, a season, a shock shared by all, and the
 * unit's own log-normal AR(1) wander. Which units are treated is drawn anew each time.
 */
const simulate = (label: string, shape: Shape, replicate: number): Drawn => {
  const dice = stream("worlds", label, replicate);
  const { units, months, starts, rho = 0.5, spread = 0.2 } = shape;
  const shock = sharedShock(dice, months);
  const cohort: number[] = Array.from({ length: units }, (_, k) => starts[k] ?? Number.POSITIVE_INFINITY);
  if (!shape.last) dice.shuffle(cohort);
  const rows: Record<string, number[]> = {};
  let [withEffect, without] = [0, 0];
  for (let i = 0; i < units; i++) {
    const level = (shape.level ?? usual)(dice, i);
    const effect = shape.effect?.(dice);
    const treated = Number.isFinite(cohort[i]!);
    let wander = dice.normal();
    rows[nameOf(i)] = Array.from({ length: months }, (_, t) => {
      if (t > 0) wander = rho * wander + Math.sqrt(1 - rho ** 2) * dice.normal();
      const plain =
        level *
        Math.exp(
          0.15 * Math.sin((2 * Math.PI * t) / 12) +
            shock[t]! +
            (shape.trend?.(t) ?? 0) +
            (treated ? (shape.drift ?? 0) * (t - cohort[i]!) : 0) +
            spread * wander -
            spread ** 2 / 2,
        );
      const since = t - cohort[i]!;
      const mean = plain * Math.exp(since >= 0 && effect ? effect(since) : 0);
      if (since >= 0 && isAfter(shape, since)) {
        withEffect += mean;
        without += plain;
      }
      return dice.negativeBinomial(mean, size);
    });
  }
  return {
    question: ask(label, shape, rows, cohort),
    truth: shape.population ?? withEffect / without,
  };
};

/** Two years after the start are the usual window of a comparison. */
const isAfter = ({ ends }: Shape, since: number): boolean => since < (ends ?? 24);

const nameOf = (i: number): string => `Area ${String(i + 1).padStart(2, "0")}`;

const sharedShock = (dice: Random, months: number): number[] => {
  let held = 0;
  return Array.from({ length: months }, () => {
    held = 0.4 * held + 0.1 * dice.normal();
    return held;
  });
};

const ask = (
  label: string,
  shape: Shape,
  rows: Record<string, number[]>,
  cohort: readonly number[],
): Question => {
  const { ordinal } = parsePeriod(first)!;
  const starts = Object.fromEntries(
    cohort.flatMap((g, i) =>
      Number.isFinite(g) ? [[nameOf(i), formatPeriod(ordinal + g, "month")] as const] : [],
    ),
  );
  const never = cohort.flatMap((g, i) => (Number.isFinite(g) ? [] : [nameOf(i)]));
  const buffers = never.slice(0, shape.buffers ?? 0);
  const question = questionOf({
    id: "world",
    first,
    rows,
    starts,
    roles: Object.fromEntries([
      ...buffers.map((name) => [name, "buffer"] as const),
      ...(shape.others === "excluded" ? never.map((name) => [name, "excluded"] as const) : []),
    ]),
    ...(shape.study ? { study: shape.study } : {}),
    label,
  });
  return shape.ends === undefined ? question : withEnd(question, shape.ends);
};

/** The register says when each start is over. */
const withEnd = (question: Question, after: number): Question => ({
  ...question,
  intervention: {
    ...question.intervention,
    units: question.intervention.units.map((unit) => {
      if (!unit.start) return unit;
      const ordinal = unit.start.period.ordinal + after - 1;
      const text = formatPeriod(ordinal, "month");
      return { ...unit, end: { text, period: parsePeriod(text)! } };
    }),
  },
});

const world = (label: string, told: string, shape: Shape, more: Partial<World> = {}): World => ({
  label,
  told,
  draws: 500,
  ...more,
  draw: (replicate) => simulate(label, shape, replicate),
});

const spaced = (n: number, from: number, by: number): number[] =>
  Array.from({ length: n }, (_, k) => from + k * by);
const together = (n: number, at: number): number[] => Array.from({ length: n }, () => at);
const unlike = (dice: Random) => {
  const own = -0.2 + 0.3 * dice.normal();
  return () => own;
};
const fading = () => (since: number) => -0.4 * Math.exp(-since / 6);
const slow = (t: number): number => -0.006 * t;

export const worlds: readonly World[] = [
  world("roll-out of all 20, common trend", "all treated in the end, −0.6 % a month for everybody", {
    units: 20,
    months: 72,
    starts: spaced(20, 21, 2),
    trend: slow,
  }),
  world("roll-out of all 10, common trend", "all treated in the end, −0.6 % a month for everybody", {
    units: 10,
    months: 60,
    starts: spaced(10, 20, 3),
    trend: slow,
  }),
  ...[3, 4, 5, 8].map((n) =>
    world(`staggered, ${n} of 32`, "parallel, each unit its own start", {
      units: 32,
      months: 60,
      starts: spaced(n, 24, 3),
    }),
  ),
  ...[1, 2, 3, 5].map((n) =>
    world(`one start, ${n} of 32`, "parallel", { units: 32, months: 60, starts: together(n, 30) }),
  ),
  world("one start, 12 of 32", "parallel", { units: 32, months: 60, starts: together(12, 30) }),
  world("one start, 12 of 32, unlike effects", "each treated unit has an effect of its own, sd 0.3", {
    units: 32,
    months: 60,
    starts: together(12, 30),
    effect: unlike,
    population: Math.exp(-0.2 + 0.3 ** 2 / 2),
  }),
  world("staggered, 12 of 32, unlike effects", "each treated unit has an effect of its own, sd 0.3", {
    units: 32,
    months: 60,
    starts: spaced(12, 24, 1),
    effect: unlike,
    population: Math.exp(-0.2 + 0.3 ** 2 / 2),
  }),
  world("one start, 5 of 32, effect fades", "parallel before the start", {
    units: 32,
    months: 60,
    starts: together(5, 30),
    effect: fading,
  }),
  world("one start, 5 of 32, effect ends", "on for six months, which the register says", {
    units: 32,
    months: 60,
    starts: together(5, 30),
    effect: () => (since) => (since < 6 ? -0.5 : 0),
    ends: 6,
  }),
  world(
    "one start, 12 of 32, drift",
    "treated units fall by 0.8 % a month more than the others, before and after",
    { units: 32, months: 60, starts: together(12, 30), drift: -0.008 },
    { drifts: true },
  ),
  world("5 of 9, 23 buffers", "four comparison units", {
    units: 32,
    months: 48,
    starts: together(5, 24),
    buffers: 23,
  }),
  world("6 of 40, low counts", "half an event a month, units without any", {
    units: 40,
    months: 48,
    starts: together(6, 24),
    level: (dice) => (dice.uniform() < 0.2 ? 0.01 : 0.5),
  }),
  world("one unit above all donors", "three times the level of the largest donor", {
    units: 25,
    months: 60,
    starts: [30],
    last: true,
    level: (dice, i) => (i === 0 ? 150 : 10 + 30 * dice.uniform()),
  }),
  ...[1, 3].map((n) =>
    world(`before and after, ${n === 1 ? "one unit" : `${n} units`}`, "nothing to compare with, AR 0.6", {
      units: n,
      months: 60,
      starts: together(n, 30),
      rho: 0.6,
      level: () => 60,
    }),
  ),
  world("before and after, short", "12 months on either side, AR 0.6", {
    units: 1,
    months: 24,
    starts: [12],
    rho: 0.6,
    level: () => 60,
  }),
  world("one series, its trend changes", "ten years; −0.8 % a month until two years before the start", {
    units: 1,
    months: 144,
    starts: [108],
    rho: 0.5,
    level: () => 200,
    trend: (t) => -0.008 * Math.min(t, 84),
  }),
  world("one series, low counts", "three events a month, AR 0.5", {
    units: 1,
    months: 96,
    starts: [60],
    rho: 0.5,
    level: () => 3,
  }),
];
