import type { Diagnostic } from "./diagnostic.ts";
import type { Cells } from "./panel.ts";
import type { Frequency, MonthName } from "./period.ts";

export const formats = ["long", "wide", "incidents", "police-uk-street", "london-borough"] as const;
export type Format = (typeof formats)[number];

/** Formats that the contract names and this version cannot read: rows of a database. */
export const plannedFormats: readonly string[] = ["query", "table"];

/** Columns that say together when something was: months and days by number or name. */
export interface PeriodParts {
  readonly year?: string;
  readonly "financial-year"?: string;
  readonly quarter?: string;
  readonly month?: string;
  readonly week?: string;
  readonly day?: string;
}
export const periodParts = ["year", "financial-year", "quarter", "month", "week", "day"] as const;

/** Names of the columns in the source, where they differ from unit, period, outcome, value, exposure. */
export interface ColumnMap {
  /** Several columns are one unit, joined by " / ". */
  readonly unit?: string | readonly string[];
  readonly period?: string | PeriodParts;
  readonly outcome?: string;
  /** Each of several columns is an outcome. */
  readonly value?: string | readonly string[];
  readonly exposure?: string;
}

/** One or several as a list; undefined as none. */
export const listed = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

/** How bytes become rows and cells: declared, never sniffed. */
export interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly encoding: string;
  readonly decimal?: "." | ",";
  /** What stands between thousands; a space stands for every kind of space. */
  readonly thousands?: "," | "." | " " | "'";
  /** A cell fits one of these. */
  readonly dateFormat?: string | readonly string[];
  /** The first month of financial years. */
  readonly financialYear?: MonthName;
  /** The calendar that instants with an offset are put on; as written when absent. */
  readonly timeZone?: string;
  /** Columns without a name are a fault unless the analyst says that they may be left alone. */
  readonly unnamedColumns?: "refuse" | "ignore";
  /** Markers that mean zero, missing, and hidden by the publisher, beside a blank and [c], [x], [z], [low]. */
  readonly zero?: readonly string[];
  readonly missing?: readonly string[];
  readonly suppressed?: readonly string[];
  /** Lines above the header. */
  readonly skip?: number;
  /** Lines below the table: how many, or a pattern that the first of them fits. */
  readonly footer?: number | RegExp;
  /** Of a workbook. */
  readonly sheet?: string;
  readonly range?: string;
}
export const plainDialect: Dialect = { delimiter: ",", quote: '"', encoding: "utf-8" };

export interface Reasoned {
  readonly unit: string;
  readonly reason: string;
}

/** What an analyst has said about a source: the same words in a workspace and on the command line. */
export interface Declarations {
  readonly columns: ColumnMap;
  readonly dialect: Dialect;
  /** Rows kept: those whose cell is one of the values. */
  readonly where?: readonly { readonly column: string; readonly values: readonly string[] }[];
  /** Columns whose rows are added up. */
  readonly sumOver?: readonly string[];
  /** Finer periods are added up into these; incidents are counted into months unless told otherwise. */
  readonly frequency?: Frequency;
  /** What a unit × period × outcome without a row, or a blank cell of a wide file, is. */
  readonly absent?: "zero" | "missing";
  readonly excludeUnits?: readonly Reasoned[];
  /** Units that look like totals or like no place, and are units. */
  readonly keepUnits?: readonly Reasoned[];
  /** One unit, several spellings: the name that is read, and the one that is meant. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Rows without a unit or a period. */
  readonly unplaced?: "exclude" | "refuse";
  /** Columns that are known and not read, and columns that look personal and are read for a stated reason. */
  readonly drop?: readonly string[];
  readonly allow?: readonly { readonly column: string; readonly reason: string }[];
  /** Published totals, unit × year, and how far a source may be from them (0.02 is 2%). */
  readonly official?: string;
  readonly tolerance?: number;
}

/** One outcome source, ready to be read. `files` are absolute paths; `names` what messages call them. */
export interface SourceRequest extends Declarations {
  readonly format: Format;
  readonly files: readonly { readonly path: string; readonly name: string }[];
  /** `minor` keeps minor offence categories of the borough tables; `major` is the default. */
  readonly level?: "major" | "minor";
  /** Which dimensions to keep; the rest are summed over. Default: all three. */
  readonly by?: readonly ("unit" | "period" | "outcome")[];
  /** Place level of street files: LSOA (default), local authority name or force. */
  readonly place?: "lsoa" | "authority" | "force";
  /** Sources from this size on are counted by the engine. */
  readonly engineFrom?: number;
}

/** Rows read = rows used + Σ excluded, always. */
export interface Ledger {
  readonly read: number;
  readonly used: number;
  readonly excluded: readonly { readonly code: string; readonly reason: string; readonly rows: number }[];
}

export interface InputFile {
  readonly name: string;
  readonly sha256: string;
  /** null where the counts are protected: sizes would tell of them. */
  readonly bytes: number | null;
  readonly rows: number | null;
  /** Which edition of a published table this is (e.g. generation and last month), where the format has editions. */
  readonly vintage?: string;
}

export interface Ingested {
  readonly cells: Cells;
  readonly ledger: Ledger;
  readonly files: readonly InputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The four verbs an engine offers; SQL never leaves `ingest/` and `engines/`. */
export interface Engine {
  readonly name: string;
  run(sql: string, parameters?: readonly (string | number)[]): Promise<void>;
  /** Rows as column arrays by name; numbers as numbers (counts are exact to 2^53), text as strings, null as null. */
  columns(sql: string): Promise<Record<string, ArrayLike<unknown>>>;
  close(): Promise<void>;
}

/** A kind of file. Yields what is sound, reports what is not; throws only when nothing can be read. */
export interface IngestAdapter {
  readonly name: Format;
  readonly title: string;
  /** Does this header line (already split) and file name look like this format? Used by `init` and when no format is given. */
  recognises(header: readonly string[], fileName: string): boolean;
  read(request: SourceRequest, context: IngestContext): Promise<Ingested>;
}

export interface IngestContext {
  /** An engine, opened on first use: small and typed files never need it. */
  engine(): Promise<Engine>;
  /** SHA-256 and size of each file, computed once by the pipeline. */
  digest(path: string): Promise<{ sha256: string; bytes: number }>;
  progress(done: number, total: number, what: string): void;
}
