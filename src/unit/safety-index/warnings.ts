import { knownBreaks } from "../../evidence/breaks.ts";
import { plainFrequency } from "../../model/period.ts";
import type { SourceData } from "../../model/source-data.ts";
import { keyOf } from "./areas.ts";
import type { IndexTable } from "./arithmetic/index.ts";
import { type Asked, denominatorLookup, isCity, type Joining, type Warning } from "./indicators.ts";

/** London's areas with far more people by day than residents; a workday denominator finds others. */
const dayPlaces = new Set(["Westminster", "Camden"].map(keyOf));

export const denominatorWarnings = (joining: Joining, asked: readonly Asked[]): void => {
  const { areas, years, denominators, warn } = joining;
  if (!asked.some(({ config }) => config.denominator === "resident")) return;
  const year = years.at(-1)!;
  const [resident, workday] = [
    denominatorLookup(joining, "resident"),
    denominators?.workday ? denominatorLookup(joining, "workday") : undefined,
  ];
  const busy = areas.filter((area) => {
    const [live, work] = [resident(area, year), workday?.(area, year)];
    return dayPlaces.has(keyOf(area)) || (live !== undefined && work !== undefined && work > 1.5 * live);
  });
  if (busy.length > 0)
    warn({
      code: "index/day-population",
      message: `Far more people are in ${busy.join(" and ")} by day than live there, so that rates per resident are too high there.`,
      areas: busy,
    });
  for (const area of areas.filter(isCity))
    warn({
      code: "index/denominator-refused",
      message: `Rates per resident are refused for ${area}: about 8,000 people live where hundreds of thousands work.`,
      areas: [area],
    });
};

/** A year that falls out of the middle must be said: a line drawn past it looks like a year that was looked at. */
export const gapWarnings = (
  { areas, periods, indicators }: IndexTable,
  kept: readonly number[],
  asked: readonly Asked[],
): Warning[] =>
  periods.flatMap((period, t): Warning[] => {
    if (kept.includes(Number(period)) || Number(period) > kept.at(-1)!) return [];
    const blank = asked.filter((_, k) =>
      areas.every((__, i) => Number.isNaN(indicators[k]!.value[i * periods.length + t]!)),
    );
    const names = blank.map(({ id, config }) => config.title ?? id);
    return [
      {
        code: "index/year-left-out",
        message:
          names.length === 0
            ? `${period} is left out: in every area more is missing than may be filled in.`
            : `${period} is left out: no area has a whole year of ${names.slice(0, 3).join(", ")}${names.length > 3 ? ` and ${names.length - 3} more` : ""}. A month that is missing makes a year look safer than it was.`,
      },
    ];
  });

/** What is not known about the error of an indicator, or is less independent than it looks. */
export const surveyWarnings = (
  asked: readonly Asked[],
  sources: ReadonlyMap<string, SourceData>,
): Warning[] =>
  asked.flatMap(({ id, config }): Warning[] => {
    const { frequency } = sources.get(config.source)!.panel;
    const title = config.title ?? id;
    const found: Warning[] = [];
    const { sample, "standard-error": error } = config.survey ?? {};
    if (config.denominator === undefined && sample === undefined && error === undefined)
      found.push({
        code: "index/error-unknown",
        message: `${title}: neither a standard error nor a sample size is given, so its chance error counts as none.`,
      });
    if (config.survey && config.window === undefined && plainFrequency(frequency) !== "year")
      found.push({
        code: "index/window-unknown",
        message: `${title}: a survey with several values a year, and no window: if they roll, they are not independent.`,
      });
    if (config.window && Number.parseInt(config.window, 10) > 12)
      found.push({
        code: "index/overlapping-windows",
        message: `${title}: a window of ${config.window} is longer than a year, so that one year shares people with the next and changes are less certain than printed.`,
      });
    return found;
  });

/** Dated changes of recording between the base year and the last one, for police counts. */
export const breakWarnings = (
  { periods, base }: IndexTable,
  asked: readonly Asked[],
  sources: ReadonlyMap<string, SourceData>,
): Warning[] => {
  const [from, to] = [`${periods[base]}-01`, `${periods.at(-1)}-12`];
  return knownBreaks
    .filter((one) => one.to > from && one.from <= to && one.kind !== "supply")
    .flatMap((one): Warning[] => {
      const touched = asked.filter(({ config }) => {
        const { format, invented } = sources.get(config.source)!;
        const names = [config.name].flat().join(" ").toLowerCase();
        return (
          !invented &&
          config.kind === "objective" &&
          (one.formats.length === 0 || one.formats.includes(format)) &&
          (one.outcomes.length === 0 || one.outcomes.some((part) => names.includes(part)))
        );
      });
      return touched.length === 0
        ? []
        : [
            {
              code: "index/break",
              message: `From ${one.from}: ${one.title}. A change across it may be one of recording or of the world, not of safety.`,
            },
          ];
    });
};
