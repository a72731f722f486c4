import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Cells } from "../../model/panel.ts";
import type { IngestContext, Ingested, SourceRequest } from "../../model/source.ts";
import type { CellRules, ColumnShape } from "../cells/cells.ts";
import { columnShape } from "../cells/periods.ts";
import { cellRules } from "../cells/rules.ts";
import type { FaultLog } from "../gate/faults.ts";
import { visibleText } from "../gate/hidden.ts";
import type { Table } from "../gate/table.ts";
import { partialNotes, writtenCalendar } from "./calendar-notes.ts";
import type { Places } from "./places.ts";
import { sourceCells } from "./source-cells.ts";
import { type RowReader, readFiles } from "./source-reader.ts";
import { filled } from "./with-zeros.ts";

export interface OwnRows {
  readonly file: string;
  readonly rules: CellRules;
  readonly cells: ReturnType<typeof sourceCells>;
  /** The rules under which the period column of a table is read, settled by the first table. */
  rulesFor(table: Table, places: Places): CellRules;
}

/**
 * A source row by row. What only the whole of its period column shows is asked of the first rows and held to by all
 * the others: where one does not fit, the source is read once more, each cell for itself.
 */
export const readSourceRows = async (
  request: SourceRequest,
  context: IngestContext,
  { events, usual }: { readonly usual: "zero" | "missing"; readonly events: boolean },
  readerOf: (table: Table, log: FaultLog, own: OwnRows) => RowReader | undefined,
): Promise<Ingested> => {
  const frequency = request.frequency ?? (events ? "month" : undefined);
  let misfits = 0;
  let offsets = 0;
  const once = async (fixed?: ColumnShape): Promise<Ingested> => {
    const rules: CellRules = {
      ...cellRules(request.dialect),
      misfit: () => void misfits++,
      offset: () => void offsets++,
    };
    const cells = sourceCells({
      events,
      sums: (request.sumOver ?? []).length > 0,
      ...(frequency === undefined ? {} : { frequency }),
    });
    let shape = fixed;
    const rulesFor = (table: Table, places: Places): CellRules => {
      shape ??= sampleShape(table, places, request);
      return { ...rules, shape };
    };
    const reading = await readFiles(request, context, (table, log, file) =>
      readerOf(table, log, { file, rules, cells, rulesFor }),
    );
    const { cells: built, partial } = cells.build();
    return {
      ...reading,
      cells: filled(built, request.absent, usual),
      diagnostics: [
        ...reading.diagnostics,
        ...partialNotes(partial, request),
        ...(offsets > 0 ? [writtenCalendar] : []),
        ...lonelyYear(built, shape, request),
      ],
    };
  };
  const read = await attempt(once, () => misfits > 0);
  return read ?? once("plain");
};

/** A reading whose column did not keep its shape says nothing, even where it was refused. */
const attempt = async (
  once: () => Promise<Ingested>,
  isMisfit: () => boolean,
): Promise<Ingested | undefined> => {
  try {
    const read = await once();
    return isMisfit() ? undefined : read;
  } catch (thrown) {
    if (isMisfit()) return undefined;
    throw thrown;
  }
};

/** Where a year and the next can be a month too, a declared length of period decides. */
export const mayBeFinancial = ({ frequency }: Pick<SourceRequest, "frequency">): boolean =>
  frequency === undefined || !["month", "quarter", "day", "week"].includes(frequency);

const sampleShape = ({ sample }: Table, { period, where }: Places, request: SourceRequest): ColumnShape => {
  if (typeof period !== "number") return "plain";
  const kept = sample.filter(
    ({ cells, fault, blank }) =>
      fault === undefined &&
      !blank &&
      where.every(({ index, values }) => values.has(visibleText(cells[index] ?? ""))),
  );
  return shapeUnder(
    kept.map(({ cells }) => cells[period] ?? ""),
    request,
  );
};

export const shapeUnder = (texts: readonly string[], request: SourceRequest): ColumnShape => {
  const shape = columnShape(texts);
  return shape === "financial" && !mayBeFinancial(request) ? "plain" : shape;
};

/** One period alone that may be a month or a financial year: `2011-12`. */
export const lonelyYear = (
  cells: Cells,
  shape: ColumnShape | undefined,
  request: Pick<SourceRequest, "dialect" | "frequency">,
): Diagnostic[] => {
  const declared = request.dialect.financialYear !== undefined || request.frequency !== undefined;
  const [first] = cells.period;
  if (shape !== "financial" || declared || first === undefined) return [];
  const month = (first + 1) % 100;
  const alone = cells.period.every((ordinal) => ordinal === first);
  if (!alone || !cells.frequency.startsWith("financial-year") || month < 1 || month > 12) return [];
  return [
    diagnostic(
      "data/period-ambiguous",
      "error",
      `every period is ${first}-${String(month).padStart(2, "0")}, a month or a financial year`,
      {
        fix: "declare which: --frequency month or --financial-year april",
      },
    ),
  ];
};
