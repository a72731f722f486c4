import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { DesignError } from "../../model/errors.ts";
import { nameSome } from "./names.ts";
import type { NamedColumn, Rows } from "./rows.ts";

/** Marks rows of units that are never treated, which have no event time. */
export const noEventTime = Number.MIN_SAFE_INTEGER;

/** Periods since the start of each row's unit; `noEventTime` for units never treated. */
export const eventTimesOf = (rows: Rows): Float64Array => {
  const { cohort, panel } = rows.design;
  const out = new Float64Array(rows.count);
  for (let r = 0; r < rows.count; r++) {
    const start = cohort[rows.unit[r]!]!;
    out[r] = Number.isFinite(start) ? panel.ordinals[rows.period[r]!]! - start : noEventTime;
  }
  return out;
};

/** Distinct event times, in order. */
export const levelsOf = (times: Float64Array): number[] => {
  const seen = new Set(times);
  seen.delete(noEventTime);
  return [...seen].sort((a, b) => a - b);
};

/** One column of 0 and 1 per event time, named by it. */
export const eventDummies = (times: Float64Array, levels: readonly number[]): NamedColumn[] => {
  const at = new Map(levels.map((level, j) => [level, j]));
  const columns = levels.map((level) => ({ name: String(level), values: new Float64Array(times.length) }));
  for (let r = 0; r < times.length; r++) {
    const j = at.get(times[r]!);
    if (j !== undefined) columns[j]!.values[r] = 1;
  }
  return columns;
};

/** The period before the start is what every other is compared with, so it has to be there. */
export const requireReference = (levels: readonly number[], reference: number): void => {
  if (levels.includes(reference)) return;
  throw new DesignError("design/no-reference", {
    found: `event times ${levels.join(", ") || "none"}`,
    expected: `treated units observed at event time ${reference}, the reference`,
    hint: "add the period before the start to the panel",
  });
};

/**
 * Names event times that fewer than three treated clusters reach. Their coefficients fit those clusters almost exactly,
 * so a clustered standard error comes out far too small.
 */
export const thinWarning = (rows: Rows, times: Float64Array): Diagnostic[] => {
  const { cluster } = rows.design;
  const seen = new Map<number, Set<number>>();
  for (let r = 0; r < times.length; r++) {
    const event = times[r]!;
    if (event === noEventTime) continue;
    const clusters = seen.get(event) ?? new Set<number>();
    if (clusters.size < 3) seen.set(event, clusters.add(cluster[rows.unit[r]!]!));
  }
  const thin = [...seen.keys()].filter((event) => seen.get(event)!.size < 3).sort((a, b) => a - b);
  if (thin.length === 0) return [];
  const message = `event times reached by fewer than three treated clusters: ${nameSome(thin.map(String), 12)}; their standard errors are too small`;
  const fix = "join them with --leads and --lags, or read the overall effect";
  return [diagnostic("design/thin-event-time", "warning", message, { fix, count: thin.length })];
};
