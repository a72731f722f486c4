import type { Design } from "../../model/design.ts";
import { UsageError } from "../../model/errors.ts";
import type { Settings } from "../../model/estimate.ts";

/** What counts before and after are divided by, e.g. years observed. */
export interface TimeWeights {
  readonly before: number;
  readonly after: number;
  readonly source: "given" | "periods" | "none";
}

/**
 * `--time-weights 2,1` or `before:2,after:1`. When it is not given and the windows differ in length, counts before are
 * put on the length of the after window, because raw totals of 24 and of 7 months cannot be subtracted.
 * Throws UsageError estimate/time-weights.
 */
export const timeWeights = (
  { timeWeights: given }: Settings,
  periodsBefore: number,
  periodsAfter: number,
): TimeWeights => {
  const text = textOf(given);
  if (text === undefined) {
    return periodsBefore === periodsAfter
      ? { before: 1, after: 1, source: "none" }
      : { before: periodsBefore / periodsAfter, after: 1, source: "periods" };
  }
  const parts = text.split(",").map((part) => part.trim().split(/[:=]/));
  const named = new Map(
    parts.map((part, i) =>
      part.length === 2 ? [part[0]!.trim(), Number(part[1])] : [String(i), Number(part[0])],
    ),
  );
  const [before, after] = [named.get("before") ?? named.get("0"), named.get("after") ?? named.get("1")];
  if (parts.length === 2 && isWeight(before) && isWeight(after)) return { before, after, source: "given" };
  throw new UsageError("estimate/time-weights", {
    found: `--time-weights ${text}`,
    expected: "the lengths of the before and after windows, above 0",
    hint: "--time-weights 2,1 or --time-weights before:2,after:1",
  });
};

const groupNames: Readonly<Record<string, Design["roles"][number]>> = {
  treated: "treated",
  comparison: "comparison",
  buffer: "buffer",
  "buffer-comparison": "buffer-comparison",
};

/**
 * `--area-weights T:1.2,C:0.9`: what each unit's counts are divided by, by unit name, or by role (`treated:1.2`) for
 * all units of that role; 1 where nothing is said. Throws UsageError estimate/area-weights.
 */
export const areaWeights = ({ areaWeights: given }: Settings, design: Design): Float64Array => {
  const weights = new Float64Array(design.panel.units.length).fill(1);
  const text = textOf(given);
  if (text === undefined) return weights;
  for (const part of text.split(",")) {
    // The name may itself hold a colon; the weight is what follows the last one.
    const at = Math.max(part.lastIndexOf(":"), part.lastIndexOf("="));
    const [name, value] = [part.slice(0, at).trim(), Number(part.slice(at + 1))];
    const named = design.panel.units.indexOf(name);
    const role = groupNames[name];
    if (at < 1 || !isWeight(value) || (named < 0 && role === undefined)) throw badArea(part, design);
    if (named >= 0) weights[named] = value;
    else for (const [i, r] of design.roles.entries()) if (r === role) weights[i] = value;
  }
  return weights;
};

const isWeight = (w: number | undefined): w is number => w !== undefined && Number.isFinite(w) && w > 0;

const textOf = (given: Settings[string]): string | undefined =>
  given === undefined ? undefined : Array.isArray(given) ? given.join(",") : String(given);

const badArea = (part: string, design: Design): UsageError =>
  new UsageError("estimate/area-weights", {
    found: `--area-weights … ${part.trim()}`,
    expected: "name:weight pairs, the name a unit or a role, the weight above 0",
    hint: `--area-weights ${design.panel.units[0]}:1.2,comparison:0.9`,
  });
