import { isRecord } from "../people/shown.ts";
import { type FileRef, type GateOptions, type Row, readRows } from "./bytes.ts";
import type { FaultLog } from "./faults.ts";
import { type RowTally, withoutFooter } from "./footer.ts";
import {
  checkNames,
  cleanNames,
  likelyDelimiter,
  likelyHeader,
  looksLikeData,
  looksLikeSecondHeader,
} from "./headers.ts";
import { widthFault } from "./widths.ts";

/** One delimited file opened: its header judged, its rows to come. */
export interface Table {
  readonly header: readonly string[];
  readonly headerLine: number;
  /** The first records under the header, sound or not. */
  readonly sample: readonly Row[];
  /** Sound rows as wide as the header. Run to the end before the tally is read. */
  rows(): AsyncGenerator<readonly Row[]>;
  /** Lets go of a file whose rows are not wanted. */
  close(): Promise<void>;
  readonly tally: RowTally;
}

const sampleSize = 50;

/**
 * Opens a table. Undefined when there is nothing under a header that can be read; the log then says why.
 * Structure that would make every row wrong (no header, a title above it, two headers) is told once, not per row.
 */
export const openTable = async (
  file: FileRef,
  options: GateOptions,
  log: FaultLog,
): Promise<Table | undefined> => {
  const batches = readRows(file, options, log);
  const source = flatten(batches);
  const sample: Row[] = [];
  let blankAbove: number | undefined;
  for await (const row of source) {
    if (sample.length > 0 || !row.blank) sample.push(row);
    else blankAbove ??= row.line;
    if (sample.length > sampleSize) break;
  }
  const top = sample.shift();
  if (!top) {
    if (log.errors() === 0)
      log.error("csv/empty", "the file holds nothing but white space", {
        line: 1,
        fix: "check that the export or download finished",
      });
    return undefined;
  }
  if (blankAbove !== undefined)
    log.tally("note", "csv/leading-blank", "blank lines before the header were skipped", {
      line: blankAbove,
      fix: "none needed",
    });
  const readable = top.fault === undefined && judgeHeader(top, sample, log);
  const header = readable ? cleanNames(top.cells, top.line, log) : [];
  if (readable) checkNames(header, top.line, log, options.dialect.unnamedColumns);
  const tally: RowTally = { read: 0, excluded: new Map() };
  return {
    header,
    headerLine: top.line,
    sample,
    tally,
    close: async () => void (await batches.return(undefined)),
    rows: () =>
      bodyRows(
        withoutFooter(chained(sample, source), options.dialect.footer, tally),
        { header, readable, width: top.columns, line: top.line },
        tally,
        log,
      ),
  };
};

/** Generators close their source when a loop breaks; this one is left open so that reading can go on. */
const flatten = (batches: AsyncGenerator<readonly Row[]>): AsyncIterable<Row> => {
  let batch: readonly Row[] = [];
  let at = 0;
  const next = async (): Promise<IteratorResult<Row>> => {
    while (at >= batch.length) {
      const more = await batches.next();
      if (more.done) return { done: true, value: undefined };
      [batch, at] = [more.value, 0];
    }
    return { done: false, value: batch[at++]! };
  };
  return { [Symbol.asyncIterator]: () => ({ next }) };
};

/** False when the first record is not a header at all, so that rows cannot be judged against it. */
const judgeHeader = (top: Row, sample: readonly Row[], log: FaultLog): boolean => {
  const below = sample.filter((row) => !row.blank && row.fault === undefined);
  const cells = below.map((row) => row.cells);
  if (looksLikeData(top.cells, cells)) {
    log.error("csv/header-missing", "the first line holds values where column names should be", {
      line: top.line,
      fix: "add a line of column names at the top of the file",
    });
    return false;
  }
  if (isRecord(top.cells)) {
    log.error(
      "csv/header-missing",
      "the first line reads like a record of somebody, not like names of columns",
      {
        line: top.line,
        fix: "add a line of column names at the top of the file",
      },
    );
    return false;
  }
  const mark = likelyDelimiter(top, below);
  if (mark !== undefined) {
    const shown = mark === "\t" ? "tab" : `"${mark}"`;
    log.error("csv/delimiter", `cells are separated by ${shown}, which was not declared`, {
      line: top.line,
      fix: `declare it: --delimiter ${shown}`,
    });
    return false;
  }
  const likely = likelyHeader(below);
  const narrow = top.columns === 1 && likely !== undefined && likely.columns > 1;
  const titled = top.cells[0] !== "" && top.columns > 2 && top.cells.slice(1).every((cell) => cell === "");
  if (narrow || titled) {
    const comment = top.cells[0]!.startsWith("#");
    log.error(
      "csv/header-title",
      `the first line is ${comment ? "a comment" : "a title"}, not a row of column names`,
      {
        line: top.line,
        fix: likely
          ? `skip the lines above line ${likely.line}, which looks like the header: --skip ${likely.line - 1}`
          : "start the file with its header",
      },
    );
    return false;
  }
  // The same header twice is told where it stands again.
  const again = cells[0]?.every((cell, i) => cell.trim() === top.cells[i]!.trim());
  if (!again && looksLikeSecondHeader(cells)) {
    log.error("csv/header-two", `lines ${top.line} and ${below[0]!.line} both hold column names`, {
      line: top.line,
      fix: `keep one of them: line ${below[0]!.line} looks like the names that programs use`,
    });
    return false;
  }
  return true;
};

/** The rows of the sample, then the others: one batch after another, so that few of them are waited for. */
async function* chained(sample: readonly Row[], rest: AsyncIterable<Row>): AsyncGenerator<Row> {
  yield* sample;
  yield* rest;
}

interface Shape {
  readonly header: readonly string[];
  readonly readable: boolean;
  readonly width: number;
  readonly line: number;
}

async function* bodyRows(
  rows: AsyncIterable<Row>,
  shape: Shape,
  tally: RowTally,
  log: FaultLog,
): AsyncGenerator<readonly Row[]> {
  const blanks: Row[] = [];
  let batch: Row[] = [];
  let any = false;
  const judge = (row: Row): void => {
    if (row.blank) {
      blanks.push(row);
      return;
    }
    const empty =
      row.fault === undefined && row.columns === shape.width && row.cells.every((cell) => cell.trim() === "");
    // Blank lines at the end of a file say nothing; inside it, or made of delimiters, they may have been rows.
    if (blanks.length > 0) reportBlank(blanks[0]!, blanks.length, log);
    blanks.length = 0;
    if (empty && shape.width > 1) {
      reportBlank(row, 1, log);
      return;
    }
    any = true;
    tally.read++;
    const fault = row.fault ?? (shape.readable ? rowFault(row, shape, log) : "csv/header");
    if (fault === undefined) batch.push(row);
    else tally.excluded.set(fault, (tally.excluded.get(fault) ?? 0) + 1);
  };
  for await (const row of rows) {
    judge(row);
    if (batch.length < 4096) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
  if (!any && log.errors() === 0)
    log.error("csv/no-rows", "there are no rows under the header", {
      line: shape.line,
      fix: "check that the export finished",
    });
}

const reportBlank = (row: Row, count: number, log: FaultLog): void =>
  log.tally("warning", "csv/blank-row", "blank rows inside the table were skipped", {
    line: row.line,
    count,
    fix: "remove them; if rows were lost there, export the table again",
  });

const rowFault = (row: Row, shape: Shape, log: FaultLog): string | undefined => {
  if (row.columns !== shape.width) return widthFault(row, shape.header, log);
  if (shape.width > 1 && row.cells.every((cell, i) => cell.trim() === shape.header[i])) {
    log.error("csv/header-repeated", "the header stands here again", {
      line: row.line,
      fix: "remove the line; files joined end to end keep one header",
    });
    return "csv/header-repeated";
  }
  return undefined;
};
