import { DesignError } from "../../model/errors.ts";
import { formatPeriod, seasonLength, seasonOf } from "../../model/period.ts";
import type { TimeSeries } from "./series.ts";
import type { Change, ItsSettings } from "./settings.ts";

/** The design matrix of a segmented regression, its columns named. */
export interface Regressors {
  /** n × k, row-major. */
  readonly x: Float64Array;
  readonly n: number;
  readonly k: number;
  readonly names: readonly string[];
}

/**
 * Columns: intercept; trend unless there is to be none (the period's own number where periods are whole numbers, else 1 at the first period,
 * counting through gaps); level_change (0, then 1 from the start); slope_change (0 up to and at the first period from
 * the start on, then 1, 2, …, so that level_change is the effect in that period); season; covariates.
 *
 * Throws    DesignError its/season: more waves than the cycle can carry; its/too-few-periods.
 */
export const regressors = (series: TimeSeries, settings: ItsSettings): Regressors => {
  const columns: [string, number[]][] = [
    ["intercept", rows(series, () => 1)],
    ...(settings.trend === "none"
      ? []
      : [["trend", rows(series, (t) => timeOf(series, t))] as [string, number[]]]),
    ...changeColumns(series, settings.change),
    ...seasonColumns(series, settings),
    ...series.covariates.map(({ name, values }): [string, number[]] => [
      `covariate ${name}`,
      Array.from(values),
    ]),
  ];
  const [n, k] = [series.y.length, columns.length];
  if (n <= k) throw tooFew(n, k);
  const x = new Float64Array(n * k);
  columns.forEach(([, column], j) => {
    for (let t = 0; t < n; t++) x[t * k + j] = column[t]!;
  });
  return { x, n, k, names: columns.map(([name]) => name) };
};

const rows = ({ y }: TimeSeries, value: (t: number) => number): number[] => Array.from(y, (_, t) => value(t));

const timeOf = ({ ordinals, frequency, first }: TimeSeries, t: number): number =>
  frequency === "integer" ? ordinals[t]! : ordinals[t]! - first + 1;

const changeColumns = (series: TimeSeries, change: Change): [string, number[]][] => {
  const { startRow, ordinals } = series;
  const level = rows(series, (t) => (t >= startRow ? 1 : 0));
  const slope = rows(series, (t) => (t >= startRow ? ordinals[t]! - ordinals[startRow]! : 0));
  return [
    ...(change === "slope" ? [] : [["level_change", level] as [string, number[]]]),
    ...(change === "level" ? [] : [["slope_change", slope] as [string, number[]]]),
  ];
};

const seasonColumns = (series: TimeSeries, { season, cycle }: ItsSettings): [string, number[]][] => {
  if (season.kind === "none") return [];
  return season.kind === "month" ? monthColumns(series, cycle) : fourierColumns(series, season.pairs, cycle);
};

/** One dummy for each place in the year but the first one present (treatment contrasts, as R's `factor`). */
const monthColumns = (series: TimeSeries, cycle: number | undefined): [string, number[]][] => {
  const places = seasonPlaces(series, cycle);
  return [...new Set(places)]
    .sort((a, b) => a - b)
    .slice(1)
    .map((place) => [`season_${place + 1}`, rows(series, (t) => (places[t] === place ? 1 : 0))]);
};

/**
 * The place of each period in its cycle, from 0. Whole number 1 is the first place. Weeks and days take the
 * calendar month they fall in, since nobody has enough years for 52 dummies.
 */
export const seasonPlaces = ({ ordinals, frequency }: TimeSeries, cycle?: number): number[] =>
  Array.from(ordinals, (ordinal) => {
    if (frequency === "integer" || cycle !== undefined) {
      return seasonOf(frequency === "integer" ? ordinal - 1 : ordinal, frequency, cycle);
    }
    if (frequency === "week" || frequency === "day")
      return Number(dayLabel(ordinal, frequency).slice(5, 7)) - 1;
    return seasonOf(ordinal, frequency);
  });

const dayLabel = (ordinal: number, frequency: "week" | "day"): string =>
  // The Thursday of an ISO week decides its year, and so its month; week 0 began on day −3.
  formatPeriod(frequency === "week" ? ordinal * 7 : ordinal, "day");

const fourierColumns = (
  series: TimeSeries,
  pairs: number,
  cycle: number | undefined,
): [string, number[]][] => {
  const length = cycle ?? yearLength(series.frequency);
  if (pairs > length / 2) throw tooManyWaves(pairs, length);
  const { frequency, ordinals } = series;
  // Calendar place 1 … length, as month numbers are; any other phase gives the same fit.
  const angle = (t: number, k: number): number =>
    (2 * Math.PI * k * (ordinals[t]! + (frequency === "integer" ? 0 : 1))) / length;
  return Array.from({ length: pairs }, (_, p) => p + 1).flatMap((k) => [
    // At half the cycle the sine is zero everywhere.
    ...(2 * k === length
      ? []
      : [[`sin_${k}`, rows(series, (t) => Math.sin(angle(t, k)))] as [string, number[]]]),
    [`cos_${k}`, rows(series, (t) => Math.cos(angle(t, k)))] as [string, number[]],
  ]);
};

/** Periods in the yearly wave: weeks and days do not divide the year into whole places. */
const yearLength = (frequency: TimeSeries["frequency"]): number =>
  frequency === "week" ? 365.25 / 7 : frequency === "day" ? 365.25 : seasonLength(frequency);

const tooManyWaves = (pairs: number, length: number): DesignError =>
  new DesignError("its/season", {
    found: `${pairs} pairs of waves in a cycle of ${length} periods`,
    expected: `at most ${Math.floor(length / 2)}`,
    hint:
      length < 2
        ? "yearly data have no season: --season none"
        : `--season fourier:${Math.min(2, Math.floor(length / 2))}`,
  });

const tooFew = (n: number, k: number): DesignError =>
  new DesignError("its/too-few-periods", {
    found: `${n} periods for ${k} coefficients`,
    expected: "more periods than coefficients",
    hint: "use --season none, --change level, or rate-ratio, which needs one period a side",
  });
