import type { Design, Role } from "../../model/design.ts";
import { type Guard, warning } from "./guard.ts";

/** So few units, and so large a share of a total: the (2, 90) rule of secure research services. */
const [top, share] = [2, 0.9];

/** Where data are not public, a total that two units make up tells each of them about the other. */
export const dominance: Guard = {
  code: "DOM01",
  look: ({ design, before, after, release }) => {
    if (release === "public") return undefined;
    const dominated = (["treated", "comparison"] as const).flatMap((role) =>
      [
        { phase: "before" as const, periods: before },
        { phase: "after" as const, periods: after },
      ].flatMap(({ phase, periods }) =>
        isDominated(totals(design, role, new Set(periods))) ? [{ role, phase }] : [],
      ),
    );
    if (dominated.length === 0) return undefined;
    return { ...warning("DOM01"), kind: "dominated", facts: { share, totals: dominated } };
  },
};

const totals = ({ panel, outcome, roles }: Design, role: Role, periods: ReadonlySet<number>): number[] => {
  const [column, T] = [panel.columns[outcome]!, panel.periods.length];
  return roles.flatMap((held, i) =>
    held === role
      ? [
          panel.ordinals.reduce(
            (sum, ordinal, t) => sum + (periods.has(ordinal) ? column[i * T + t]! || 0 : 0),
            0,
          ),
        ]
      : [],
  );
};

const isDominated = (held: readonly number[]): boolean => {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const largest = sum([...held].sort((a, b) => b - a).slice(0, top));
  return held.length > top && sum(held) > 0 && largest >= share * sum(held);
};
