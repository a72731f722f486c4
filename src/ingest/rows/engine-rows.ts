import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Engine, IngestContext, SourceRequest } from "../../model/source.ts";
import type { Row } from "../gate/bytes.ts";
import { type FaultLog, faultLog } from "../gate/faults.ts";
import { readHead } from "../gate/head.ts";
import { visibleText } from "../gate/hidden.ts";
import { linesOf } from "../gate/line-count.ts";
import { openTable } from "../gate/table.ts";
import { isWorkbookName } from "../gate/workbook.ts";
import { literal } from "./engine-numbers.ts";
import { type Guarded, guardColumns } from "./guard-columns.ts";

/** A file as the engine sees it: where its rows come from, and what its columns are called there. */
export interface EngineFile {
  readonly name: string;
  readonly path: string;
  readonly parquet: boolean;
  readonly gzip: boolean;
  readonly delimiter: string;
  /** Lines above the header that hold anything. */
  readonly above: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly header: readonly string[];
  /** A table function in SQL. */
  readonly from: string;
  /** The column at a place of the header, as text. */
  column(index: number): string;
}

// A path is a pattern to DuckDB: its special characters stand for themselves inside brackets.
export const literalPath = (path: string): string => literal(path.replace(/[[*?]/g, "[$&]"));
const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** From this size on the engine reads; below it, opening one costs more than it saves. */
const engineFrom = 20_000_000;
export const isParquetName = (name: string): boolean => /\.parquet$/i.test(name);

/** The files when the engine is to read them: all Parquet, or a large delimited source in the plainest of dialects. */
export const engineFiles = async (
  request: SourceRequest,
  context: IngestContext,
): Promise<EngineFile[] | undefined> => {
  const parquet = request.files.some((file) => isParquetName(file.name));
  const { encoding, quote, footer } = request.dialect;
  // Lines below a table are known only once it has been read to its end, which the careful reader does.
  const plain = encoding.toLowerCase().replace("-", "") === "utf8" && quote === '"' && footer === undefined;
  if (!parquet && !plain) return undefined;
  const sizes = await Promise.all(request.files.map((file) => context.digest(file.path)));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  if (!parquet && total < (request.engineFrom ?? engineFrom)) return undefined;
  if (request.files.some(({ name }) => isWorkbookName(name))) return undefined;
  for (const file of request.files)
    if (!isParquetName(file.name) && !(await isPlain(file, request))) return undefined;
  const files: EngineFile[] = [];
  for (const [i, file] of request.files.entries())
    files.push(
      isParquetName(file.name)
        ? await parquetFile(file, sizes[i]!, await context.engine())
        : delimitedFile(file, sizes[i]!, request),
    );
  return files;
};

/** Does the careful reader find the top of a file (its header, its first rows) free of anything to say? */
const isPlain = async (
  file: { path: string; name: string },
  { dialect }: SourceRequest,
): Promise<boolean> => {
  const log = faultLog(file.name);
  const table = await openTable(file, { dialect, gzip: "by-bytes" }, log);
  await table?.close();
  return table !== undefined && log.list().length === 0;
};

type Size = { sha256: string; bytes: number };

const parquetFile = async (
  file: { path: string; name: string },
  size: Size,
  engine: Engine,
): Promise<EngineFile> => {
  const from = `read_parquet(${literalPath(file.path)})`;
  const { column_name } = await engine.columns(`SELECT column_name FROM (DESCRIBE SELECT * FROM ${from})`);
  const header = Array.from(column_name as ArrayLike<string>);
  const column = (index: number): string => `${identifier(header[index]!)}::VARCHAR`;
  return { ...file, ...size, parquet: true, gzip: false, delimiter: "", above: 0, header, from, column };
};

/** Columns are named by position and all text; strict mode turns a torn row into an error rather than a lost one. */
const delimitedFile = (
  file: { path: string; name: string },
  size: Size,
  { dialect }: SourceRequest,
): EngineFile => {
  const { header, gzip, above } = readHead(file.path, file.name, dialect);
  const skip = dialect.skip === undefined ? "" : `skip=${dialect.skip}, `;
  const columns = header.map((_, i) => `'c${i}':'VARCHAR'`).join(",");
  const from = `read_csv(${literalPath(file.path)}, auto_detect=false, ${skip}header=true, delim=${literal(dialect.delimiter)},
    quote='"', escape='"', compression=${gzip ? "'gzip'" : "'none'"}, strict_mode=true, null_padding=false,
    ignore_errors=false, columns={${columns}})`;
  return {
    ...file,
    ...size,
    parquet: false,
    gzip,
    delimiter: dialect.delimiter,
    above,
    header: header.map(visibleText),
    from,
    column: (i) => `c${i}`,
  };
};

/**
 * Rows of a file by the engine, held against a count of its lines that the engine had no part in.
 * Undefined when the two differ, and the careful reader must say why.
 */
export const countedRows = async (file: EngineFile, engine: Engine): Promise<number | undefined> => {
  const { n } = await engine.columns(`SELECT count(*)::DOUBLE AS n FROM ${file.from}`);
  const rows = Number(n![0]);
  if (file.parquet) return rows;
  const { filled, blankInside, trailing } = await linesOf(file, file.delimiter);
  if (blankInside || filled - 1 - file.above !== rows) return undefined;
  return trailing && (await tooWide(file, engine)) ? undefined : rows;
};

/** An engine passes over a delimiter too many at the end of a row; the careful reader refuses the row. */
const tooWide = async (file: EngineFile, engine: Engine): Promise<boolean> => {
  const mark = literal(file.delimiter);
  const { n } = await engine.columns(`SELECT count(*)::DOUBLE AS n FROM read_csv(${literalPath(file.path)},
    auto_detect=false, header=true, delim='\x02', quote='', escape='', compression=${file.gzip ? "'gzip'" : "'none'"},
    columns={'line':'VARCHAR'}) WHERE ends_with(rtrim(line, chr(13)), ${mark})
    AND length(line) - length(replace(line, ${mark}, '')) <> ${file.header.length - 1}`);
  return Number(n![0]) > 0;
};

/** Nothing to count: what the careful reader says of a header alone. */
export const noRows = (file: EngineFile): Diagnostic =>
  diagnostic("csv/no-rows", "error", "there are no rows under the header", {
    file: file.name,
    line: 1,
    fix: "check that the export finished",
  });

/** How many rows of a large file are looked at for cells about persons; names are judged always. */
const watched = 20_000;

export const guardEngineFile = async (
  file: EngineFile,
  used: readonly number[],
  request: Guarded,
  rule: "events" | "counts",
  engine: Engine,
  also?: (log: FaultLog) => { row(row: Row): void; finish(): void },
): Promise<readonly Diagnostic[]> => {
  const log = faultLog(file.name);
  const guard = guardColumns({ header: file.header, headerLine: 1 }, used, request, rule, log);
  const other = also?.(log);
  const columns = file.header.map((_, i) => `${file.column(i)} AS c${i}`).join(", ");
  const found = await engine.columns(`SELECT ${columns} FROM ${file.from} LIMIT ${watched}`);
  const size = found.c0!.length;
  for (let line = 0; line < size; line++) {
    const cells = file.header.map((_, i) => String((found[`c${i}`] as ArrayLike<string | null>)[line] ?? ""));
    const row = { line: line + 2, cells, columns: cells.length, blank: false, odd: false };
    guard.row(row);
    other?.row(row);
  }
  guard.finish();
  other?.finish();
  return log.list();
};
