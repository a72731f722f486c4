import { once } from "node:events";
import { rmSync } from "node:fs";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import type { Writable } from "node:stream";
import { openDuckDb } from "../engines/duckdb.ts";
import { refuseFaults } from "../ingest/gate/refuse.ts";
import { copyToParquet } from "../ingest/rows/to-parquet.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { csvChunks, type Dimension, gapNotes } from "../panel/index.ts";
import { refuseNoFolder, refuseOverwriting } from "./paths.ts";
import { expandFiles } from "./reading/files.ts";
import { type ReadOptions, type ReadSource, readSource, type SourceSpec } from "./reading/read-source.ts";
import { onInterrupt } from "./reports/interrupt.ts";
import { withPath } from "./reports/named-fault.ts";

export const dimensions: readonly Dimension[] = ["unit", "period", "outcome"];

export interface PanelResult extends ReadSource {
  /** Columns of the CSV before `value`. */
  readonly by: readonly Dimension[];
}

/** Files → counted cells, only the dimensions of `by`, with every gap reported. */
export const readPanel = async (spec: SourceSpec, options: ReadOptions = {}): Promise<PanelResult> => {
  const by = spec.by ?? dimensions;
  const source = await readSource(spec, options);
  refuseFaults(source.diagnostics);
  const diagnostics: Diagnostic[] = [...source.diagnostics, ...gapNotes(source.cells, by)];
  return { ...source, by, diagnostics };
};

/**
 * Before anything is read: there must be a folder to write to, and the panel must not take the place of its own source.
 *
 * Throws UsageError paths/no-folder, paths/overwrites.
 */
export const refusePanelOver = (out: string, { files, root, format }: SourceSpec): void => {
  refuseNoFolder(out);
  refuseOverwriting(
    out,
    expandFiles(files, root, format).map(({ path }) => path),
  );
};

/** Writes the CSV beside its place and moves it there when it is whole. Returns its size in bytes. */
export const writePanelFile = async (
  panel: Pick<PanelResult, "cells" | "by">,
  path: string,
): Promise<number> => {
  if (/\.parquet$/i.test(path)) return writeParquet(panel, path);
  const draft = `${path}.${process.pid}.part`;
  const file = await open(draft, "wx");
  const kept = onInterrupt(() => rmSync(draft, { force: true }));
  let bytes = 0;
  try {
    // One chunk is on its way to the disk while the next is being made.
    let writing = Promise.resolve();
    for (const chunk of csvChunks(panel.cells, panel.by)) {
      await writing;
      writing = writeWhole(file, chunk);
      bytes += chunk.length;
    }
    await writing;
    await file.close();
    await rename(draft, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw withPath(error, path);
  } finally {
    kept();
  }
  return bytes;
};

/** The same rows as Parquet: by way of the CSV, so that both are the same table. */
const writeParquet = async (panel: Pick<PanelResult, "cells" | "by">, path: string): Promise<number> => {
  const [csv, draft] = [`${path}.${process.pid}.csv`, `${path}.${process.pid}.part`];
  const engine = await openDuckDb();
  try {
    await writePanelFile(panel, csv);
    await copyToParquet(engine, csv, draft, [
      ...panel.by,
      "value",
      ...(panel.cells.exposure ? ["exposure"] : []),
    ]);
    await rename(draft, path);
    return (await stat(path)).size;
  } catch (error) {
    await rm(draft, { force: true });
    throw withPath(error, path);
  } finally {
    await engine.close();
    await rm(csv, { force: true });
  }
};

const writeWhole = async (file: FileHandle, chunk: Uint8Array): Promise<void> => {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
};

/** Writes the CSV to a stream, no faster than its reader takes it. */
export const writePanelStream = async (
  { cells, by }: Pick<PanelResult, "cells" | "by">,
  stream: Writable,
): Promise<void> => {
  for (const chunk of csvChunks(cells, by))
    if (!stream.write(Buffer.from(chunk))) await once(stream, "drain");
};
