import type { Cells } from "../model/panel.ts";

export type Dimension = "unit" | "period" | "outcome";

/** Names by code unit: the same order on every machine and in every locale. */
export const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Rank of each code in the order that the dimension is sorted in. */
const ranks = (cells: Cells, dimension: Dimension): Int32Array => {
  if (dimension === "period") return cells.period;
  const names = dimension === "unit" ? cells.units : cells.outcomes;
  const order = names.map((_, i) => i).sort((a, b) => byName(names[a]!, names[b]!));
  const rank = new Int32Array(names.length);
  order.forEach((code, place) => {
    rank[code] = place;
  });
  const sorted = order.every((code, place) => code === place);
  return sorted ? cells[dimension] : cells[dimension].map((code) => rank[code]!);
};

/**
 * The order of cells sorted by `by`, or undefined when they stand in it already, as adapters leave them.
 * Least significant column first, each by counting, which is stable and linear.
 */
export const inOrder = (cells: Cells, by: readonly Dimension[]): Int32Array | undefined => {
  const keys = by.map((dimension) => ranks(cells, dimension));
  if (isSorted(keys, cells.value.length)) return undefined;
  let order = Int32Array.from({ length: cells.value.length }, (_, i) => i);
  for (const key of keys.reverse()) order = countingSort(order, key);
  return order;
};

/** Every cell at or after the one before it; the loop is spelled out because it runs over every cell of every panel. */
const isSorted = (keys: readonly Int32Array[], n: number): boolean => {
  const [a, b = a, c = b] = keys;
  if (!a || !b || !c) return true;
  for (let i = 1; i < n; i++) {
    const step = a[i]! - a[i - 1]! || b[i]! - b[i - 1]! || c[i]! - c[i - 1]!;
    if (step < 0) return false;
  }
  return true;
};

/** The least and greatest of some whole numbers; of none, an empty range. */
export const range = (values: Int32Array): [number, number] => {
  if (values.length === 0) return [0, -1];
  let low = values[0]!;
  let high = low;
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  return [low, high];
};

const countingSort = (order: Int32Array<ArrayBuffer>, key: Int32Array): Int32Array<ArrayBuffer> => {
  const [low, high] = range(key);
  const place = new Int32Array(high - low + 2);
  for (let i = 0; i < key.length; i++) place[key[i]! - low + 1]!++;
  for (let k = 1; k < place.length; k++) place[k]! += place[k - 1]!;
  const sorted = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) sorted[place[key[order[i]!]! - low]!++] = order[i]!;
  return sorted;
};
