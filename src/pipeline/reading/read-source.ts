import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { resolve } from "node:path";
import { openDuckDb } from "../../engines/duckdb.ts";
import { checkUnits } from "../../ingest/declared/check-units.ts";
import { declarationsOf } from "../../ingest/declared/declarations.ts";
import { reconcile } from "../../ingest/declared/reconcile.ts";
import { faultLog } from "../../ingest/gate/faults.ts";
import { readHead } from "../../ingest/gate/head.ts";
import { refuseFaults } from "../../ingest/gate/refuse.ts";
import { isWorkbookName, workbookRows } from "../../ingest/gate/workbook.ts";
import { adapters } from "../../ingest/index.ts";
import { shownNames } from "../../ingest/people/shown.ts";
import { protectSource, type Rounder } from "../../ingest/release/index.ts";
import { readOfficial } from "../../ingest/typed/official.ts";
import { codePages } from "../../model/codes/index.ts";
import type { DeclaredKeys } from "../../model/declarations.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { InputError, UsageError } from "../../model/errors.ts";
import {
  type ColumnMap,
  type Declarations,
  type Dialect,
  type Engine,
  type Format,
  formats,
  type IngestAdapter,
  type IngestContext,
  type Ingested,
  listed,
  plainDialect,
  type SourceRequest,
} from "../../model/source.ts";
import { collapse } from "../../panel/index.ts";
import { expandFiles, type NamedFile, nameOf } from "./files.ts";
import { steadily } from "./steady.ts";

/** A source as a person names it: files, folders or patterns, and whatever is not as usual. */
export interface SourceSpec
  extends Partial<Omit<Declarations, "dialect">>,
    Pick<SourceRequest, "level" | "by" | "place" | "engineFrom"> {
  readonly files: readonly string[];
  /** What relative paths are relative to. */
  readonly root: string;
  readonly format?: Format;
  readonly dialect?: Partial<Dialect>;
}

/** Declarations as they were written, in a workspace or by options, checked and ready for a source. */
export const declaredSpec = (keys: DeclaredKeys, name: (key: string) => string): Declarations =>
  declarationsOf(keys, name);

export interface ReadOptions {
  /** SHA-256 of every input; without it the digests are empty, which saves reading the files once more. */
  readonly hash?: boolean;
  readonly progress?: IngestContext["progress"];
  /** Rounds the counts, at the periods in which the source counts, before anything is made from them. */
  readonly rounder?: Rounder;
}

export interface ReadSource extends Ingested {
  readonly format: Format;
}

/**
 * Files on disk → counted cells, through the adapter of the format: the one that is named, or the first that
 * recognises the files.
 *
 * Throws    InputError input/not-found, input/no-files, ingest/format, and what the adapter throws.
 */
export const readSource = async (spec: SourceSpec, options: ReadOptions = {}): Promise<ReadSource> => {
  const files = expandFiles(spec.files, spec.root, spec.format);
  const dialect = withWorkbookDates({ ...plainDialect, ...spec.dialect }, files);
  const { files: _given, root: _root, columns = {}, by, ...rest } = spec;
  const adapter = await chooseAdapter(files, dialect, columns, spec.format);
  // Counts are rounded cell by cell and added up afterwards: another sum must not be another rounding.
  const summed = options.rounder || by === undefined ? {} : { by };
  const request: SourceRequest = { ...rest, ...summed, format: adapter.name, files, columns, dialect };
  refuseUnread(request);
  let engine: Promise<Engine> | undefined;
  const context: IngestContext = {
    engine: () => (engine ??= openDuckDb()),
    digest: (path) => (options.hash === false ? sizeOnly(path) : digest(path)),
    progress: options.progress ?? (() => undefined),
  };
  try {
    const read = await steadily(
      files.map(({ path }) => path),
      () => adapter.read(request, context),
    );
    const own = ["long", "wide", "incidents"].includes(adapter.name);
    const odd = own ? checkUnits(read.cells, { ...request, ...(by === undefined ? {} : { by }) }) : [];
    const ingested = { ...read, diagnostics: [...read.diagnostics, ...odd], format: adapter.name };
    const counted = options.rounder ? roundedSource(ingested, options.rounder) : ingested;
    // After rounding: what is said beside published totals must not say an exact count.
    const official = await besideOfficial(counted.cells, spec);
    return {
      ...counted,
      diagnostics: [...counted.diagnostics, ...official],
      cells: by ? collapse(counted.cells, by) : counted.cells,
    };
  } finally {
    await (await engine)?.close();
  }
};

/** Where a source declares published totals, what it holds beside them. */
const besideOfficial = async (
  cells: Ingested["cells"],
  { official, tolerance, root }: SourceSpec,
): Promise<readonly Diagnostic[]> => {
  if (official === undefined) return [];
  const path = resolve(root, official);
  const totals = await readOfficial({ path, name: nameOf(path, root) });
  return reconcile(cells, totals, tolerance);
};

const roundedSource = (ingested: ReadSource, rounder: Rounder): ReadSource => {
  refuseFaults(ingested.diagnostics);
  const pages = new Map(codePages().map(({ code, title }) => [code, title]));
  return protectSource(ingested, (code) => pages.get(code), rounder);
};

/** SHA-256 of a file as it stands on disk, compressed or not. */
export const digest = async (path: string): Promise<{ sha256: string; bytes: number }> => {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest("hex"), bytes };
};

const sizeOnly = async (path: string): Promise<{ sha256: string; bytes: number }> => ({
  sha256: "",
  bytes: statSync(path).size,
});

const chooseAdapter = async (
  files: readonly NamedFile[],
  dialect: Dialect,
  columns: ColumnMap,
  format: Format | undefined,
): Promise<IngestAdapter> => {
  if (format !== undefined) {
    const named = adapters.find(({ name }) => name === format);
    if (named) return named;
    throw unreadable(`the format "${format}", which is not read from files`);
  }
  const { path, name } = files[0]!;
  // A Parquet file has no first line; its columns are those of long rows unless another format is named.
  const header = /\.parquet$/i.test(name)
    ? ["unit", "period", "outcome", "value"]
    : isWorkbookName(name)
      ? await workbookHeader({ path, name }, dialect)
      : readHead(path, name, dialect).header;
  // As the file names its columns, or else as the command does.
  const mapped = header.map(
    (cell) => Object.entries(columns).find(([, own]) => typeof own !== "object" && own === cell)?.[0] ?? cell,
  );
  const found = [header, mapped].flatMap((names) => adapters.filter((one) => one.recognises(names, name)))[0];
  if (found) return found;
  throw unreadable(`${name} with the columns ${shownNames(header, 8)}`, otherDelimiter(header));
};

const workbookHeader = async (file: NamedFile, dialect: Dialect): Promise<readonly string[]> => {
  for await (const rows of workbookRows(file, dialect, faultLog(file.name)))
    for (const { blank, cells } of rows) if (!blank) return cells;
  return [];
};

/** Dates of a workbook are dates already: they come as YYYY-MM-DD beside whatever format is declared for words. */
const withWorkbookDates = (dialect: Dialect, files: readonly NamedFile[]): Dialect => {
  const formats = listed(dialect.dateFormat);
  return formats.length > 0 && files.some(({ name }) => isWorkbookName(name))
    ? { ...dialect, dateFormat: [...formats, "YYYY-MM-DD"] }
    : dialect;
};

const shapesOnly = [
  "where",
  "sumOver",
  "frequency",
  "absent",
  "excludeUnits",
  "keepUnits",
  "aliases",
  "unplaced",
] as const;
const cellsOnly = [
  "thousands",
  "dateFormat",
  "financialYear",
  "timeZone",
  "zero",
  "skip",
  "footer",
  "sheet",
  "range",
] as const;

/** A published format fixes its own columns and cells: what it would not read is refused, never ignored. */
const refuseUnread = ({ format, dialect, ...request }: SourceRequest): void => {
  if (format !== "police-uk-street" && format !== "london-borough") return;
  const unread = [
    ...shapesOnly.filter((key) => request[key] !== undefined),
    ...cellsOnly.filter((key) => dialect[key] !== undefined),
  ];
  if (unread.length === 0) return;
  const dashed = unread.map((key) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
  throw new UsageError("usage/declaration", {
    found: `${dashed.join(", ")} for the format ${format}`,
    expected: "declarations that this format reads: its columns and cells are fixed by its publisher",
    hint: "leave them out, or read the files as --format long, wide or incidents",
  });
};

const unreadable = (found: string, hint?: string): InputError =>
  new InputError("ingest/format", {
    found,
    expected: `files of a known format: ${formats.join(", ")}`,
    hint: hint ?? "name the format with --format, and columns with --unit --period --outcome-column --value",
  });

/** A header that comes out as one cell was most likely cut at the wrong character. */
const otherDelimiter = (header: readonly string[]): string | undefined => {
  const found = header.length === 1 ? [";", "\t", "|"].find((mark) => header[0]!.includes(mark)) : undefined;
  return (
    found &&
    `the cells seem to be separated by something else: --delimiter "${found === "\t" ? "\\t" : found}"`
  );
};
