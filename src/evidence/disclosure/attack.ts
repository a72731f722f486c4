import { extent, type LinearRow } from "../../maths/linear-program.ts";
import type { Arm, DisclosureEvidence, Edition, Protect } from "../../model/disclosure.ts";
import type { Finding } from "../../model/finding.ts";
import { arms, cellAddress, editionOf } from "./edition.ts";
import { countsBehind, roundTo } from "./rounding.ts";
import { leastWidth, ruleOf } from "./rule.ts";

/** How closely everything printed lets a hidden count be known. */
export interface Bound {
  readonly arm: Arm;
  readonly period: string;
  readonly low: number;
  readonly high: number;
}

/**
 * An attacker with every edition of a report and no other knowledge: bounds each count that the newest edition hides,
 * by linear programming over all printed cells and sums. Sums that disagree with the newest data (a revision) are
 * left out, because no attacker could combine them.
 */
export const boundHidden = (editions: readonly Edition[], rule: Pick<Protect, "threshold">): Bound[] => {
  const newest = editions.at(-1);
  if (!newest) return [];
  return arms.flatMap((arm) => {
    const wanted = newest.cells[arm].flatMap(([period, value]) => (value === null ? [period] : []));
    if (wanted.length === 0) return [];
    const known = cellRanges(editions, arm, rule);
    const fresh = cellRanges([newest], arm, rule);
    const all = editions.flatMap(({ sums }) => sums.filter((sum) => sum.arm === arm));
    const own = newest.sums.filter((sum) => sum.arm === arm);
    return (
      boundsFrom(arm, wanted, known, all) ??
      boundsFrom(arm, wanted, known, own) ??
      boundsFrom(arm, wanted, fresh, own) ??
      // An edition that contradicts itself was changed by hand: nothing it says can be relied on.
      wanted.map((period) => ({ arm, period, low: 0, high: 0 }))
    );
  });
};

type Range = readonly [number, number];

/** The interval of each period's count; an earlier edition that contradicts a later one is a revision and gives way. */
const cellRanges = (
  editions: readonly Edition[],
  arm: Arm,
  { threshold }: Pick<Protect, "threshold">,
): Map<string, Range> => {
  const known = new Map<string, Range>();
  for (const { cells, rounding } of [...editions].reverse())
    for (const [period, value] of cells[arm]) {
      // A hidden zero may protect another cell even where zeros are shown, so nothing is known from below.
      const open: Range = [0, Number.POSITIVE_INFINITY];
      const range = value === null ? open : countsBehind(value, rounding, threshold);
      const later = known.get(period) ?? [0, Number.POSITIVE_INFINITY];
      const both: Range = [Math.max(range[0], later[0]), Math.min(range[1], later[1])];
      known.set(period, both[0] <= both[1] ? both : later);
    }
  return known;
};

/**
 * Periods that stand in the same sums cannot be told apart by them, so of each such group one is bounded at a time and
 * the rest goes into the programme as one variable: a few variables whatever the length of the series.
 */
const boundsFrom = (
  arm: Arm,
  wanted: readonly string[],
  known: ReadonlyMap<string, Range>,
  sums: Edition["sums"],
): Bound[] | undefined => {
  const groups = new Map<string, string[]>();
  for (const period of known.keys()) {
    const key = sums.map(({ periods }) => (periods.includes(period) ? "1" : "0")).join("");
    groups.set(key, [...(groups.get(key) ?? []), period]);
  }
  const keys = [...groups.keys()];
  const sumOf = (periods: readonly string[]): Range =>
    periods.reduce<Range>(
      ([low, high], period) => [low + known.get(period)![0], high + known.get(period)![1]],
      [0, 0],
    );
  const seen = new Map<string, Range | undefined>();
  const bounds: Bound[] = [];
  for (const period of wanted) {
    const key = keys.find((one) => groups.get(one)!.includes(period))!;
    const own = known.get(period)!;
    const same = `${key} ${own.join(" ")}`;
    if (!seen.has(same)) {
      const rest = keys.map((one) => groups.get(one)!.filter((other) => other !== period));
      const ranges = [own, ...rest.map(sumOf)];
      const rows = sums.map(
        ({ low, high }, k): LinearRow => ({
          terms: [
            ...(key[k] === "1" ? [[0, 1] as const] : []),
            ...keys.flatMap((one, g) => (one[k] === "1" ? [[g + 1, 1] as const] : [])),
          ],
          low,
          high,
        }),
      );
      const program = { lower: ranges.map(([low]) => low), upper: ranges.map(([, high]) => high), rows };
      seen.set(same, extent(program, [[0, 1]]));
    }
    const found = seen.get(same);
    if (!found) return undefined;
    bounds.push({ arm, period, low: Math.ceil(found[0] - 1e-6) + 0, high: Math.floor(found[1] + 1e-6) });
  }
  return bounds;
};

export const isNarrow = ({ low, high }: Bound, rule: Protect): boolean => high - low < leastWidth(rule);

/** Why a published finding must not go out, as it stands and beside what readers already hold; empty when it may. */
export const attackFinding = (
  finding: Finding,
  earlier: DisclosureEvidence["earlier"] = [],
): { readonly address: string; readonly message: string }[] => {
  const rule = ruleOf(finding.disclosure);
  if (!rule) return [];
  if (!finding.disclosure?.applied)
    return [{ address: "disclosure", message: "disclosure control was not applied to this finding" }];
  return [
    ...smallCells(finding, rule),
    ...boundHidden([...earlier, editionOf(finding)], rule)
      .filter((bound) => isNarrow(bound, rule))
      .map(({ arm, period, low, high }) => ({
        address: cellAddress(period, arm),
        message: `a hidden count of the ${arm} units in ${period} can be worked out to within ${high - low} (at least ${leastWidth(rule)} is wanted)`,
      })),
  ];
};

/** Printed counts that the rule does not let be printed. */
const smallCells = (finding: Finding, rule: Protect): { address: string; message: string }[] => {
  const { counts, series, charts, displacement } = finding;
  const buffer = displacement?.buffer;
  const told = [
    ...arms.flatMap((arm) =>
      (["before", "after"] as const).map((phase) => ({
        address: `counts.${arm}.${phase}.total`,
        value: counts[arm]?.[phase].total ?? null,
      })),
    ),
    ...series.flatMap((point) =>
      arms.map((arm) => ({ address: cellAddress(point.period, arm), value: point[arm] })),
    ),
    ...(charts?.units ?? []).flatMap(({ unit, periods, values }) =>
      values.map((value, t) => ({ address: `charts.units.${unit}.${periods[t]}`, value })),
    ),
    { address: "displacement.buffer.before", value: buffer?.before ?? null },
    { address: "displacement.buffer.after", value: buffer?.after ?? null },
  ];
  // A count at the threshold may be printed as the multiple just below it.
  const { digits } = finding.disclosure!;
  const least = digits === undefined ? rule.threshold : roundTo(rule.threshold, rule.rounding);
  return told
    .filter(({ value }) => value !== null && isSmall(value, { ...rule, threshold: least }))
    .map(({ address }) => ({ address, message: `a count below ${rule.threshold} is printed` }));
};

export const isSmall = (value: number, { threshold, zeros }: Pick<Protect, "threshold" | "zeros">): boolean =>
  value < threshold && (value !== 0 || zeros === "protect");
