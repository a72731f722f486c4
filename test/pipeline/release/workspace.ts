import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stream } from "../../../src/maths/random.ts";
import type { Finding } from "../../../src/model/finding.ts";
import type { SafetyIndex } from "../../../src/unit/safety-index/types.ts";
import { scratch } from "../../helpers/workspace.ts";

export const secret = "a secret of the tests, long enough for all";

/** True counts by unit, outcome and month. */
export type Truth = ReadonlyMap<string, number>;
export const cellKey = (unit: string, outcome: string, month: string): string =>
  `${unit}|${outcome}|${month}`;

export const units = ["Ashby", "Barrow", "Corby", "Derby", "Epsom"];
export const parts = ["burglary", "robbery"];
export const months = Array.from(
  { length: 36 },
  (_, t) => `${2021 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}`,
);

/** Small counts of five wards, with "all" beside its parts and "Borough" beside its wards. */
export const truthOf = (seed: string, mean = 4): Map<string, number> => {
  const random = stream(seed, "counts");
  const truth = new Map<string, number>();
  for (const unit of units)
    for (const outcome of parts)
      for (const month of months) truth.set(cellKey(unit, outcome, month), random.poisson(mean));
  return withSums(truth);
};

/** The totals that the parts make. */
export const withSums = (truth: Truth): Map<string, number> => {
  const whole = new Map(truth);
  for (const month of months) {
    for (const unit of units)
      whole.set(
        cellKey(unit, "all", month),
        parts.reduce((sum, outcome) => sum + truth.get(cellKey(unit, outcome, month))!, 0),
      );
    for (const outcome of [...parts, "all"])
      whole.set(
        cellKey("Borough", outcome, month),
        units.reduce((sum, unit) => sum + whole.get(cellKey(unit, outcome, month))!, 0),
      );
  }
  return whole;
};

const yaml = (release: string): string => `workspace: wards
release: ${release}
sources:
  crime:
    format: long
    files: data/*.csv
    keep-units: [{ unit: Borough, reason: a study of its own asks about it }]
interventions: interventions.csv
units: units.csv
studies:
  plain:
    intervention: lights
    outcome: { source: crime, name: burglary }
    secondary: [robbery, all]
    comparison: { exclude: [Borough] }
    window: { before: 12 months, after: 12 months }
  washed:
    intervention: lights
    outcome: { source: crime, name: burglary }
    comparison: { exclude: [Borough] }
    window: { before: 12 months, after: 11 months, washout: 1 month }
  total:
    intervention: lights
    outcome: { source: crime, name: all }
    comparison: { exclude: [Borough] }
  donors:
    intervention: lights
    outcome: { source: crime, name: robbery }
    estimator: synthetic-control
    comparison: { exclude: [Borough] }
  borough:
    intervention: borough
    outcome: { source: crime, name: all }
    design: before-after
index:
  base: 2021
  uncertainty: { draws: 100 }
  denominators: { resident: { column: population } }
  themes:
    crime:
      indicators:
        burglary: { source: crime, name: burglary, better: lower, kind: objective, denominator: resident }
        both: { source: crime, name: [burglary, robbery], better: lower, kind: objective, denominator: resident }
        all: { source: crime, name: all, better: lower, kind: objective, denominator: resident }
reports: reports
`;

/** A workspace in which one ward is treated, and the borough as a whole in another study. */
export const wards = (truth: Truth, release = "protected"): string => {
  const folder = scratch();
  mkdirSync(join(folder, "data"));
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  put("whatworks.yaml", yaml(release));
  put("data/counts.csv", csvOf(truth));
  put(
    "interventions.csv",
    "id,title,unit,start\nlights,Lights,Ashby,2023-01\nborough,Patrols,Borough,2023-01\n",
  );
  put(
    "units.csv",
    `unit,population\n${[...units, "Borough"].map((unit, k) => `${unit},${1000 + 100 * k}`).join("\n")}\n`,
  );
  return folder;
};

export const csvOf = (truth: Truth): string =>
  `unit,period,outcome,value\n${[...truth]
    .map(([key, value]) => {
      const [unit, outcome, month] = key.split("|");
      return `${unit},${month},${outcome},${value}`;
    })
    .join("\n")}\n`;

/** A number that somebody may read, and the cells that it is a count of. */
export interface Printed {
  readonly cells: readonly string[];
  readonly value: number;
}

/** Every count in the bytes of a reports folder: cells of figures, totals of arms by month and by phase, and the index. */
export const printedIn = (reports: string): Printed[] => [
  ...readdirSync(reports, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "safety-index")
    .flatMap(({ name }) =>
      fromFinding(JSON.parse(readFileSync(join(reports, name, "finding.json"), "utf8")) as Finding),
    ),
  ...fromIndex(JSON.parse(readFileSync(join(reports, "index.json"), "utf8")) as SafetyIndex),
];

const fromFinding = ({ charts, series, counts, intervention, outcome }: Finding): Printed[] => {
  const name = outcome.name;
  const of = (held: readonly string[], at: readonly string[]): string[] =>
    held.flatMap((unit) => at.map((month) => cellKey(unit, name, month)));
  const arms = ["treated", "comparison"] as const;
  const phase = (wanted: string): string[] =>
    series.filter((point) => point.phase === wanted).map(({ period }) => period);
  return [
    ...(charts?.units ?? []).flatMap(({ unit, periods, values }) =>
      periods.flatMap((month, t) =>
        values[t] == null ? [] : [{ cells: [cellKey(unit, name, month)], value: values[t] }],
      ),
    ),
    ...series.flatMap((point) =>
      arms.flatMap((arm) => {
        const held = intervention.units[arm];
        return point[arm] === null || held.length === 0 || point.phase === "excluded"
          ? []
          : [{ cells: of(held, [point.period]), value: point[arm] }];
      }),
    ),
    ...arms.flatMap((arm) =>
      (["before", "after"] as const).flatMap((when) => {
        const total = counts[arm]?.[when].total ?? null;
        return total === null ? [] : [{ cells: of(intervention.units[arm], phase(when)), value: total }];
      }),
    ),
  ];
};

const fromIndex = ({ areas, indicators, periods }: SafetyIndex): Printed[] =>
  areas.flatMap(({ area, indicators: own }) =>
    own.flatMap(({ id, counts }) =>
      (counts ?? []).flatMap((value, t) =>
        value === null
          ? []
          : [
              {
                cells: indicators
                  .find((one) => one.id === id)!
                  .outcomes.flatMap((name) =>
                    months
                      .filter((month) => month.startsWith(periods[t]!))
                      .map((month) => cellKey(area, name, month)),
                  ),
                value,
              },
            ],
      ),
    ),
  );
