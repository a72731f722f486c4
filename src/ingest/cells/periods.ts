import { financial, isFinancial, type Period, parsePeriod, plainFrequency } from "../../model/period.ts";
import { type CellFault, type CellRules, type ColumnShape, cellFault as fault, plainRules } from "./cells.ts";
import { dayOrder, financialPeriod, serialDay, spreadsheetSerial } from "./dates.ts";
import { suggestFormat } from "./format-hint.ts";
import { readInstant } from "./instants.ts";

/** What a period column was declared, or is named, to hold. */
export type PeriodKind = "period" | "month" | "quarter" | "year" | "week" | "date" | "time";

const accepted: Readonly<Record<PeriodKind, readonly string[]>> = {
  period: ["month", "quarter", "year", "week", "day", "integer"],
  month: ["month", "day"],
  quarter: ["quarter"],
  year: ["year"],
  week: ["week", "day"],
  date: ["day"],
  time: ["day"],
};
const spelling: Readonly<Record<PeriodKind, string>> = {
  period: "YYYY-MM, YYYY-Qn, YYYY, YYYY/YY, YYYY-Wnn, YYYY-MM-DD or a whole number",
  month: "YYYY-MM",
  quarter: "YYYY-Qn",
  year: "YYYY",
  week: "YYYY-Wnn",
  date: "YYYY-MM-DD",
  time: "YYYY-MM-DDTHH:MM with an offset",
};

const fits: readonly (readonly [ColumnShape, (text: string) => boolean])[] = [
  ["financial", (text) => financialPeriod(text) !== undefined],
  ["YYYYMM", (text) => compact(text, 6) !== undefined],
  ["YYYYMMDD", (text) => compact(text, 8) !== undefined],
  ["serial", (text) => serialDay(text) !== undefined],
];

export const columnShape = (texts: Iterable<string>): ColumnShape => {
  const cells = [...texts].map((text) => text.trim()).filter((text) => text !== "");
  if (cells.length === 0) return "plain";
  return fits.find(([, fit]) => cells.every(fit))?.[0] ?? "plain";
};

/** `202401` or `20240131`, from 1800 to 2199. */
const compact = (text: string, digits: 6 | 8): Period | undefined => {
  if (text.length !== digits || !/^(1[89]|2[01])\d{4}(\d{2})?$/.test(text)) return undefined;
  const month = `${text.slice(0, 4)}-${text.slice(4, 6)}`;
  return parsePeriod(digits === 6 ? month : `${month}-${text.slice(6)}`);
};

/** Financial years begin in the declared month, whatever wrote them. */
const beginning = (period: Period, { financialYear }: CellRules): Period =>
  financialYear !== undefined && isFinancial(period.frequency)
    ? { ...period, frequency: financial(plainFrequency(period.frequency) as "year", financialYear) }
    : period;

/** A cell under the shape of its column; undefined where the shape says nothing of it. */
const shaped = (text: string, rules: CellRules): Period | undefined => {
  switch (rules.shape) {
    case "financial":
      return financialPeriod(text);
    case "YYYYMM":
      return compact(text, 6);
    case "YYYYMMDD":
      return compact(text, 8);
    case "serial": {
      const day = serialDay(text);
      return day === undefined ? undefined : { frequency: "day", ordinal: day };
    }
    default:
      return undefined;
  }
};

/** A cell that says when: exactly one reading, or a fault. */
export const readPeriod = (
  cell: string,
  kind: PeriodKind = "period",
  rules: CellRules = plainRules,
): (Period & { readonly instant?: number }) | CellFault => {
  const text = cell.trim();
  const { dateFormats = [] } = rules;
  const expected = dateFormats.map(({ pattern }) => pattern).join(" or ") || spelling[kind];
  if (text === "")
    return fault(
      "data/period-missing",
      "is blank",
      `write ${expected}, remove the row, or leave such rows out: --unplaced exclude`,
    );
  if (dateFormats.length > 0) return readDeclared(text, rules, expected);
  const whole = shaped(text, rules);
  if (whole) return beginning(whole, rules);
  if (rules.shape !== undefined && rules.shape !== "plain") rules.misfit?.();
  const period = text.length > 40 ? undefined : (monthOfSix(text, kind) ?? parsePeriod(text));
  // A number that is a date to every reader but a program must not become period 202,101.
  if (period?.frequency === "integer" && kind === "period" && rules.shape !== undefined) {
    const date = dateInNumber(text);
    if (date) return date;
  }
  if (period && accepted[kind].includes(plainFrequency(period.frequency))) return beginning(period, rules);
  const spanned = kind === "year" || kind === "period" ? financialPeriod(text) : undefined;
  if (spanned) return beginning(spanned, rules);
  const instant = ["date", "time", "period"].includes(kind) ? readInstant(text, rules.calendar) : undefined;
  if (instant?.utc !== undefined && !rules.calendar) rules.offset?.();
  if (instant)
    return {
      frequency: "day",
      ordinal: instant.day,
      ...(instant.utc === undefined ? {} : { instant: instant.utc }),
    };
  return periodFault(text, expected);
};

const readDeclared = (text: string, rules: CellRules, expected: string): Period | CellFault => {
  const readings = rules.dateFormats!.flatMap((format) => format.read(text) ?? []);
  const [first] = readings;
  if (!first) {
    const format = suggestFormat(text);
    return fault(
      "data/date-format",
      `does not fit ${expected}`,
      format
        ? `declare its format as well: --date-format "${format}", or write every cell as ${expected}`
        : `write every cell as ${expected}`,
    );
  }
  if (readings.some(({ ordinal, frequency }) => ordinal !== first.ordinal || frequency !== first.frequency))
    return fault("data/date-ambiguous", `fits ${expected}, which differ`, "keep one of the formats");
  return beginning(first, rules);
};

/** `202401` in a month column, as exports write it. */
const monthOfSix = (text: string, kind: PeriodKind): Period | undefined =>
  kind === "month" ? compact(text, 6) : undefined;

const dateInNumber = (text: string): CellFault | undefined => {
  const [month, day, serial] = [compact(text, 6), compact(text, 8), spreadsheetSerial(text)];
  const format = month ? "YYYYMM" : day ? "YYYYMMDD" : serial ? "serial" : undefined;
  if (!format) return undefined;
  const reading = serial ?? (day ? "a day written YYYYMMDD" : "a month written YYYYMM");
  return fault(
    "data/number-as-date",
    `looks like ${serial ? `a spreadsheet's serial number for ${reading}` : reading} among periods that are not`,
    `declare it: --date-format ${format}, beside the format of the others`,
  );
};

const periodFault = (text: string, expected: string): CellFault => {
  const order = dayOrder(text);
  const format = suggestFormat(text);
  if (order === "either" && format) {
    const other = suggestFormat(text, "month-first");
    return fault(
      "data/date-ambiguous",
      "fits both day first and month first",
      `declare which: --date-format "${format}" or --date-format "${other}"`,
    );
  }
  const serial = spreadsheetSerial(text);
  if (serial)
    return fault(
      "data/date-format",
      `looks like a spreadsheet's serial number for ${serial}`,
      "declare --date-format serial, or format the column as date before saving",
    );
  const why = /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$/.test(text.slice(0, 12))
    ? "has a year of two digits"
    : /^\p{L}{3,9}[-/ ]\d{2,4}$/u.test(text.slice(0, 16))
      ? "looks like a month that a spreadsheet has rewritten"
      : `is not ${expected}`;
  if (format)
    return fault("data/date-format", why, `declare --date-format "${format}", or write ${expected}`);
  if (/^\d{4}-\d{2}(-\d{2})?$/.test(text.slice(0, 12)))
    return fault("data/date-format", "is a date that the calendar does not have", "check the source");
  return fault("data/date-format", why, `write ${expected}, or declare --date-format`);
};
