import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Engine, SourceRequest } from "../../model/source.ts";
import type { CellRules } from "../cells/cells.ts";
import { faultLog } from "../gate/faults.ts";
import { visibleText } from "../gate/hidden.ts";
import { isOneOf, literal } from "./engine-numbers.ts";
import { countedRows, type EngineFile, guardEngineFile, noRows } from "./engine-rows.ts";
import { joinedColumns, whenText } from "./engine-when.ts";
import { incidentMeasures, longMeasures } from "./measures.ts";
import { datedColumns, type Places, placesOf, usedColumns } from "./places.ts";
import { outcomeJoint } from "./records.ts";
import { watchUnreadCounts } from "./unread-counts.ts";

export interface Gathered {
  /** Rows of each file, and of all of them how many `where` left out. */
  readonly rows: number[];
  readonly filtered: number;
  readonly places: Places | undefined;
  readonly faults: readonly Diagnostic[];
  readonly notes: readonly Diagnostic[];
}

/**
 * All files into one temporary table of text, `source_rows`: u unit, p period, o outcome, d what tells rows of one
 * key apart, v value, e exposure, k which number of its row it is, and n how many rows are alike in all of these.
 */
export const gatherRows = async (
  files: readonly EngineFile[],
  request: SourceRequest,
  shape: "long" | "incidents",
  rules: CellRules,
  engine: Engine,
): Promise<Gathered> => {
  const told: Diagnostic[] = [];
  const rows: number[] = [];
  const selects: string[] = [];
  let filtered = 0;
  let places: Places | undefined;
  for (const file of files) {
    const found = await lookInto(file, request, shape, engine);
    told.push(...found.told);
    if (found.told.some(({ severity }) => severity === "error")) continue;
    places = found.places;
    const counted = await countedRows(file, engine);
    if (counted === undefined)
      told.push(
        diagnostic("csv/readers-disagree", "error", "two counts of the rows differ", { file: file.name }),
      );
    rows.push(counted ?? 0);
    const kept = await whereClause(file, found.places, engine);
    filtered += kept === "true" ? 0 : await countWhere(file, `NOT (${kept})`, engine);
    selects.push(...selectRows(file, found.places, { request, shape, rules, kept }));
  }
  if (told.every(({ severity }) => severity !== "error") && rows.every((n) => n === 0))
    told.push(noRows(files[0]!));
  const faults = told.filter(({ severity }) => severity === "error");
  if (faults.length === 0)
    await engine.run(`CREATE OR REPLACE TEMP TABLE source_rows AS ${selects.join(" UNION ALL ")}`);
  return { rows, filtered, places, faults, notes: told.filter(({ severity }) => severity !== "error") };
};

const lookInto = async (
  file: EngineFile,
  request: SourceRequest,
  shape: "long" | "incidents",
  engine: Engine,
): Promise<{ places: Places; told: readonly Diagnostic[] }> => {
  const log = faultLog(file.name);
  const header = { header: file.header, headerLine: 1 };
  const places = placesOf(header, request, shape, log);
  const events = shape === "incidents";
  const guarded = await guardEngineFile(
    file,
    usedColumns(places),
    { ...request, dated: datedColumns(places) },
    events ? "events" : "counts",
    engine,
    events ? (own) => watchUnreadCounts(header, places, request, own) : undefined,
  );
  return { places, told: [...log.list(), ...guarded] };
};

/** The rows kept, by the cells as they are written that mean one of the declared values. */
const whereClause = async (file: EngineFile, { where }: Places, engine: Engine): Promise<string> => {
  const clauses: string[] = [];
  for (const { index, values } of where) {
    const column = `coalesce(${file.column(index)}, '')`;
    const { v } = await engine.columns(`SELECT DISTINCT ${column} AS v FROM ${file.from}`);
    const written = Array.from(v as ArrayLike<string>).filter((text) => values.has(visibleText(text)));
    clauses.push(isOneOf(column, written));
  }
  return clauses.length === 0 ? "true" : clauses.map((clause) => `(${clause})`).join(" AND ");
};

const countWhere = async (file: EngineFile, clause: string, engine: Engine): Promise<number> => {
  const { n } = await engine.columns(`SELECT count(*)::DOUBLE AS n FROM ${file.from} WHERE ${clause}`);
  return Number(n![0]);
};

const selectRows = (
  file: EngineFile,
  places: Places,
  {
    request,
    shape,
    rules,
    kept,
  }: { request: SourceRequest; shape: "long" | "incidents"; rules: CellRules; kept: string },
): string[] => {
  const columns = (indices: readonly number[]): string[] => indices.map((index) => file.column(index));
  const period =
    typeof places.period === "object" ? places.period.map(({ index }) => index) : [places.period!];
  const events = shape === "incidents";
  const measures = (events ? incidentMeasures : longMeasures)(places, request, file.header);
  const own = places.outcome === undefined ? undefined : `coalesce(${file.column(places.outcome)}, '')`;
  return measures.map(({ index, name }, k) => {
    const outcome =
      own === undefined
        ? literal(name!)
        : name === undefined
          ? own
          : `CASE WHEN ${own} = '' THEN '' ELSE ${own} || ${literal(outcomeJoint + name)} END`;
    const cells = [
      `${places.unit.length === 0 ? "'all'" : joinedColumns(columns(places.unit))} AS u`,
      `${whenText(columns(period), rules)} AS p`,
      `${outcome} AS o`,
      `${places.sumOver.length === 0 ? "''" : joinedColumns(columns(places.sumOver))} AS d`,
      `${index === undefined ? "'1'" : file.column(index)} AS v`,
      `${places.exposure === undefined ? "NULL::VARCHAR" : file.column(places.exposure)} AS e`,
      `${k} AS k`,
    ];
    return events
      ? `SELECT ${cells.join(", ")}, count(*)::DOUBLE AS n FROM ${file.from} WHERE ${kept} GROUP BY ALL`
      : `SELECT ${cells.join(", ")}, 1::DOUBLE AS n FROM ${file.from} WHERE ${kept}`;
  });
};
