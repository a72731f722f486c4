import type { Engine } from "../../model/source.ts";

/** What happened to Crime IDs that occur more than once, and to identical rows that have none. */
export interface Repeats {
  /** Rows left out: `count[j]` of type code `kind[j]` at place code `place[j]` in slot `slot[j]`. */
  readonly slot: Int32Array;
  readonly place: Int32Array;
  readonly kind: Int32Array;
  readonly count: Int32Array;
  /** Crime IDs that occur more than once within a month. */
  readonly ids: number;
  /** Rows that agree in every column with another one and have no Crime ID. */
  readonly identical: number;
  /** Crime IDs used in more than one month of one force. */
  readonly reused: number;
}

const none: Repeats = {
  slot: new Int32Array(0),
  place: new Int32Array(0),
  kind: new Int32Array(0),
  count: new Int32Array(0),
  ids: 0,
  identical: 0,
  reused: 0,
};

/**
 * One row is kept of each (month, Crime ID, crime type), the located one where there is a choice. Rows without
 * a Crime ID are never touched: identical rows are separate incidents. The same ID in another month is another
 * crime, because some forces use their IDs again.
 *
 * Most files repeat nothing, so one pass over the hashes comes first and usually settles it.
 */
export const repeats = async (engine: Engine): Promise<Repeats> => {
  await engine.run(
    "CREATE OR REPLACE TEMP TABLE again AS SELECT h FROM street GROUP BY h HAVING count(*) > 1",
  );
  if ((await one(engine, "SELECT count(*)::DOUBLE AS n FROM again")) === 0) return none;
  await engine.run(`CREATE OR REPLACE TEMP TABLE suspect AS
    SELECT file, place, kind, located, has_id, h FROM street SEMI JOIN again USING (h)`);
  const { slot, place, kind, count } =
    await engine.columns(`SELECT file AS slot, place.code AS place, kind.code AS kind, count(*)::INT AS count
    FROM (SELECT *, row_number() OVER (PARTITION BY file, h, kind ORDER BY located DESC, place) AS nth FROM suspect WHERE has_id) s
    JOIN place ON s.place IS NOT DISTINCT FROM place.v JOIN kind ON s.kind IS NOT DISTINCT FROM kind.v
    WHERE nth > 1 GROUP BY ALL`);
  return {
    slot: slot as Int32Array,
    place: place as Int32Array,
    kind: kind as Int32Array,
    count: count as Int32Array,
    ids: await one(
      engine,
      "SELECT count(*)::DOUBLE AS n FROM (SELECT 1 FROM suspect WHERE has_id GROUP BY file, h, kind HAVING count(*) > 1)",
    ),
    identical: await one(
      engine,
      "SELECT (count(*) - count(DISTINCT (file, h)))::DOUBLE AS n FROM suspect WHERE NOT has_id",
    ),
    reused: await one(
      engine,
      "SELECT count(*)::DOUBLE AS n FROM (SELECT 1 FROM suspect WHERE has_id GROUP BY h HAVING count(DISTINCT file) > 1)",
    ),
  };
};

const one = async (engine: Engine, sql: string): Promise<number> => Number((await engine.columns(sql)).n![0]);
