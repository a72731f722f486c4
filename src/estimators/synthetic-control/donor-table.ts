import type { Design } from "../../model/design.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { DesignError } from "../../model/errors.ts";
import { formatPeriod } from "../../model/period.ts";

/** Units first treated in the same period. */
export interface TreatedGroup {
  /** First treated period, as printed. */
  readonly start: string;
  /** How many periods of the table come before it. */
  readonly pre: number;
  /** Rows of the table. */
  readonly rows: Int32Array;
}

/**
 * What every synthetic method works on: treated units first, donors after them, and a number in every cell.
 * A donor is a comparison unit that is never treated within the panel; buffer and excluded units are none.
 */
export interface DonorTable {
  readonly units: readonly string[];
  /** Row of the panel behind each row of the table. */
  readonly source: Int32Array;
  /** Period of the panel behind each column. */
  readonly columns: Int32Array;
  readonly periods: readonly string[];
  /** rows × periods, row-major: the outcome, divided by the exposure where there is one. */
  readonly y: Float64Array;
  /** rows × periods; what the outcome was divided by. */
  readonly exposure?: Float64Array;
  readonly groups: readonly TreatedGroup[];
  readonly donors: Int32Array;
  readonly dropped: readonly { readonly unit: string; readonly missing: readonly string[] }[];
  readonly warnings: readonly Diagnostic[];
}

/**
 * Throws DesignError: synthetic/no-treated, synthetic/no-donors, synthetic/treated-from-first,
 * synthetic/one-pre-period, synthetic/missing-pre-period, synthetic/no-post-period, synthetic/constant-outcome.
 */
export const donorTable = (design: Design): DonorTable => {
  const reading = readOutcome(design);
  const { treated, candidates } = sortUnits(design);
  const { columns, gone } = usablePeriods(design, reading.y, treated, candidates);
  const { donors, dropped } = completeDonors(design, reading.y, candidates, columns);
  if (donors.length === 0) throw noDonors(design, treated, dropped);
  const source = Int32Array.from([...treated, ...donors]);
  const table: DonorTable = {
    units: Array.from(source, (i) => design.panel.units[i]!),
    source,
    columns,
    periods: Array.from(columns, (t) => design.panel.periods[t]!),
    y: cut(reading.y, source, columns, design.panel.periods.length),
    ...(reading.exposure && {
      exposure: cut(reading.exposure, source, columns, design.panel.periods.length),
    }),
    groups: groupByStart(design, treated, columns),
    donors: Int32Array.from(donors, (_, j) => treated.length + j),
    dropped,
    warnings: [...droppedDonors(dropped), ...droppedPeriods(gone)],
  };
  refuseConstant(table);
  return table;
};

/** Every group before its own start, and nothing else, decides whether a synthetic comparison can be built. */
const groupByStart = (design: Design, treated: readonly number[], columns: Int32Array): TreatedGroup[] => {
  const { ordinals, frequency } = design.panel;
  const starts = [...new Set(treated.map((i) => design.cohort[i]!))].sort((a, b) => a - b);
  return starts.map((start) => {
    const pre = columns.filter((t) => ordinals[t]! < start).length;
    const label = formatPeriod(start, frequency);
    const names = list(treated.filter((i) => design.cohort[i] === start).map((i) => design.panel.units[i]!));
    if (pre === 0) throw treatedFromFirst(names, label);
    if (pre === 1) throw onePrePeriod(names, label, design.panel.periods[columns[0]!]!);
    if (pre === columns.length) throw noPostPeriod(names, label);
    const rows = Int32Array.from(treated.flatMap((i, row) => (design.cohort[i] === start ? [row] : [])));
    return { start: label, pre, rows };
  });
};

const readOutcome = (design: Design): { y: Float64Array; exposure?: Float64Array } => {
  const y = design.panel.columns[design.outcome]!;
  if (design.exposure === undefined) return { y };
  const exposure = design.panel.columns[design.exposure]!;
  // A rate without people is no rate: the cell is missing, not zero and not infinite.
  return { y: y.map((v, c) => (exposure[c]! > 0 ? v / exposure[c]! : Number.NaN)), exposure };
};

const sortUnits = (design: Design): { treated: number[]; candidates: number[] } => {
  const last = design.panel.ordinals.at(-1)!;
  const treated: number[] = [];
  const candidates: number[] = [];
  design.cohort.forEach((cohort, i) => {
    const role = design.roles[i] ?? "comparison";
    if (role === "buffer" || role === "buffer-comparison" || role === "excluded") return;
    if (cohort <= last) treated.push(i);
    else candidates.push(i);
  });
  if (treated.length === 0) throw noTreated(design);
  return { treated, candidates };
};

/** Periods that hold a number for every treated unit; a hole before a start is refused, one after it costs the period. */
const usablePeriods = (
  design: Design,
  y: Float64Array,
  treated: readonly number[],
  candidates: readonly number[],
): { columns: Int32Array; gone: readonly string[] } => {
  const { ordinals, periods } = design.panel;
  const T = periods.length;
  const holes: string[] = [];
  const gone: string[] = [];
  const columns: number[] = [];
  for (let t = 0; t < T; t++) {
    const absent = treated.filter((i) => !Number.isFinite(y[i * T + t]!));
    const nobody =
      absent.length === treated.length && candidates.every((i) => !Number.isFinite(y[i * T + t]!));
    const early = absent.filter((i) => ordinals[t]! < design.cohort[i]!);
    if (absent.length === 0) columns.push(t);
    else if (nobody || early.length === 0) gone.push(periods[t]!);
    else for (const i of early) holes.push(`${design.panel.units[i]} in ${periods[t]}`);
  }
  if (holes.length > 0) throw missingPrePeriod(design, holes);
  return { columns: Int32Array.from(columns), gone };
};

const completeDonors = (
  design: Design,
  y: Float64Array,
  candidates: readonly number[],
  columns: Int32Array,
): { donors: number[]; dropped: { unit: string; missing: string[] }[] } => {
  const T = design.panel.periods.length;
  const donors: number[] = [];
  const dropped: { unit: string; missing: string[] }[] = [];
  for (const i of candidates) {
    const missing = Array.from(columns).filter((t) => !Number.isFinite(y[i * T + t]!));
    if (missing.length === 0) donors.push(i);
    else
      dropped.push({ unit: design.panel.units[i]!, missing: missing.map((t) => design.panel.periods[t]!) });
  }
  return { donors, dropped };
};

const cut = (column: Float64Array, source: Int32Array, columns: Int32Array, T: number): Float64Array => {
  const out = new Float64Array(source.length * columns.length);
  source.forEach((i, row) => {
    columns.forEach((t, c) => {
      out[row * columns.length + c] = column[i * T + t]!;
    });
  });
  return out;
};

/** The first few of many names: a message is read by a person. */
export const list = (names: readonly string[], shown = 8): string =>
  names.length <= shown
    ? names.join(", ")
    : `${names.slice(0, shown).join(", ")} and ${names.length - shown} more`;

const droppedDonors = (dropped: DonorTable["dropped"]): Diagnostic[] =>
  dropped.length === 0
    ? []
    : [
        diagnostic(
          "synthetic/donors-dropped",
          "warning",
          `${dropped.length} of the comparison units were left out because cells are missing: ${list(
            dropped.map(({ unit, missing }) => `${unit} (${list(missing, 3)})`),
          )}`,
          {
            fix: "supply the missing cells, or shorten the window so that they fall outside it",
            count: dropped.length,
          },
        ),
      ];

const droppedPeriods = (gone: readonly string[]): Diagnostic[] =>
  gone.length === 0
    ? []
    : [
        diagnostic(
          "synthetic/periods-dropped",
          "warning",
          `periods left out because the treated units have no value there: ${list(gone)}`,
          { fix: "supply the missing cells of the treated units", count: gone.length },
        ),
      ];

const noTreated = ({ panel }: Design): DesignError =>
  new DesignError("synthetic/no-treated", {
    found: `none of the ${panel.units.length} units is treated by ${panel.periods.at(-1)}`,
    expected: "at least one unit that becomes treated within the panel",
    hint: "name it by --treated-units and --start, or by --cohort or --treated",
  });

const noDonors = (design: Design, treated: readonly number[], dropped: DonorTable["dropped"]): DesignError =>
  new DesignError("synthetic/no-donors", {
    found:
      dropped.length > 0
        ? `every comparison unit has missing cells: ${list(dropped.map(({ unit, missing }) => `${unit} (${list(missing, 3)})`))}`
        : `no unit is left to compare with ${list(treated.map((i) => design.panel.units[i]!))}`,
    expected: "at least one complete comparison unit that is never treated and not a buffer",
    hint: "add comparison units, or choose a before-after method",
  });

const treatedFromFirst = (names: string, start: string): DesignError =>
  new DesignError("synthetic/treated-from-first", {
    found: `${names} already treated in the first usable period (start ${start})`,
    expected: "periods before the start, on which the synthetic comparison is built",
    hint: "supply earlier periods, or leave these units out",
  });

const onePrePeriod = (names: string, start: string, only: string): DesignError =>
  new DesignError("synthetic/one-pre-period", {
    found: `one period (${only}) before the start ${start} of ${names}`,
    expected: "at least two periods before the start; ten or more to be convincing",
    hint: "supply earlier periods, or use did",
  });

const noPostPeriod = (names: string, start: string): DesignError =>
  new DesignError("synthetic/no-post-period", {
    found: `no usable period from the start ${start} of ${names} onwards`,
    expected: "at least one period with a value for every treated unit",
    hint: "supply the cells after the start",
  });

const missingPrePeriod = (design: Design, holes: readonly string[]): DesignError =>
  new DesignError("synthetic/missing-pre-period", {
    found: `${holes.length} missing cells of treated units before the start in "${design.outcome}": ${list(holes)}`,
    expected: "a value in every period before the start: a hole would be matched by nothing",
    hint: "supply the cells, or shorten the window so that they fall outside it",
  });

const refuseConstant = (table: DonorTable): void => {
  if (table.y.some((v) => v !== table.y[0])) return;
  throw new DesignError("synthetic/constant-outcome", {
    found: `every one of the ${table.y.length} cells (${list(table.units, 4)}; ${table.periods[0]} to ${table.periods.at(-1)}) is ${table.y[0]}`,
    expected: "an outcome that varies",
    hint: "check that the right column is named by --outcome",
  });
};
