import type { GuardHit } from "../model/facts/guard.ts";

/** A price index by year, as the deflator file gives it. */
export type Deflator = ReadonlyMap<string, number>;

/** Calendar year in which a price year starts: 2015/16 → 2015. */
export const firstYear = (label: string): number => Number(/\d{4}/.exec(label)?.[0] ?? Number.NaN);

export const sameYear = (a: string, b: string): boolean => a.trim() === b.trim();

/** What turns a pound of one year into a pound of another; undefined where the index does not hold both years. */
export const uprating = (from: string, to: string, deflator: Deflator | undefined): number | undefined => {
  if (sameYear(from, to)) return 1;
  const [a, b] = [deflator?.get(from.trim()), deflator?.get(to.trim())];
  return a !== undefined && b !== undefined && a > 0 ? b / a : undefined;
};

/** CUR01: prices of different years that nothing turns into one another. */
export const priceGuard = (
  years: readonly string[],
  base: string,
  deflator: Deflator | undefined,
): GuardHit[] => {
  const apart = [...new Set(years)].filter((year) => uprating(year, base, deflator) === undefined);
  return apart.length === 0
    ? []
    : [
        {
          code: "CUR01",
          severity: "warning",
          kind: "price-years",
          facts: { apart, base, hasDeflator: deflator !== undefined },
        },
      ];
};
