/** The part of a random stream that shuffling needs. */
export interface ShuffleStream {
  /** A whole number from 0 to n − 1. */
  integer(n: number): number;
}

/** What was randomised: a label per unit (0/1 arms, cohort numbers …), shuffled only inside its block. */
export interface Assignment {
  readonly labels: ArrayLike<number>;
  /** A block per unit; absent = one block. */
  readonly blocks?: ArrayLike<number>;
}

export interface Arrangements {
  /** Every arrangement is visited; otherwise the observed one and `draws` random ones. */
  readonly exact: boolean;
  /** How many are visited, the observed one among them: a p-value is (how many are as extreme) / count. */
  readonly count: number;
  /** All that exist, Infinity beyond 2^53. */
  readonly possible: number;
  /** Calls back with one labelling after another, in the same array: copy what you keep. */
  each(visit: (labels: Float64Array) => void): void;
}

/** The contract's limit: up to here every assignment is enumerated. */
export const exactLimit = 100_000;

/**
 * Every way, or many random ways, in which the same labels could have fallen on the units.
 *
 * Shapes  labels n; blocks n.
 * Counting the observed arrangement among the random ones gives p = (k + 1) / (B + 1), which keeps its level
 * for any B and is never zero: Phipson & Smyth (2010), Stat. Appl. Genet. Mol. Biol. 9(1), 39.
 */
export const arrangements = (
  assignment: Assignment,
  options: { readonly draws: number; readonly random: ShuffleStream; readonly limit?: number },
): Arrangements => {
  const observed = Float64Array.from(assignment.labels);
  const blocks = membersByBlock(observed.length, assignment.blocks);
  const possible = countArrangements(assignment);
  const exact = possible <= (options.limit ?? exactLimit);
  return {
    exact,
    possible,
    count: exact ? possible : options.draws + 1,
    each: (visit) =>
      exact
        ? everyOne(observed, blocks, visit)
        : someRandom(observed, blocks, options.draws, options.random, visit),
  };
};

/** Π over blocks of the multinomial number of ways to place the block's labels. */
export const countArrangements = ({ labels, blocks }: Assignment): number => {
  let total = 1;
  for (const members of membersByBlock(labels.length, blocks)) {
    const size = new Map<number, number>();
    let placed = 0;
    for (const i of members) {
      const same = (size.get(labels[i]!) ?? 0) + 1;
      size.set(labels[i]!, same);
      placed += 1;
      // Multiplying by placed/same in this order keeps every partial product a whole number.
      total = (total * placed) / same;
    }
  }
  return total > Number.MAX_SAFE_INTEGER ? Number.POSITIVE_INFINITY : Math.round(total);
};

const membersByBlock = (n: number, blocks: ArrayLike<number> | undefined): Int32Array[] => {
  const members = new Map<number, number[]>();
  for (let i = 0; i < n; i++) {
    const block = blocks?.[i] ?? 0;
    const list = members.get(block);
    if (list) list.push(i);
    else members.set(block, [i]);
  }
  return [...members.values()].map((list) => Int32Array.from(list));
};

/** An odometer of blocks, each stepped through its distinct orderings. */
const everyOne = (
  observed: Float64Array,
  blocks: Int32Array[],
  visit: (labels: Float64Array) => void,
): void => {
  const labels = Float64Array.from(observed);
  for (const members of blocks) sortWithin(labels, members);
  for (;;) {
    visit(labels);
    let b = 0;
    while (b < blocks.length && !nextOrdering(labels, blocks[b]!)) b += 1;
    if (b === blocks.length) return;
  }
};

const sortWithin = (labels: Float64Array, members: Int32Array): void => {
  const sorted = Float64Array.from(members, (i) => labels[i]!).sort();
  members.forEach((i, place) => {
    labels[i] = sorted[place]!;
  });
};

/** The next ordering in dictionary order; after the last one, back to the first and false. */
const nextOrdering = (labels: Float64Array, members: Int32Array): boolean => {
  let pivot = members.length - 2;
  while (pivot >= 0 && labels[members[pivot]!]! >= labels[members[pivot + 1]!]!) pivot -= 1;
  if (pivot >= 0) {
    let swap = members.length - 1;
    while (labels[members[swap]!]! <= labels[members[pivot]!]!) swap -= 1;
    exchange(labels, members[pivot]!, members[swap]!);
  }
  for (let low = pivot + 1, high = members.length - 1; low < high; low++, high--) {
    exchange(labels, members[low]!, members[high]!);
  }
  return pivot >= 0;
};

const someRandom = (
  observed: Float64Array,
  blocks: Int32Array[],
  draws: number,
  random: ShuffleStream,
  visit: (labels: Float64Array) => void,
): void => {
  const labels = Float64Array.from(observed);
  visit(labels);
  for (let draw = 0; draw < draws; draw++) {
    for (const members of blocks) {
      for (let last = members.length - 1; last > 0; last--) {
        exchange(labels, members[last]!, members[random.integer(last + 1)]!);
      }
    }
    visit(labels);
  }
};

const exchange = (labels: Float64Array, i: number, j: number): void => {
  const held = labels[i]!;
  labels[i] = labels[j]!;
  labels[j] = held;
};

export interface LinearTest {
  readonly estimate: number;
  /** Two-sided, for no effect. */
  readonly p: number;
  /** Smallest two-sided p-value that these arrangements can give. */
  readonly smallestP: number;
  /** ±Infinity where no value can be refused at this level. */
  readonly lower: number;
  readonly upper: number;
}

/**
 * A randomisation test of a constant effect and its interval, from the same arrangements, so that the two can
 * never contradict each other. The statistic is linear in the outcome: `statistic[r]` is its value under
 * arrangement r with the outcomes as they are, `overlap[r]` what one unit of effect adds to it, so that under an effect
 * τ the reference value is statistic − τ·overlap and the observed one is observed − τ.
 *
 * For τ on one side of the estimate an arrangement is as extreme as the observed one up to a single root, hence the
 * limits are order statistics of those roots and nothing is searched.
 */
export const linearTest = (
  observed: number,
  statistic: ArrayLike<number>,
  overlap: ArrayLike<number>,
  level: number,
): LinearTest => {
  const count = statistic.length;
  const lower = new Float64Array(count);
  const upper = new Float64Array(count);
  // Sums of the same numbers in another order differ in the last digits: a tie must still count as a tie.
  const slack = 1e-9 * largestSize(statistic);
  let asExtreme = 0;
  let always = 0;
  for (let r = 0; r < count; r++) {
    const s = statistic[r]!;
    const b = overlap[r]!;
    if (Math.abs(s) >= Math.abs(observed) - slack) asExtreme += 1;
    const roots = [root(observed - s, 1 - b), root(observed + s, 1 + b)] as const;
    lower[r] = Math.min(roots[0] ?? Number.NEGATIVE_INFINITY, roots[1] ?? Number.NEGATIVE_INFINITY);
    upper[r] = Math.max(roots[0] ?? Number.POSITIVE_INFINITY, roots[1] ?? Number.POSITIVE_INFINITY);
    if (lower[r] === Number.NEGATIVE_INFINITY && upper[r] === Number.POSITIVE_INFINITY) always += 1;
  }
  lower.sort();
  upper.sort();
  // τ stays while more than α·count arrangements are as extreme; 1e-9 keeps α·count on its own side of a whole number.
  const place = Math.floor((1 - level) * count + 1e-9);
  return {
    estimate: observed,
    p: asExtreme / count,
    smallestP: always / count,
    lower: lower[place]!,
    upper: upper[count - 1 - place]!,
  };
};

const largestSize = (values: ArrayLike<number>): number => {
  let size = 0;
  for (let i = 0; i < values.length; i++) size = Math.max(size, Math.abs(values[i]!));
  return size;
};

/** undefined when this half of the comparison holds for every τ (the slope is nil). */
const root = (rise: number, slope: number): number | undefined => (slope < 1e-12 ? undefined : rise / slope);
