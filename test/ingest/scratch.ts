import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { UsageError } from "../../src/model/errors.ts";
import { type Format, type IngestContext, plainDialect, type SourceRequest } from "../../src/model/source.ts";

// Test files may share this module: each makes a folder when it needs one and takes it away when it is done.
let folder: string | undefined;
let made = 0;

/** A file for one test; the folder goes when the test file is done. */
export const scratch = (content: string | Uint8Array, name = "table.csv"): { path: string; name: string } => {
  folder ??= mkdtempSync(join(tmpdir(), "whatworks-ingest-"));
  const path = join(folder, `${++made}-${name}`);
  writeFileSync(path, content);
  return { path, name };
};

export const cleanUp = (): void =>
  afterAll(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
    folder = undefined;
  });

export const context: IngestContext = {
  engine: () =>
    Promise.reject(new UsageError("usage/no-engine", { found: "an engine", expected: "none in this test" })),
  digest: async (path) => {
    const bytes = readFileSync(path);
    return { sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
  },
  progress: () => undefined,
};

/** A request for files with these contents. */
export const request = (
  format: Format,
  contents: readonly (string | Uint8Array)[],
  rest: Partial<SourceRequest> = {},
): SourceRequest => ({
  format,
  files: contents.map((content, i) => scratch(content, `source-${i + 1}.csv`)),
  columns: {},
  dialect: plainDialect,
  ...rest,
});
