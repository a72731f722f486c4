import { type Frequency, frequencyName, isFinancial, type Period, parsePeriod } from "../../model/period.ts";
import type { SourceRequest } from "../../model/source.ts";
import type { CellRules } from "../cells/cells.ts";
import { isFault } from "../cells/cells.ts";
import { dateFormat, financialPeriod } from "../cells/dates.ts";
import { suggestFormat } from "../cells/format-hint.ts";
import { columnShape, readPeriod } from "../cells/periods.ts";
import type { FaultLog } from "../gate/faults.ts";
import { findColumn } from "../gate/find-columns.ts";
import { type Header, type Places, usedColumns } from "./places.ts";
import { mayBeFinancial } from "./read-rows.ts";
import { readMonth } from "./when.ts";

/** A column that holds the numbers of one period, or of one month of the year that the row names. */
export interface WideColumn {
  readonly index: number;
  readonly period?: Period;
  readonly month?: number;
}

/** A period as the name of a column: as everywhere, or a month without its hyphen (`202403`), or as declared. */
export const columnPeriod = (name: string, rules?: CellRules): Period | undefined => {
  const text = name.trim();
  const declared = rules?.dateFormats?.flatMap((format) => format.read(text) ?? [])[0];
  if (declared) return declared;
  if (/^(19|20|21)\d{2}(0[1-9]|1[0-2])$/.test(text))
    return parsePeriod(`${text.slice(0, 4)}-${text.slice(4)}`);
  return parsePeriod(text) ?? financialPeriod(text);
};

/** Names that are periods, once all of them have been looked at together. */
const periodNames = (names: readonly string[], rules: CellRules, request: SourceRequest) => {
  if (rules.dateFormats) {
    const only = { ...rules, dateFormats: rules.dateFormats };
    return (name: string): Period | undefined => {
      const read = readPeriod(name, "period", only);
      return isFault(read) ? undefined : read;
    };
  }
  const likely = names.filter((name) => columnPeriod(name) !== undefined);
  const dashed = likely.filter((name) => /^\d{4}-\d{2}$/.test(name.trim()));
  const years =
    mayBeFinancial(request) && dashed.length > 0 && columnShape(dashed) === "financial" ? dashed : [];
  const numbers = likely.filter((name) => /^\d{5,8}$/.test(name.trim()));
  const shape = columnShape(numbers);
  return (name: string): Period | undefined => {
    const own = years.includes(name) ? "financial" : numbers.includes(name) ? shape : "plain";
    if (columnPeriod(name) === undefined) return undefined;
    const read = readPeriod(name, "period", { ...rules, shape: own });
    return isFault(read) ? undefined : read;
  };
};

/**
 * Every column of a wide table is the unit, a period, or declared. Columns named as periods of another length than
 * most are totals of the others and must be dropped by name.
 */
export const wideColumns = (
  table: Header,
  places: Places,
  request: SourceRequest,
  rules: CellRules,
  log: FaultLog,
): WideColumn[] => {
  const { header, headerLine: line } = table;
  const taken = new Set([
    ...usedColumns(places),
    ...(request.drop ?? []).map((name) => findColumn(header, name)),
  ]);
  const free = header.flatMap((name, index) => (taken.has(index) || name === "" ? [] : [{ name, index }]));
  const parts = typeof places.period === "object" ? places.period : undefined;
  if (parts) {
    const months = free.flatMap(({ name, index }) => {
      const month = readMonth(name);
      return month === undefined ? [] : [{ index, month }];
    });
    if (months.length === 0) noPeriods(line, log, "name the columns as months, by number or name");
    return months;
  }
  const read = periodNames(
    free.map(({ name }) => name),
    rules,
    request,
  );
  const periods = free.flatMap(({ name, index }) => {
    const period = read(name);
    return period ? [{ index, period }] : [];
  });
  if (periods.length === 0) {
    const format = free.map(({ name }) => suggestFormat(name)).find((one) => one !== undefined);
    noPeriods(
      line,
      log,
      format
        ? `declare how they are written: --date-format "${format}"`
        : "name the columns 2024-01, 2024-02 and so on, or declare --date-format for their names",
    );
  }
  lonely(periods, header, request, line, log);
  samePeriods(periods, header, line, log);
  return otherLengths(periods, header, line, log);
};

const noPeriods = (line: number, log: FaultLog, fix: string): void =>
  log.error("data/no-periods", "no column is named as a period", { line, fix });

type Dated = { readonly index: number; readonly period: Period };

/** One column alone that may be a month or a financial year. */
const lonely = (
  periods: readonly Dated[],
  header: readonly string[],
  { dialect, frequency }: SourceRequest,
  line: number,
  log: FaultLog,
): void => {
  const [first, second] = periods;
  if (!first || second || dialect.financialYear !== undefined || frequency !== undefined) return;
  const name = header[first.index]!.trim();
  if (isFinancial(first.period.frequency) && /^\d{4}-(0[1-9]|1[0-2])$/.test(name))
    log.error("data/period-ambiguous", `the column ${name} may be a month or a financial year`, {
      line,
      column: name,
      fix: "declare which: --frequency month or --financial-year april",
    });
};

const samePeriods = (
  periods: readonly Dated[],
  header: readonly string[],
  line: number,
  log: FaultLog,
): void =>
  periods.forEach(({ index, period }, i) => {
    const before = periods.findIndex(
      (one) => one.period.ordinal === period.ordinal && one.period.frequency === period.frequency,
    );
    if (before < i)
      log.error(
        "csv/header-duplicate",
        `columns ${periods[before]!.index + 1} and ${index + 1} hold the same period`,
        { line, column: header[index]!, fix: `keep one of them: --drop "${header[index]!}"` },
      );
  });

/** Years among months are their totals. */
const otherLengths = (
  periods: readonly Dated[],
  header: readonly string[],
  line: number,
  log: FaultLog,
): readonly Dated[] & WideColumn[] => {
  const counts = new Map<Frequency, number>();
  for (const { period } of periods) counts.set(period.frequency, (counts.get(period.frequency) ?? 0) + 1);
  const [usual] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
  const others = periods.filter(({ period }) => period.frequency !== usual);
  const drops = others.map(({ index }) => `--drop "${header[index]!}"`).join(" ");
  for (const { index, period } of others)
    log.error(
      "data/period-mixed",
      `a ${frequencyName(period.frequency)} stands among columns of the kind ${frequencyName(usual!)}`,
      { line, column: header[index]!, fix: `if they are totals of the others, leave them out: ${drops}` },
    );
  return periods.filter(({ period }) => period.frequency === usual);
};

/** A format that reads a name which begins as a period does: `2024-04 (p)`. */
export const markedFormat = (name: string): string | undefined => {
  const found = /^(\d{4}-\d{2}(?:-\d{2})?|\d{4}|\p{L}{3,}[- ]\d{2,4})([^\d\p{L}].*)$/u.exec(name);
  const format = found ? suggestFormat(found[1]!) : undefined;
  if (!found || format === undefined || found[2]!.includes("]")) return undefined;
  const whole = `${format}[${found[2]!}]`;
  return dateFormat(whole)?.read(name) ? `--date-format "${format}" --date-format "${whole}"` : undefined;
};
