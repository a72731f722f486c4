import { describe, expect, it } from "vitest";
import { type Counts, logRatio, type Measure } from "../../src/evidence/meta/effect-sizes.ts";

describe("log ratios of counts", () => {
  it("by hand", () => {
    const counts = { a: 10, b: 90, c: 20, d: 80 };
    expect(logRatio("RR", counts).effect).toBeCloseTo(Math.log(0.5), 12);
    expect(logRatio("RR", counts).variance).toBeCloseTo(1 / 10 - 1 / 100 + 1 / 20 - 1 / 100, 12);
    expect(logRatio("OR", counts).effect).toBeCloseTo(Math.log((10 * 80) / (90 * 20)), 12);
    expect(logRatio("IRR", { a: 10, b: 5, c: 20, d: 4 }).effect).toBeCloseTo(Math.log(2 / 5), 12);
    expect(logRatio("IRR", { a: 10, b: 5, c: 20, d: 4 }).variance).toBeCloseTo(0.15, 12);
  });

  // R 4.2.2, metafor 3.8-1: escalc() with its defaults.
  it.each<[Measure, Counts, number, number]>([
    ["RR", { a: 0, b: 10, c: 2, d: 8 }, -1.6094379124341, 2.21818181818182],
    ["RR", { a: 4, b: 0, c: 2, d: 8 }, 1.37624402526639, 0.331313131313131],
    ["RR", { a: 0, b: 10, c: 0, d: 8 }, -0.200670695462151, 3.7979797979798],
    ["OR", { a: 0, b: 10, c: 2, d: 8 }, -1.8207470061013, 2.61288515406162],
    ["IRR", { a: 0, b: 10, c: 2, d: 8 }, -1.83258146374831, 2.4],
  ])("adds a half where a cell is zero: %s %o", (measure, counts, effect, variance) => {
    const found = logRatio(measure, counts);
    expect(found.corrected).toBe(true);
    expect(found.effect).toBeCloseTo(effect, 12);
    expect(found.variance).toBeCloseTo(variance, 12);
  });

  it("adds nothing elsewhere", () => {
    expect(logRatio("RR", { a: 1, b: 1, c: 1, d: 1 }).corrected).toBe(false);
  });
});
