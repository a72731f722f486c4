import { closeSync, openSync, readSync } from "node:fs";
import { constants, gunzipSync } from "node:zlib";
import { columnKey, splitLine } from "../../ingest/gate/head.ts";
import { adapters } from "../../ingest/index.ts";
import { shownNames } from "../../ingest/people/shown.ts";
import { columnPeriod } from "../../ingest/rows/wide-columns.ts";
import { parsePeriod } from "../../model/period.ts";
import type { ColumnMap, Format } from "../../model/source.ts";
import type { NamedFile } from "../reading/files.ts";
import { daySpelling, decimalMark } from "./spelling.ts";

/** What a file seems to be, and why: `init` shows every reason and writes the guess where the analyst can see it. */
export interface FileGuess {
  readonly file: NamedFile;
  readonly role: "outcomes" | "interventions" | "units" | "unknown";
  readonly format?: Format;
  readonly columns: ColumnMap;
  readonly delimiter: string;
  readonly dateFormat?: string;
  readonly decimal?: ",";
  /** The values are a score, a share or a rate, and not a count. */
  readonly level?: true;
  readonly reasons: readonly string[];
}

/** Names that people give to columns; the first that a header has is taken. */
const synonyms: Readonly<Record<keyof ColumnMap, readonly string[]>> = {
  unit: [
    "unit",
    "borough",
    "ward",
    "area",
    "lsoa",
    "neighbourhood",
    "beat",
    "division",
    "hotspot",
    "location",
    "force",
    "school",
  ],
  period: ["period", "month", "quarter", "year", "week", "date", "yearmonth"],
  outcome: [
    "outcome",
    "offence",
    "offencetype",
    "crimetype",
    "crime",
    "category",
    "measure",
    "majorcategory",
  ],
  value: ["value", "count", "counts", "n", "number", "total", "offences", "crimes", "incidents"],
  exposure: ["exposure", "population", "residents", "households"],
};
/** Names of values that are no counts: they are averaged and never added up. */
const levels = ["proportion", "percentage", "percent", "share", "rate", "score", "mean", "average"];
const incidentDates = ["date", "datetime", "occurred", "reported"];

interface Sample {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly delimiter: string;
}

const sampleBytes = 1 << 16;

const firstText = (path: string): string => {
  const handle = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(sampleBytes);
    const start = buffer.subarray(0, readSync(handle, buffer, 0, sampleBytes, 0));
    const packed = start[0] === 0x1f && start[1] === 0x8b;
    return (packed ? gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH }) : start).toString("utf8");
  } finally {
    closeSync(handle);
  }
};

const sampleOf = (path: string): Sample => {
  const lines = firstText(path)
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .slice(0, 200);
  const widths = [",", ";", "\t", "|"].map((delimiter) => ({
    delimiter,
    width: splitLine(lines[0] ?? "", { delimiter, quote: '"' }).length,
  }));
  const { delimiter } = widths.reduce((best, one) => (one.width > best.width ? one : best));
  const [header = [], ...rows] = lines
    .slice(0, -1)
    .map((line) => splitLine(line, { delimiter, quote: '"' }).map((cell) => cell.trim()));
  return { header, rows: rows.filter((row) => row.length === header.length), delimiter };
};

const findName = (header: readonly string[], names: readonly string[]): string | undefined =>
  names.flatMap((name) => header.filter((column) => columnKey(column) === name))[0];

const cellsOf = ({ header, rows }: Sample, column: string): string[] => {
  const at = header.indexOf(column);
  return rows.map((row) => row[at]!).filter((cell) => cell !== "");
};

/** How the periods of a column are spelt; undefined where it holds anything else. */
const periodsOf = (sample: Sample, column: string): { readonly format?: string } | undefined => {
  const cells = cellsOf(sample, column);
  if (cells.length > 0 && cells.every((cell) => parsePeriod(cell) !== undefined)) return {};
  const spelling = daySpelling(cells);
  return spelling === "either" ? undefined : spelling;
};

/** What the dialect of a source must say, with the reason. */
const dialectOf = (
  sample: Sample,
  period: string,
  value?: string,
): { found: Pick<FileGuess, "dateFormat" | "decimal">; reasons: string[] } => {
  const spelling = daySpelling(cellsOf(sample, period));
  const found: { dateFormat?: string; decimal?: "," } = {};
  const reasons: string[] = [];
  if (spelling === "either")
    reasons.push(`"${period}" can be read day first and month first: say which with date-format`);
  else if (spelling) {
    found.dateFormat = spelling.format;
    reasons.push(`"${period}" fits ${spelling.format} in every row looked at`);
  }
  if (value !== undefined && decimalMark(cellsOf(sample, value)) === ",") {
    found.decimal = ",";
    reasons.push(`"${value}" has decimal commas`);
  }
  return { found, reasons };
};

export const guessFile = (file: NamedFile): FileGuess => {
  if (/\.parquet$/i.test(file.name))
    return {
      ...{ file, role: "outcomes" as const, format: "long" as const, columns: {}, delimiter: "," },
      reasons: ["a Parquet file is taken for long rows: unit, period, outcome, value"],
    };
  const sample = sampleOf(file.path);
  const { header, delimiter } = sample;
  const separated =
    delimiter === "," ? [] : [`cells are separated by ${delimiter === "\t" ? "tabs" : `"${delimiter}"`}`];
  const found = { file, delimiter, columns: {} };
  const has = (name: string): boolean => findName(header, [name]) !== undefined;
  if (has("id") && has("unit") && has("start"))
    return {
      ...found,
      role: "interventions",
      reasons: [...separated, "it has the columns id, unit and start"],
    };
  const adapter = adapters.find((one) => one.recognises(header, file.name));
  if (adapter)
    return {
      ...found,
      role: "outcomes",
      format: adapter.name,
      reasons: [...separated, `its header is that of "${adapter.title}"`],
    };
  return { ...guessColumns(file, sample, separated), delimiter };
};

/** A header that no format knows as it stands: columns by the names that people give them, and by what they hold. */
const guessColumns = (file: NamedFile, sample: Sample, separated: readonly string[]): FileGuess => {
  const { header, delimiter } = sample;
  const reasons = [...separated];
  const named = (purpose: keyof ColumnMap): string | undefined => findName(header, synonyms[purpose]);
  const unit = named("unit");
  const periods = header.filter((name) => columnPeriod(name) !== undefined);
  const period = named("period");
  const base = { file, delimiter };
  if (unit && periods.length >= 2) {
    reasons.push(`${periods.length} columns are periods, ${periods[0]} to ${periods.at(-1)}: one row a unit`);
    reasons.push(`"${unit}" is the unit: its name says so`);
    return { ...base, role: "outcomes", format: "wide", columns: { unit }, reasons };
  }
  const outcome = named("outcome");
  const exposure = named("exposure");
  const taken = [unit, period, outcome, exposure];
  const numeric = header.filter((name) => !taken.includes(name) && decimalMark(cellsOf(sample, name)));
  const level = findName(numeric, levels);
  const value = named("value") ?? level ?? (numeric.length === 1 ? numeric[0] : undefined);
  if (unit && period && value && periodsOf(sample, period)) {
    const dialect = dialectOf(sample, period, value);
    const isLevel = value === level;
    const columns: ColumnMap = {
      unit,
      period,
      value,
      ...(outcome ? { outcome } : {}),
      ...(exposure ? { exposure } : {}),
    };
    const why = named("value") || isLevel ? "its name says so" : "it is the only other column of numbers";
    reasons.push(
      `"${unit}" is the unit: its name says so`,
      `"${period}" holds periods in every row looked at`,
    );
    reasons.push(`"${value}" is the ${isLevel ? "level" : "count"}: ${why}`);
    if (outcome) reasons.push(`"${outcome}" is the outcome: its name says so`);
    if (exposure) reasons.push(`"${exposure}" is what a rate divides by: its name says so`);
    reasons.push(...dialect.reasons);
    const said = { ...dialect.found, ...(isLevel ? { level: true as const } : {}) };
    return { ...base, ...said, role: "outcomes", format: "long", columns, reasons };
  }
  const date = findName(header, incidentDates);
  if (unit && date) {
    reasons.push(`"${date}" is a date and no column counts: one row an event`, `"${unit}" is the unit`);
    const columns = { unit, period: date, ...(outcome ? { outcome } : {}) };
    const dialect = dialectOf(sample, date);
    reasons.push(...dialect.reasons);
    return { ...base, ...dialect.found, role: "outcomes", format: "incidents", columns, reasons };
  }
  if (unit && !period && numeric.length > 0) {
    reasons.push(`"${unit}" with numbers and no period: one row a unit`);
    return { ...base, role: unit === "unit" ? "units" : "unknown", columns: {}, reasons };
  }
  reasons.push(`no unit, period and count among its columns: ${shownNames(header, 8)}`);
  return { ...base, role: "unknown", columns: {}, reasons };
};
