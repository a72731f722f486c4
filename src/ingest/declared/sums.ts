import { leastSquares } from "../../maths/least-squares.ts";
import { type Cells, cellStatus } from "../../model/panel.ts";

/** A unit that is the sum of others, with what shows it. */
export interface Sum {
  readonly unit: number;
  readonly parts: readonly number[];
  /** Cells compared, and how many of them agree. */
  readonly compared: number;
  readonly agree: number;
}

/** Cells of one unit in a fixed order of outcome and period; NaN where there is no number. */
interface Series {
  readonly unit: number;
  readonly values: Float64Array;
  /** 1 where the cell is there and its number is not. */
  readonly hidden: Uint8Array;
  readonly mean: number;
}

const seriesOf = (cells: Cells): { series: Series[]; base: number } => {
  const slots = new Map<number, number>();
  const key = (j: number): number => cells.period[j]! * cells.outcomes.length + cells.outcome[j]!;
  for (let j = 0; j < cells.value.length; j++) if (!slots.has(key(j))) slots.set(key(j), slots.size);
  const size = slots.size;
  const values = cells.units.map(() => new Float64Array(size).fill(Number.NaN));
  const hidden = cells.units.map(() => new Uint8Array(size));
  let base = 0;
  for (let j = 0; j < cells.value.length; j++) {
    const at = slots.get(key(j))!;
    const unit = cells.unit[j]!;
    if (cells.status[j] === cellStatus.observed) {
      values[unit]![at] = cells.value[j]!;
      base = greatestCommon(base, cells.value[j]!);
    } else hidden[unit]![at] = 1;
  }
  const series = values.map((own, unit) => ({ unit, values: own, hidden: hidden[unit]!, mean: meanOf(own) }));
  return { series, base };
};

const meanOf = (values: Float64Array): number => {
  let [sum, n] = [0, 0];
  for (const value of values)
    if (!Number.isNaN(value)) {
      sum += value;
      n++;
    }
  return n === 0 ? 0 : sum / n;
};

/** The greatest whole number that divides every count: 5 where a publisher rounds to fives; 0 where none does. */
const greatestCommon = (a: number, b: number): number => {
  if (!Number.isInteger(b) || Number.isNaN(a)) return Number.NaN;
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y > 0) [x, y] = [y, x % y];
  return x;
};

const hiddenMost = 10;

/** Whether a cell can be the sum of these parts, and how many bits of chance that agreement is worth. */
const compare = (
  total: Series,
  sum: Float64Array,
  unseen: Uint16Array,
  parts: number,
  base: number,
): { compared: number; agree: number; bits: number } => {
  let [compared, agree, bits] = [0, 0, 0];
  for (let t = 0; t < sum.length; t++) {
    const value = total.values[t]!;
    if (Number.isNaN(value) || (value === 0 && sum[t] === 0)) continue;
    compared++;
    const rounding = Number.isNaN(base)
      ? 1e-6 * Math.abs(value) + 0.005 * (parts + 1)
      : base > 1
        ? (base / 2) * (parts + 1)
        : 0;
    const gap = value - sum[t]!;
    const slack = unseen[t]! * hiddenMost + rounding;
    if (gap >= -rounding && gap <= slack) {
      agree++;
      bits += Math.log2(1 + Math.abs(value) / (2 * slack + 1));
    }
  }
  return { compared, agree, bits };
};

/** Nearly every cell: one in ten may be off, where there are ten. */
const nearly = ({ compared, agree }: { compared: number; agree: number }): boolean =>
  compared > 0 && compared - agree <= offMost(compared);

const add = (sum: Float64Array, unseen: Uint16Array, part: Series, sign: 1 | -1): void => {
  for (let t = 0; t < sum.length; t++) {
    const value = part.values[t]!;
    if (!Number.isNaN(value)) sum[t]! += sign * value;
    unseen[t]! += sign * part.hidden[t]!;
  }
};

/** Chance agreement of everything else with one unit has to be as rare as this many bits say. */
const wholeBits = 12;
/** The largest units are looked at; below them nothing can be the sum of much. */
const lookedAt = 60;
/** Beyond this many candidates a search for parts takes longer than it is worth. */
const mostParts = 400;
/** Looked at before a search for parts by trial gives up. */
const steps = 20_000;

/**
 * Units that are sums of others: of all smaller ones, or of some that are found by least squares or by search (a
 * region among districts, a country among regions). A sum is only claimed where chance would hardly make one: small
 * counts over few periods prove nothing.
 */
export const findSums = (cells: Cells): Sum[] => {
  const { series, base } = seriesOf(cells);
  const sorted = series.filter(({ mean }) => mean > 0).sort((a, b) => b.mean - a.mean);
  const suffix = suffixes(sorted);
  const found: Sum[] = [];
  for (const [k, total] of sorted.slice(0, lookedAt).entries()) {
    const smaller = sorted.slice(k + 1);
    if (smaller.length < 2) break;
    const sum = ofAll(total, smaller, suffix[k + 1]!, base) ?? ofSome(total, smaller, base);
    if (sum) found.push(sum);
  }
  return found;
};

interface Added {
  readonly sum: Float64Array;
  readonly unseen: Uint16Array;
}

/** What the units from a place on add up to, for the places that are looked at. */
const suffixes = (sorted: readonly Series[]): Added[] => {
  const size = sorted[0]?.values.length ?? 0;
  const all: Added = { sum: new Float64Array(size), unseen: new Uint16Array(size) };
  for (const one of sorted) add(all.sum, all.unseen, one, 1);
  const found = [all];
  for (const one of sorted.slice(0, lookedAt)) {
    const last = found.at(-1)!;
    const next: Added = { sum: Float64Array.from(last.sum), unseen: Uint16Array.from(last.unseen) };
    add(next.sum, next.unseen, one, -1);
    found.push(next);
  }
  return found;
};

const claimed = (
  total: Series,
  { sum, unseen }: Added,
  parts: readonly Series[],
  base: number,
  bits: number,
): Sum | undefined => {
  const met = compare(total, sum, unseen, parts.length, base);
  return nearly(met) && met.bits >= bits
    ? { unit: total.unit, parts: parts.map(({ unit }) => unit), compared: met.compared, agree: met.agree }
    : undefined;
};

const ofAll = (total: Series, parts: readonly Series[], added: Added, base: number): Sum | undefined =>
  claimed(total, added, parts, base, wholeBits);

const ofSome = (total: Series, smaller: readonly Series[], base: number): Sum | undefined => {
  const candidates = smaller.slice(0, mostParts).filter((one) => fitsInside(one, total, base));
  if (candidates.length < 2) return undefined;
  return byLeastSquares(total, candidates, base) ?? bySearch(total, candidates, base);
};

/** Where there are more cells than candidates, the parts of a sum have the coefficient 1 and all others 0. */
const byLeastSquares = (total: Series, candidates: readonly Series[], base: number): Sum | undefined => {
  const rows = [...total.values.keys()].filter((t) => !Number.isNaN(total.values[t]!));
  const k = candidates.length;
  if (rows.length < k + 4 || k > 120) return undefined;
  const x = Float64Array.from(rows.flatMap((t) => candidates.map(({ values }) => values[t]! || 0)));
  const y = Float64Array.from(rows, (t) => total.values[t]!);
  const { coefficients } = leastSquares({ x, n: rows.length, k, y });
  const parts = candidates.filter((_, i) => coefficients[i]! > 0.5);
  if (parts.length < 2) return undefined;
  const added: Added = {
    sum: new Float64Array(total.values.length),
    unseen: new Uint16Array(total.values.length),
  };
  for (const part of parts) add(added.sum, added.unseen, part, 1);
  return claimed(total, added, parts, base, k + 16);
};

/** By trial, largest first: a part that would overshoot in more than one cell in ten is none. */
const bySearch = (total: Series, candidates: readonly Series[], base: number): Sum | undefined => {
  const size = total.values.length;
  const rest = remainders(candidates, size);
  const added: Added = { sum: new Float64Array(size), unseen: new Uint16Array(size) };
  const chosen: Series[] = [];
  let left = steps;
  const search = (k: number): Sum | undefined => {
    if (left-- <= 0) return undefined;
    const met = chosen.length < 2 ? undefined : claimed(total, added, chosen, base, candidates.length + 16);
    if (met) return met;
    if (k === candidates.length || !canReach(total, added, rest[k]!)) return undefined;
    const next = candidates[k]!;
    add(added.sum, added.unseen, next, 1);
    if (!overshoots(total, added.sum, base, chosen.length + 1)) {
      chosen.push(next);
      const deeper = search(k + 1);
      if (deeper) return deeper;
      chosen.pop();
    }
    add(added.sum, added.unseen, next, -1);
    return search(k + 1);
  };
  return search(0);
};

const fitsInside = (part: Series, total: Series, base: number): boolean =>
  !overshoots(total, part.values, base, 1);

/** In so many cells a sum may be off: one in ten. */
const offMost = (compared: number): number => Math.floor(compared / 10);

const overshoots = (total: Series, sum: Float64Array, base: number, parts: number): boolean => {
  const rounding = base > 1 ? (base / 2) * (parts + 1) : Number.isNaN(base) ? 0.02 * parts : 0;
  let [over, compared] = [0, 0];
  for (let t = 0; t < sum.length; t++) {
    const value = total.values[t]!;
    if (Number.isNaN(value)) continue;
    compared++;
    if (sum[t]! > value + rounding + 1e-9) over++;
  }
  return over > offMost(compared);
};

/** What all candidates from a place on add up to. */
const remainders = (candidates: readonly Series[], size: number): Float64Array[] => {
  const rest = [new Float64Array(size)];
  for (const part of [...candidates].reverse()) {
    const sum = Float64Array.from(rest[0]!);
    add(sum, new Uint16Array(size), part, 1);
    rest.unshift(sum);
  }
  return rest;
};

const canReach = (total: Series, { sum, unseen }: Added, rest: Float64Array): boolean => {
  let [short, compared] = [0, 0];
  for (let t = 0; t < sum.length; t++) {
    const value = total.values[t]!;
    if (Number.isNaN(value)) continue;
    compared++;
    if (sum[t]! + rest[t]! + hiddenMost * (unseen[t]! + 1) < value) short++;
  }
  return short <= offMost(compared);
};
