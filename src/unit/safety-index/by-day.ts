import {
  type IndexTable,
  type Method,
  nominal,
  prepare,
  ranks,
  scoreCells,
  scoredCells,
  yearOf,
} from "./arithmetic/index.ts";
import type { IndexConfig } from "./config.ts";
import type { Asked } from "./indicators.ts";
import type { IndexArea, IndexCheck } from "./types.ts";

/** Ranks of the last year if every rate per resident were one per person by day, or undefined where that is not known. */
export const ranksByDay = (
  asked: readonly Asked[],
  denominators: IndexConfig["denominators"],
  build: (asked: readonly Asked[]) => { table: IndexTable; method: Method },
): Int32Array | undefined => {
  if (!denominators?.workday || !asked.some(({ config }) => config.denominator === "resident"))
    return undefined;
  const moved = asked.map((one) =>
    one.config.denominator === "resident"
      ? { ...one, config: { ...one.config, denominator: "workday" as const } }
      : one,
  );
  const { table, method } = build(moved);
  const prepared = prepare(table, method);
  const T = table.periods.length;
  const scores = scoreCells(prepared.filled.values, nominal(prepared), scoredCells(prepared));
  return ranks(yearOf(scores.combined, T, T - 1));
};

/** Areas that the choice of denominator moves out of the interval of their published rank. */
export const dayCheck = (areas: readonly IndexArea[], byDay: Int32Array | undefined): IndexCheck => {
  const base = { id: "by-day", title: "Would people by day, instead of residents, change ranks?" };
  if (!byDay)
    return {
      ...base,
      status: "not-run",
      sentence: "Needs the people by day of every area, and an indicator that is divided by residents.",
    };
  const out = areas.flatMap(({ area, points }, i) => {
    const rank = points.at(-1)?.rank;
    const moved = byDay[i]!;
    return rank && moved > 0 && (moved < rank.low || moved > rank.high)
      ? [`${area} (from ${rank.low} to ${rank.high} to place ${moved})`]
      : [];
  });
  return {
    ...base,
    status: out.length > 0 ? "failed" : "passed",
    sentence:
      out.length > 0
        ? `Outside the interval of their rank if every rate were per person by day: ${out.join("; ")}.`
        : "No area would leave the interval of its rank.",
  };
};
