import { basename } from "node:path";
import { type Fault, InputError, WhatworksError } from "../../model/errors.ts";
import { formatPeriod, parsePeriod } from "../../model/period.ts";
import type { SourceRequest } from "../../model/source.ts";
import { columnKey, readHead } from "../gate/head.ts";
import { shownNames } from "../people/shown.ts";

/** Columns of a street file that are read; the others follow from these or are always empty. */
export const streetColumns = {
  id: "crimeid",
  month: "month",
  reporter: "reportedby",
  force: "fallswithin",
  x: "longitude",
  y: "latitude",
  location: "location",
  code: "lsoacode",
  name: "lsoaname",
  type: "crimetype",
  outcome: "lastoutcomecategory",
} as const;
export type StreetColumn = keyof typeof streetColumns;

export interface StreetFile {
  readonly path: string;
  readonly name: string;
  readonly gzip: boolean;
  readonly bytes: number;
  /** Number of columns, and where the known ones stand. */
  readonly width: number;
  readonly at: Readonly<Partial<Record<StreetColumn, number>>>;
  /** From the name of the file; undefined for a file that joins several force-months. */
  readonly force?: string;
  readonly month?: number;
}

const pattern = /^(\d{4}-\d{2})-(.+)-street\.csv(?:\.gz)?$/i;

/** `2018-12-kent-street.csv.gz` → Kent's December 2018, or undefined. */
export const streetName = (path: string): { force: string; month: number } | undefined => {
  const m = pattern.exec(basename(path));
  const month = m && parsePeriod(m[1]!);
  return month ? { force: m[2]!.toLowerCase(), month: month.ordinal } : undefined;
};

/** The header of any vintage: dots for spaces, a leading index column, or the one of 2012 without Crime ID and LSOA. */
export const isStreetHeader = (header: readonly string[]): boolean => {
  const keys = header.map(columnKey);
  return (
    keys.includes("month") &&
    keys.includes("crimetype") &&
    (keys.includes("fallswithin") || keys.includes("reportedby"))
  );
};

/**
 * Looks at the name and first line of every file.
 *
 * Throws    InputError ingest/street-columns, ingest/not-a-table: all of them at once.
 */
export const lookAtStreetFiles = (request: SourceRequest): StreetFile[] => {
  const faults: (Fault & { code: string })[] = [];
  const files: StreetFile[] = [];
  for (const { path, name } of request.files) {
    try {
      files.push(lookAt(path, name, request));
    } catch (error) {
      if (!(error instanceof WhatworksError)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length > 0) throw new InputError(faults[0]!.code, faults[0]!, { faults });
  return files;
};

const lookAt = (path: string, name: string, request: SourceRequest): StreetFile => {
  const { gzip, bytes, header } = readHead(path, name, request.dialect);
  const keys = header.map(columnKey);
  if (!isStreetHeader(header)) throw notStreet(name, header, keys);
  const at: Partial<Record<StreetColumn, number>> = {};
  for (const [column, key] of Object.entries(streetColumns)) {
    const place = keys.indexOf(key);
    if (place >= 0) at[column as StreetColumn] = place;
  }
  return { path, name, gzip, bytes, width: header.length, at, ...streetName(path) };
};

const notStreet = (file: string, header: readonly string[], keys: readonly string[]): InputError => {
  const missing = ["Month", "Crime type", "Falls within"].filter((c) => !keys.includes(columnKey(c)));
  const guess = keys.includes("objectofsearch")
    ? "a stop-and-search file"
    : keys.includes("outcometype")
      ? "an outcomes file"
      : `a table with the columns ${shownNames(header, 6)}`;
  return new InputError("ingest/street-columns", {
    file,
    line: 1,
    found: `no column ${missing.map((c) => `"${c}"`).join(" or ")}; it looks like ${guess}`,
    expected:
      "a street-level file: Crime ID, Month, Reported by, Falls within, …, LSOA code, LSOA name, Crime type, …",
    hint: "give the files that end in -street.csv, or name another --format",
  });
};

/** `2018-12`, and a run of months as `2018-12 to 2019-02`. */
export const monthList = (months: readonly number[]): string => {
  const runs: [number, number][] = [];
  for (const month of [...months].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && month <= last[1] + 1) last[1] = month;
    else runs.push([month, month]);
  }
  const label = (m: number): string => formatPeriod(m, "month");
  return runs.map(([from, to]) => (from === to ? label(from) : `${label(from)} to ${label(to)}`)).join(", ");
};
