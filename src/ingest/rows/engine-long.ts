import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type Cells, cellStatus } from "../../model/panel.ts";
import type { Frequency } from "../../model/period.ts";
import type { Engine, IngestContext, Ingested, SourceRequest } from "../../model/source.ts";
import { type CellRules, isFault, readPeriod } from "../cells/cells.ts";
import { foldSpelling } from "../cells/variants.ts";
import { faultLog } from "../gate/faults.ts";
import { visibleText } from "../gate/hidden.ts";
import { refuseFaults } from "../gate/refuse.ts";
import { daysAreMonths, inMonths } from "./cells-builder.ts";
import {
  countedRows,
  type EngineFile,
  engineFiles,
  guardEngineFile,
  literal,
  noRows,
} from "./engine-rows.ts";
import { longColumns } from "./long-columns.ts";

/**
 * Long files counted in by the engine: for Parquet, and for delimited sources too large to read row by row. The
 * engine only ever returns what the careful reader would: at the first oddity (a name with hidden characters, a
 * number that is not plain, a key that stands twice, a line that is no row) a delimited source goes back to the
 * careful reader, which names every line. A Parquet file has no lines; its faults are told with their counts.
 */
export const engineLong = async (
  request: SourceRequest,
  context: IngestContext,
  rules: CellRules,
): Promise<Ingested | undefined> => {
  const files = await engineFiles(request, context);
  if (!files) return undefined;
  const engine = await context.engine();
  try {
    const { rows, faults, notes } = await gather(files, request, engine);
    const parquet = files.some((file) => file.parquet);
    const read = faults.length > 0 ? undefined : await cellsOf(engine, parquet ? asNumbers(rules) : rules);
    const all = [...faults, ...(read?.faults ?? [])];
    if (all.length === 0) return assembled(read!.cells!, files, rows, notes);
    // A Parquet file has no lines; a delimited one goes to the reader that names them.
    if (parquet) refuseFaults(all);
    return undefined;
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code === "engine/refused" && !files.some((file) => file.parquet))
      return undefined;
    throw thrown;
  } finally {
    await engine.run("DROP TABLE IF EXISTS long_rows");
  }
};

const assembled = (
  cells: Cells,
  files: readonly EngineFile[],
  rows: readonly number[],
  notes: readonly Diagnostic[],
): Ingested => {
  const read = rows.reduce((sum, n) => sum + n, 0);
  return {
    cells,
    ledger: { read, used: read, excluded: [] },
    files: files.map(({ name, sha256, bytes }, i) => ({ name, sha256, bytes, rows: rows[i]! })),
    diagnostics: notes,
  };
};

interface Gathered {
  readonly rows: number[];
  readonly faults: Diagnostic[];
  readonly notes: Diagnostic[];
}

/** All files into one temporary table of text. */
const gather = async (
  files: readonly EngineFile[],
  request: SourceRequest,
  engine: Engine,
): Promise<Gathered> => {
  const gathered: Gathered = { rows: [], faults: [], notes: [] };
  const selects: string[] = [];
  for (const file of files) {
    const log = faultLog(file.name);
    const { unit, period, value, outcome, exposure } = longColumns(
      { header: file.header, headerLine: 1 },
      request,
      log,
    );
    const used = [unit, period, value, outcome, exposure].filter((index) => index !== undefined);
    const guarded = await guardEngineFile(file, used, request, "counts", engine);
    const told = [...log.list(), ...guarded];
    gathered.faults.push(...told.filter((one) => one.severity === "error"));
    gathered.notes.push(...told.filter((one) => one.severity !== "error"));
    if (period === undefined || value === undefined) continue;
    const rows = await countedRows(file, engine);
    if (rows === undefined)
      gathered.faults.push(
        diagnostic("csv/readers-disagree", "error", "two counts of the rows differ", { file: file.name }),
      );
    gathered.rows.push(rows ?? 0);
    const name = outcome === undefined ? literal(file.header[value]!) : file.column(outcome);
    selects.push(`SELECT ${unit === undefined ? "'all'" : file.column(unit)} AS unit, ${file.column(period)} AS period,
      ${name} AS outcome, ${file.column(value)} AS value, ${exposure === undefined ? "NULL::VARCHAR" : file.column(exposure)} AS exposure
      FROM ${file.from}`);
  }
  if (gathered.faults.length === 0 && gathered.rows.every((rows) => rows === 0))
    gathered.faults.push(noRows(files[0]!));
  if (gathered.faults.length === 0)
    await engine.run(`CREATE OR REPLACE TEMP TABLE long_rows AS ${selects.join(" UNION ALL ")}`);
  return gathered;
};

/** A whole number that a Parquet file holds as a double comes out as 999.0: a marker 999 means that too. */
const asNumbers = (rules: CellRules): CellRules => {
  const both = (marks: readonly string[]): string[] =>
    marks.flatMap((mark) => (/^-?\d+$/.test(mark) ? [mark, `${mark}.0`] : [mark]));
  return { ...rules, missing: both(rules.missing), suppressed: both(rules.suppressed) };
};

const plainNumber = "'[+-]?([0-9]{1,15}(\\.[0-9]{0,17})?|\\.[0-9]{1,17})([eE][+-]?[0-9]{1,3})?'";

const cellsOf = async (
  engine: Engine,
  rules: CellRules,
): Promise<{ cells?: Cells; faults: Diagnostic[] }> => {
  const faults: Diagnostic[] = [];
  const blame = (code: string, message: string, count: number, fix: string): void => {
    if (count > 0) faults.push(diagnostic(code, "error", message, { count, fix }));
  };
  const [units, outcomes] = [await names(engine, "unit"), await names(engine, "outcome")];
  blame(
    "data/key-missing",
    "rows name no unit, or one with hidden characters or spaces",
    units.odd,
    "clean the column",
  );
  blame(
    "data/outcome-missing",
    "rows name no outcome, or one with hidden characters or spaces",
    outcomes.odd,
    "clean the column",
  );
  const periods = await periodTable(engine, rules);
  blame(
    "data/date-format",
    "periods cannot be read, or differ in length or spelling",
    periods.odd,
    "write them as YYYY-MM",
  );
  const spoilt = (column: string): string =>
    `count(*) FILTER (WHERE coalesce(${column}, '') <> '' AND NOT ${isOneOf(column, declared(rules))} AND NOT
      (regexp_full_match(${column}, ${plainNumber}) AND coalesce(abs(try_cast(${column} AS DOUBLE)) < 1e15, false)))`;
  const { n } = await engine.columns(
    `SELECT (${spoilt("value")} + ${spoilt("exposure")})::DOUBLE AS n FROM long_rows`,
  );
  blame(
    "data/number",
    "cells are not plain numbers",
    Number(n![0]),
    "write plain numbers, and leave missing ones blank",
  );
  const twice = await engine.columns(`SELECT count(*)::DOUBLE AS n FROM
    (SELECT 1 FROM long_rows GROUP BY unit, outcome, period HAVING count(*) > 1)`);
  blame(
    "data/duplicate-key",
    "the same unit, period and outcome stand more than once",
    Number(twice.n![0]),
    "keep one of them",
  );
  if (faults.length > 0) return { faults };
  const cells = await fetchCells(engine, units.names, outcomes.names, periods, rules);
  const kept = await engine.columns("SELECT count(*)::DOUBLE AS n FROM long_rows");
  // Whatever the reason, a row that found no code of its own must not be lost in silence.
  blame(
    "csv/readers-disagree",
    "rows were lost between the file and the panel",
    Math.abs(Number(kept.n![0]) - cells.value.length),
    "write the names of units and outcomes without hidden characters",
  );
  return faults.length > 0 ? { faults } : { faults, cells };
};

const declared = ({ missing, suppressed }: CellRules): string[] => [...missing, ...suppressed];
/** SQL that is true where a cell is one of these markers as it stands. */
const isOneOf = (column: string, marks: readonly string[]): string =>
  marks.length === 0 ? "false" : `${column} IN (${marks.map(literal).join(", ")})`;

/** Distinct names; anything that the careful reader would mend or warn about makes them odd. */
const names = async (
  engine: Engine,
  column: "unit" | "outcome",
): Promise<{ names: string[]; odd: number }> => {
  const { v } = await engine.columns(`SELECT DISTINCT ${column} AS v FROM long_rows`);
  const marked = await markedRows(engine, column);
  const found = Array.from(v as ArrayLike<string | null>, (name) => name ?? "");
  const folded = new Set(found.map(foldSpelling));
  const odd = found.filter(
    (name) => name === "" || visibleText(name) !== name || /[\ud800-\udfff]/.test(name),
  ).length;
  return { names: found.sort((a, b) => (a < b ? -1 : 1)), odd: marked + odd + found.length - folded.size };
};

/** A byte order mark at the start of a text is lost on its way here, so that only the engine can see it. */
const markedRows = async (engine: Engine, column: string): Promise<number> => {
  const { n } = await engine.columns(
    `SELECT count(*)::DOUBLE AS n FROM long_rows WHERE starts_with(${column}, chr(65279))`,
  );
  return Number(n![0]);
};

interface PeriodTable {
  readonly odd: number;
  readonly frequency: Frequency;
  readonly ordinals: ReadonlyMap<string, number>;
}

const periodTable = async (engine: Engine, rules: CellRules): Promise<PeriodTable> => {
  const { v } = await engine.columns("SELECT DISTINCT period AS v FROM long_rows");
  const ordinals = new Map<string, number>();
  let frequency: Frequency | undefined;
  let odd = await markedRows(engine, "period");
  for (const text of Array.from(v as ArrayLike<string | null>)) {
    const reading = readPeriod(text ?? "", "period", rules);
    if (isFault(reading) || reading.frequency !== (frequency ??= reading.frequency)) odd++;
    else ordinals.set(text!, reading.ordinal);
  }
  // Two spellings of one period would hide a key that stands twice.
  return {
    odd: odd + ordinals.size - new Set(ordinals.values()).size,
    frequency: frequency ?? "month",
    ordinals,
  };
};

const fetchCells = async (
  engine: Engine,
  units: readonly string[],
  outcomes: readonly string[],
  { frequency, ordinals }: PeriodTable,
  rules: CellRules,
): Promise<Cells> => {
  await dictionary(
    engine,
    "unit",
    units.map((name, code) => [name, code]),
  );
  await dictionary(
    engine,
    "outcome",
    outcomes.map((name, code) => [name, code]),
  );
  await dictionary(engine, "period", [...ordinals]);
  const number = (column: string): string =>
    `coalesce(try_cast(CASE WHEN ${isOneOf(column, declared(rules))} THEN NULL ELSE ${column} END AS DOUBLE), 'nan'::DOUBLE)`;
  // As the careful reader has it: what is declared to be missing is not hidden as well.
  const hidden = `value <> '' AND ${isOneOf("value", rules.suppressed)} AND NOT ${isOneOf("value", rules.missing)}`;
  const found = await engine.columns(`SELECT u.code AS unit, o.code AS outcome, p.code AS period,
    ${number("value")} AS value, ${number("exposure")} AS exposure, coalesce(${hidden}, false)::INT AS hidden
    FROM long_rows JOIN unit_codes u ON unit = u.name JOIN outcome_codes o ON outcome = o.name
    JOIN period_codes p ON period = p.name ORDER BY 1, 2, 3`);
  const value = Float64Array.from(found.value as ArrayLike<number>);
  const exposure = Float64Array.from(found.exposure as ArrayLike<number>);
  const cells: Cells = {
    frequency,
    units,
    outcomes,
    unit: Int32Array.from(found.unit as ArrayLike<number>),
    period: Int32Array.from(found.period as ArrayLike<number>),
    outcome: Int32Array.from(found.outcome as ArrayLike<number>),
    value,
    status: Uint8Array.from(value, (v, j) =>
      found.hidden![j] === 1
        ? cellStatus.suppressed
        : Number.isNaN(v)
          ? cellStatus.missing
          : cellStatus.observed,
    ),
    ...(exposure.some((v) => !Number.isNaN(v)) ? { exposure } : {}),
  };
  return frequency === "day" && daysAreMonths(new Set(ordinals.values())) ? inMonths(cells) : cells;
};

/** Names and their numbers as a temporary table, in batches that a statement can hold. */
const dictionary = async (
  engine: Engine,
  what: string,
  entries: readonly (readonly [string, number])[],
): Promise<void> => {
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${what}_codes (name VARCHAR, code INTEGER)`);
  for (let at = 0; at < entries.length; at += 2000) {
    const rows = entries.slice(at, at + 2000).map(([name, code]) => `(${literal(name)}, ${code})`);
    await engine.run(`INSERT INTO ${what}_codes VALUES ${rows.join(", ")}`);
  }
};
