import { PrivacyError } from "../../model/errors.ts";
import { type Cells, cellStatus } from "../../model/panel.ts";
import { formatPeriod } from "../../model/period.ts";
import { identity, type Rounder, rounded } from "./rounding.ts";
import { findSums, type Sums } from "./sums.ts";

/**
 * Every count of a source rounded at random, before anything is computed from it. Zeros, and cells without a count,
 * stay. A count that is the sum of others, by outcome or by unit, is made again from the rounded ones.
 *
 * Throws PrivacyError release/not-counts.
 */
export const protectCells = (cells: Cells, rounder: Rounder): Cells => {
  refuseLevels(cells);
  const table = tableOf(cells);
  const offences = findSums(table.outcomes());
  const areas = findSums(table.units(offences));
  const value = Float64Array.from(cells.value, (count, j) =>
    cells.status[j] === cellStatus.observed ? table.protect(j, count, { offences, areas, rounder }) : count,
  );
  const { exposure } = cells;
  if (!exposure) return { ...cells, value };
  return {
    ...cells,
    value,
    exposure: exposure.map((held, j) =>
      held > 0
        ? rounded(held, identity(cells.units[cells.unit[j]!]!, when(cells, j), "exposure"), rounder)
        : held,
    ),
  };
};

const when = ({ period, frequency }: Cells, j: number): string => formatPeriod(period[j]!, frequency);

/** A share, a rate or a score is no count: rounding would not protect what it was made from. */
const refuseLevels = (cells: Cells): void => {
  const j = cells.value.findIndex(
    (value, at) => cells.status[at] === cellStatus.observed && !(value >= 0 && Number.isInteger(value)),
  );
  if (j < 0) return;
  throw new PrivacyError("release/not-counts", {
    found: `values of ${cells.outcomes[cells.outcome[j]!]} that are not whole numbers of zero or more`,
    expected: "counts: only they can be protected by rounding",
    hint: "release: internal, or release: public with public: REASON where they may be printed",
  });
};

interface Made {
  readonly offences: Sums;
  readonly areas: Sums;
  readonly rounder: Rounder;
}

/** The cells by unit, period and outcome. */
const tableOf = (cells: Cells) => {
  const ordinals = [...new Set(cells.period)].sort((a, b) => a - b);
  const slot = new Map(ordinals.map((ordinal, t) => [ordinal, t]));
  const [n, T, m] = [cells.units.length, ordinals.length, cells.outcomes.length];
  const at = (u: number, t: number, o: number): number => (u * T + t) * m + o;
  const row = new Int32Array(n * T * m).fill(-1);
  const place = (j: number): [u: number, t: number, o: number] => [
    cells.unit[j]!,
    slot.get(cells.period[j]!)!,
    cells.outcome[j]!,
  ];
  cells.value.forEach((_, j) => {
    row[at(...place(j))] = j;
  });
  const isKnown = (j: number): boolean =>
    j < 0 || cells.status[j] === cellStatus.observed || cells.status[j] === cellStatus.absent;
  const count = (j: number): number =>
    j >= 0 && cells.status[j] === cellStatus.observed ? cells.value[j]! : 0;
  /** Counts of the cells that are known for every one of `rows`; 0 in all of them elsewhere. */
  const series = (rows: readonly (readonly number[])[]): Float64Array[] => {
    const whole = rows[0]?.map((_, c) => rows.every((row) => isKnown(row[c]!))) ?? [];
    return rows.map((row) => Float64Array.from(row, (j, c) => (whole[c] ? count(j) : 0)));
  };
  const range = (size: number): number[] => Array.from({ length: size }, (_, k) => k);

  const protect = (j: number, value: number, made: Made): number => {
    const [u, t, o] = place(j);
    return (
      fromParts(
        made.offences.get(o)?.map((part) => row[at(u, t, part)]!),
        value,
        made,
      ) ??
      fromParts(
        made.areas.get(u)?.map((part) => row[at(part, t, o)]!),
        value,
        made,
      ) ??
      rounded(value, identity(cells.units[u]!, when(cells, j), cells.outcomes[o]!), made.rounder)
    );
  };
  /** Nothing where the parts do not add up to it in this cell, or one of them is not known. */
  const fromParts = (parts: readonly number[] | undefined, value: number, made: Made): number | undefined =>
    parts?.every(isKnown) && parts.reduce((sum, j) => sum + count(j), 0) === value
      ? parts.reduce((sum, j) => sum + (count(j) > 0 ? protect(j, count(j), made) : 0), 0)
      : undefined;

  return {
    outcomes: () =>
      series(range(m).map((o) => range(n).flatMap((u) => range(T).map((t) => row[at(u, t, o)]!)))),
    units: (sums: Sums) =>
      series(
        range(n).map((u) =>
          range(T).flatMap((t) => range(m).flatMap((o) => (sums.has(o) ? [] : [row[at(u, t, o)]!]))),
        ),
      ),
    protect,
  };
};
