import { type CellStatus, cellStatus, type Panel } from "../model/panel.ts";

/** How one edition of an input differs from another. A number is null where one edition could not be looked at. */
export interface Moved {
  readonly rows_before: number | null;
  readonly rows_after: number | null;
  /** Counted cells (unit × period × outcome) that both editions hold and whose values differ. */
  readonly revised: number | null;
  readonly added: number | null;
  readonly removed: number | null;
}

/** Counted cells only, never a row of a source: what a later `check` compares new data with. */
export type CellSnapshot = Pick<Panel, "units" | "frequency" | "ordinals" | "columns" | "status">;

type Cell = (outcome: string, unit: string, ordinal: number) => { value: number; status: CellStatus };

const nothing = { value: Number.NaN, status: cellStatus.absent } as const;

const reader = (snapshot: CellSnapshot): Cell => {
  const unitAt = new Map(snapshot.units.map((unit, i) => [unit, i]));
  const periodAt = new Map([...snapshot.ordinals].map((ordinal, t) => [ordinal, t]));
  const width = snapshot.ordinals.length;
  return (outcome, unit, ordinal) => {
    const [i, t] = [unitAt.get(unit), periodAt.get(ordinal)];
    const column = snapshot.columns[outcome];
    if (i === undefined || t === undefined || !column) return nothing;
    const at = i * width + t;
    const status = (snapshot.status[outcome]?.[at] ?? cellStatus.observed) as CellStatus;
    return { value: column[at]!, status };
  };
};

const union = <T>(a: Iterable<T>, b: Iterable<T>): T[] => [...new Set([...a, ...b])];

/** Cells revised, added and removed from one edition to the next. */
export const compareCells = (
  before: CellSnapshot,
  after: CellSnapshot,
): Pick<Moved, "revised" | "added" | "removed"> => {
  const [old, fresh] = [reader(before), reader(after)];
  const counts = { revised: 0, added: 0, removed: 0 };
  if (before.frequency !== after.frequency) return counts;
  const ordinals = union(before.ordinals, after.ordinals);
  for (const outcome of union(Object.keys(before.columns), Object.keys(after.columns)))
    for (const unit of union(before.units, after.units))
      for (const ordinal of ordinals) {
        const [then, now] = [old(outcome, unit, ordinal), fresh(outcome, unit, ordinal)];
        const [was, is] = [then.status !== cellStatus.absent, now.status !== cellStatus.absent];
        if (was && !is) counts.removed += 1;
        else if (!was && is) counts.added += 1;
        else if (was && (then.status !== now.status || !Object.is(then.value, now.value)))
          counts.revised += 1;
      }
  return counts;
};

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;

/** `9,600 → 9,632 rows; 3 old values revised, 32 new`; empty where nothing is known. */
export const movedWords = (moved: Moved): string => {
  const { rows_before: before, rows_after: after, revised, added, removed } = moved;
  const rows =
    before === null || after === null
      ? []
      : [
          before === after
            ? `${plural(before, "row")} as before`
            : `${before.toLocaleString("en-GB")} → ${plural(after, "row")}`,
        ];
  const cells =
    revised === null
      ? []
      : [
          `${revised === 0 ? "no" : revised.toLocaleString("en-GB")} old value${revised === 1 ? "" : "s"} revised`,
          ...(added ? [`${plural(added, "new value")}`] : []),
          ...(removed ? [`${plural(removed, "value")} gone`] : []),
        ];
  return [...rows, ...(cells.length > 0 ? [cells.join(", ")] : [])].join("; ");
};
