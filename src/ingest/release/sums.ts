/*
 * A count that is the sum of others, such as "all crime" beside its offences, is one more equation about them: were
 * it rounded on its own, the total less all parts but one would narrow that one. So sums are found in the true counts,
 * and made again from the rounded parts.
 */

/** Of each series that is a sum, the others that it is the sum of. Parts are never sums themselves. */
export type Sums = ReadonlyMap<number, readonly number[]>;

/** How many sets of parts are tried for one series. */
const patience = 20_000;
/** Among more series than this only the largest are looked at: no table has many totals. */
const many = 50;
const largest = 20;
/** A total of everything may have been revised in a few cells: so many must still add up. */
const most = 0.9;

/**
 * Series that are the sum of others, or the same as another.
 *
 * @param series Counts, all of the same cells; a cell that is not known is 0 in all of them.
 */
export const findSums = (series: readonly Float64Array[]): Sums => {
  const total = series.map((one) => one.reduce((sum, value) => sum + value, 0));
  // Small to large: the parts of a series are settled before it is, and are no sums themselves.
  const order = series.map((_, k) => k).sort((a, b) => total[a]! - total[b]! || a - b);
  const looked = new Set(series.length > many ? order.slice(-largest) : order);
  const parts: number[] = [];
  const sums = new Map<number, readonly number[]>();
  for (const k of order) {
    if (total[k] === 0) continue;
    const found = looked.has(k) ? partsOf(series, k, parts) : undefined;
    if (found) sums.set(k, found);
    else parts.push(k);
  }
  return sums;
};

const partsOf = (
  series: readonly Float64Array[],
  of: number,
  parts: readonly number[],
): readonly number[] | undefined => exactParts(series, of, parts) ?? everything(series, of, parts);

/** The largest parts are tried first; those that are left must be able to make up what is left, cell by cell. */
const exactParts = (
  series: readonly Float64Array[],
  of: number,
  parts: readonly number[],
): readonly number[] | undefined => {
  const fitting = parts.filter((k) => isWithin(series[k]!, series[of]!)).reverse();
  const room = roomAfter(series, fitting, series[of]!.length);
  let tries = 0;
  const search = (
    at: number,
    left: Float64Array,
    taken: readonly number[],
  ): readonly number[] | undefined => {
    tries += 1;
    if (left.every((value) => value === 0)) return taken;
    if (at === fitting.length || tries > patience || !isWithin(left, room[at]!)) return undefined;
    const k = fitting[at]!;
    const withIt = isWithin(series[k]!, left)
      ? search(at + 1, less(left, series[k]!), [...taken, k])
      : undefined;
    return withIt ?? search(at + 1, left, taken);
  };
  return search(0, series[of]!, []);
};

/** All the others together, in all but a few cells. */
const everything = (
  series: readonly Float64Array[],
  of: number,
  parts: readonly number[],
): readonly number[] | undefined => {
  if (parts.length < 2) return undefined;
  const whole = series[of]!;
  let [counted, alike] = [0, 0];
  for (let c = 0; c < whole.length; c++) {
    const sum = parts.reduce((all, k) => all + series[k]![c]!, 0);
    if (whole[c] === 0 && sum === 0) continue;
    counted += 1;
    if (sum === whole[c]) alike += 1;
  }
  return alike >= most * counted ? parts.slice() : undefined;
};

const isWithin = (inner: Float64Array, outer: Float64Array): boolean =>
  inner.every((value, c) => value <= outer[c]!);

const less = (from: Float64Array, what: Float64Array): Float64Array =>
  from.map((value, c) => value - what[c]!);

/** From each candidate on, what it and those after it could make up together. */
const roomAfter = (
  series: readonly Float64Array[],
  parts: readonly number[],
  size: number,
): Float64Array[] => {
  const room = [new Float64Array(size)];
  for (const k of [...parts].reverse()) {
    const after = room[room.length - 1]!;
    room.push(after.map((value, c) => value + series[k]![c]!));
  }
  return room.reverse();
};
