import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { UsageError } from "../../src/model/errors.ts";
import { type Format, type IngestContext, plainDialect, type SourceRequest } from "../../src/model/source.ts";

const folder = mkdtempSync(join(tmpdir(), "whatworks-ingest-"));
let made = 0;

/** A file for one test; the folder goes when the test file is done. */
export const scratch = (content: string | Uint8Array, name = "table.csv"): { path: string; name: string } => {
  const path = join(folder, `${++made}-${name}`);
  writeFileSync(path, content);
  return { path, name };
};

export const cleanUp = (): void => afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
