import type { Period } from "../../model/period.ts";
import type { SourceRequest } from "../../model/source.ts";
import { type CellFault, type CellRules, isFault } from "../cells/cells.ts";
import { readPeriod } from "../cells/periods.ts";
import { literal } from "./engine-numbers.ts";
import type { Places } from "./places.ts";
import { shapeUnder } from "./read-rows.ts";
import { assemble, type Parts, readPart } from "./when.ts";

/** Between cells that stand in one text: a unit separator, which no table holds. */
export const separator = "\u001f";

export const joinedColumns = (columns: readonly string[]): string =>
  columns.length === 1
    ? `coalesce(${columns[0]}, '')`
    : `concat_ws(chr(31), ${columns.map((column) => `coalesce(${column}, '')`).join(", ")})`;

const isoClock = "^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]+)?)?$";

/**
 * The text of when a row was. A clock after the day says nothing that is counted: without it millions of moments are
 * a few thousand days. Only where every reading of the day is the same with and without.
 */
export const whenText = (columns: readonly string[], rules: CellRules): string => {
  const text = joinedColumns(columns);
  if (columns.length > 1) return text;
  const [format, second] = rules.dateFormats ?? [];
  if (format?.dayFirst && !second)
    return `CASE WHEN regexp_matches(trim(${text}), ${literal(format.dayFirst.expression)})
      THEN chr(30) || regexp_extract(trim(${text}), ${literal(format.dayFirst.expression)}, 1) ELSE ${text} END`;
  return format
    ? text
    : `CASE WHEN regexp_matches(${text}, ${literal(isoClock)}) THEN left(${text}, 10) ELSE ${text} END`;
};

/** Reads what `whenText` wrote, all distinct texts of a source together. */
export const readWhen = (
  texts: readonly string[],
  { period }: Pick<Places, "period">,
  rules: CellRules,
  request: SourceRequest,
): Map<string, Period | CellFault> => {
  if (typeof period === "object") return new Map(texts.map((text) => [text, fromParts(text, period, rules)]));
  const shape = rules.dateFormats ? "plain" : shapeUnder(texts, request);
  const dayFirst = rules.dateFormats?.[0]?.dayFirst;
  return new Map(
    texts.map((text) => {
      const cut = text.startsWith("\u001e") ? dayFirst?.read(text.slice(1)) : undefined;
      return [text, cut ?? readPeriod(text.replace("\u001e", ""), "period", { ...rules, shape })];
    }),
  );
};

const fromParts = (
  text: string,
  places: Exclude<Places["period"], number | undefined>,
  rules: CellRules,
): Period | CellFault => {
  const cells = text.split(separator);
  const parts: Parts = {};
  for (const [k, { part }] of places.entries()) {
    const read = readPart(part, cells[k] ?? "");
    if (typeof read === "object") return read;
    parts[part] = read;
  }
  return (
    assemble(parts, rules) ?? {
      fault: "data/date-format",
      why: "is a date that the calendar does not have",
      fix: "check the source",
    }
  );
};

export const isSound = (reading: Period | CellFault | undefined): reading is Period =>
  reading !== undefined && !isFault(reading);
