import { InputError } from "../../model/errors.ts";
import type { Dialect, Engine, SourceRequest } from "../../model/source.ts";
import type { StreetColumn, StreetFile } from "./files.ts";

/** A piece of SQL text: quotes doubled. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** A path is a pattern to DuckDB; its special characters stand for themselves inside brackets. */
const literalPath = (path: string): string => text(path.replace(/[[*?]/g, "[$&]"));

const encodings: Readonly<Record<string, string>> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  "latin-1": "latin-1",
  "iso-8859-1": "latin-1",
};

/**
 * The one place where street files become rows in DuckDB. The dialect is declared, nothing is sniffed: columns
 * are named by position (whatever the header calls them), all text, and strict mode turns a torn row into an
 * error. The line end is left to DuckDB on purpose: told a wrong one, it reads no row at all and says nothing.
 */
export const readStreet = (files: readonly StreetFile[], dialect: Dialect): string => {
  const first = files[0]!;
  const encoding = encodings[dialect.encoding.toLowerCase()];
  if (encoding === undefined)
    throw new InputError("ingest/street-encoding", {
      found: `the encoding ${dialect.encoding}`,
      expected: "utf-8 or latin-1 for street files",
      hint: "data.police.uk publishes UTF-8; convert other files first: iconv -f windows-1252 -t utf-8",
    });
  const columns = Array.from({ length: first.width }, (_, i) => `'c${i}':'VARCHAR'`).join(",");
  return `read_csv([${files.map((f) => literalPath(f.path)).join(",")}], auto_detect=false, header=true,
    delim=${text(dialect.delimiter)}, quote=${text(dialect.quote)}, escape=${text(dialect.quote)}, encoding=${text(encoding)},
    compression=${first.gzip ? "'gzip'" : "'none'"}, strict_mode=true, null_padding=false, ignore_errors=false,
    columns={${columns}})`;
};

/** A column of the file as SQL, or NULL where this vintage has none. */
export const cell = ({ at }: StreetFile, column: StreetColumn): string =>
  at[column] === undefined ? "NULL::VARCHAR" : `c${at[column]}`;

/** Files with the same columns and compression, which one scan can read; the order of files is the order of slots. */
export const byLayout = (files: readonly StreetFile[]): StreetFile[][] => {
  const groups = new Map<string, StreetFile[]>();
  for (const file of files) {
    const key = JSON.stringify([file.gzip, file.width, file.at, file.month === undefined ? file.path : ""]);
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups.values()];
};

/**
 * Fills the temporary table `street` with one row a row of the files: which file, month, place, type, whether it
 * has a Crime ID, and a 64-bit hash of that ID or, without one, of what tells rows apart. Nothing else is kept, so
 * the table is a fifth of the files. Two different IDs share a hash once in 10⁹ files of 100,000 rows.
 */
export const scanStreet = async (
  engine: Engine,
  layouts: readonly (readonly StreetFile[])[],
  { dialect, place, by }: Pick<SourceRequest, "dialect" | "place" | "by">,
): Promise<void> => {
  let base = 0;
  const scans = layouts.map((files) => {
    const sql = scan(
      files,
      base,
      dialect,
      by === undefined || by.includes("unit") ? (place ?? "lsoa") : "force",
    );
    base += files.length;
    return sql;
  });
  await engine.run("DROP TABLE IF EXISTS street");
  await engine.run(`CREATE TEMP TABLE street AS ${scans.join(" UNION ALL ")}`);
};

const telling = ["month", "x", "y", "location", "code", "type", "outcome"] as const;

const scan = (
  files: readonly StreetFile[],
  base: number,
  dialect: Dialect,
  place: keyof typeof places,
): string => {
  const file = files[0]!;
  const id = cell(file, "id");
  const named = file.month === undefined || place === "force";
  return `SELECT (file_index + ${base})::INT AS file, ${cell(file, "month")} AS month,
    ${named ? force(file) : "NULL::VARCHAR"} AS force, ${places[place](file)} AS place,
    ${cell(file, "code")} IS NOT NULL AS located, ${cell(file, "type")} AS kind, ${id} IS NOT NULL AS has_id,
    CASE WHEN ${id} IS NOT NULL THEN hash(${id}) ELSE hash(${telling.map((c) => cell(file, c)).join(",")}) END AS h
    FROM ${readStreet(files, dialect)}`;
};

const force = (file: StreetFile): string => `coalesce(${cell(file, "force")}, ${cell(file, "reporter")})`;

/** The local authority is the name of the LSOA without its number: `Camden 027B`. */
const places = {
  lsoa: (file: StreetFile): string => cell(file, "code"),
  authority: (file: StreetFile): string =>
    `nullif(regexp_replace(${cell(file, "name")}, ' [0-9]{3}[A-Z]$', ''), '')`,
  force: (): string => "NULL::VARCHAR",
} as const;
