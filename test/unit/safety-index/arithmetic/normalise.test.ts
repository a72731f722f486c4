import { describe, expect, it } from "vitest";
import { baseOf, isDefined, normaliser } from "../../../../src/unit/safety-index/arithmetic/normalise.ts";
import { treatment } from "../../../../src/unit/safety-index/arithmetic/outliers.ts";
import { normalisations } from "../../../../src/unit/safety-index/config.ts";

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

  it.each([
    // Three equal values whose mean is not exactly theirs: the spread is rounding.
    { of: "equal values", values: [0.1, 0.1, 0.1], has: ["base-100", "goalposts", "rank"] },
    { of: "equal large values", values: [1e9 / 7, 1e9 / 7, 1e9 / 7], has: ["base-100", "goalposts", "rank"] },
    { of: "zeros", values: [0, 0, 0], has: ["goalposts", "rank"] },
    { of: "one area", values: [7], has: ["base-100", "goalposts", "rank"] },
    {
      of: "values below zero",
      values: [-3, -1],
      has: ["z-score", "min-max", "reference-goalposts", "goalposts", "rank"],
    },
    { of: "no area", values: [], has: [] },
    {
      of: "small values",
      values: [1e-9, 3e-9],
      has: ["base-100", "z-score", "min-max", "reference-goalposts", "goalposts", "rank"],
    },
  ])("has something to divide $of by under $has alone", ({ values: own, has }) => {
    const found = baseOf(Float64Array.from(own), plain);
    expect(normalisations.filter((kind) => isDefined(kind, found)).sort()).toEqual([...has].sort());
  });

  it("refuses a mean below zero, under which more would be less", () => {
    const below = baseOf(Float64Array.of(-10, -30), plain);
    const make = (): unknown => normaliser("base-100", { id: "net", direction: 1 }, below, plain);
    expect(make).toThrow("the indicator net has a mean of -20 in the base year");
    // By hand: m = -20, s = 10, and the better area stands higher.
    expect(normaliser("z-score", { id: "net", direction: 1 }, below, plain)(-10)).toBe(110);
  });

  it("refuses goalposts that contradict the direction, whichever it is", () => {
    expect(() => scores("goalposts", -1, { worst: 0, best: 10 })).toThrow(
      "goalposts from 0 to 10 for x, of which less is better",
    );
    expect(() => scores("goalposts", 1, { worst: 10, best: 0 })).toThrow("of which more is better");
    expect(() => scores("goalposts", 1, { worst: 4, best: 4 })).toThrow(
      expect.objectContaining({ code: "index/goalposts" }),
    );
  });
});
