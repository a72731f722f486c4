import { closeSync, openSync, readSync } from "node:fs";
import { constants, gunzipSync } from "node:zlib";
import { columnKey, splitLine } from "../../ingest/gate/head.ts";
import { adapters } from "../../ingest/index.ts";
import { columnPeriod } from "../../ingest/wide.ts";
import { parsePeriod } from "../../model/period.ts";
import type { ColumnMap, Format } from "../../model/source.ts";
import type { NamedFile } from "../files.ts";

/** What a file seems to be, and why: `init` shows every reason and writes the guess where the analyst can see it. */
export interface FileGuess {
  readonly file: NamedFile;
  readonly role: "outcomes" | "interventions" | "units" | "unknown";
  readonly format?: Format;
  readonly columns: ColumnMap;
  readonly delimiter: string;
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

const share = ({ header, rows }: Sample, column: string, fits: (cell: string) => boolean): number => {
  const at = header.indexOf(column);
  const cells = rows.map((row) => row[at]!).filter((cell) => cell !== "");
  return cells.length === 0 ? 0 : cells.filter(fits).length / cells.length;
};

const isPeriod = (cell: string): boolean => parsePeriod(cell) !== undefined;
const isNumber = (cell: string): boolean => /^-?\d+(\.\d+)?$/.test(cell);

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
      ...{ ...found, role: "outcomes" as const, format: adapter.name },
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
  const numeric = header.filter((name) => !taken.includes(name) && share(sample, name, isNumber) === 1);
  const value = named("value") ?? (numeric.length === 1 ? numeric[0] : undefined);
  if (unit && period && value && share(sample, period, isPeriod) === 1) {
    const columns: ColumnMap = {
      ...{ unit, period, value },
      ...(outcome ? { outcome } : {}),
      ...(exposure ? { exposure } : {}),
    };
    const why = named("value") ? "its name says so" : "it is the only other column of numbers";
    reasons.push(
      `"${unit}" is the unit: its name says so`,
      `"${period}" holds periods in every row looked at`,
    );
    reasons.push(`"${value}" is the count: ${why}`);
    if (outcome) reasons.push(`"${outcome}" is the outcome: its name says so`);
    if (exposure) reasons.push(`"${exposure}" is what a rate divides by: its name says so`);
    return { ...base, role: "outcomes", format: "long", columns, reasons };
  }
  const date = findName(header, incidentDates);
  if (unit && date) {
    reasons.push(`"${date}" is a date and no column counts: one row an event`, `"${unit}" is the unit`);
    const columns = { unit, period: date, ...(outcome ? { outcome } : {}) };
    return { ...base, role: "outcomes", format: "incidents", columns, reasons };
  }
  if (unit && !period && numeric.length > 0) {
    reasons.push(`"${unit}" with numbers and no period: one row a unit`);
    return { ...base, role: unit === "unit" ? "units" : "unknown", columns: {}, reasons };
  }
  reasons.push(`no unit, period and count among its columns: ${header.slice(0, 8).join(", ")}`);
  return { ...base, role: "unknown", columns: {}, reasons };
};
