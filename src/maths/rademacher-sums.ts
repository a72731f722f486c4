import type { Random } from "./random.ts";

/**
 * B random-sign sums of each column: out[c][b] = Σ_i s_b(i)·column_c[i], the same signs for every column.
 *
 * Eight values at a time: their 256 signed sums are tabulated once, and a draw then looks one up by eight random
 * bits instead of adding eight numbers (the "four Russians" device), which is most of the cost of a multiplier
 * bootstrap saved.
 */
export const rademacherSums = (
  columns: readonly Float64Array[],
  draws: number,
  random: Random,
): Float64Array[] => {
  const n = columns[0]?.length ?? 0;
  const blocks = Math.ceil(n / 8);
  const bits = new Uint8Array(blocks * draws);
  for (let at = 0; at < bits.length; at += 4) {
    const word = random.word();
    for (let i = 0; i < 4 && at + i < bits.length; i++) bits[at + i] = (word >>> (8 * i)) & 255;
  }
  const [table, other] = [new Float64Array(256), new Float64Array(256)];
  return columns.map((column) => {
    const out = new Float64Array(draws);
    // Influence values are often zero for whole stretches of units, which then need no draws at all.
    const live: number[] = [];
    for (let block = 0; block < blocks; block++) if (holdsAny(column, block * 8)) live.push(block);
    for (let at = 0; at + 1 < live.length; at += 2) {
      // Two blocks at a time: half the traffic through `out`, added in the same order as one by one.
      tabulate(table, column, live[at]! * 8);
      tabulate(other, column, live[at + 1]! * 8);
      const [from, next] = [live[at]! * draws, live[at + 1]! * draws];
      for (let b = 0; b < draws; b++) out[b] = out[b]! + table[bits[from + b]!]! + other[bits[next + b]!]!;
    }
    if (live.length % 2 === 1) {
      tabulate(table, column, live[live.length - 1]! * 8);
      const from = live[live.length - 1]! * draws;
      for (let b = 0; b < draws; b++) out[b]! += table[bits[from + b]!]!;
    }
    return out;
  });
};

const holdsAny = (column: Float64Array, at: number): boolean => {
  for (let i = at; i < Math.min(at + 8, column.length); i++) if (column[i] !== 0) return true;
  return false;
};

/** table[m] = Σ ± over eight values from `at`, bit i of m choosing the sign of the i-th. */
const tabulate = (table: Float64Array, column: Float64Array, at: number): void => {
  let none = 0;
  const most = Math.min(8, column.length - at);
  for (let i = 0; i < most; i++) none -= column[at + i]!;
  table[0] = none;
  for (let i = 0; i < 8; i++) {
    const twice = i < most ? 2 * column[at + i]! : 0;
    const half = 1 << i;
    for (let m = 0; m < half; m++) table[half + m] = table[m]! + twice;
  }
};
