import type { Diagnostic } from "./diagnostic.ts";
import type { Cells } from "./panel.ts";
import type { Frequency } from "./period.ts";

export const formats = ["long", "wide", "incidents", "police-uk-street", "london-borough", "query"] as const;
export type Format = (typeof formats)[number];

/** Names of the columns in the source, where they differ from unit, period, outcome, value, exposure. */
export interface ColumnMap {
  readonly unit?: string;
  readonly period?: string;
  readonly outcome?: string;
  readonly value?: string;
  readonly exposure?: string;
}

/** How bytes become rows and cells: declared, never sniffed. */
export interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly encoding: string;
  readonly decimal?: "." | ",";
  readonly dateFormat?: string;
  /** Columns without a name are a fault unless the analyst says that they may be left alone. */
  readonly unnamedColumns?: "refuse" | "ignore";
  /** Markers that mean missing, and markers that mean hidden by the publisher, beside a blank and [c], [x], [z], [low]. */
  readonly missing?: readonly string[];
  readonly suppressed?: readonly string[];
}
export const plainDialect: Dialect = { delimiter: ",", quote: '"', encoding: "utf-8" };

/** One outcome source, ready to be read. `files` are absolute paths; `names` what messages call them. */
export interface SourceRequest {
  readonly format: Format;
  readonly files: readonly { readonly path: string; readonly name: string }[];
  readonly columns: ColumnMap;
  readonly dialect: Dialect;
  /** `minor` keeps minor offence categories of the borough tables; `major` is the default. */
  readonly level?: "major" | "minor";
  /** Which dimensions to keep; the rest are summed over. Default: all three. */
  readonly by?: readonly ("unit" | "period" | "outcome")[];
  /** Incident columns that are known to be personal and are not read, or are read for a stated reason. */
  readonly drop?: readonly string[];
  readonly allow?: readonly { readonly column: string; readonly reason: string }[];
  /** How long the periods are into which incidents are counted; months unless told otherwise. */
  readonly frequency?: Frequency;
  /** Place level of street files: LSOA (default), local authority name or force. */
  readonly place?: "lsoa" | "authority" | "force";
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
  readonly bytes: number;
  readonly rows: number;
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
  /** Bytes of a delimited source from which on an engine reads it; 20 MB where nothing is said. */
  readonly engineFrom?: number;
}
