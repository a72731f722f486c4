import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromReports } from "./entry.ts";
import { writtenBefore } from "./manifest-file.ts";
import type { OldPages } from "./render.ts";

/** What analysts may have written into: the front page, and every other page that the last run made. */
export const oldPages = (reports: string, { id, page }: { id: string; page: string }): OldPages => {
  const written = writtenBefore(join(reports, id)).map((path) => fromReports(id, path));
  return Object.fromEntries(
    [...new Set([page, ...written])]
      .filter((path) => path.endsWith(".md") && existsSync(join(reports, path)))
      .map((path) => [path, readFileSync(join(reports, path), "utf8")]),
  );
};
