import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendarPlace, sameCalendarMonths } from "../../src/model/calendar.ts";

const months = (from: number, n: number): Int32Array => Int32Array.from({ length: n }, (_, t) => from + t);
const at = (year: number, month: number): number => year * 12 + month - 1;

describe("same calendar months", () => {
  const kept = (ordinals: Int32Array, start: number): number[] => {
    const mask = sameCalendarMonths(ordinals, start);
    return [...ordinals].filter((_, t) => mask[t]);
  };

  it("keeps the same seven months of the year before, as the reference of the ULEZ does", () => {
    const windows = Int32Array.from([...months(at(2022, 8), 12), ...months(at(2023, 9), 7)]);
    expect(kept(windows, at(2023, 8))).toEqual([...months(at(2022, 9), 7), ...months(at(2023, 9), 7)]);
  });

  it("takes whole copies of an after window of eighteen months", () => {
    const start = at(2020, 1);
    const before = kept(Int32Array.from([...months(start - 36, 36), ...months(start, 18)]), start).filter(
      (o) => o < start,
    );
    // January to June twice, July to December once: 18 months, the nearest of each.
    expect(before).toEqual([...months(at(2018, 1), 6), ...months(at(2019, 1), 12)]);
  });

  it("cuts the after window when that is the longer one", () => {
    const start = at(2020, 1);
    const all = kept(Int32Array.from([...months(start - 7, 7), ...months(start, 24)]), start);
    expect(all.filter((o) => o >= start)).toEqual([...months(at(2020, 6), 7), ...months(at(2021, 6), 7)]);
  });

  it("always leaves each month in the same proportion on both sides", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 24_000, max: 24_011 }),
        (b, a, start) => {
          const ordinals = kept(months(start - b, a + b), start);
          const counts = [0, 1].map((side) =>
            Array.from(
              { length: 12 },
              (_, m) => ordinals.filter((o) => o % 12 === m && o >= start === (side === 1)).length,
            ),
          );
          const used = counts[0]!.flatMap((n, m) => (n + counts[1]![m]! > 0 ? [n / counts[1]![m]!] : []));
          // Where neither side holds the other, what both have is kept one for one.
          expect(new Set(used).size).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it("keeps everything of yearly data", () => {
    expect([...sameCalendarMonths([2018, 2019, 2020, 2021], 2021, "year")]).toEqual([1, 1, 1, 1]);
  });
});

describe("the place of a period in the year", () => {
  it.each([
    [at(2024, 3), "month", "03"],
    [2024 * 4 + 1, "quarter", "Q2"],
    [2024, "year", "year"],
    [14, "integer", "2"],
  ] as const)("of %d by %s is %s", (ordinal, frequency, place) => {
    expect(calendarPlace(ordinal, frequency)).toBe(place);
  });

  it("is the place in another cycle when one is given", () => {
    expect(calendarPlace(9, "integer", 4)).toBe("1");
  });
});
