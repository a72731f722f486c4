import type { Fault } from "../../model/errors.ts";
import { InputError } from "../../model/errors.ts";
import { cellStatus } from "../../model/panel.ts";
import { parsePeriod } from "../../model/period.ts";
import { listed, type SourceRequest } from "../../model/source.ts";
import { isFault, readCount } from "../cells/cells.ts";
import { type Row, readRows } from "../gate/bytes.ts";
import { faultLog } from "../gate/faults.ts";
import { columnKey } from "../gate/head.ts";
import { shownNames } from "../people/shown.ts";
import { canonicalArea } from "./aliases.ts";

/** How the publisher has named the columns, from the first release on. Ward and LSOA tables are asked first. */
const generations = [
  { id: "lsoa", major: "majorcategory", minor: "minorcategory", borough: "borough", area: "lsoacode" },
  { id: "ward", major: "majortext", minor: "minortext", borough: "lookupboroughname", area: "wardname" },
  { id: "1", major: "majorcategory", minor: "minorcategory", borough: "borough" },
  { id: "2", major: "majortext", minor: "minortext", borough: "lookupboroughname" },
  { id: "3", major: "majortext", minor: "minortext", borough: "boroughname" },
  { id: "4", major: "group", minor: "subgroup", borough: "bocu" },
] as const;

export interface BoroughRow {
  readonly unit: string;
  readonly major: string;
  readonly minor: string;
  /** By month of the table. */
  readonly counts: Float64Array;
}

export interface BoroughTable {
  readonly path: string;
  readonly name: string;
  readonly generation: string;
  /** Month ordinals, increasing. */
  readonly months: readonly number[];
  readonly rows: readonly BoroughRow[];
}

/** `202311` is a month only if its last two digits are 01 to 12. */
const monthOf = (header: string): number | undefined => {
  const text = header.trim();
  return /^(19|20)\d{4}$/.test(text)
    ? parsePeriod(`${text.slice(0, 4)}-${text.slice(4)}`)?.ordinal
    : undefined;
};

type Generation = (typeof generations)[number];

const generationOf = (header: readonly string[]): Generation | undefined => {
  const keys = new Set(header.map(columnKey));
  return generations.find((g) =>
    [g.major, g.minor, g.borough, ...("area" in g ? [g.area] : [])].every((k) => keys.has(k)),
  );
};

export const isBoroughHeader = (header: readonly string[]): boolean =>
  generationOf(header) !== undefined && header.some((name) => monthOf(name) !== undefined);

/**
 * One borough (ward, LSOA) table, whatever its generation. A blank count is 0, as the publisher leaves them out.
 *
 * Throws    InputError ingest/borough-columns, ingest/borough-row, data/count: every fault of the file at once.
 */
export const readBoroughTable = async (
  { path, name }: SourceRequest["files"][number],
  request: SourceRequest,
): Promise<BoroughTable> => {
  const log = faultLog(name);
  let columns: Columns | undefined;
  const rows: BoroughRow[] = [];
  const seen = new Set<string>();
  for await (const batch of readRows({ path, name }, { dialect: request.dialect, gzip: "by-bytes" }, log))
    for (const row of batch) {
      if (row.blank) continue;
      // Without its header the table cannot be read: the fault of that line is all there is to say.
      if (row.fault && !columns) refuse(log.list(), name);
      if (row.fault) continue;
      if (!columns) columns = findColumns(row, name, request);
      else {
        const read = readRow(row, columns, seen, (code, message, column, fix) =>
          log.error(code, message, { line: row.line, ...(column && { column }), fix }),
        );
        if (read) rows.push(read);
      }
    }
  const faults = log.list().filter(({ severity }) => severity === "error");
  if (faults.length > 0) refuse(faults, name);
  if (!columns || rows.length === 0)
    throw new InputError("ingest/borough-columns", {
      file: name,
      found: "no rows",
      expected: "a header and at least one row",
    });
  return {
    path,
    name,
    generation: columns.generation.id,
    months: columns.months.map(({ month }) => month),
    rows,
  };
};

const refuse = (
  faults: readonly {
    code: string;
    message: string;
    fix: string;
    line: number | null;
    column: string | null;
  }[],
  file: string,
): never => {
  const all: (Fault & { code: string })[] = faults.map(({ code, message, fix, line, column }) => ({
    code,
    file,
    found: message,
    expected: "a borough table as the Metropolitan Police publish it",
    hint: fix,
    ...(line !== null && { line }),
    ...(column !== null && { column }),
  }));
  throw new InputError(all[0]!.code, all[0]!, { faults: all });
};

interface Columns {
  readonly header: readonly string[];
  readonly generation: Generation;
  readonly major: number;
  readonly minor: number;
  readonly borough: number;
  readonly area: number | undefined;
  readonly months: readonly { readonly at: number; readonly month: number }[];
  /** Columns up to the last one that has a name; exports leave empty ones behind. */
  readonly width: number;
}

const findColumns = ({ cells: header, line }: Row, file: string, { columns }: SourceRequest): Columns => {
  const generation = generationOf(header);
  const keys = header.map(columnKey);
  const at = (key: string): number => keys.indexOf(key);
  const months = header
    .flatMap((name, index) => {
      const month = monthOf(name);
      return month === undefined ? [] : [{ at: index, month }];
    })
    .sort((a, b) => a.month - b.month);
  const [asked] = listed(columns.unit);
  const area =
    asked === undefined
      ? generation && "area" in generation
        ? at(generation.area)
        : undefined
      : at(columnKey(asked));
  if (!generation || months.length === 0 || area === -1)
    throw new InputError("ingest/borough-columns", {
      file,
      line,
      found: generation
        ? area === -1
          ? `no column "${asked}"`
          : "no column named as a month (202311)"
        : `the columns ${shownNames(header, 5)}`,
      expected:
        "one of the published headers: Borough, Major Category, Minor Category; MajorText, MinorText, LookUp_BoroughName or BoroughName; Group, SubGroup, BOCU; then one column a month",
      hint: "use --format wide for another table with one column a month",
    });
  const twice = months.find(({ month }, i) => month === months[i - 1]?.month);
  if (twice)
    throw new InputError("ingest/borough-columns", {
      file,
      line,
      column: header[twice.at]!,
      found: `two columns of the month ${header[twice.at]!.trim()}`,
      expected: "one column a month",
      hint: "download the file again, or remove one of the two",
    });
  return {
    header,
    generation,
    major: at(generation.major),
    minor: at(generation.minor),
    borough: at(generation.borough),
    area,
    months,
    width: header.findLastIndex((name) => name.trim() !== "") + 1,
  };
};

type Complain = (code: string, message: string, column: string | undefined, fix: string) => void;

const readRow = (
  row: Row,
  columns: Columns,
  seen: Set<string>,
  complain: Complain,
): BoroughRow | undefined => {
  const { cells } = row;
  if (cells.length < columns.width || cells.slice(columns.width).some((cell) => cell.trim() !== "")) {
    complain(
      "ingest/borough-row",
      `${cells.length} cells where the header has ${columns.width}`,
      undefined,
      "complete the row, or download the file again",
    );
    return undefined;
  }
  const [major, minor] = [cells[columns.major]!.trim(), cells[columns.minor]!.trim()];
  const unit = unitName(cells, columns);
  const key = JSON.stringify([unit, major, minor]);
  if (seen.has(key)) {
    complain(
      "ingest/borough-row",
      `a second row of ${unit}, ${major}, ${minor}`,
      undefined,
      "keep one row of each area and category",
    );
    return undefined;
  }
  seen.add(key);
  const counts = Float64Array.from(columns.months, ({ at }) => {
    if (cells[at]!.trim() === "") return 0;
    const read = readCount(cells[at]!);
    if (!isFault(read) && !Number.isNaN(read.value)) return read.value;
    const [why, fix] = isFault(read)
      ? [`the cell ${read.why}`, read.fix]
      : [
          `a cell that the publisher ${read.status === cellStatus.suppressed ? "hides" : "marks as missing"}`,
          "ask for the count",
        ];
    complain("data/count", why, columns.header[at], fix);
    return 0;
  });
  return { unit, major, minor, counts };
};

/** Ward names repeat between boroughs, so a ward says which it is in. */
const unitName = (cells: readonly string[], { area, borough, generation, header }: Columns): string => {
  const own = canonicalArea(cells[borough]!);
  if (area === undefined || area === borough) return own;
  const name = cells[area]!.trim();
  return generation.id === "ward" && columnKey(header[area]!) === "wardname" ? `${name} (${own})` : name;
};
