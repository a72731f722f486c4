import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Cells } from "../../src/model/panel.ts";
import { formatPeriod } from "../../src/model/period.ts";
import { type ReadSource, readSource, type SourceSpec } from "../../src/pipeline/reading/read-source.ts";

export const streetHeader =
  "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context";

export interface StreetRow {
  readonly id?: string;
  readonly month: string;
  readonly force?: string;
  readonly lsoa?: string;
  readonly name?: string;
  readonly type?: string;
  readonly outcome?: string;
}

/** One line of a street file; a row without an LSOA has no location either. */
export const streetRow = ({
  id = "",
  month,
  force = "Kent Police",
  lsoa = "",
  name = "",
  type = "Burglary",
  outcome = "",
}: StreetRow): string =>
  [
    id,
    month,
    force,
    force,
    lsoa && "0.5",
    lsoa && "51.2",
    lsoa ? "On or near High Street" : "No Location",
    lsoa,
    name,
    type,
    outcome,
    "",
  ].join(",");

export const streetFile = (rows: readonly StreetRow[], end = "\n"): string =>
  [streetHeader, ...rows.map(streetRow), ""].join(end);

/** Writes files into a fresh folder and returns it. A name that ends in .gz is compressed. */
export const folderOf = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), "whatworks-test-"));
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, name.endsWith(".gz") ? gzipSync(text) : text);
  }
  return folder;
};

export const readFolder = (
  files: Readonly<Record<string, string>>,
  spec: Partial<SourceSpec> = {},
): Promise<ReadSource> => {
  const root = folderOf(files);
  return readSource({ files: ["."], root, ...spec });
};

/** Cells as `unit | period | outcome` → value, so that a test can be read. */
export const valuesOf = (cells: Cells): Record<string, number> =>
  Object.fromEntries(
    Array.from(cells.value, (value, j) => [
      [
        cells.units[cells.unit[j]!],
        formatPeriod(cells.period[j]!, cells.frequency),
        cells.outcomes[cells.outcome[j]!],
      ].join(" | "),
      value,
    ]),
  );

export const totalOf = (cells: Cells): number => cells.value.reduce((sum, value) => sum + value, 0);

export const codesOf = ({ diagnostics }: Pick<ReadSource, "diagnostics">): string[] =>
  diagnostics.map(({ code }) => code);

/** Rows read = rows used + Σ excluded, and the cells hold exactly the rows used. */
export const balances = ({ ledger, cells }: ReadSource): boolean =>
  ledger.read === ledger.used + ledger.excluded.reduce((sum, { rows }) => sum + rows, 0) &&
  totalOf(cells) === ledger.used;
