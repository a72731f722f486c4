import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Dialect, Engine } from "../../model/source.ts";
import { monthList, type StreetFile } from "./files.ts";
import { cell, readStreet } from "./scan.ts";

export interface Downloads {
  readonly used: readonly StreetFile[];
  /** Files left out because another download of the same force and month is used. */
  readonly left: readonly { readonly file: StreetFile; readonly rows: number }[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Two downloads of one force-month hold the same crimes with outcomes revised in place, so their union counts
 * everything twice. The file does not say when it was made; outcomes only ever move on from "Under
 * investigation", so the download with fewer of them is the newer one. Ties: more rows, then the later path.
 */
export const oneDownloadEach = async (
  files: readonly StreetFile[],
  dialect: Dialect,
  engine: () => Promise<Engine>,
): Promise<Downloads> => {
  const groups = new Map<string, StreetFile[]>();
  files.forEach((file, i) => {
    const key = file.month === undefined ? `file ${i}` : `${file.force} ${file.month}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  });
  const used: StreetFile[] = [];
  const left: { file: StreetFile; rows: number }[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const group of groups.values()) {
    if (group.length === 1) used.push(group[0]!);
    else {
      const [best, ...others] = (await ages(group, dialect, await engine())).sort(newerFirst);
      used.push(best!.file);
      left.push(...others);
      diagnostics.push(...others.map((other) => secondDownload(best!, other)));
    }
  }
  return { used, left, diagnostics };
};

interface Age {
  readonly file: StreetFile;
  readonly rows: number;
  readonly open: number;
}

const ages = async (files: readonly StreetFile[], dialect: Dialect, engine: Engine): Promise<Age[]> => {
  const found: Age[] = [];
  for (const file of files) {
    const { rows, open } = await engine.columns(
      `SELECT count(*)::DOUBLE AS rows, (count(*) FILTER (WHERE ${cell(file, "outcome")} = 'Under investigation'))::DOUBLE AS open
       FROM ${readStreet([file], dialect)}`,
    );
    found.push({ file, rows: Number(rows![0]), open: Number(open![0]) });
  }
  return found;
};

const newerFirst = (a: Age, b: Age): number =>
  a.open - b.open || b.rows - a.rows || (a.file.path < b.file.path ? 1 : -1);

const secondDownload = (best: Age, other: Age): Diagnostic => {
  const { force, month } = best.file;
  return diagnostic(
    "ingest/second-download",
    "warning",
    `Two downloads of ${force} ${monthList([month!])} found; used ${best.file.name} (${best.rows} rows, ${best.open} still under investigation), not ${other.file.name} (${other.rows} rows, ${other.open} under investigation). Rows were not combined.`,
    { file: other.file.name, count: other.rows, fix: "keep one download of each force and month" },
  );
};
