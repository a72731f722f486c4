import { type Fault, InputError } from "../../model/errors.ts";
import { formatPeriod, parsePeriod } from "../../model/period.ts";
import type { Engine, SourceRequest } from "../../model/source.ts";
import { type CodeCounts, fetchCodes } from "./codes.ts";
import type { StreetFile } from "./files.ts";
import { type Repeats, repeats } from "./repeats.ts";
import { byLayout, scanStreet, text } from "./scan.ts";

/** One force's one month: what a street file covers. */
export interface Slot {
  readonly file: StreetFile;
  /** As in file names: `city-of-london`. */
  readonly force: string;
  /** As in the rows, where they were asked: `City of London Police`. */
  readonly forceName: string;
  readonly month: number;
  readonly rows: number;
  readonly unlocated: number;
  readonly withoutId: number;
}

/** Counts of some files: cell j is `count[j]` rows of `kinds[kind[j]]` at `places[place[j]]` in `slots[slot[j]]`. */
export interface StreetCounts extends CodeCounts {
  readonly slots: readonly Slot[];
  /** Null where the row names no place. */
  readonly places: readonly (string | null)[];
  readonly kinds: readonly (string | null)[];
  /** Header lines repeated inside files that were joined by hand. */
  readonly headers: number;
  readonly rowsByFile: ReadonlyMap<StreetFile, number>;
  readonly repeats: Repeats;
}

/** Counts a batch of files. Only codes and counts leave the engine, never a row. */
export const countStreet = async (
  engine: Engine,
  files: readonly StreetFile[],
  request: SourceRequest,
): Promise<StreetCounts> => {
  const layouts = byLayout(files);
  const ordered = layouts.flat();
  await scanStreet(engine, layouts, request);
  const { slots, headers, rowsByFile } = await findSlots(engine, ordered);
  const places = await dictionary(engine, "place");
  const kinds = await dictionary(engine, "kind");
  const rows = slots.reduce((sum, slot) => sum + slot.rows, 0);
  const count = await fetchCodes(engine, {
    slots: slots.length,
    places: places.length,
    kinds: kinds.length,
    rows,
  });
  // The engine looks for repeats while the codes are counted here.
  const repeating = repeats(engine);
  return { slots, places, kinds, headers, rowsByFile, ...count(), repeats: await repeating };
};

/** The distinct values of a column, numbered in the temporary table of that name. */
const dictionary = async (engine: Engine, column: "place" | "kind"): Promise<(string | null)[]> => {
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${column} AS
    SELECT v, (row_number() OVER (ORDER BY v) - 1)::INT AS code FROM (SELECT DISTINCT ${column} AS v FROM street)`);
  const { v } = await engine.columns(`SELECT v FROM ${column} ORDER BY code`);
  return Array.from(v as ArrayLike<string | null>);
};

interface FoundSlots {
  readonly slots: Slot[];
  readonly headers: number;
  readonly rowsByFile: ReadonlyMap<StreetFile, number>;
}

/** What each file covers, from its name — or from its rows, when it joins several force-months. */
const findSlots = async (engine: Engine, files: readonly StreetFile[]): Promise<FoundSlots> => {
  const found = await engine.columns(`SELECT file, force, month, count(*)::DOUBLE AS n,
    (count(*) FILTER (WHERE NOT located))::DOUBLE AS unlocated, (count(*) FILTER (WHERE NOT has_id))::DOUBLE AS without_id
    FROM street GROUP BY ALL ORDER BY file, force, month`);
  const parts: Part[] = Array.from(found.n as ArrayLike<number>, (rows, j) => ({
    file: files[found.file![j] as number]!,
    index: found.file![j] as number,
    force: found.force![j] as string | null,
    month: found.month![j] as string | null,
    rows,
    unlocated: found.unlocated![j] as number,
    withoutId: found.without_id![j] as number,
  }));
  refuseStrayMonths(parts);
  const rowsByFile = new Map(files.map((file) => [file, 0]));
  for (const { file, rows } of parts) rowsByFile.set(file, rowsByFile.get(file)! + rows);
  if (files.every(({ month }) => month !== undefined))
    return {
      slots: files.map((file) =>
        namedSlot(
          file,
          parts.filter((p) => p.file === file),
        ),
      ),
      headers: 0,
      rowsByFile,
    };
  return { ...(await joinedSlots(engine, files, parts)), rowsByFile };
};

interface Part {
  readonly file: StreetFile;
  readonly index: number;
  readonly force: string | null;
  readonly month: string | null;
  readonly rows: number;
  readonly unlocated: number;
  readonly withoutId: number;
}

const isHeader = ({ month }: Part): boolean => month?.toLowerCase() === "month";

/** A month that is not that of the file's name means a wrong name or a wrong file, and either is a wrong panel. */
const refuseStrayMonths = (parts: readonly Part[]): void => {
  const faults = parts.flatMap((part): (Fault & { code: string })[] => {
    const { file, month, rows } = part;
    if (file.month === undefined && (isHeader(part) || parsePeriod(month ?? "")?.frequency === "month"))
      return [];
    const expected = file.month === undefined ? "a month as YYYY-MM" : formatPeriod(file.month, "month");
    if (month === expected) return [];
    return [
      {
        code: "ingest/file-month",
        file: file.name,
        column: "Month",
        found: `${rows} rows of the month ${JSON.stringify(month ?? "")}`,
        expected: `${expected}${file.month === undefined ? "" : " in every row, as the file's name says"}`,
        hint: "download the file again, or give it the name of its month",
      },
    ];
  });
  if (faults.length > 0) throw new InputError("ingest/file-month", faults[0]!, { faults });
};

const total = (parts: readonly Part[], of: "rows" | "unlocated" | "withoutId"): number =>
  parts.reduce((sum, part) => sum + part[of], 0);

const namedSlot = (file: StreetFile, parts: readonly Part[]): Slot => {
  const commonest = [...parts].sort((a, b) => b.rows - a.rows)[0]?.force;
  return {
    file,
    force: file.force!,
    forceName: commonest ?? file.force!,
    month: file.month!,
    rows: total(parts, "rows"),
    unlocated: total(parts, "unlocated"),
    withoutId: total(parts, "withoutId"),
  };
};

/** Joined files: each force-month found in the rows is a slot, and the rows are renumbered to their slots. */
const joinedSlots = async (
  engine: Engine,
  files: readonly StreetFile[],
  parts: readonly Part[],
): Promise<{ slots: Slot[]; headers: number }> => {
  const slots: Slot[] = [];
  const rows: string[] = [];
  for (const [index, file] of files.entries()) {
    const mine = parts.filter((part) => part.index === index && !isHeader(part));
    if (file.month !== undefined) {
      for (const part of mine) rows.push(row(part, slots.length));
      slots.push(namedSlot(file, mine));
      continue;
    }
    for (const part of mine) {
      rows.push(row(part, slots.length));
      const named = { force: forceSlug(part.force ?? ""), forceName: part.force ?? "(no force)" };
      slots.push({ ...part, ...named, month: parsePeriod(part.month!)!.ordinal });
    }
  }
  await engine.run("CREATE OR REPLACE TEMP TABLE slots (file INT, force VARCHAR, month VARCHAR, slot INT)");
  if (rows.length > 0) await engine.run(`INSERT INTO slots VALUES ${rows.join(",")}`);
  await engine.run(`CREATE TEMP TABLE renumbered AS SELECT slot AS file, street.* EXCLUDE (file) FROM street
    JOIN slots ON street.file = slots.file AND street.month = slots.month AND street.force IS NOT DISTINCT FROM slots.force`);
  await engine.run("DROP TABLE street");
  await engine.run("ALTER TABLE renumbered RENAME TO street");
  return { slots, headers: parts.filter(isHeader).reduce((sum, part) => sum + part.rows, 0) };
};

/** By now every row has a month: one without was refused. */
const row = ({ index, force, month }: Part, slot: number): string =>
  `(${index},${force === null ? "NULL" : text(force)},${text(month!)},${slot})`;

/** `City of London Police` → `city-of-london`, the spelling of file names. */
export const forceSlug = (name: string): string => {
  const plain = name.toLowerCase();
  if (plain.includes("british transport")) return "btp";
  if (plain.includes("northern ireland")) return "northern-ireland";
  return plain
    .replace(/\b(police|service|constabulary)\b/g, "")
    .trim()
    .replaceAll(/[\s-]+/g, "-");
};
