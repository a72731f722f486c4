import type { Design, Role } from "../../src/model/design.ts";
import { type Frequency, formatPeriod } from "../../src/model/period.ts";

/** A design typed in by hand: rows of counts by unit, all from one first period. */
export interface HandMade {
  readonly rows: Readonly<Record<string, readonly number[]>>;
  /** Unit → ordinal from which it is treated. */
  readonly starts: Readonly<Record<string, number>>;
  readonly roles?: Readonly<Record<string, Role>>;
  readonly exposure?: Readonly<Record<string, readonly number[]>>;
  readonly first?: number;
  readonly frequency?: Frequency;
}

export const handMade = ({
  rows,
  starts,
  roles = {},
  exposure,
  first = 1,
  frequency = "integer",
}: HandMade): Design => {
  const units = Object.keys(rows);
  const T = rows[units[0]!]!.length;
  const ordinals = Int32Array.from({ length: T }, (_, t) => first + t);
  const flat = (table: Readonly<Record<string, readonly number[]>>): Float64Array =>
    Float64Array.from(units.flatMap((u) => [...table[u]!]));
  return {
    kind: "comparison-group",
    panel: {
      units,
      frequency,
      ordinals,
      periods: Array.from(ordinals, (o) => formatPeriod(o, frequency)),
      columns: { crimes: flat(rows), ...(exposure && { people: flat(exposure) }) },
      status: {},
    },
    outcome: "crimes",
    cohort: Float64Array.from(units, (u) => starts[u] ?? Number.POSITIVE_INFINITY),
    roles: units.map((u) => roles[u] ?? (starts[u] === undefined ? "comparison" : "treated")),
    ...(exposure && { exposure: "people" }),
    covariates: [],
    cluster: Int32Array.from(units, (_, i) => i),
    clusters: units,
  };
};

/** Columns of a small CSV without quotes, as numbers. */
export const numbersOf = (text: string): Readonly<Record<string, number[]>> => {
  const [header, ...lines] = text
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return Object.fromEntries(header!.map((name, j) => [name, lines.map((line) => Number(line[j]))]));
};

export const settings = { confLevel: 0.95, seed: "1" } as const;
