import { type CellStatus, cellStatus, type Panel } from "../../model/panel.ts";
import { parsePeriod } from "../../model/period.ts";
import type { SourceData } from "../../model/source-data.ts";
import {
  type IndexTable,
  indicatorScores,
  nominal,
  type Prepared,
  prepare,
  scoreCells,
  scoredCells,
} from "./arithmetic/index.ts";
import { indexSource } from "./names.ts";
import type { IndexQuestion } from "./question.ts";
import { tableOf } from "./table.ts";

/**
 * The index as one more source of outcomes: its four scores by area and year, every indicator in its own unit
 * (`indicator ID`) and as a score (`score ID`). Without Monte Carlo: a study has an error of its own.
 */
export const asSource = (question: IndexQuestion): SourceData => {
  const { asked, sources } = question;
  const { table, method } = tableOf(question, asked, () => undefined);
  const prepared = prepare(table, method);
  const used = [...sources.values()];
  const base = used.find(({ roundedTo }) => roundedTo !== undefined)?.roundedTo;
  const columns = columnsOf(prepared);
  return {
    name: indexSource,
    format: "long",
    measure: "level",
    place: undefined,
    invented: used.some(({ invented }) => invented),
    ...(base === undefined ? {} : { roundedTo: base }),
    panel: panelOf(table, columns),
    ledger: {
      read: used.reduce((sum, { ledger }) => sum + ledger.read, 0),
      used: used.reduce((sum, { ledger }) => sum + ledger.used, 0),
      excluded: used.flatMap(({ ledger }) => ledger.excluded),
    },
    files: used.flatMap(({ files }) => files),
    diagnostics: [],
  };
};

const columnsOf = (prepared: Prepared): [string, Float64Array][] => {
  const cells = scoredCells(prepared);
  const { indicators } = prepared.table;
  const choice = nominal(prepared);
  const scores = scoreCells(prepared.filled.values, choice, cells);
  const each = indicatorScores(prepared.filled.values, choice, cells);
  return [
    ["combined score", scores.combined],
    ["gap", scores.gap],
    ["objective score", scores.objective],
    ["subjective score", scores.subjective],
    ...indicators.map(({ id, value }): [string, Float64Array] => [`indicator ${id}`, value]),
    ...indicators.map(({ id }, k): [string, Float64Array] => [`score ${id}`, each[k]!]),
  ];
};

const panelOf = ({ areas, periods }: IndexTable, columns: readonly [string, Float64Array][]): Panel => ({
  units: areas,
  frequency: "year",
  ordinals: Int32Array.from(periods, (period) => parsePeriod(period)!.ordinal),
  periods,
  columns: Object.fromEntries(columns),
  status: Object.fromEntries(
    columns.map(([name, column]) => [
      name,
      Uint8Array.from(
        column,
        (x): CellStatus => (Number.isNaN(x) ? cellStatus.missing : cellStatus.observed),
      ),
    ]),
  ),
});
