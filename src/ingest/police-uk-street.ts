import { type Fault, InputError } from "../model/errors.ts";
import { formatPeriod } from "../model/period.ts";
import type { IngestAdapter, IngestContext, InputFile, Ledger, SourceRequest } from "../model/source.ts";
import { lineCount, recordCount } from "./gate/line-count.ts";
import { streetCells } from "./street/cells.ts";
import { countStreet, type StreetCounts } from "./street/count.ts";
import { type Downloads, oneDownloadEach } from "./street/downloads.ts";
import { isStreetHeader, lookAtStreetFiles, type StreetFile, streetName } from "./street/files.ts";
import { streetNotes } from "./street/notes.ts";

/** Bytes of text that one batch may hold: its table of codes and hashes is about a third of that, in memory. */
const batchBytes = 2 ** 30;
/** Street files compress to about a seventh. */
const inflation = 7;

/**
 * Street-level crime and anti-social behaviour of data.police.uk, one file a force and month, counted by place
 * (LSOA, local authority or force) × month × crime type. Covered and not mentioned is 0; no file is absent.
 *
 * Throws    InputError file/gzip, ingest/street-columns, ingest/file-month, ingest/twice, ingest/rows-lost, engine/refused.
 * Source    data.police.uk/about describes the columns and how locations are moved to snap points.
 */
export const policeUkStreetAdapter: IngestAdapter = {
  name: "police-uk-street",
  title: "data.police.uk street-level crime",
  recognises: (header, name) => isStreetHeader(header) || streetName(name) !== undefined,
  async read(request, context) {
    const downloads = await oneDownloadEach(lookAtStreetFiles(request), request.dialect, context.engine);
    const counts = await countAll(downloads.used, request, context);
    refuseTwice(counts);
    const { cells, partial } = streetCells(counts, request);
    const diagnostics = [...downloads.diagnostics, ...streetNotes(counts, partial, request)];
    return {
      cells,
      ledger: ledger(counts, downloads, partial),
      files: await inputs(counts, downloads, context),
      diagnostics,
    };
  },
};

const countAll = async (
  files: readonly StreetFile[],
  request: SourceRequest,
  context: IngestContext,
): Promise<StreetCounts[]> => {
  const engine = await context.engine();
  const counts: StreetCounts[] = [];
  let done = 0;
  for (const batch of inBatches(files)) {
    context.progress(done, files.length, `counting ${batch[0]!.name}`);
    // The files are read a second time while DuckDB counts, so that a row it skipped could not go unnoticed.
    const [counted, lines] = await both(countStreet(engine, batch, request), lineCounts(batch));
    await refuseLostRows(batch, lines, counted, request);
    counts.push(counted);
    done += batch.length;
  }
  return counts;
};

/**
 * Waits for both even where one fails: an engine that is closed under a running query never comes back. A file that
 * cannot be read to its end explains what the engine says of it, so the lines speak first.
 */
const both = async (counting: Promise<StreetCounts>, lines: Promise<number[]>) => {
  const [counted, read] = await Promise.allSettled([counting, lines]);
  if (read.status === "rejected") throw read.reason;
  if (counted.status === "rejected") throw counted.reason;
  return [counted.value, read.value] as const;
};

/** One file after another: DuckDB has the processors. */
const lineCounts = async (files: readonly StreetFile[]): Promise<number[]> => {
  const lines: number[] = [];
  for (const file of files) lines.push(await lineCount(file));
  return lines;
};

const inBatches = (files: readonly StreetFile[]): StreetFile[][] => {
  const batches: StreetFile[][] = [];
  let room = 0;
  for (const file of files) {
    const bytes = file.bytes * (file.gzip ? inflation : 1);
    if (bytes > room || batches.length === 0) {
      batches.push([]);
      room = batchBytes;
    }
    batches.at(-1)!.push(file);
    room -= bytes;
  }
  return batches;
};

const refuseLostRows = async (
  files: readonly StreetFile[],
  lines: readonly number[],
  { rowsByFile }: StreetCounts,
  { dialect }: SourceRequest,
): Promise<void> => {
  const faults: (Fault & { code: string })[] = [];
  for (const [i, file] of files.entries()) {
    const rows = rowsByFile.get(file)!;
    if (lines[i] === rows + 1) continue;
    const records = (await recordCount(file, dialect)) - 1;
    if (records !== rows)
      faults.push({
        code: "ingest/rows-lost",
        file: file.name,
        found: `${records} rows by one parser and ${rows} by DuckDB`,
        expected: "the same number by both",
        hint: "look for a stray quotation mark or a torn line in the file",
      });
  }
  if (faults.length > 0) throw new InputError("ingest/rows-lost", faults[0]!, { faults });
};

/** Files joined by hand can hold a force-month that another file holds too: no rule says which to use. */
const refuseTwice = (counts: readonly StreetCounts[]): void => {
  const seen = new Map<string, string>();
  const faults: (Fault & { code: string })[] = [];
  for (const { force, month, file } of counts.flatMap(({ slots }) => slots)) {
    const key = `${force} ${formatPeriod(month, "month")}`;
    const other = seen.get(key);
    if (other !== undefined)
      faults.push({
        code: "ingest/twice",
        file: file.name,
        found: `${key}, which ${other} holds as well`,
        expected: "each force and month in one file",
        hint: "leave one of the two files out",
      });
    seen.set(key, file.name);
  }
  if (faults.length > 0) throw new InputError("ingest/twice", faults[0]!, { faults });
};

const sum = (values: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
};

const ledger = (counts: readonly StreetCounts[], { left }: Downloads, partial: number): Ledger => {
  const counted = sum(counts.map(({ count }) => sum(count)));
  const repeated = sum(counts.map(({ repeats }) => sum(repeats.count)));
  const excluded = [
    {
      code: "ingest/repeated-id",
      reason: "the same Crime ID and type again in the same month",
      rows: repeated,
    },
    {
      code: "ingest/partial-cover",
      reason: "in an area whose own force has no file for the month",
      rows: partial,
    },
    {
      code: "ingest/second-download",
      reason: "another download of the same force and month",
      rows: sum(left.map(({ rows }) => rows)),
    },
    {
      code: "ingest/repeated-header",
      reason: "a header line inside a joined file",
      rows: sum(counts.map(({ headers }) => headers)),
    },
  ].filter(({ rows }) => rows > 0);
  const parsed =
    sum(counts.flatMap(({ rowsByFile }) => [...rowsByFile.values()])) + sum(left.map(({ rows }) => rows));
  return { read: parsed, used: counted - repeated - partial, excluded };
};

const inputs = async (
  counts: readonly StreetCounts[],
  { left }: Downloads,
  context: IngestContext,
): Promise<InputFile[]> => {
  const rows = new Map<StreetFile, number>(left.map(({ file, rows: own }) => [file, own]));
  for (const { rowsByFile } of counts) for (const [file, own] of rowsByFile) rows.set(file, own);
  const files: InputFile[] = [];
  for (const [file, own] of rows)
    files.push({ name: file.name, ...(await context.digest(file.path)), rows: own });
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
};
