import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type Frequency, frequencyName, type Period } from "../../model/period.ts";
import type { SourceRequest } from "../../model/source.ts";
import { type CellFault, type CellRules, isFault } from "../cells/cells.ts";
import { writtenCalendar } from "./calendar-notes.ts";
import { unplaced } from "./engine-names.ts";
import { isSound, readWhen } from "./engine-when.ts";
import { inLonger } from "./frequency.ts";
import type { Places } from "./places.ts";
import { partialPeriods } from "./source-cells.ts";

export interface WhenTable {
  readonly fine: Map<string, number>;
  readonly coarse: Map<string, number>;
  readonly frequency: Frequency;
  readonly base: Frequency | undefined;
  readonly financial: boolean;
  readonly partial: readonly string[];
  readonly faults: readonly Diagnostic[];
  readonly notes: readonly Diagnostic[];
}

export const whenTable = (
  texts: readonly string[],
  places: Places,
  rules: CellRules,
  request: SourceRequest,
  shape: "long" | "incidents",
): WhenTable => {
  const events = shape === "incidents";
  const wanted = request.frequency ?? (events ? "month" : undefined);
  const readings = readWhen(texts, places, rules, request);
  const base = [...readings.values()].find(isSound)?.frequency;
  const [fine, coarse] = [new Map<string, number>(), new Map<string, number>()];
  const parts = new Map<number, Set<number>>();
  const bad = new Map<string, CellFault & { count: number }>();
  const note = (fault: CellFault): void =>
    void bad.set(fault.fault, { ...fault, count: (bad.get(fault.fault)?.count ?? 0) + 1 });
  for (const [text, reading] of readings) {
    if (isFault(reading)) {
      if (reading.fault !== "data/period-missing" || request.unplaced !== "exclude") note(reading);
      else {
        fine.set(text, unplaced);
        coarse.set(text, unplaced);
      }
      continue;
    }
    const longer = placedIn(reading, wanted, events ? undefined : base);
    if (typeof longer === "object") note(longer);
    else {
      fine.set(text, reading.ordinal);
      coarse.set(text, longer);
      if (!events && wanted !== undefined && reading.frequency !== wanted)
        parts.set(longer, (parts.get(longer) ?? new Set()).add(reading.ordinal));
    }
  }
  const offset = rules.calendar === undefined && [...readings.values()].some((one) => "instant" in one);
  return {
    fine,
    coarse,
    frequency: wanted ?? base ?? "month",
    base,
    financial: base?.startsWith("financial-year") ?? false,
    partial: partialPeriods(parts, wanted, base),
    faults: [...bad.values()].map(({ fault, why, fix, count }) =>
      diagnostic(fault, "error", `periods cannot be read: one ${why}`, { count, fix }),
    ),
    notes: offset ? [writtenCalendar] : [],
  };
};

const placedIn = (
  period: Period,
  wanted: Frequency | undefined,
  base: Frequency | undefined,
): number | CellFault => {
  if (base !== undefined && period.frequency !== base)
    return {
      fault: "data/period-mixed",
      why: `is a ${frequencyName(period.frequency)} among periods of the kind ${frequencyName(base)}`,
      fix: "use one length of period in a source, or split it",
    };
  return wanted === undefined ? period.ordinal : inLonger(period, wanted);
};
