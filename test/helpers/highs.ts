import { createRequire } from "node:module";
import type { LegacyHighs } from "highs";

/** Σ coefficient × variable between two bounds. */
export interface Row {
  readonly terms: ReadonlyMap<number, number>;
  readonly low: number;
  readonly high: number;
}

// Its types say CommonJS and its module is not, so it is asked for as what its types say.
const load: () => Promise<LegacyHighs> = createRequire(import.meta.url)("highs");
const solver = load();

const sum = (terms: ReadonlyMap<number, number>): string =>
  [...terms].map(([k, factor]) => `${factor < 0 ? "-" : "+"} ${Math.abs(factor)} x${k}`).join(" ");

/** The least and the largest that a variable may be under these rows and bounds, by HiGHS. */
export const rangeOf = async (
  variable: number,
  bounds: readonly (readonly [low: number, high: number])[],
  rows: readonly Row[],
): Promise<{ readonly low: number; readonly high: number } | undefined> => {
  const highs = await solver;
  const constraints = rows.flatMap(({ terms, low, high }, k) => [
    `a${k}: ${sum(terms)} >= ${low}`,
    `b${k}: ${sum(terms)} <= ${high}`,
  ]);
  const ends = (["Minimize", "Maximize"] as const).map((sense) => {
    const text = [
      sense,
      `obj: x${variable}`,
      "Subject To",
      ...(constraints.length > 0 ? constraints : [`a: x${variable} >= 0`]),
      "Bounds",
      ...bounds.map(([low, high], k) => `${low} <= x${k} <= ${high}`),
      "End",
    ].join("\n");
    const { Status, ObjectiveValue } = highs.solve(text);
    return Status === "Optimal" ? ObjectiveValue : undefined;
  });
  return ends[0] === undefined || ends[1] === undefined ? undefined : { low: ends[0], high: ends[1] };
};
