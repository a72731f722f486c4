import { fitGlm } from "../maths/glm.ts";

/** A series on its own, up to the start. */
export interface PastSeries {
  /** One value a period, in order, all of them before the start. */
  readonly y: Float64Array;
  /** One exposure a period; none for 1. */
  readonly exposure?: Float64Array;
  readonly isCount: boolean;
  /** Periods in a year; 1 where there is no season. */
  readonly perYear: number;
  /** Periods after the start, to be foretold. */
  readonly after: number;
}

export interface SeriesWindow {
  /** Periods before the start that are used. */
  readonly periods: number;
  readonly trend: "linear" | "none";
  /** How it was found: by errors of forecasts, or because the past is too short for any. */
  readonly by: "forecasts" | "length";
  /** Root mean square of log errors of forecast totals, by candidate. */
  readonly tried: readonly {
    readonly periods: number;
    readonly trend: "linear" | "none";
    readonly error: number;
  }[];
}

/** Years of the past that a straight line or a level may be asked to carry. */
const years = [2, 3, 5];
const mostYears = 5;
/** Fewer forecasts than this say nothing about which past foretells best. */
const fewestForecasts = 4;

/**
 * How much of the past to use, and whether a line runs through it: whatever would have foretold the past best. From one
 * origin after another, a quarter of a year apart, each candidate foretells up to a year ahead of what was then known;
 * the smallest root mean square of log(actual/foretold) wins. Nothing after the start is looked at. Where the past is
 * too short to be foretold from, all of it (five years at most) with a line.
 *
 * Source    Tashman (2000), International Journal of Forecasting 16(4), 437–450, rolling-origin evaluation.
 */
export const seriesWindow = (past: PastSeries): SeriesWindow => {
  const { y, perYear } = past;
  const n = y.length;
  const most = Math.min(n, mostYears * perYear);
  const horizon = Math.max(1, Math.min(perYear, past.after));
  const lengths = years.map((k) => k * perYear).filter((w) => w + horizon <= n);
  const longest = Math.max(0, ...lengths);
  const step = Math.max(1, Math.round(perYear / 4));
  const origins: number[] = [];
  for (let o = n - horizon; o >= Math.max(longest, n - 6 * perYear); o -= step) origins.push(o);
  if (perYear === 1 || longest === 0 || origins.length < fewestForecasts)
    return { periods: most, trend: "linear", by: "length", tried: [] };
  const tried = lengths.flatMap((periods) =>
    (["none", "linear"] as const).map((trend) => ({
      periods,
      trend,
      error: rootMean(origins.map((origin) => forecastError(past, origin, periods, trend, horizon))),
    })),
  );
  const best = tried.reduce((a, b) => (b.error < a.error ? b : a));
  // The length that foretold best was tried on a shorter past: five years of a longer one are the same rule.
  return { periods: best.periods, trend: best.trend, by: "forecasts", tried };
};

const rootMean = (errors: readonly number[]): number =>
  Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);

/** log of what came over what was foretold; of a level that may be negative, the difference in its own units. */
const forecastError = (
  past: PastSeries,
  origin: number,
  periods: number,
  trend: "linear" | "none",
  horizon: number,
): number => {
  const [actual, foretold] = [
    sum(past.y, origin, origin + horizon),
    foretell(past, origin, periods, trend, horizon),
  ];
  return past.isCount ? Math.log((actual + 0.5) / (foretold + 0.5)) : actual - foretold;
};

const sum = (y: Float64Array, from: number, to: number): number =>
  y.subarray(from, to).reduce((total, v) => total + v, 0);

const foretell = (
  { y, exposure, isCount, perYear }: PastSeries,
  origin: number,
  periods: number,
  trend: "linear" | "none",
  horizon: number,
): number => {
  const columns = columnsOf(origin, perYear, trend);
  const k = columns.length;
  const from = origin - periods;
  const row = (t: number): number[] => columns.map((column) => column(t));
  const glm = fitGlm({
    x: Float64Array.from(Array.from({ length: periods }, (_, r) => row(from + r)).flat()),
    n: periods,
    k,
    y: y.slice(from, origin),
    offset: isCount && exposure ? exposure.slice(from, origin).map(Math.log) : undefined,
    family: isCount ? "poisson" : "gaussian",
  });
  let total = 0;
  for (let t = origin; t < origin + horizon; t++) {
    const linear = row(t).reduce(
      (eta, v, j) => eta + v * (Number.isNaN(glm.coefficients[j]!) ? 0 : glm.coefficients[j]!),
      0,
    );
    total += isCount ? (exposure?.[t] ?? 1) * Math.exp(linear) : linear;
  }
  return total;
};

/** A level, a line where there is one, and two waves of the year where periods are short enough. */
const columnsOf = (origin: number, perYear: number, trend: "linear" | "none") => {
  const wave = (pair: number, of: (x: number) => number) => (t: number) =>
    of((2 * Math.PI * pair * t) / perYear);
  const pairs = perYear >= 6 ? [1, 2] : perYear >= 3 ? [1] : [];
  return [
    () => 1,
    ...(trend === "linear" ? [(t: number) => (t - origin) / perYear] : []),
    ...pairs.flatMap((pair) => [wave(pair, Math.sin), wave(pair, Math.cos)]),
  ];
};
