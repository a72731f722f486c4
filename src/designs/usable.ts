import type { DesignKind, Role } from "../model/design.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { DesignError } from "../model/errors.ts";
import type { Panel } from "../model/panel.ts";
import { formatPeriod } from "../model/period.ts";
import { type Cast, some } from "./roles.ts";
import type { Start, UnitWindow } from "./window.ts";

/** Comparison units that lack more than this share of the periods are left out whole. */
const tolerableGaps = 0.1;

/**
 * Sorts out treated units whose start the data do not reach. Each of several may be missed, and is then named; all of
 * them may not.
 *
 * Throws    DesignError: design/start-after-end, design/no-before.
 */
export const withReachableStarts = (cast: Cast, panel: Panel, kind: DesignKind): Cast => {
  const [first, last] = [panel.ordinals[0]!, panel.ordinals.at(-1)!];
  const treated = panel.units.flatMap((_, i) => (cast.starts[i] ? [i] : []));
  const late = treated.filter((i) => cast.starts[i]!.ordinal > last);
  const early = treated.filter((i) => cast.starts[i]!.ordinal <= first);
  if (late.length + early.length === 0) return cast;
  if (late.length === treated.length) throw startAfterEnd(cast.starts[late[0]!]!, panel);
  if (late.length + early.length === treated.length) throw noBefore(cast.starts[early[0]!]!, panel);
  const reason = (i: number): string => {
    if (early.includes(i)) return "treated from the first period of the data, so it has no before";
    return kind !== "before-after"
      ? "treated after the data end: serves as comparison"
      : "treated after the data end";
  };
  const role = (i: number): Role => (late.includes(i) && kind !== "before-after" ? "comparison" : "excluded");
  const affected = new Set([...late, ...early]);
  return {
    ...cast,
    roles: cast.roles.map((r, i) => (affected.has(i) ? role(i) : r)),
    starts: cast.starts.map((s, i) => (affected.has(i) ? undefined : s)),
    excluded: [...cast.excluded, ...[...affected].map((i) => ({ unit: panel.units[i]!, reason: reason(i) }))],
  };
};

const startAfterEnd = (start: Start, panel: Panel): DesignError =>
  new DesignError("design/start-after-end", {
    found: `the start ${formatPeriod(start.ordinal, panel.frequency)} in data that end in ${panel.periods.at(-1)}`,
    expected: "at least one period from the start on",
    hint: "add later data, or check the start in the register",
  });

const noBefore = (start: Start, panel: Panel): DesignError =>
  new DesignError("design/no-before", {
    found: `the start ${formatPeriod(start.ordinal, panel.frequency)} in data that begin in ${panel.periods[0]}`,
    expected: "at least one period before the start",
    hint: "add earlier data, or check the start in the register",
  });

/**
 * Leaves out comparison and buffer units that cannot be compared: nothing on one side, or more than a tenth of the
 * periods missing while others have them. A treated unit without a side is refused, because dropping it would change
 * the question.
 *
 * Throws    DesignError design/no-data-before, design/no-data-after.
 */
export const withData = (
  cast: Cast,
  panel: Panel,
  outcome: string,
  windowOf: (unit: number) => UnitWindow,
): Cast & { readonly gaps: readonly Diagnostic[] } => {
  const T = panel.periods.length;
  const count = (i: number, side: "before" | "after"): { wanted: number; found: number } => {
    const at = [...windowOf(i).place.keys()].filter((t) => windowOf(i).place[t] === side);
    return {
      wanted: at.length,
      found: at.filter((t) => !Number.isNaN(panel.columns[outcome]![i * T + t]!)).length,
    };
  };
  const out = new Map<number, string>();
  for (const [i, role] of cast.roles.entries()) {
    if (role === "excluded") continue;
    const [before, after] = [count(i, "before"), count(i, "after")];
    if (role === "treated") {
      if (before.found === 0) throw emptySide("design/no-data-before", panel.units[i]!, outcome, "before");
      if (after.found === 0) throw emptySide("design/no-data-after", panel.units[i]!, outcome, "after");
    } else if (before.found === 0 || after.found === 0) {
      out.set(i, `no ${outcome} ${before.found === 0 ? "before" : "after"} the start`);
    } else {
      const missing = before.wanted + after.wanted - before.found - after.found;
      if (missing > tolerableGaps * (before.wanted + after.wanted)) {
        out.set(i, `no value in ${missing} of ${before.wanted + after.wanted} periods`);
      }
    }
  }
  const units = [...out.keys()].map((i) => panel.units[i]!);
  return {
    ...cast,
    roles: cast.roles.map((r, i) => (out.has(i) ? "excluded" : r)),
    excluded: [...cast.excluded, ...[...out].map(([i, reason]) => ({ unit: panel.units[i]!, reason }))],
    gaps: units.length > 0 ? [withoutData(units)] : [],
  };
};

const emptySide = (code: string, unit: string, outcome: string, side: string): DesignError =>
  new DesignError(code, {
    found: `treated unit "${unit}" has no value of ${outcome} ${side} the start`,
    expected: "values on both sides of the start",
    hint: "lengthen the window, supply the months, or give the unit the role excluded",
  });

const withoutData = (units: readonly string[]): Diagnostic =>
  diagnostic(
    "design/incomplete-units",
    "warning",
    `${units.length} units lack data in the windows and were left out: ${some(units)}`,
    {
      fix: "supply the missing months, or shorten the window",
      count: units.length,
    },
  );
