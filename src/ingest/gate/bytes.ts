import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { EnvironmentError, InputError } from "../../model/errors.ts";
import type { Dialect } from "../../model/source.ts";
import { chooseDecoder, type Decoded, type Decoder } from "./encoding.ts";
import type { FaultLog } from "./faults.ts";
import { createFramer, type Frame, type Framer } from "./framing.ts";
import { damaged, isZlibFault } from "./gzip.ts";
import { gzipImpostor, impostor, isGzip } from "./not-csv.ts";
import { reportFrame } from "./record-faults.ts";
import type { FileRef, Row } from "./row.ts";
import { tokenise } from "./tokens.ts";
import { isWorkbookName, workbookRows } from "./workbook.ts";

export type { FileRef, Row };

export interface GateOptions {
  readonly dialect: Dialect;
  /** Gzip by its first bytes whatever the name, or only where the name says so. */
  readonly gzip: "by-bytes" | "by-name";
}

const chunkSize = 1 << 18;

/**
 * The one place where bytes become rows. Sniffs what is not a table, unpacks gzip, decodes (refusing what does not),
 * frames, tokenises. Every fault goes to `log` with its physical line; memory holds a chunk and a record.
 *
 * Throws InputError `csv/readers-disagree`, EnvironmentError where the file cannot be opened.
 */
export async function* readRows(
  file: FileRef,
  options: GateOptions,
  log: FaultLog,
): AsyncGenerator<readonly Row[]> {
  const raw = await firstBytes(file);
  if (isWorkbookName(file.name) && raw[0] === 0x50 && raw[1] === 0x4b)
    return yield* workbookRows(file, options.dialect, log);
  const packed = isGzip(raw);
  const wrong =
    packed && options.gzip === "by-name" && !/\.gz$/i.test(file.name) ? gzipImpostor : impostor(raw);
  if (wrong) return refuseImpostor(log, wrong.what, wrong.fix);
  const chunks = new Chunks(byteStream(file.path, packed));
  try {
    const head = await chunks.next();
    const inside = packed && head ? impostor(head) : undefined;
    if (inside) return refuseImpostor(log, `gzip holding ${inside.what}`, inside.fix);
    if (head) yield* decodedRows(head, chunks, options.dialect, log);
  } catch (cause) {
    if (!packed || !isZlibFault(cause)) throw cause;
    log.error("file/gzip", damaged.found, { line: 1, fix: damaged.fix });
  } finally {
    chunks.close();
  }
}

const refuseImpostor = (log: FaultLog, what: string, fix: string): void =>
  log.error("file/not-csv", `this is ${what}, not delimited text`, { line: 1, fix });

const firstBytes = async (file: FileRef): Promise<Buffer> => {
  const handle = await open(file.path, "r").catch((cause: NodeJS.ErrnoException) => {
    throw unopened(file, cause);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0);
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    throw unopened(file, cause as NodeJS.ErrnoException);
  } finally {
    await handle.close();
  }
};

const unopened = (file: FileRef, cause: NodeJS.ErrnoException): Error => {
  const fault = {
    found: cause.code === "ENOENT" ? "no such file" : cause.code === "EISDIR" ? "a folder" : `${cause.code}`,
    expected: "a file that can be read",
    hint: "check the path and its permissions",
    file: file.name,
  };
  return cause.code === "ENOENT" || cause.code === "EISDIR"
    ? new InputError("file/missing", fault, { cause })
    : new EnvironmentError("file/unreadable", fault, { cause });
};

const byteStream = (path: string, packed: boolean): Readable => {
  const source = createReadStream(path, { highWaterMark: chunkSize });
  // pipeline passes a failure of the source on; the consumer sees it as its own.
  return packed ? pipeline(source, createGunzip({ chunkSize }), () => undefined) : source;
};

/** Chunks of a stream with one look ahead, so that the last one is known to be the last. */
class Chunks {
  readonly #stream: Readable;
  readonly #iterator: AsyncIterator<Buffer>;
  constructor(stream: Readable) {
    this.#stream = stream;
    this.#iterator = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }
  async next(): Promise<Buffer | undefined> {
    const { value, done } = await this.#iterator.next();
    return done ? undefined : (value as Buffer);
  }
  close(): void {
    this.#stream.destroy();
  }
}

/** Text after so many line ends, and how many of them are still to come. */
const skipLines = (text: string, lines: number): { text: string; left: number } => {
  const end = /\r\n|\n|\r/g;
  for (let left = lines; left > 0; left--) if (!end.exec(text)) return { text: "", left };
  return { text: text.slice(end.lastIndex), left: 0 };
};

/** Excel's first line `sep=;` names the delimiter. It is taken at its word and reported. */
const excelSeparator = (text: string): { delimiter: string; length: number } | undefined => {
  const match = /^"?sep=(.)"?(\r\n|\n|\r)/i.exec(text.slice(0, 16));
  return match ? { delimiter: match[1]!, length: match[0].length } : undefined;
};

async function* decodedRows(
  head: Buffer,
  chunks: Chunks,
  dialect: Dialect,
  log: FaultLog,
): AsyncGenerator<readonly Row[]> {
  const { decoder, skip } = chooseDecoder(head, dialect.encoding);
  let chunk: Buffer | undefined = head.subarray(skip);
  let delimiter = dialect.delimiter;
  let framer: Framer | undefined;
  let toSkip = dialect.skip ?? 0;
  while (chunk) {
    const next = await chunks.next();
    const last = next === undefined;
    const decoded: Decoded = decoder.decode(chunk, last);
    let { text } = decoded;
    if (!framer && toSkip > 0) {
      const skipped = skipLines(text, toSkip);
      text = skipped.text;
      toSkip = skipped.left;
      if (toSkip > 0 && !last) {
        chunk = next;
        continue;
      }
    }
    if (!framer) {
      const separator = excelSeparator(text);
      if (separator) {
        delimiter = separator.delimiter;
        log.tally(
          "note",
          "csv/sep-line",
          `a first line written by Excel sets the delimiter to "${delimiter}"`,
          {
            line: 1,
            fix: `none needed; or remove the line and declare --delimiter "${delimiter}"`,
          },
        );
        text = text.slice(separator.length);
      }
      framer = createFramer(delimiter, dialect.quote, (dialect.skip ?? 0) + (separator ? 2 : 1));
    }
    const frames = framer.push(text, last && !decoded.fault);
    yield rowsOf(frames, delimiter, dialect, log);
    if (decoded.fault) return reportEncoding(decoded.fault, decoder, framer.line(), log);
    if (framer.stopped()) return;
    chunk = next;
  }
  const mixed = framer?.mixedEnds();
  if (mixed)
    log.tally("warning", "csv/line-ends", `line ends change from ${mixed.first} to ${mixed.other}`, {
      line: mixed.line,
      fix: "save the file with one kind of line end; nothing was lost in reading it",
    });
}

const reportEncoding = (
  fault: NonNullable<Decoded["fault"]>,
  decoder: Decoder,
  line: number,
  log: FaultLog,
): void => {
  const byte = `byte 0x${fault.byte.toString(16).toUpperCase().padStart(2, "0")} at offset ${fault.offset}`;
  const why = fault.truncated ? "a character cut in two at the end of the file" : `not ${decoder.encoding}`;
  log.error("csv/encoding", `${byte} is ${why}`, {
    line,
    fix: fault.truncated
      ? "the download may have stopped early: fetch the file again"
      : "declare what it is, for instance: --encoding windows-1252, or save it as UTF-8",
  });
};

const rowsOf = (frames: readonly Frame[], delimiter: string, dialect: Dialect, log: FaultLog): Row[] => {
  const sound: Frame[] = [];
  const faults = frames.map((frame) => {
    const fault = reportFrame(frame, log);
    if (!fault && !frame.blank) sound.push(frame);
    return fault;
  });
  const cells = tokenise(sound, delimiter, dialect.quote);
  let taken = 0;
  return frames.map((frame, i): Row => {
    const { line, columns, blank, odd } = frame;
    const fault = faults[i];
    if (fault !== undefined) return { line, columns, blank, odd, cells: [], fault };
    return { line, columns, blank, odd, cells: blank ? [] : cells[taken++]! };
  });
};
