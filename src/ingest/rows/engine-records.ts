import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type Cells, cellStatus } from "../../model/panel.ts";
import type { Frequency } from "../../model/period.ts";
import type { Engine, IngestContext, Ingested, SourceRequest } from "../../model/source.ts";
import type { CellRules } from "../cells/cells.ts";
import { refuseFaults } from "../gate/refuse.ts";
import { partialNotes } from "./calendar-notes.ts";
import { daysAreMonths, inMonths } from "./cells-builder.ts";
import { gatherRows } from "./engine-gather.ts";
import { outcomeTable, unitTable } from "./engine-names.ts";
import { asNumbers, engineNumbers, literal } from "./engine-numbers.ts";
import { whenTable } from "./engine-periods.ts";
import { engineFiles } from "./engine-rows.ts";
import type { Places } from "./places.ts";
import { lonelyYear } from "./read-rows.ts";
import { whereCode } from "./records.ts";
import { ledgerOf } from "./source-reader.ts";
import { leftOut } from "./units.ts";
import { filled } from "./with-zeros.ts";

/** How the engine is to read rows: their shape, and what it means for a key to have none. */
export interface EngineShape {
  readonly shape: "long" | "incidents";
  readonly usual: "zero" | "missing";
}

/**
 * Rows counted in by the engine: for Parquet, and for delimited sources too large to read row by row. The engine only
 * ever returns what the careful reader would: at the first oddity (a name with hidden characters, a number that is
 * not plain, a key that stands twice, a line that is no row) a delimited source goes back to the careful reader,
 * which names every line. A Parquet file has no lines; its faults are told with their counts.
 */
export const engineRecords = async (
  request: SourceRequest,
  context: IngestContext,
  textRules: CellRules,
  shape: EngineShape,
): Promise<Ingested | undefined> => {
  const files = await engineFiles(request, context);
  if (!files) return undefined;
  const engine = await context.engine();
  const parquet = files.some((file) => file.parquet);
  const rules = parquet ? asNumbers(textRules) : textRules;
  try {
    const gathered = await gatherRows(files, request, shape.shape, rules, engine);
    const read =
      gathered.faults.length > 0
        ? { faults: gathered.faults }
        : await decoded(engine, gathered.places!, rules, request, shape);
    if ("cells" in read) {
      const out = new Map([[whereCode, gathered.filtered], ...read.out]);
      const total = gathered.rows.reduce((sum, n) => sum + n, 0);
      return {
        cells: filled(read.cells, request.absent, shape.usual),
        ledger: ledgerOf(total, new Map([...out].filter(([, rows]) => rows > 0)), request),
        files: files.map(({ name, sha256, bytes }, i) => ({ name, sha256, bytes, rows: gathered.rows[i]! })),
        diagnostics: [...gathered.notes, ...read.notes],
      };
    }
    // A Parquet file has no lines; a delimited one goes to the reader that names them.
    if (parquet) refuseFaults(read.faults);
    return undefined;
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code === "engine/refused" && !parquet) return undefined;
    throw thrown;
  } finally {
    await engine.run("DROP TABLE IF EXISTS source_rows");
  }
};

type Decoded =
  | { readonly faults: readonly Diagnostic[] }
  | { readonly cells: Cells; readonly out: [string, number][]; readonly notes: readonly Diagnostic[] };

const distinct = async (engine: Engine, column: string): Promise<string[]> => {
  const { v } = await engine.columns(`SELECT DISTINCT ${column} AS v FROM source_rows`);
  return Array.from(v as ArrayLike<string | null>, (text) => text ?? "");
};

/** A byte order mark at the start of a text is lost on its way here, so that only the engine can see it. */
const markedRows = async (engine: Engine): Promise<number> => {
  const marked = ["u", "o", "p"].map((column) => `starts_with(${column}, chr(65279))`).join(" OR ");
  const { n } = await engine.columns(`SELECT count(*)::DOUBLE AS n FROM source_rows WHERE ${marked}`);
  return Number(n![0]);
};

const decoded = async (
  engine: Engine,
  places: Places,
  rules: CellRules,
  request: SourceRequest,
  { shape }: EngineShape,
): Promise<Decoded> => {
  const units = unitTable(await distinct(engine, "u"), places, request);
  const outcomes = outcomeTable(await distinct(engine, "o"));
  const when = whenTable(await distinct(engine, "p"), places, rules, request, shape);
  await dictionary(engine, "u", units.codes);
  await dictionary(engine, "o", outcomes.codes);
  await dictionary(engine, "p", when.fine, when.coarse);
  const faults = [
    ...blame("data/key-missing", "rows name no unit, or one with hidden characters or spaces", units.odd),
    ...blame(
      "data/outcome-missing",
      "rows name no outcome, or one with hidden characters or spaces",
      outcomes.odd,
    ),
    ...blame("data/key-missing", "names or periods begin with a byte order mark", await markedRows(engine)),
    ...blame("data/variant", "names are spelt in more than one way", units.variants + outcomes.variants),
    ...when.faults,
    ...(await cellFaults(engine, rules, request, shape)),
  ];
  if (faults.length > 0) return { faults };
  const cells = await fetchCells(engine, units.names, outcomes.names, when.frequency, rules);
  const months =
    request.frequency === undefined &&
    shape === "long" &&
    when.base === "day" &&
    daysAreMonths(new Set(when.fine.values()));
  const notes = [...partialNotes(when.partial, request), ...when.notes];
  const lonely = lonelyYear(cells, when.financial ? "financial" : "plain", request);
  if (lonely.length > 0) return { faults: lonely };
  return {
    cells: months ? inMonths(cells) : cells,
    out: [
      [leftOut.units, await rowsWhere(engine, "u.code = -1")],
      [leftOut.unplaced, await rowsWhere(engine, "u.code = -2 OR (u.code >= 0 AND p.code = -2)")],
    ],
    notes,
  };
};

const blame = (code: string, message: string, count: number): Diagnostic[] =>
  count === 0 ? [] : [diagnostic(code, "error", message, { count, fix: `see whatworks explain ${code}` })];

const from = `source_rows JOIN u_codes u ON source_rows.u = u.name JOIN o_codes o ON source_rows.o = o.name
  JOIN p_codes p ON source_rows.p = p.name`;
const isKept = "u.code >= 0 AND p.code <> -2";

const number = async (engine: Engine, sql: string): Promise<number> =>
  Number((await engine.columns(`SELECT (${sql})::DOUBLE AS n`)).n![0] ?? 0);

const rowsWhere = (engine: Engine, clause: string): Promise<number> =>
  number(engine, `SELECT coalesce(sum(n), 0) FROM ${from} WHERE k = 0 AND (${clause})`);

const cellFaults = async (
  engine: Engine,
  rules: CellRules,
  request: SourceRequest,
  shape: "long" | "incidents",
): Promise<Diagnostic[]> => {
  const numbers = engineNumbers(rules);
  const spoilt = await number(
    engine,
    `SELECT count(*) FROM ${from} WHERE u.code <> -1 AND (${numbers.spoilt("v")} OR ${numbers.spoilt("e")})`,
  );
  const doubtful = await number(
    engine,
    `SELECT count(*) FROM (SELECT k, ${numbers.doubtful("v")} AS doubt FROM ${from} WHERE ${isKept} GROUP BY k) WHERE doubt`,
  );
  const twice =
    shape === "incidents"
      ? 0
      : await number(
          engine,
          `SELECT count(*) FROM (SELECT 1 FROM ${from} WHERE ${isKept} GROUP BY u.code, o.code, p.code, d HAVING sum(n) > 1)`,
        );
  const sums = (request.sumOver ?? []).length > 0 || request.frequency !== undefined;
  const apart = sums
    ? await number(
        engine,
        `SELECT count(*) FROM (SELECT 1 FROM ${from} WHERE ${isKept} GROUP BY u.code, o.code, p.longer HAVING count(DISTINCT coalesce(e, '')) > 1)`,
      )
    : 0;
  return [
    ...blame("data/number", "cells are not plain numbers", spoilt),
    ...blame("data/thousands", "numbers may have points between thousands", doubtful),
    ...blame("data/duplicate-key", "the same unit, period and outcome stand more than once", twice),
    ...blame("data/exposure", "rows that are added up have different exposures", apart),
  ];
};

const fetchCells = async (
  engine: Engine,
  units: readonly string[],
  outcomes: readonly string[],
  frequency: Frequency,
  rules: CellRules,
): Promise<Cells> => {
  const { value: numberOf, hidden } = engineNumbers(rules);
  const found = await engine.columns(`SELECT u.code AS unit, o.code AS outcome, p.longer AS period,
    sum(${numberOf("v")} * n) AS value, any_value(${numberOf("e")}) AS exposure, bool_or(${hidden("v")})::INT AS hidden
    FROM ${from} WHERE ${isKept} GROUP BY ALL ORDER BY 1, 2, 3`);
  const value = Float64Array.from(found.value as ArrayLike<number>);
  const exposure = Float64Array.from(found.exposure as ArrayLike<number>);
  return {
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
};

/** Names and their numbers as a temporary table, in batches that a statement can hold. */
const dictionary = async (
  engine: Engine,
  what: string,
  codes: ReadonlyMap<string, number>,
  longer: ReadonlyMap<string, number> = codes,
): Promise<void> => {
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${what}_codes (name VARCHAR, code INTEGER, longer INTEGER)`);
  const entries = [...codes];
  for (let at = 0; at < entries.length; at += 2000) {
    const rows = entries
      .slice(at, at + 2000)
      .map(([name, code]) => `(${literal(name)}, ${code}, ${longer.get(name)!})`);
    await engine.run(`INSERT INTO ${what}_codes VALUES ${rows.join(", ")}`);
  }
};
