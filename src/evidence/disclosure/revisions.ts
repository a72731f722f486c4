import type { Edition } from "../../model/disclosure.ts";
import type { Finding } from "../../model/finding.ts";
import { arms } from "./edition.ts";
import { countsBehind } from "./rounding.ts";

/**
 * What earlier editions said and the data still bear out. Statements that a revision made false cannot be combined
 * with the new ones by anybody, so they are no longer held against the new edition; hidden cells stay listed, because
 * what was hidden once stays hidden.
 */
export const stillTrue = (earlier: readonly Edition[], finding: Finding): Edition[] => {
  const threshold = finding.disclosure?.threshold ?? 0;
  const truth = Object.fromEntries(
    arms.map((arm) => [arm, new Map(finding.series.map((point) => [point.period, point[arm]]))]),
  );
  return earlier.map(({ rounding, cells, sums }) => {
    const holds = (arm: (typeof arms)[number]) =>
      cells[arm].filter(([period, value]) => {
        const now = truth[arm]!.get(period) ?? null;
        if (value === null || now === null) return true;
        const [low, high] = countsBehind(value, rounding, threshold);
        return low <= now && now <= high;
      });
    return {
      rounding,
      cells: { treated: holds("treated"), comparison: holds("comparison") },
      sums: sums.filter(({ arm, periods, low, high }) => {
        const now = periods.map((period) => truth[arm]!.get(period) ?? null);
        if (now.some((value) => value === null)) return true;
        const total = now.reduce<number>((sum, value) => sum + value!, 0);
        return low <= total && total <= high;
      }),
    };
  });
};
