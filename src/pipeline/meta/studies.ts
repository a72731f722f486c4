import { type Counts, logRatio, type Measure, measures } from "../../evidence/meta/effect-sizes.ts";
import type { Moderator, Study } from "../../evidence/meta/study.ts";
import type { MetaInput } from "../../evidence/meta-analysis.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type Fault, InputError, UsageError } from "../../model/errors.ts";
import type { Settings } from "../../model/estimate.ts";
import { suggest } from "../../model/nearest.ts";

/** A delimited file as text, one row per study. */
export interface TextTable {
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** Physical line of each row; by default the header is line 1 and every row one line. */
  readonly lines?: readonly number[];
  readonly file?: string;
}

type CodedFault = Fault & { readonly code: string };

/**
 * The studies that the options name. A row with a blank is left out and counted; text where a number belongs, or a
 * count below zero, refuses the file with every line at fault.
 *
 * Throws    UsageError: meta/columns, meta/column. InputError: meta/number.
 */
export const readStudies = (
  table: TextTable,
  settings: Settings,
): { readonly input: MetaInput; readonly warnings: readonly Diagnostic[] } => {
  const reader = cellReader(table);
  const rows = rowCount(table);
  const effects = effectReader(settings, reader);
  const moderators = list(settings.moderators).map((name) => moderatorReader(name, reader));
  const names = nameReader(table, settings);
  const studies: Study[] = [];
  const used: number[] = [];
  const blank: number[] = [];
  let corrected = 0;
  for (let row = 0; row < rows; row++) {
    const found = effects(row);
    if (found === undefined || moderators.some((m) => m.blank(row))) {
      blank.push(reader.line(row));
      continue;
    }
    if (found.corrected) corrected++;
    studies.push({
      name: names(row),
      effect: found.effect,
      variance: found.variance,
      line: reader.line(row),
    });
    used.push(row);
  }
  reader.refuse();
  return {
    input: { studies, moderators: moderators.flatMap((m) => m.columns(used)) },
    warnings: [...leftOut(blank), ...zeroCells(corrected)],
  };
};

const rowCount = ({ columns }: TextTable): number => Object.values(columns)[0]?.length ?? 0;
const list = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);
const isBlank = (text: string): boolean => /^\s*(na|nan)?\s*$/i.test(text);

/** Cells as numbers, with every fault kept until all rows are read. */
const cellReader = (table: TextTable) => {
  const faults: CodedFault[] = [];
  const line = (row: number): number => table.lines?.[row] ?? row + 2;
  const text = (column: string): readonly string[] => {
    const cells = table.columns[column];
    if (cells !== undefined) return cells;
    throw new UsageError("meta/column", {
      found: `no column called ${column}`,
      expected: `one of: ${Object.keys(table.columns).join(", ")}`,
      hint: suggest(column, Object.keys(table.columns)),
    });
  };
  const number = (column: string, row: number, least = -Infinity): number | undefined => {
    const cell = text(column)[row] ?? "";
    if (isBlank(cell)) return undefined;
    const value = Number(cell);
    if (Number.isFinite(value) && value >= least) return value;
    faults.push({
      code: "meta/number",
      found: Number.isFinite(value) ? `${value}, below ${least}` : "text that is not a number",
      expected: least === 0 ? "a number of at least 0" : "a number",
      hint: "correct the cell, or leave it blank to leave the study out",
      column,
      line: line(row),
      ...(table.file === undefined ? {} : { file: table.file }),
    });
    return undefined;
  };
  const refuse = (): void => {
    if (faults.length > 0) throw new InputError("meta/number", faults[0]!, { faults });
  };
  return { line, text, number, refuse };
};

type Reader = ReturnType<typeof cellReader>;
interface Found {
  readonly effect: number;
  readonly variance: number;
  readonly corrected: boolean;
}

const effectReader = (settings: Settings, reader: Reader): ((row: number) => Found | undefined) => {
  const column = (key: string): string | undefined => settings[key] as string | undefined;
  const [effect, variance, error] = [column("effect"), column("variance"), column("stdError")];
  if (effect !== undefined && (variance !== undefined) !== (error !== undefined)) {
    return (row) => {
      const y = reader.number(effect, row);
      const v = variance === undefined ? reader.number(error!, row) : reader.number(variance, row);
      if (y === undefined || v === undefined) return undefined;
      // A negative standard error must not become a sound variance by being squared.
      return { effect: y, variance: variance === undefined ? Math.sign(v) * v * v : v, corrected: false };
    };
  }
  const measure = measures.find((m) => m === settings.measure);
  const counts = measure === undefined ? undefined : countReader(measure, column, reader);
  if (effect !== undefined || measure === undefined || counts === undefined) throw unclear();
  return (row) => {
    const found = counts(row);
    return found === undefined ? undefined : logRatio(measure, found);
  };
};

const unclear = (): UsageError =>
  new UsageError("meta/columns", {
    found: "options that do not say where effects and their variances are",
    expected:
      "--effect with --variance or --std-error; or --measure with --ai --ci and --bi --di (or --n1i --n2i)",
    hint: "for example --effect yi --variance vi",
  });

/** Four counts of a row. IRR takes events (ai, ci) and person-time (bi, di); RR and OR also totals (n1i, n2i). */
const countReader = (
  measure: Measure,
  column: (key: string) => string | undefined,
  reader: Reader,
): ((row: number) => Counts | undefined) | undefined => {
  const [ai, bi, ci, di, n1i, n2i] = ["ai", "bi", "ci", "di", "n1i", "n2i"].map(column);
  const totals = measure !== "IRR" && n1i !== undefined && n2i !== undefined;
  const [left, right] = totals ? [n1i, n2i] : [bi, di];
  if (ai === undefined || ci === undefined || left === undefined || right === undefined) return undefined;
  return (row) => {
    const [a, c] = [reader.number(ai, row, 0), reader.number(ci, row, 0)];
    const [b, d] = [reader.number(left, row, 0), reader.number(right, row, 0)];
    if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
    return totals ? { a, b: b - a, c, d: d - c } : { a, b, c, d };
  };
};

/** A column of numbers, or of categories: then one 0/1 column per value but the first in alphabetical order. */
const moderatorReader = (name: string, reader: Reader) => {
  const cells = reader.text(name);
  const numeric = cells.every((cell) => isBlank(cell) || Number.isFinite(Number(cell)));
  return {
    blank: (row: number) => isBlank(cells[row] ?? ""),
    columns: (rows: readonly number[]): Moderator[] => {
      if (numeric) return [{ name, values: Float64Array.from(rows, (row) => Number(cells[row])) }];
      const levels = [...new Set(rows.map((row) => cells[row]!))].sort();
      return levels.slice(1).map((level) => ({
        name: `${name}:${level}`,
        values: Float64Array.from(rows, (row) => (cells[row] === level ? 1 : 0)),
      }));
    },
  };
};

const usual = ["study", "author", "trial", "name", "label", "id"];

const nameReader = (table: TextTable, settings: Settings): ((row: number) => string) => {
  const asked = settings.study as string | undefined;
  if (asked !== undefined && table.columns[asked] === undefined)
    throw new UsageError("meta/column", {
      found: `no column called ${asked}`,
      expected: `one of: ${Object.keys(table.columns).join(", ")}`,
      hint: suggest(asked, Object.keys(table.columns)),
    });
  const texts = usual.find((name) => table.columns[name]?.some((cell) => Number.isNaN(Number(cell))));
  const column = asked ?? texts;
  return (row) => (column === undefined ? `study ${row + 1}` : table.columns[column]![row]!);
};

const leftOut = (lines: readonly number[]): Diagnostic[] =>
  lines.length === 0
    ? []
    : [
        diagnostic(
          "meta/left-out",
          "warning",
          `${lines.length} ${lines.length === 1 ? "row" : "rows"} with a blank left out: line ` +
            `${lines.slice(0, 10).join(", ")}${lines.length > 10 ? ", …" : ""}`,
          {
            count: lines.length,
            line: lines[0]!,
            fix: "fill the cell, or say in the report why it is missing",
          },
        ),
      ];

const zeroCells = (count: number): Diagnostic[] =>
  count === 0
    ? []
    : [
        diagnostic(
          "meta/zero-cell",
          "warning",
          `a half was added to the counts of ${count} studies with a zero`,
          {
            count,
            fix: "whatworks explain meta/zero-cell",
          },
        ),
      ];
