import { knownBreaks } from "../../src/evidence/breaks.ts";
import type { Role } from "../../src/model/design.ts";
import { formatPeriod, parsePeriod } from "../../src/model/period.ts";
import { type Protocol, studySchema } from "../../src/model/protocol.ts";
import type { Moment, RegisterUnit } from "../../src/model/register.ts";
import type { Question } from "../../src/pipeline/evaluate/question.ts";

/** A question typed in by hand: counts by unit, from one first period on. */
export interface Asked {
  readonly id: string;
  readonly first: string;
  readonly rows: Readonly<Record<string, readonly number[]>>;
  /** Unit → first treated period. */
  readonly starts: Readonly<Record<string, string>>;
  readonly roles?: Readonly<Record<string, Role>>;
  /** Keys of the study beside title, question and outcome. */
  readonly study?: Readonly<Record<string, unknown>>;
  readonly label?: string;
  readonly more?: Partial<Question>;
}

const momentOf = (text: string): Moment => ({ text, period: parsePeriod(text)! });

export const questionOf = ({
  id,
  first,
  rows,
  starts,
  roles = {},
  study = {},
  label = "burglary",
  more,
}: Asked): Question => {
  const units = Object.keys(rows);
  const { frequency, ordinal } = parsePeriod(first)!;
  const T = rows[units[0]!]!.length;
  const ordinals = Int32Array.from({ length: T }, (_, t) => ordinal + t);
  const column = Float64Array.from(units.flatMap((unit) => [...rows[unit]!]));
  const protocol: Protocol = {
    ...studySchema.parse({ intervention: id, outcome: { source: "counts", name: "burglary" }, ...study }),
    id,
  };
  const part = (unit: string, line: number): RegisterUnit[] => {
    const start = starts[unit];
    const role = roles[unit] ?? (start === undefined ? undefined : "treated");
    return role ? [{ unit, role, line, ...(start === undefined ? {} : { start: momentOf(start) }) }] : [];
  };
  const registered = units.flatMap(part);
  const earliest = Object.values(starts).sort()[0]!;
  return {
    protocol,
    outcome: {
      source: "counts",
      name: "burglary",
      label,
      better: "lower",
      role: "primary",
      measure: "count",
    },
    secondary: [],
    data: {
      name: "counts",
      format: "long",
      place: undefined,
      invented: true,
      panel: {
        units,
        frequency,
        ordinals,
        periods: Array.from(ordinals, (o) => formatPeriod(o, frequency)),
        columns: { burglary: column },
        status: { burglary: new Uint8Array(column.length) },
      },
      ledger: { read: column.length, used: column.length, excluded: [] },
      files: [{ name: "counts.csv", sha256: "0".repeat(64), bytes: 1000, rows: column.length }],
      diagnostics: [],
    },
    intervention: {
      id,
      title: "Target hardening",
      start: momentOf(earliest),
      staggered: new Set(Object.values(starts)).size > 1,
      units: registered,
      partners: [],
      extra: new Map(),
    },
    units: undefined,
    breaks: knownBreaks,
    dose: [],
    costs: [],
    invented: true,
    release: { level: "public", reason: "the data are invented" },
    inputs: [{ name: "counts.csv", sha256: "0".repeat(64), bytes: 1000, rows: column.length }],
    protocolHash: "0".repeat(64),
    programVersion: "0.0.0",
    command: `whatworks run ${id}`,
    ...more,
  };
};

/** A small congruential stream in [0, 1): fixtures must not depend on the program's own random numbers. */
export const draws = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

/** Roughly Poisson: the sum of a mean's worth of noise in whole numbers, never below zero. */
export const noisy = (mean: number, draw: () => number): number => {
  const normal = draw() + draw() + draw() + draw() + draw() + draw() - 3; // variance 1/2
  return Math.max(0, Math.round(mean + normal * Math.sqrt(2 * mean)));
};

/** Seasonal counts of one unit around a level, changed by `effect` from `start` on. */
export const seasonal = (
  { level, length, start, effect = 1 }: { level: number; length: number; start: number; effect?: number },
  draw: () => number,
): number[] =>
  Array.from({ length }, (_, t) =>
    noisy(level * (1 + 0.15 * Math.sin((2 * Math.PI * t) / 12)) * (t >= start ? effect : 1), draw),
  );
