import { describe, expect, it } from "vitest";
import { baseOf, normaliser } from "../../../src/panel/safety-index/normalise.ts";
import { treatment } from "../../../src/panel/safety-index/outliers.ts";

const values = Float64Array.of(2, 4, 6, 8);
const plain = treatment(values, "none");
const base = baseOf(values, plain);
const scores = (
  kind: Parameters<typeof normaliser>[0],
  direction: 1 | -1,
  goalposts?: { worst: number; best: number },
): ((x: number) => number) =>
  normaliser(kind, { id: "x", direction, ...(goalposts ? { goalposts } : {}) }, base, plain);
const mean = (f: (x: number) => number): number => values.reduce((sum, x) => sum + f(x), 0) / values.length;

describe("normalisation against the base year", () => {
  it("gives the base year a mean of 100 under Rotterdam's logic, in either direction", () => {
    for (const kind of ["base-100", "z-score", "reference-goalposts"] as const)
      for (const d of [1, -1] as const) expect(mean(scores(kind, d))).toBeCloseTo(100, 12);
  });

  it("scores by hand", () => {
    // m = 5, s = √5, range 6.
    expect(scores("base-100", 1)(8)).toBeCloseTo(160, 12);
    expect(scores("base-100", -1)(8)).toBeCloseTo(40, 12);
    expect(scores("z-score", -1)(8)).toBeCloseTo(100 - 30 / Math.sqrt(5), 12);
    expect(scores("min-max", 1)(5)).toBeCloseTo(50, 12);
    expect(scores("min-max", -1)(2)).toBe(100);
    expect(scores("reference-goalposts", 1)(8)).toBeCloseTo(130, 12);
    expect(scores("goalposts", -1, { worst: 10, best: 0 })(2)).toBeCloseTo(80, 12);
    expect(scores("goalposts", -1, { worst: 10, best: 0 })(12)).toBe(0);
    expect(scores("rank", -1)(6)).toBeCloseTo(37.5, 12);
  });

  it("lets a later value pass the base year's ends under min–max: the base is fixed", () => {
    expect(scores("min-max", 1)(11)).toBeCloseTo(150, 12);
  });

  it("refuses an indicator that has nothing to divide by", () => {
    const flat = Float64Array.of(3, 3, 3);
    const treated = treatment(flat, "none");
    const make = (): unknown =>
      normaliser("z-score", { id: "x", direction: 1 }, baseOf(flat, treated), treated);
    expect(make).toThrow(expect.objectContaining({ code: "index/no-spread" }));
    expect(() => scores("goalposts", 1)).toThrow(expect.objectContaining({ code: "index/goalposts" }));
  });
});
