import { stat } from "node:fs/promises";
import { type Fault, InputError, UsageError } from "../../model/errors.ts";
import { suggest } from "../../model/nearest.ts";
import type { Engine } from "../../model/source.ts";
import { plainDialect } from "../../model/source.ts";
import type { Coded, TidyRequest, TidyRows } from "../../model/tidy.ts";
import { isFault, plainRules, readNumber } from "../cells/cells.ts";
import { readRows } from "../gate/bytes.ts";
import { faultLog } from "../gate/faults.ts";
import { readHead } from "../gate/head.ts";
import { shownCell, shownNames } from "../people/shown.ts";
import { readTidyFast } from "./fast.ts";
import { cohortOrdinal, periodOrdinals } from "./periods.ts";

/** From this size on the engine reads the file; below it, opening an engine costs more than it saves. */
const engineFrom = 2 << 20;

/**
 * Reads a tidy panel for `whatworks estimate`. Large files are read by the engine; small ones, and any file in
 * which the engine met something odd, by the careful reader, which names every fault by line and column.
 *
 * Throws UsageError usage/column; InputError with every fault of the file.
 */
export const readTidy = async (
  request: TidyRequest,
  options: { engine: () => Promise<Engine>; careful?: boolean },
): Promise<TidyRows> => {
  const { header } = readHead(request.path, request.name, { ...plainDialect, delimiter: request.delimiter });
  const known = header.map((name) => name.trim());
  if (known.every((name) => name === "")) throw emptyFile(request);
  requireColumns(request, known);
  if (!options.careful && (await stat(request.path)).size >= engineFrom) {
    const fast = await readTidyFast(request, header, await options.engine());
    if (fast) return fast;
  }
  return readTidyCarefully(request, known);
};

const emptyFile = (request: TidyRequest): InputError =>
  new InputError("csv/empty", {
    file: request.name,
    found: "nothing but white space",
    expected: "a header and one row per unit and period",
    hint: "check the export",
  });

const wanted = (request: TidyRequest): string[] => [
  ...new Set([
    ...(request.unit === undefined ? [] : [request.unit]),
    request.period,
    ...(request.cohort === undefined ? [] : [request.cohort]),
    ...request.numeric,
    ...request.text,
  ]),
];

const requireColumns = (request: TidyRequest, header: readonly string[]): void => {
  const faults = wanted(request)
    .filter((name) => !header.includes(name))
    .map((name) => ({
      code: "usage/column",
      file: request.name,
      column: name,
      found: `no column called "${name}"`,
      expected: `one of: ${shownNames(header, 30)}`,
      hint: suggest(name, header),
    }));
  if (faults.length > 0) throw new UsageError("usage/column", faults[0]!, { faults });
};

type CodedFault = Fault & { readonly code: string };
interface Raw {
  readonly lines: number[];
  readonly cells: Record<string, string[]>;
  readonly faults: CodedFault[];
}

const rawColumns = async (request: TidyRequest, header: readonly string[]): Promise<Raw> => {
  const log = faultLog(request.name);
  const names = wanted(request);
  const at = names.map((name) => header.indexOf(name));
  const columns: string[][] = names.map(() => []);
  const lines: number[] = [];
  let first = true;
  const gate = { dialect: { ...plainDialect, delimiter: request.delimiter }, gzip: "by-bytes" } as const;
  for await (const rows of readRows({ path: request.path, name: request.name }, gate, log)) {
    for (const row of rows) {
      if (row.blank) continue;
      const isHeader = first;
      first = false;
      if (isHeader || row.fault) continue;
      if (row.cells.length !== header.length) {
        log.error("csv/width", `${row.cells.length} cells where the header has ${header.length}`, {
          line: row.line,
          fix: "quote text that holds the delimiter, or complete the row",
        });
        continue;
      }
      lines.push(row.line);
      for (let k = 0; k < at.length; k += 1) columns[k]!.push(row.cells[at[k]!]!);
    }
  }
  // Every fault of the gate knows its line.
  const faults = log
    .list()
    .filter((one) => one.severity === "error")
    .map((one) => ({
      code: one.code,
      file: request.name,
      found: one.message,
      expected: "a sound table",
      hint: one.fix,
      line: one.line!,
    }));
  return { lines, cells: Object.fromEntries(names.map((name, k) => [name, columns[k]!])), faults };
};

const refuse = (faults: readonly CodedFault[]): never => {
  const place = ({ line = 0 }: CodedFault): number => line;
  const sorted = [...faults].sort((a, b) => place(a) - place(b));
  throw new InputError(sorted[0]!.code, sorted[0]!, { faults: sorted });
};

const readTidyCarefully = async (request: TidyRequest, header: readonly string[]): Promise<TidyRows> => {
  const { lines, cells, faults } = await rawColumns(request, header);
  const rows = lines.length;
  const spoilt = new Uint8Array(rows);
  const fault = (
    code: string,
    row: number,
    column: string,
    found: string,
    expected: string,
    hint: string,
  ): void => {
    spoilt[row] = 1;
    faults.push({ code, file: request.name, line: lines[row]!, column, found, expected, hint });
  };
  if (rows === 0) {
    refuse([
      ...faults,
      {
        code: "csv/no-rows",
        file: request.name,
        found: "a header and no rows",
        expected: "one row per unit and period",
        hint: "check the export",
      },
    ]);
  }
  const when = coded(cells[request.period]!);
  const periods = periodOrdinals(when.levels);
  if (!periods) periodFaults(request, when, fault);
  const frequency = periods?.frequency ?? "integer";
  const numeric: Record<string, Float64Array> = {};
  for (const name of new Set(request.numeric)) {
    numeric[name] = Float64Array.from(cells[name]!, (cell, r) => {
      const text = cell.trim();
      if (text === "NA") return Number.NaN;
      const reading = readNumber(text, plainRules);
      if (!isFault(reading)) return reading.value;
      fault(
        reading.fault,
        r,
        name,
        `${shownCell(text, name, "a cell that is not shown")}, which ${reading.why}`,
        "a number, or blank when missing",
        reading.fix,
      );
      return Number.NaN;
    });
  }
  let cohort: Float64Array | undefined;
  if (request.cohort !== undefined) {
    const name = request.cohort;
    cohort = Float64Array.from(cells[name]!, (cell, r) => {
      const ordinal = cohortOrdinal(cell, frequency);
      if (ordinal !== undefined) return ordinal;
      fault(
        "panel/cohort",
        r,
        name,
        shownCell(cell, name, "a cell that is not shown"),
        `the first treated ${frequency === "integer" ? "period" : frequency}; empty, 0, NA or Inf for never`,
        "write it as the periods are written",
      );
      return Number.POSITIVE_INFINITY;
    });
  }
  const unit =
    request.unit === undefined
      ? { levels: ["series"], codes: new Int32Array(rows) }
      : coded(cells[request.unit]!);
  if (request.unit !== undefined) {
    const blank = unit.levels.indexOf("");
    if (blank >= 0)
      unit.codes.forEach((code, r) => {
        if (code === blank)
          fault(
            "panel/unit-missing",
            r,
            request.unit!,
            "a blank unit",
            "the name of a unit",
            "name it, or remove the row",
          );
      });
  }
  const whole: TidyRows = {
    rows,
    lines: Int32Array.from(lines),
    file: request.name,
    units: unit.levels,
    unit: unit.codes,
    frequency,
    period: Int32Array.from(when.codes, (code) => periods?.ordinals[code] ?? 0),
    numeric,
    text: Object.fromEntries(request.text.map((name) => [name, coded(cells[name]!)])),
    ...(cohort ? { cohort } : {}),
  };
  // Without one scale of periods nothing can be said about unit-periods.
  if (faults.length > 0 && (!periods || spoilt.every((row) => row === 1))) refuse(faults);
  return faults.length === 0 ? whole : { ...soundRows(whole, spoilt), faults };
};

/** The rows without a fault of their own: what is wrong between them can still be found. */
const soundRows = (table: TidyRows, spoilt: Uint8Array): TidyRows => {
  const at = Array.from(spoilt.keys()).filter((row) => spoilt[row] === 0);
  const ints = (values: Int32Array) => Int32Array.from(at, (row) => values[row]!);
  const floats = (values: Float64Array) => Float64Array.from(at, (row) => values[row]!);
  return {
    ...table,
    rows: at.length,
    lines: ints(table.lines!),
    unit: ints(table.unit),
    period: ints(table.period),
    numeric: Object.fromEntries(
      Object.entries(table.numeric).map(([name, column]) => [name, floats(column)]),
    ),
    text: Object.fromEntries(
      Object.entries(table.text).map(([name, { levels, codes }]) => [name, { levels, codes: ints(codes) }]),
    ),
    ...(table.cohort ? { cohort: floats(table.cohort) } : {}),
  };
};

const coded = (cells: readonly string[]): Coded => {
  const levels = [...new Set(cells.map((cell) => cell.trim()))].sort();
  const place = new Map(levels.map((level, code) => [level, code]));
  return { levels, codes: Int32Array.from(cells, (cell) => place.get(cell.trim())!) };
};

/** Which periods cannot be read, or which do not fit the scale of the first. */
const periodFaults = (
  request: TidyRequest,
  when: Coded,
  fault: (code: string, row: number, column: string, found: string, expected: string, hint: string) => void,
): void => {
  const first = when.levels[when.codes[0]!]!;
  when.codes.forEach((code, r) => {
    const level = when.levels[code]!;
    if (periodOrdinals([first, level])) return;
    fault(
      "data/period",
      r,
      request.period,
      level === "" ? "a blank" : shownCell(level, request.period, "a cell that is not shown"),
      "YYYY-MM, YYYY-Qn, YYYY, YYYY-Wnn, YYYY-MM-DD or a whole number, the same on every row",
      "write every period in one way",
    );
  });
};
