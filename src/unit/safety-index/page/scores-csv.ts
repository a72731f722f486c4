import { csvNumber, csvText } from "../../../model/escape.ts";
import type { SafetyIndex } from "../types.ts";

/**
 * Every score in long form, `unit,period,outcome,value`, and every indicator in its own unit as `indicator ID`: a
 * study takes one as its outcome by naming this file as a source of the format `long`. A year in which an area is
 * not scored, or an indicator is missing, has no row.
 */
export const scoresCsv = ({ areas, periods }: SafetyIndex): string => {
  const rows = areas.flatMap(({ area, points, indicators }) =>
    periods.flatMap((period, t) => {
      const point = points[t];
      if (!point) return [];
      const values = [
        ["combined score", point.combined.score],
        ["gap", point.gap.score],
        ["objective score", point.objective.score],
        ["subjective score", point.subjective.score],
      ] as const;
      const own = indicators.map(({ id, values: held }) => [`indicator ${id}`, held[t] ?? null] as const);
      return [...values, ...own].flatMap(([outcome, value]) =>
        value === null ? [] : [[csvText(area), period, outcome, csvNumber(value)].join(",")],
      );
    }),
  );
  return `unit,period,outcome,value\n${rows.map((row) => `${row}\n`).join("")}`;
};
