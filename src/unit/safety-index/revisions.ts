import { InputError } from "../../model/errors.ts";
import { safetyIndexSchema } from "./schema.ts";
import type { IndexArea, IndexRevisions, SafetyIndex } from "./types.ts";

/** A difference below half of the last printed decimal is no revision. */
const visible = 0.05;

/**
 * The index.json of an earlier edition, which the analyst keeps.
 *
 * Throws InputError index/previous when it is none.
 */
export const parsePrevious = (text: string, shown: string): SafetyIndex => {
  const refuse = (found: string, cause?: unknown): never => {
    throw new InputError(
      "index/previous",
      { file: shown, found, expected: "an index.json of an earlier edition (whatworks/index/1)" },
      { cause },
    );
  };
  let document: Partial<SafetyIndex> | null;
  try {
    document = JSON.parse(text) as Partial<SafetyIndex> | null;
  } catch (cause) {
    return refuse("a file that is no JSON", cause);
  }
  if (document?.schema !== "whatworks/index/1")
    return refuse(`a document with the schema ${JSON.stringify(document?.schema ?? null)}`);
  const { error } = safetyIndexSchema.safeParse(document);
  if (error) return refuse(`another thing than an index at ${error.issues[0]!.path.join(".")}`, error);
  return document as SafetyIndex;
};

type Current = Pick<SafetyIndex, "areas" | "method" | "base" | "indicators">;

/** What old scores are now: every area and year that both editions score. */
export const revisionsOf = (now: Current, before: SafetyIndex): IndexRevisions => {
  const old = new Map(
    before.areas.flatMap(({ area, points }) =>
      points.flatMap((point) =>
        point?.combined.score == null ? [] : [[`${area} ${point.period}`, point.combined.score] as const],
      ),
    ),
  );
  const rows = now.areas.flatMap(({ area, points }) =>
    points.flatMap((point) => {
      const was = point && old.get(`${area} ${point.period}`);
      const is = point?.combined.score;
      return was == null || is == null
        ? []
        : [{ area, period: point!.period, before: was, now: is, difference: is - was }];
    }),
  );
  const revised = rows
    .filter(({ difference }) => Math.abs(difference) >= visible)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
  const latest = before.latest;
  return {
    previous_latest: latest,
    compared: rows.length,
    revised: revised.length,
    largest: rows.reduce((most, { difference }) => Math.max(most, Math.abs(difference)), 0),
    method_changed: changedSettings(now, before),
    rows: revised.slice(0, 20),
    since_previous: now.areas.flatMap((one) => {
      const was = old.get(`${one.area} ${latest}`);
      const is = one.points.at(-1)?.combined.score;
      const then = before.areas.find(({ area }) => area === one.area);
      if (was == null || is == null || !then) return [];
      return [
        {
          area: one.area,
          before: was,
          now: is,
          difference: is - was,
          ...partsOf(now, one, before, then, is - was),
        },
      ];
    }),
  };
};

/** An indicator's points then and now, each with the weight of its own edition; a new one brings all of its own. */
const partsOf = (
  now: Current,
  area: IndexArea,
  before: SafetyIndex,
  then: IndexArea,
  difference: number,
): { parts: { id: string; points: number }[]; remainder: number } => {
  const pointsIn = ({ indicators }: Pick<SafetyIndex, "indicators">, own: IndexArea) =>
    new Map(
      indicators.map(({ id, combined_weight }) => [
        id,
        combined_weight * (own.indicators.find((one) => one.id === id)?.score ?? 0),
      ]),
    );
  const [was, is] = [pointsIn(before, then), pointsIn(now, area)];
  const parts = [...new Set([...is.keys(), ...was.keys()])].map((id) => ({
    id,
    points: (is.get(id) ?? 0) - (was.get(id) ?? 0),
  }));
  return { parts, remainder: difference - parts.reduce((sum, { points }) => sum + points, 0) };
};

const changedSettings = (now: Current, before: SafetyIndex): string[] => {
  const settings = (one: Current): [string, unknown][] => [
    ["base year", one.base.year],
    ["normalisation", one.method.normalisation],
    ["aggregation", one.method.aggregation],
    ["weights", one.method.weighting],
    ["balance of the halves", one.method.balance],
    ["outliers", one.method.outliers],
    ["imputation", one.method.imputation],
    ["indicators", one.indicators.map(({ id }) => id).sort()],
  ];
  const old = new Map(settings(before));
  return settings(now).flatMap(([name, value]) =>
    JSON.stringify(value) === JSON.stringify(old.get(name)) ? [] : [name],
  );
};
