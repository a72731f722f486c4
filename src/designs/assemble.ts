import { calendarPlace } from "../model/calendar.ts";
import type { Design, DesignKind } from "../model/design.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { DesignError } from "../model/errors.ts";
import type { Panel } from "../model/panel.ts";
import { formatPeriod, plainFrequency } from "../model/period.ts";
import type { BuiltDesign, DesignInput, WindowUsed } from "./input.ts";
import { type Cast, castUnits, some } from "./roles.ts";
import { withData, withReachableStarts } from "./usable.ts";
import { parseWindow, placePeriods, type UnitWindow, type WindowGap } from "./window.ts";

/**
 * The part that both designs share: roles, windows around each start, and a panel cut down to what they use. Cells
 * outside a unit's own windows are NaN; periods and units that nothing uses are gone.
 *
 * Throws    DesignError: design/unknown-unit, design/no-start, design/no-treated, design/start-after-end,
 *           design/no-before, design/empty-window, design/no-data-before, design/no-data-after.
 */
export const assemble = (input: DesignInput, kind: DesignKind, sameMonths: boolean): BuiltDesign => {
  const { panel, outcome } = input;
  const lengths = parseWindow(input.window, panel.frequency);
  const reachable = withReachableStarts(castUnits(input), panel, kind);
  const calendar = sameMonths ? { frequency: panel.frequency } : undefined;
  const own = reachable.starts.map(
    (start) => start && placePeriods(panel.ordinals, start, lengths, calendar, input.phase),
  );
  checkWindows(own, reachable, panel, sameMonths);
  const shared = union(own, panel.periods.length);
  const windowOf = (i: number): UnitWindow => own[i] ?? shared;
  const cast = withData(
    kind === "before-after" ? treatedOnly(reachable) : reachable,
    panel,
    outcome,
    windowOf,
  );
  const units = panel.units.flatMap((_, i) => (cast.roles[i] === "excluded" ? [] : [i]));
  const used = (t: number): boolean => units.some((i) => isSide(windowOf(i).place[t]));
  const periods = [...panel.periods.keys()].filter(used);
  const window = windowUsed(own, panel);
  return {
    design: designOf(input, kind, cast, units, periods, windowOf),
    window,
    excludedUnits: cast.excluded,
    warnings: [
      ...cast.warnings,
      ...cast.gaps,
      ...partTreated(own, panel),
      ...shortWindow(own, reachable, lengths, panel),
      ...(sameMonths ? [] : unequalMonths(shared, panel, kind)),
    ],
  };
};

const isSide = (place: UnitWindow["place"][number]): boolean => place === "before" || place === "after";

/** A before-after design has no comparison; its other units are not excluded from anything. */
const treatedOnly = (cast: Cast): Cast => ({
  ...cast,
  roles: cast.roles.map((role) => (role === "treated" ? role : "excluded")),
});

/** Units without a start of their own are used in every period that some treated unit uses. */
const union = (own: readonly (UnitWindow | undefined)[], T: number): UnitWindow => {
  const windows = own.filter((w) => w !== undefined);
  const place = Array.from({ length: T }, (_, t): UnitWindow["place"][number] => {
    const here = windows.map((w) => w.place[t]);
    return (
      here.find((p) => p === "before") ?? here.find((p) => p === "after") ?? here.find((p) => p !== undefined)
    );
  });
  return { place };
};

const checkWindows = (
  own: readonly (UnitWindow | undefined)[],
  cast: Cast,
  panel: Panel,
  sameMonths: boolean,
): void => {
  for (const [i, window] of own.entries()) {
    if (!window) continue;
    const side = (["before", "after"] as const).find((s) => !window.place.includes(s));
    if (!side) continue;
    throw new DesignError("design/empty-window", {
      found: `no period ${side} the start ${formatPeriod(cast.starts[i]!.ordinal, panel.frequency)} of "${panel.units[i]}" is left`,
      expected: `at least one usable period ${side} the start in ${panel.periods[0]} to ${panel.periods.at(-1)}`,
      // Months that stand on one side only are dropped, which can leave nothing of a short series.
      hint:
        sameMonths && window.place.includes("calendar")
          ? "no calendar month stands on both sides: add a year of data, or set same-months: false"
          : side === "after"
            ? "shorten the washout, or add later data"
            : "lengthen the window, or add earlier data",
    });
  }
};

const designOf = (
  input: DesignInput,
  kind: DesignKind,
  cast: Cast,
  units: readonly number[],
  periods: readonly number[],
  windowOf: (unit: number) => UnitWindow,
): Design => {
  const { panel, outcome } = input;
  const T = panel.periods.length;
  const cells = units.flatMap((i) => periods.map((t) => i * T + t));
  const isOutside = Uint8Array.from(
    units.flatMap((i) => periods.map((t) => (isSide(windowOf(i).place[t]) ? 0 : 1))),
  );
  const columns = Object.fromEntries(
    Object.entries(panel.columns).map(([name, column]) => [
      name,
      Float64Array.from(cells, (c, at) => (name === outcome && isOutside[at] ? Number.NaN : column[c]!)),
    ]),
  );
  const status = Object.fromEntries(
    Object.entries(panel.status).map(([name, column]) => [name, Uint8Array.from(cells, (c) => column[c]!)]),
  );
  const names = units.map((i) => panel.units[i]!);
  return {
    kind,
    panel: {
      units: names,
      frequency: panel.frequency,
      ordinals: Int32Array.from(periods, (t) => panel.ordinals[t]!),
      periods: periods.map((t) => panel.periods[t]!),
      columns,
      status,
    },
    outcome,
    cohort: Float64Array.from(units, (i) => cast.starts[i]?.ordinal ?? Number.POSITIVE_INFINITY),
    roles: units.map((i) => cast.roles[i]!),
    ...(input.exposure !== undefined && { exposure: input.exposure }),
    ...(input.weights !== undefined && { weights: input.weights }),
    covariates: input.covariates ?? [],
    cluster: Int32Array.from(names.keys()),
    clusters: names,
  };
};

const reasons: Readonly<Record<WindowGap, string>> = {
  "part-treated": "treated for part of it only",
  washout: "washout after the start",
  anticipation: "just before the start, where an effect may already show",
  ended: "after the intervention had ended",
  "while-on": "while the intervention was on",
  calendar: "its calendar place has no match on the other side of the start",
};

/** What the treated units use, from the first to the last of them. */
const windowUsed = (own: readonly (UnitWindow | undefined)[], panel: Panel): BuiltDesign["window"] => {
  const windows = own.filter((w) => w !== undefined);
  const side = (name: "before" | "after"): WindowUsed => {
    const at = [...panel.periods.keys()].filter((t) => windows.some((w) => w.place[t] === name));
    return { from: panel.periods[at[0]!]!, to: panel.periods[at.at(-1)!]!, periods: at.length };
  };
  const excluded = panel.periods.flatMap((period, t) => {
    const here = windows.map((w) => w.place[t]);
    const gap = here.find((p): p is WindowGap => p !== undefined && !isSide(p));
    return gap && !here.some(isSide) ? [{ period, reason: reasons[gap] }] : [];
  });
  return { before: side("before"), after: side("after"), excluded };
};

const partTreated = (own: readonly (UnitWindow | undefined)[], panel: Panel): Diagnostic[] => {
  const periods = panel.periods.filter((_, t) => own.some((w) => w?.place[t] === "part-treated"));
  return periods.length === 0
    ? []
    : [
        diagnostic(
          "design/part-treated-start",
          "warning",
          `${some(periods)} ${periods.length === 1 ? "was" : "were"} treated for part of the period only and left out`,
          {
            fix: "nothing; to count it as treated, give the first day of the period as the start",
            count: periods.length,
          },
        ),
      ];
};

const shortWindow = (
  own: readonly (UnitWindow | undefined)[],
  { starts }: Cast,
  lengths: { readonly before: number | undefined; readonly after: number | undefined },
  panel: Panel,
): Diagnostic[] =>
  (["before", "after"] as const).flatMap((side) => {
    // A period dropped for its calendar place was there, and is not a shortage of data.
    const isOn = (p: UnitWindow["place"][number], t: number, start: number): boolean =>
      p === side ||
      (side === "after" && p === "ended") ||
      (p === "calendar" && panel.ordinals[t]! < start === (side === "before"));
    const counts = own.flatMap((w, i) =>
      w ? [w.place.filter((p, t) => isOn(p, t, starts[i]!.ordinal)).length] : [],
    );
    const [wanted, least] = [lengths[side], Math.min(...counts)];
    if (wanted === undefined || least >= wanted) return [];
    const message = `the window ${side} the start has ${least} periods where ${wanted} were asked for`;
    const fix = `the data run from ${panel.periods[0]} to ${panel.periods.at(-1)}: add data or shorten the window`;
    return [diagnostic("design/short-window", "warning", message, { fix })];
  });

/** Without a comparison the season passes for an effect; with one it cancels as far as the groups share it. */
const unequalMonths = ({ place }: UnitWindow, panel: Panel, kind: DesignKind): Diagnostic[] => {
  const shares = (side: "before" | "after"): Map<string, number> => {
    const at = [...place.keys()].filter((t) => place[t] === side);
    const counts = new Map<string, number>();
    for (const t of at) {
      const name = calendarPlace(panel.ordinals[t]!, panel.frequency);
      counts.set(name, (counts.get(name) ?? 0) + 1 / at.length);
    }
    return counts;
  };
  // Whole numbers have no calendar unless someone says so.
  if (["integer", "year"].includes(plainFrequency(panel.frequency))) return [];
  const [before, after] = [shares("before"), shares("after")];
  const apart = [...new Set([...before.keys(), ...after.keys()])].some(
    (p) => Math.abs((before.get(p) ?? 0) - (after.get(p) ?? 0)) > 1e-9,
  );
  return apart
    ? [
        diagnostic(
          "SEA01",
          kind === "before-after" ? "warning" : "note",
          "the windows before and after do not hold the same calendar months in equal parts",
          {
            fix: "use whole years on both sides, or set same-months: true in the window",
          },
        ),
      ]
    : [];
};
