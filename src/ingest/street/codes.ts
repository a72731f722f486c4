import type { Engine } from "../../model/source.ts";

/** Rows by code: `count[j]` rows of type `kind[j]` at place `place[j]` in slot `slot[j]`. */
export interface CodeCounts {
  readonly slot: Int32Array;
  readonly place: Int32Array;
  readonly kind: Int32Array;
  readonly count: Int32Array;
}

interface Sizes {
  readonly slots: number;
  readonly places: number;
  readonly kinds: number;
  readonly rows: number;
}

/** Place, file and type packed into one number, which travels faster than three. */
const packed = (slots: number, kinds: number, type: "INT" | "DOUBLE"): string =>
  `SELECT ((place.code::BIGINT * ${slots} + file) * ${kinds} + kind.code)::${type} AS key FROM street
   JOIN place ON street.place IS NOT DISTINCT FROM place.v JOIN kind ON street.kind IS NOT DISTINCT FROM kind.v`;

/**
 * Fetches what it takes to count by place, file and type; the function that comes back does the counting.
 *
 * Where most combinations occur, grouping leaves almost as many groups as there were rows and costs more than
 * counting: the packed codes come out (four bytes a row, of one batch at most) and are counted in an array.
 * Otherwise the engine groups.
 */
export const fetchCodes = async (
  engine: Engine,
  { slots, places, kinds, rows }: Sizes,
): Promise<() => CodeCounts> => {
  const combinations = slots * places * kinds;
  if (combinations < 4 * rows + 100_000) {
    const { key } = await engine.columns(packed(slots, kinds, "INT"));
    return () => unpackCounts(tally(key as Int32Array, combinations), slots, kinds);
  }
  const type = combinations < 2 ** 31 ? "INT" : "DOUBLE";
  const { key, n } = await engine.columns(
    `SELECT key, count(*)::INT AS n FROM (${packed(slots, kinds, type)}) GROUP BY key`,
  );
  return () => ({ ...unpack(key as ArrayLike<number>, slots, kinds), count: n as Int32Array });
};

const tally = (keys: Int32Array, combinations: number): Int32Array => {
  const counts = new Int32Array(combinations);
  for (let j = 0; j < keys.length; j++) counts[keys[j]!]!++;
  return counts;
};

/** The combinations that occur. */
const unpackCounts = (counts: Int32Array, slots: number, kinds: number): CodeCounts => {
  const keys = new Int32Array(counts.length);
  const count = new Int32Array(counts.length);
  let n = 0;
  for (let key = 0; key < counts.length; key++) {
    if (counts[key] === 0) continue;
    keys[n] = key;
    count[n++] = counts[key]!;
  }
  return { ...unpack(keys.subarray(0, n), slots, kinds), count: count.subarray(0, n) };
};

const unpack = (keys: ArrayLike<number>, slots: number, kinds: number) => {
  const [slot, place, kind] = [
    new Int32Array(keys.length),
    new Int32Array(keys.length),
    new Int32Array(keys.length),
  ];
  for (let j = 0; j < keys.length; j++) {
    const key = keys[j]!;
    const rest = Math.floor(key / kinds);
    kind[j] = key - rest * kinds;
    place[j] = Math.floor(rest / slots);
    slot[j] = rest - place[j]! * slots;
  }
  return { slot, place, kind };
};
