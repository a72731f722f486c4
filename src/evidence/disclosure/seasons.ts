import type { Arm } from "../../model/disclosure.ts";
import type { Charts, SeriesPoint } from "../../model/finding.ts";
import { parsePeriod, seasonOf } from "../../model/period.ts";

/** Seasonal means of the printed cells alone; null where one that belongs to it is hidden. */
export const seasonsFrom = (
  series: readonly SeriesPoint[],
  rows: NonNullable<Charts["seasonality"]>,
): NonNullable<Charts["seasonality"]> => {
  const mean = (arm: Arm, phase: SeriesPoint["phase"], season: number): number | null => {
    const values = series
      .filter((point) => {
        const period = parsePeriod(point.period);
        return point.phase === phase && period && seasonOf(period.ordinal, period.frequency) === season;
      })
      .map((point) => point[arm]);
    return values.length === 0 || values.some((value) => value === null)
      ? null
      : values.reduce<number>((sum, value) => sum + value!, 0) / values.length;
  };
  return rows.map((row, season) => ({
    season: row.season,
    treated_before: mean("treated", "before", season),
    treated_after: mean("treated", "after", season),
    ...(row.comparison_before === undefined
      ? {}
      : { comparison_before: mean("comparison", "before", season) }),
    ...(row.comparison_after === undefined ? {} : { comparison_after: mean("comparison", "after", season) }),
  }));
};
