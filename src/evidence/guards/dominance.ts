import type { Design, Role } from "../../model/design.ts";
import { diagnostic } from "../../model/diagnostic.ts";
import type { Guard } from "./guard.ts";

/** So few units, and so large a share of a total: the (2, 90) rule of secure research services. */
const [top, share] = [2, 0.9];

/** Where data are not public, a total that two units make up tells each of them about the other. */
export const dominance: Guard = {
  code: "DOM01",
  look: ({ design, before, after, release }) => {
    if (release === "public") return undefined;
    const dominated = (["treated", "comparison"] as const).flatMap((role) =>
      [
        { words: "before", periods: before },
        { words: "after", periods: after },
      ].flatMap(({ words, periods }) =>
        isDominated(totals(design, role, new Set(periods))) ? [`${role} units ${words}`] : [],
      ),
    );
    if (dominated.length === 0) return undefined;
    return diagnostic(
      "DOM01",
      "warning",
      `Two units make up ${Math.round(share * 100)}% or more of a total: ${dominated.join("; ")}. Each could work out the other's count.`,
      { fix: "compare more units of a like size" },
    );
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
