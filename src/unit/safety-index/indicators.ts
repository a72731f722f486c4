import { cityOfLondon } from "../../ingest/borough/aliases.ts";
import { InputError, UsageError } from "../../model/errors.ts";
import type { Panel } from "../../model/panel.ts";
import type { UnitTable } from "../../model/register.ts";
import type { SourceData } from "../../model/source-data.ts";
import { exposureColumn, outcomeIn } from "../../panel/index.ts";
import { joined, keyOf, rowsByArea } from "./areas.ts";
import type { IndicatorColumn } from "./arithmetic/index.ts";
import type { IndexConfig, IndicatorConfig, SeriesRef } from "./config.ts";
import { type Combine, yearly } from "./years.ts";

/** An area's value in a year, or undefined. */
type Lookup = (area: string, year: number) => number | undefined;

export interface Warning {
  /** Areas that it is about, where it is about some and not others. */
  readonly areas?: readonly string[];
  readonly code: string;
  readonly message: string;
}

/** One indicator as the workspace writes it, with its theme. */
export interface Asked {
  readonly id: string;
  readonly theme: string;
  readonly themeWeight: number;
  readonly config: IndicatorConfig;
}

export interface Joining {
  readonly areas: readonly string[];
  readonly years: readonly number[];
  readonly sources: ReadonlyMap<string, SourceData>;
  readonly units: UnitTable | undefined;
  readonly denominators: IndexConfig["denominators"];
  readonly warn: (warning: Warning) => void;
}

export const askedIndicators = ({ themes }: IndexConfig): Asked[] => {
  const asked = Object.entries(themes).flatMap(([theme, { weight = 1, indicators }]) =>
    Object.entries(indicators).map(([id, config]) => ({ id, theme, themeWeight: weight, config })),
  );
  const twice = asked.find(({ id }, k) => asked.findIndex((other) => other.id === id) < k);
  const empty = Object.entries(themes).find(([, { indicators }]) => Object.keys(indicators).length === 0);
  if (twice || empty || asked.length === 0)
    throw new UsageError("index/indicator", {
      key: "index.themes",
      found: twice
        ? `two indicators called "${twice.id}"`
        : `no indicator${empty ? ` in the theme ${empty[0]}` : ""}`,
      expected: "at least one indicator in each theme, each with an id of its own",
    });
  return asked;
};

/** Sources that an indicator reads. */
export const sourcesOf = ({ config }: Asked, denominators: IndexConfig["denominators"]): string[] => {
  const { survey, denominator } = config;
  const divisor = denominator && denominator !== "none" ? denominators?.[denominator] : undefined;
  return [config, survey?.["standard-error"], survey?.sample, divisor].flatMap((one) =>
    typeof one === "object" && "source" in one ? [one.source] : [],
  );
};

/** How the periods of a year become one value: counts add up, a window of a year or more is its last point. */
const combineOf = ({ combine, denominator, window }: IndicatorConfig): Combine =>
  combine ?? (denominator ? "sum" : window && Number.parseInt(window, 10) >= 12 ? "last" : "mean");

const lookupIn = (panel: Panel, column: Float64Array, how: Combine, what: string): Lookup => {
  const rows = rowsByArea(panel);
  const held = new Map<string, Map<number, number>>();
  return (area, year) => {
    const key = keyOf(area);
    let own = held.get(key);
    if (!own) {
      own = joined(
        (rows.get(key) ?? []).map((row) => yearly(panel, column, row, how)),
        area,
        what,
      );
      held.set(key, own);
    }
    return own.get(year);
  };
};

const seriesLookup = (joining: Joining, { source, name }: SeriesRef, how: Combine): Lookup => {
  const data = joining.sources.get(source)!;
  return lookupIn(data.panel, data.panel.columns[outcomeIn(data, name)]!, how, name);
};

/** The outcomes of an indicator, which are added together, by name. */
export const outcomesOf = ({ config }: Pick<Asked, "config">): string[] => [config.name].flat();

const partLookups = (joining: Joining, asked: Asked): Lookup[] =>
  outcomesOf(asked).map((name) =>
    seriesLookup(joining, { source: asked.config.source, name }, combineOf(asked.config)),
  );

/** What a count is divided by. Residents of the City of London are not: too few live where many come. */
export const denominatorLookup = (joining: Joining, kind: "resident" | "workday" | "households"): Lookup => {
  const given = joining.denominators?.[kind];
  if (!given)
    throw new UsageError("index/denominator", {
      key: `index.denominators.${kind}`,
      found: `indicators for each ${kind}, and no such denominator`,
      expected: "a source by year, or a column of units.csv",
      hint: `add  ${kind}: { column: population }  or  ${kind}: { source: population, name: population }`,
    });
  const found =
    "column" in given
      ? columnLookup(joining.units, given.column, kind)
      : seriesLookup(joining, given, "last");
  return (area, year) => (kind === "resident" && isCity(area) ? undefined : found(area, year));
};

export const isCity = (area: string): boolean => keyOf(area) === keyOf(cityOfLondon);

const columnLookup = (units: UnitTable | undefined, column: string, kind: string): Lookup => {
  const values = units?.numbers.get(column);
  if (!units || !values)
    throw new UsageError("index/denominator", {
      key: `index.denominators.${kind}`,
      found: `no column "${column}" of numbers in ${units ? "units.csv" : "a units file, which the workspace does not name"}`,
      expected: `one of ${[...(units?.numbers.keys() ?? [])].join(", ") || "its columns"}`,
    });
  const rows = new Map(units.units.map(({ unit }, row) => [keyOf(unit), row]));
  return (area) => {
    const row = rows.get(keyOf(area));
    return row === undefined || Number.isNaN(values[row]!) ? undefined : values[row]!;
  };
};

/** One indicator over areas × years, denominated, with the standard error of every value. */
export const readIndicator = (joining: Joining, asked: Asked): IndicatorColumn => {
  const { id, theme, themeWeight, config } = asked;
  const lookups = partLookups(joining, asked);
  const per = config.per ?? 1000;
  const divisor =
    config.denominator && config.denominator !== "none"
      ? denominatorLookup(joining, config.denominator)
      : undefined;
  const n = joining.areas.length * joining.years.length;
  const [values, errors, perEvent, counts] = [blank(n), new Float64Array(n), blank(n), blank(n)];
  const errorOf = config.survey ? surveyError(joining, asked, config.survey) : undefined;
  let unknown = 0;
  const overdispersion = config.overdispersion ?? 1;
  joining.areas.forEach((area, i) => {
    joining.years.forEach((year, t) => {
      const c = i * joining.years.length + t;
      const own = lookups.map((part) => part(area, year));
      const below = divisor ? divisor(area, year) : 1;
      if (below === undefined || !(below > 0) || !own.every((part) => part !== undefined)) return;
      const raw = own.reduce((sum, part) => sum + part, 0);
      if (config.denominator && raw < 0)
        throw new InputError("index/count", {
          found: `${raw} of ${id} for ${area} in ${year}`,
          expected: "a count of zero or more",
          hint: "leave denominator out where the value is a level that may be negative",
        });
      counts[c] = raw;
      perEvent[c] = divisor ? per / below : 1;
      values[c] = raw * perEvent[c]!;
      const error = config.denominator
        ? perEvent[c]! * Math.sqrt(overdispersion * raw)
        : errorOf?.(values[c]!, area, year);
      if (errorOf && error === undefined) unknown++;
      errors[c] = error ?? 0;
    });
  });
  if (unknown > 0)
    joining.warn({
      code: "index/error-unknown",
      message: `${config.title ?? id}: ${unknown === 1 ? "1 value has" : `${unknown} values have`} no number of people asked and no standard error, so that ${unknown === 1 ? "its chance error counts" : "their chance errors count"} as none.`,
    });
  const most = config.survey ? (config.survey.percent ? 100 : 1) : undefined;
  return {
    id,
    theme,
    objective: config.kind === "objective",
    direction: config.better === "higher" ? 1 : -1,
    weight: config.weight ?? 1,
    themeWeight,
    value: values,
    error: errors,
    overdispersion,
    ...(config.survey ? { survey: config.source } : {}),
    ...(config.denominator ? { perEvent, count: counts } : {}),
    ...(most !== undefined && config.survey?.sample !== undefined ? { most } : {}),
    ...(config.goalposts ? { goalposts: config.goalposts } : {}),
  };
};

const blank = (n: number): Float64Array => new Float64Array(n).fill(Number.NaN);

/**
 * How many surveys one after the other a mean over a year rests on: four where each value covers three months, whether
 * or not those overlap. One where that is not said, which takes the mean for less certain than it may be.
 */
const wavesOf = (config: IndicatorConfig): number =>
  config.window && combineOf(config) === "mean" ? Math.max(1, 12 / Number.parseInt(config.window, 10)) : 1;

/** A number that is given for all, the exposure column, or an outcome: what a survey says of its people. */
const surveyLookup = (
  joining: Joining,
  { config }: Asked,
  given: number | "exposure" | SeriesRef,
): Lookup => {
  const how = combineOf(config) === "last" ? "last" : "mean";
  if (typeof given === "number") return () => given;
  if (given !== "exposure") return seriesLookup(joining, given, how);
  const { panel } = joining.sources.get(config.source)!;
  const column = panel.columns[exposureColumn];
  if (!column)
    throw new UsageError("index/survey", {
      found: `the source ${config.source} has no exposure column, which holds the number of people asked`,
      expected: "columns: { exposure: NAME } in the source",
    });
  return lookupIn(panel, column, how, "exposure");
};

/** The standard error that is given, or √(p (1 − p) deff / n) of a share p; of a mean over waves, that of the mean. */
const surveyError = (joining: Joining, asked: Asked, survey: NonNullable<IndicatorConfig["survey"]>) => {
  const { "standard-error": direct, sample, percent, "design-effect": effect = 1 } = survey;
  const waves = wavesOf(asked.config);
  if (direct !== undefined) {
    const error = surveyLookup(joining, asked, direct);
    return (_: number, area: string, year: number) => {
      const own = error(area, year);
      return own === undefined ? undefined : own / Math.sqrt(waves);
    };
  }
  if (sample === undefined) return undefined;
  const size = surveyLookup(joining, asked, sample);
  const all = percent ? 100 : 1;
  return (value: number, area: string, year: number) => {
    const p = value / all;
    if (p < 0 || p > 1)
      throw new InputError("index/share", {
        found: `${value} of ${asked.id} for ${area} in ${year}`,
        expected: percent ? "a percentage from 0 to 100" : "a share from 0 to 1",
        hint: "say survey: { percent: true } where values are percentages, or give a standard-error",
      });
    const people = waves * (size(area, year) ?? 0);
    return people <= 0 ? undefined : all * Math.sqrt((p * (1 - p) * effect) / people);
  };
};
