import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { openDuckDb } from "../../engines/duckdb.ts";
import { checkUnits } from "../../ingest/declared/check-units.ts";
import { declarationsOf } from "../../ingest/declared/declarations.ts";
import { readHead } from "../../ingest/gate/head.ts";
import { refuseFaults } from "../../ingest/gate/refuse.ts";
import { adapters } from "../../ingest/index.ts";
import { shownNames } from "../../ingest/people/shown.ts";
import { protectSource, type Rounder } from "../../ingest/release/index.ts";
import { codePages } from "../../model/codes/index.ts";
import type { DeclaredKeys } from "../../model/declarations.ts";
import { InputError } from "../../model/errors.ts";
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
  plainDialect,
  type SourceRequest,
} from "../../model/source.ts";
import { collapse } from "../../panel/index.ts";
import { expandFiles, type NamedFile } from "./files.ts";

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
  const dialect = { ...plainDialect, ...spec.dialect };
  const { files: _given, root: _root, columns = {}, by, ...rest } = spec;
  const adapter = chooseAdapter(files, dialect, columns, spec.format);
  // Counts are rounded cell by cell and added up afterwards: another sum must not be another rounding.
  const summed = options.rounder || by === undefined ? {} : { by };
  const request: SourceRequest = { ...rest, ...summed, format: adapter.name, files, columns, dialect };
  let engine: Promise<Engine> | undefined;
  const context: IngestContext = {
    engine: () => (engine ??= openDuckDb()),
    digest: (path) => (options.hash === false ? sizeOnly(path) : digest(path)),
    progress: options.progress ?? (() => undefined),
  };
  try {
    const read = await adapter.read(request, context);
    const own = ["long", "wide", "incidents"].includes(adapter.name);
    const odd = own ? checkUnits(read.cells, request) : [];
    const ingested = { ...read, diagnostics: [...read.diagnostics, ...odd], format: adapter.name };
    const counted = options.rounder ? roundedSource(ingested, options.rounder) : ingested;
    return { ...counted, cells: spec.by ? collapse(counted.cells, spec.by) : counted.cells };
  } finally {
    await (await engine)?.close();
  }
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

const chooseAdapter = (
  files: readonly NamedFile[],
  dialect: Dialect,
  columns: ColumnMap,
  format: Format | undefined,
): IngestAdapter => {
  if (format !== undefined) {
    const named = adapters.find(({ name }) => name === format);
    if (named) return named;
    throw unreadable(`the format "${format}", which is not read from files`);
  }
  const { path, name } = files[0]!;
  // A Parquet file has no first line; its columns are those of long rows unless another format is named.
  const header = /\.parquet$/i.test(name)
    ? ["unit", "period", "outcome", "value"]
    : readHead(path, name, dialect).header;
  // As the file names its columns, or else as the command does.
  const mapped = header.map(
    (cell) => Object.entries(columns).find(([, own]) => typeof own !== "object" && own === cell)?.[0] ?? cell,
  );
  const found = [header, mapped].flatMap((names) => adapters.filter((one) => one.recognises(names, name)))[0];
  if (found) return found;
  throw unreadable(`${name} with the columns ${shownNames(header, 8)}`, otherDelimiter(header));
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
