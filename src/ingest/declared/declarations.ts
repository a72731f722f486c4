import type { DeclaredKeys } from "../../model/declarations.ts";
import { UsageError } from "../../model/errors.ts";
import { suggest } from "../../model/nearest.ts";
import { financial } from "../../model/period.ts";
import { type ColumnMap, type Declarations, type Dialect, listed, plainDialect } from "../../model/source.ts";
import { plainText } from "../../model/text.ts";
import { dateFormat } from "../cells/dates.ts";
import { isTimeZone } from "../cells/instants.ts";
import { knownEncoding } from "../gate/encoding.ts";

/** How a key is named to whoever wrote it: `--date-format`, or `sources.crime.date-format`. */
export type KeyName = (key: keyof DeclaredKeys) => string;

const spelledOut: Readonly<Record<string, string>> = {
  tab: "\t",
  "\\t": "\t",
  comma: ",",
  semicolon: ";",
  pipe: "|",
  space: " ",
  none: "",
};

const defined = <T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/**
 * What was declared, in a workspace or by options, as the program uses it: one place checks every value.
 *
 * Throws UsageError `usage/KEY`, for the first value that cannot be meant.
 */
export const declarationsOf = (keys: DeclaredKeys, name: KeyName): Declarations => {
  const check = checks(name);
  return {
    columns: columnsOf(keys.columns ?? {}),
    dialect: dialectOf(keys, check),
    ...defined({
      where:
        keys.where &&
        Object.entries(keys.where).map(([column, values]) => ({ column, values: listed(values) })),
      sumOver: keys["sum-over"],
      frequency: frequencyOf(keys),
      absent: keys.absent,
      excludeUnits: keys["exclude-units"],
      keepUnits: keys["keep-units"],
      aliases: keys.aliases,
      unplaced: keys.unplaced,
      drop: keys.drop,
      allow: keys.allow,
      official: keys.official,
      tolerance: shareOf(keys.tolerance),
    }),
  };
};

const columnsOf = ({
  unit,
  period,
  outcome,
  value,
  exposure,
}: NonNullable<DeclaredKeys["columns"]>): ColumnMap =>
  defined({ unit, period: typeof period === "object" ? defined(period) : period, outcome, value, exposure });

/** Financial years and quarters begin in the declared month. */
const frequencyOf = (keys: DeclaredKeys): Declarations["frequency"] => {
  const { frequency } = keys;
  if (frequency === "financial-year") return financial("year", keys["financial-year"]);
  if (frequency === "financial-quarter") return financial("quarter", keys["financial-year"]);
  return frequency;
};

const shareOf = (tolerance: DeclaredKeys["tolerance"]): number | undefined =>
  typeof tolerance === "string" ? Number(tolerance.replace("%", "")) / 100 : tolerance;

type Check = ReturnType<typeof checks>;

const codes = {
  delimiter: "usage/delimiter",
  quote: "usage/quote",
  encoding: "usage/encoding",
  decimal: "usage/decimal",
  thousands: "usage/thousands",
  "date-format": "usage/date-format",
  "time-zone": "usage/time-zone",
  footer: "usage/footer",
  range: "usage/range",
} as const;

const checks = (name: KeyName) => ({
  wrong(key: keyof typeof codes, found: string, expected: string, hint: string): UsageError {
    return new UsageError(codes[key], {
      found: `${name(key)} "${plainText(found)}"`,
      expected,
      hint: `write ${name(key)}${name(key).startsWith("--") ? " " : ": "}${hint}`,
    });
  },
});

const dialectOf = (keys: DeclaredKeys, check: Check): Dialect => {
  const delimiter = delimiterOf(keys, check);
  const quote = quoteOf(keys, delimiter, check);
  const encoding = encodingOf(keys, check);
  const { decimal, markers } = keys;
  if (decimal !== undefined && decimal !== "." && decimal !== ",")
    throw check.wrong("decimal", decimal, '"." or ","', '","');
  const thousands = thousandsOf(keys, check);
  const dateFormats = keys["date-format"];
  for (const pattern of dateFormats ?? [])
    if (dateFormat(pattern) === undefined)
      throw check.wrong(
        "date-format",
        pattern,
        "a format with a year and a month, such as DD/MM/YYYY, MMM-YY, YYYYMM or MM/DD/YYYY hh:mm:ss A",
        "DD/MM/YYYY",
      );
  const zone = keys["time-zone"];
  if (zone !== undefined && !isTimeZone(zone))
    throw check.wrong(
      "time-zone",
      zone,
      `a time zone of the IANA database, such as Europe/London; ${suggest(zone, Intl.supportedValuesOf("timeZone"))}`,
      "Europe/London",
    );
  return {
    delimiter,
    quote,
    encoding,
    ...defined({
      decimal,
      thousands,
      dateFormat: dateFormats,
      financialYear: keys["financial-year"],
      timeZone: zone,
      unnamedColumns: keys["unnamed-columns"],
      zero: markers?.zero,
      missing: both(keys.missing, markers?.missing),
      suppressed: both(keys.suppressed, markers?.suppressed),
      skip: keys.skip,
      footer: footerOf(keys, check),
      sheet: keys.sheet,
      range: rangeOf(keys, check),
    }),
  };
};

const both = (
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): readonly string[] | undefined => (one || other ? [...(one ?? []), ...(other ?? [])] : undefined);

const delimiterOf = ({ delimiter: asked }: DeclaredKeys, check: Check): string => {
  const delimiter = asked === undefined ? plainDialect.delimiter : (spelledOut[asked] ?? asked);
  if (delimiter.length !== 1 || /[\r\n"]/.test(delimiter))
    throw check.wrong("delimiter", asked!, "one character", 'tab, ";" or "|"');
  return delimiter;
};

const quoteOf = ({ quote: asked }: DeclaredKeys, delimiter: string, check: Check): string => {
  const quote = asked === undefined ? plainDialect.quote : asked === "none" ? "" : asked;
  if (quote.length > 1 || quote === delimiter)
    throw check.wrong("quote", asked!, "one character, or none", '"\'"');
  return quote;
};

const encodingOf = ({ encoding: asked }: DeclaredKeys, check: Check): string => {
  const encoding = knownEncoding(asked ?? plainDialect.encoding);
  if (encoding === undefined)
    throw check.wrong("encoding", asked!, "a known encoding", "utf-8, windows-1252 or utf-16le");
  return encoding;
};

const thousandsOf = ({ thousands: asked, decimal }: DeclaredKeys, check: Check): Dialect["thousands"] => {
  if (asked === undefined) return undefined;
  const mark = spelledOut[asked] ?? asked.replace(/[\u00a0\u2009\u202f]/g, " ").replace("\u2019", "'");
  if (mark !== "," && mark !== "." && mark !== " " && mark !== "'")
    throw check.wrong("thousands", asked, "a comma, a point, an apostrophe or a space", '","');
  if (mark === (decimal ?? (mark === "." ? "," : ".")))
    throw check.wrong("thousands", asked, "another mark than the decimal one", mark === "," ? '"."' : '","');
  return mark;
};

const footerOf = ({ footer }: DeclaredKeys, check: Check): Dialect["footer"] => {
  if (typeof footer !== "string") return footer;
  if (/^\d+$/.test(footer)) return Number(footer);
  try {
    return new RegExp(footer, "u");
  } catch {
    throw check.wrong("footer", footer, "a number of lines, or a pattern", '2, or "^Source:"');
  }
};

const rangeOf = ({ range }: DeclaredKeys, check: Check): string | undefined => {
  if (range === undefined || /^[A-Z]{1,3}[1-9]\d{0,6}(:[A-Z]{1,3}[1-9]\d{0,6})?$/i.test(range)) return range;
  throw check.wrong("range", range, "two corners of the table", "A5:Z60");
};
