import { expect, it } from "vitest";
import { indexOf } from "./workspace.ts";

/*
 * A whole index computed a second time, by plain loops over the numbers that were typed below: nothing of the program
 * but its answer is used.
 */
const areas = ["Barnet", "Bexley", "Brent", "Ealing"];
const years = [2022, 2023, 2024];
const people = [1000, 2000, 1500, 800];
const burglary = [
  [50, 44, 40],
  [90, 95, 99],
  [60, 70, 66],
  [64, 60, 50],
];
const arson = [
  [20, 22, 21],
  [30, 28, 33],
  [24, 30, 28],
  [18, 20, 16],
];
/** Of Ealing nobody was asked in 2023. */
const trust = [
  [55, 57, 60],
  [48, 50, 47],
  [62, 60, 61],
  [40, undefined, 45],
];
const calm = [
  [0.3, 0.28, 0.25],
  [0.35, 0.4, 0.38],
  [0.2, 0.22, 0.24],
  [0.45, 0.44, 0.4],
];
const worry = [
  [4, 5, 6],
  [7, 6, 6],
  [3, 4, 4],
  [8, 8, 7],
];

const rows = (outcome: string, values: readonly (readonly (number | undefined)[])[]): string =>
  values
    .flatMap((own, i) =>
      own.flatMap((value, t) =>
        value === undefined ? [] : [`${areas[i]},${years[t]},${outcome},${value}\n`],
      ),
    )
    .join("");
const files = {
  "crime.csv": `unit,period,outcome,value\n${rows("burglary", burglary)}${rows("arson", arson)}`,
  "survey.csv": `unit,period,outcome,value\n${rows("trust", trust)}${rows("calm", calm)}${rows("worry", worry)}`,
  "units.csv": `unit,population\n${areas.map((area, i) => `${area},${people[i]}\n`).join("")}`,
  "whatworks.yaml": `workspace: hand
sources:
  crime: { format: long, files: crime.csv }
  survey: { format: long, files: survey.csv }
units: units.csv
index:
  base: 2022
  denominators: { resident: { column: population } }
  normalisation: z-score
  aggregation: geometric
  weights: given
  balance: 0.6
  uncertainty: { draws: 100 }
  themes:
    crime:
      weight: 3
      indicators:
        burglary: { source: crime, name: burglary, better: lower, kind: objective, denominator: resident, weight: 2 }
        arson: { source: crime, name: arson, better: lower, kind: objective, denominator: resident, per: 100 }
        calm: { source: survey, name: calm, better: lower, kind: subjective }
    police:
      indicators:
        trust: { source: survey, name: trust, better: higher, kind: subjective, weight: 4 }
        worry: { source: survey, name: worry, better: lower, kind: subjective }
`,
};

it("is what plain loops over the same numbers give: z-scores, given weights, a filled value, a geometric mean", async () => {
  const rate = (counts: readonly number[][], per: number) =>
    counts.map((own, i) => own.map((count) => (per * count) / people[i]!));
  // The median of the three areas that were asked in 2023: 50, 57 and 60.
  const filled = trust.map((own) => own.map((value) => value ?? 57));
  const indicators = [
    { id: "burglary", values: rate(burglary, 1000), sign: -1, weight: 2 / 3, objective: true },
    { id: "arson", values: rate(arson, 100), sign: -1, weight: 1 / 3, objective: true },
    // Three quarters for the theme of crime; the other is split four to one.
    { id: "calm", values: calm, sign: -1, weight: 3 / 4, objective: false },
    { id: "trust", values: filled, sign: 1, weight: (1 / 4) * (4 / 5), objective: false },
    { id: "worry", values: worry, sign: -1, weight: (1 / 4) * (1 / 5), objective: false },
  ];
  const scores = indicators.map(({ values, sign }) => {
    let sum = 0;
    for (const own of values) sum += own[0]!;
    const mean = sum / areas.length;
    let squares = 0;
    for (const own of values) squares += (own[0]! - mean) ** 2;
    const deviation = Math.sqrt(squares / areas.length);
    return values.map((own) => own.map((x) => 100 + (sign * 10 * (x - mean)) / deviation));
  });
  const half = (objective: boolean, i: number, t: number): number => {
    let product = 1;
    for (const [k, one] of indicators.entries())
      if (one.objective === objective) product *= scores[k]![i]![t]! ** one.weight;
    return product;
  };
  const combined = (i: number, t: number): number => half(true, i, t) ** 0.6 * half(false, i, t) ** 0.4;

  const index = await indexOf(files);
  expect(index.areas.map(({ area }) => area)).toEqual(areas);
  for (const [i, { points, since_base, since_last, indicators: own }] of index.areas.entries()) {
    for (const [t, point] of points.entries()) {
      expect(point!.objective.score).toBeCloseTo(half(true, i, t), 9);
      expect(point!.subjective.score).toBeCloseTo(half(false, i, t), 9);
      expect(point!.combined.score).toBeCloseTo(combined(i, t), 9);
      expect(point!.gap.score).toBeCloseTo(half(true, i, t) - half(false, i, t), 9);
      let above = 0;
      for (let j = 0; j < areas.length; j++) if (combined(j, t) > combined(i, t)) above++;
      expect(point!.rank.rank).toBe(above + 1);
    }
    expect(since_base.change).toBeCloseTo(combined(i, 2) - combined(i, 0), 9);
    expect(since_last!.change).toBeCloseTo(combined(i, 2) - combined(i, 1), 9);
    let parts = 0;
    for (const [k, { id, weight, objective }] of indicators.entries()) {
      const part = (objective ? 0.6 : 0.4) * weight * (scores[k]![i]![2]! - scores[k]![i]![0]!);
      const found = own.find((one) => one.id === id)!;
      expect(found.score).toBeCloseTo(scores[k]![i]![2]!, 9);
      expect(found.since_base).toBeCloseTo(part, 9);
      parts += part;
    }
    expect(since_base.remainder).toBeCloseTo(combined(i, 2) - combined(i, 0) - parts, 9);
  }
  for (const [t, { combined: mean, gap }] of index.overall.entries()) {
    let [sum, apart] = [0, 0];
    for (let i = 0; i < areas.length; i++) {
      sum += combined(i, t);
      apart += half(true, i, t) - half(false, i, t);
    }
    expect(mean.score).toBeCloseTo(sum / areas.length, 9);
    expect(gap.score).toBeCloseTo(apart / areas.length, 9);
  }
  expect(index.checks.find(({ id }) => id === "imputed")!.sentence).toBe(
    "1 of 60 values were missing and filled in.",
  );
});
