import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Frequency } from "../../model/period.ts";
import type { Engine, IngestContext, SourceRequest } from "../../model/source.ts";
import type { CellRules } from "../cells/cells.ts";
import { foldSpelling } from "../cells/variants.ts";
import { faultLog } from "../gate/faults.ts";
import { visibleText } from "../gate/hidden.ts";
import { refuseFaults } from "../gate/refuse.ts";
import type { CellsBuilder } from "./cells-builder.ts";
import { countedRows, type EngineFile, engineFiles, guardEngineFile, noRows } from "./engine-rows.ts";
import { incidentColumns, incidentPeriod } from "./incident-columns.ts";
import type { SourceReading } from "./source-reader.ts";

/**
 * Events grouped by the engine: Parquet, and delimited sources too large to read row by row. Only counts by unit,
 * date and outcome leave it. As with long files, anything odd sends a delimited source back to the careful reader.
 */
export const engineIncidents = async (
  request: SourceRequest,
  context: IngestContext,
  { rules, builder, frequency }: { rules: CellRules; builder: CellsBuilder; frequency: Frequency },
): Promise<SourceReading | undefined> => {
  const files = await engineFiles(request, context);
  if (!files) return undefined;
  const engine = await context.engine();
  const parquet = files.some((file) => file.parquet);
  try {
    const groups: Group[] = [];
    const told: Diagnostic[] = [];
    for (const file of files) groups.push(await group(file, request, engine, told));
    const keep = counting(groups, rules, frequency, told);
    const read = groups.reduce((sum, { rows }) => sum + rows, 0);
    if (read === 0 && told.every((one) => one.severity !== "error")) told.push(noRows(files[0]!));
    const faults = told.filter((one) => one.severity === "error");
    if (faults.length > 0) {
      if (parquet) refuseFaults(faults);
      return undefined;
    }
    // Nothing enters the builder before everything is known to be sound.
    for (const { unit, period, outcome, events } of keep) builder.count(unit, period, outcome, events);
    return {
      ledger: { read, used: read, excluded: [] },
      files: files.map(({ name, sha256, bytes }, i) => ({ name, sha256, bytes, rows: groups[i]!.rows })),
      diagnostics: told,
    };
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code === "engine/refused" && !parquet) return undefined;
    throw thrown;
  }
};

interface Group {
  readonly file: string;
  readonly rows: number;
  readonly found: Record<string, ArrayLike<unknown>>;
}

const group = async (
  file: EngineFile,
  request: SourceRequest,
  engine: Engine,
  told: Diagnostic[],
): Promise<Group> => {
  const log = faultLog(file.name);
  const { unit, date, outcome } = incidentColumns({ header: file.header, headerLine: 1 }, request, log);
  const used = [unit, date, outcome].filter((index) => index !== undefined);
  told.push(...log.list(), ...(await guardEngineFile(file, used, request, "events", engine)));
  if (date === undefined || log.errors() > 0) return { file: file.name, rows: 0, found: {} };
  const rows = await countedRows(file, engine);
  if (rows === undefined)
    told.push(
      diagnostic("csv/readers-disagree", "error", "two counts of the rows differ", { file: file.name }),
    );
  // A byte order mark at the start of a text is lost on its way out of the engine.
  const marked = [unit, date, outcome]
    .flatMap((index) => (index === undefined ? [] : [`starts_with(${file.column(index)}, chr(65279))`]))
    .join(" OR ");
  const found =
    await engine.columns(`SELECT ${unit === undefined ? "'all'" : file.column(unit)} AS unit, ${file.column(date)} AS date,
    ${outcome === undefined ? "'incidents'" : file.column(outcome)} AS outcome, count(*)::DOUBLE AS events, bool_or(${marked}) AS marked FROM ${file.from} GROUP BY ALL`);
  return { file: file.name, rows: rows ?? 0, found };
};

interface Counted {
  readonly unit: string;
  readonly period: number;
  readonly outcome: string;
  readonly events: number;
}

const counting = (
  groups: readonly Group[],
  rules: CellRules,
  frequency: Frequency,
  told: Diagnostic[],
): Counted[] => {
  const periods = new Map<string, ReturnType<typeof incidentPeriod>>();
  const spellings = new Map<string, Set<string>>();
  const keep: Counted[] = [];
  const bad = new Map<string, number>();
  const blame = (code: string, events: number): void => void bad.set(code, (bad.get(code) ?? 0) + events);
  for (const { found } of groups)
    for (let j = 0; j < (found.events?.length ?? 0); j++) {
      const [unit, text, outcome] = [found.unit![j], found.date![j], found.outcome![j]].map((cell) =>
        String(cell ?? ""),
      );
      const events = Number(found.events![j]);
      if (!periods.has(text!)) periods.set(text!, incidentPeriod(text!, frequency, rules));
      const period = periods.get(text!)!;
      for (const name of [unit!, outcome!])
        spellings.set(foldSpelling(name), (spellings.get(foldSpelling(name)) ?? new Set()).add(name));
      if (found.marked![j] === true) blame("data/key-missing", events);
      else if (typeof period === "object") blame(period.fault, events);
      else if (visibleText(unit!) !== unit || unit === "") blame("data/key-missing", events);
      else if (visibleText(outcome!) !== outcome || outcome === "") blame("data/outcome-missing", events);
      else keep.push({ unit, period, outcome, events });
    }
  for (const same of spellings.values()) if (same.size > 1) blame("data/variant", same.size);
  for (const [code, count] of bad)
    told.push(
      diagnostic(code, "error", "rows cannot be counted as they stand", {
        count,
        fix: `see whatworks explain ${code}`,
      }),
    );
  return keep;
};
