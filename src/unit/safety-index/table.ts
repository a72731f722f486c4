import { InputError, UsageError } from "../../model/errors.ts";
import { areasOf, keyOf } from "./areas.ts";
import { type IndexTable, impute, type Method } from "./arithmetic/index.ts";
import { type Asked, type Joining, readIndicator, type Warning } from "./indicators.ts";
import type { IndexQuestion } from "./question.ts";
import { methodOf } from "./settings.ts";
import { denominatorWarnings, gapWarnings } from "./warnings.ts";
import { yearOfPeriod } from "./years.ts";

/** Areas × years: every year that can be scored from the base year on, or as the workspace says with the base year. */
export const tableOf = (
  { config, sources, units }: IndexQuestion,
  asked: readonly Asked[],
  warn: (warning: Warning) => void,
): { table: IndexTable; method: Method } => {
  const method = methodOf(config);
  const base = typeof config.base === "number" ? { year: config.base, areas: undefined } : config.base;
  const own = new Set(asked.map(({ config: { source } }) => source));
  const panels = [...sources].flatMap(([name, { panel }]) => (own.has(name) ? [panel] : []));
  const areas = areasOf(panels, config.areas, base.areas);
  const covered = panels.flatMap(({ ordinals, frequency }) =>
    Array.from(ordinals, (ordinal) => yearOfPeriod(ordinal, frequency)),
  );
  const { from, to } = {
    from: base.year,
    to: covered.reduce((a, b) => Math.max(a, b), base.year),
    ...config.years,
  };
  if (to < Math.max(from, base.year))
    throw new UsageError("index/base", {
      key: "index.years",
      found: `years from ${from} to ${to}, and ${base.year} as the base year`,
      expected: "a last year that is neither before the first nor before the base year",
    });
  const first = Math.min(base.year, from);
  const every = Array.from({ length: to - first + 1 }, (_, t) => first + t).filter(
    (year) => year >= from || year === base.year,
  );
  const build = (years: readonly number[], tell: (warning: Warning) => void): IndexTable => {
    const joining: Joining = {
      areas,
      years,
      sources,
      units,
      denominators: config.denominators,
      warn: tell,
    };
    return {
      areas,
      periods: years.map(String),
      base: years.indexOf(base.year),
      reference: Uint8Array.from(areas, (area) =>
        base.areas === undefined || base.areas.some((name) => keyOf(name) === keyOf(area)) ? 1 : 0,
      ),
      indicators: asked.map((one) => readIndicator(joining, one)),
    };
  };
  // What is wrong with a year that is left out is nobody's trouble, and the others must not be told of twice.
  const whole = build(every, () => undefined);
  const { scored } = impute(whole, method.imputation);
  const kept = every.filter((_, t) => areas.some((__, i) => scored[i * every.length + t] === 1));
  if (!kept.includes(base.year))
    throw new InputError("index/base", {
      found: `no area that can be scored in the base year ${base.year}`,
      expected: "a base year in which every indicator is known for most areas, from January to December",
      hint: `years that can be scored: ${kept.join(", ") || "none"}`,
    });
  for (const gap of gapWarnings(whole, kept, asked)) warn(gap);
  const table = build(kept, warn);
  denominatorWarnings({ areas, years: kept, sources, units, denominators: config.denominators, warn }, asked);
  return { table, method };
};
