import { describe, expect, it } from "vitest";
import { bfgs, bisect, brentMinimise, nelderMead } from "../../src/maths/optimise.ts";

const banana = (x: Float64Array): number => (1 - x[0]!) ** 2 + 100 * (x[1]! - x[0]! ** 2) ** 2;
const slope = (x: Float64Array): Float64Array =>
  Float64Array.of(2 * (x[0]! - 1) - 400 * x[0]! * (x[1]! - x[0]! ** 2), 200 * (x[1]! - x[0]! ** 2));

describe("roots", () => {
  it("finds the cube root of two", () => {
    expect(bisect((x) => x ** 3 - 2, 0, 2, 1e-14)).toBeCloseTo(2 ** (1 / 3), 12);
  });
  it("takes an end that is a root, and refuses a bracket that holds none", () => {
    expect(bisect((x) => x - 1, 1, 2)).toBe(1);
    expect(bisect((x) => x - 2, 1, 2)).toBe(2);
    expect(bisect((x) => x * x + 1, -1, 1)).toBeUndefined();
  });
  it("survives a flat function with one steep step", () => {
    expect(bisect((x) => Math.atan(1e6 * (x - 0.3)), 0, 1)).toBeCloseTo(0.3, 10);
  });
});

describe("minima", () => {
  it("of a parabola and of |x|", () => {
    expect(brentMinimise((x) => (x - 1.25) ** 2, -4, 9).x).toBeCloseTo(1.25, 7);
    expect(brentMinimise(Math.abs, -4, 9).x).toBeCloseTo(0, 7);
  });
  it("of Rosenbrock's banana, without and with its slope", () => {
    const [walk, climb] = [nelderMead(banana, [-1.2, 1]), bfgs(banana, slope, [-1.2, 1])];
    for (const found of [walk, climb]) {
      expect(found.converged).toBe(true);
      expect(found.x[0]).toBeCloseTo(1, 6);
      expect(found.x[1]).toBeCloseTo(1, 6);
    }
  });
  it("says when it did not arrive", () => {
    expect(nelderMead(banana, [-1.2, 1], { mostIterations: 5 }).converged).toBe(false);
    expect(bfgs(banana, slope, [-1.2, 1], { mostIterations: 2 }).converged).toBe(false);
  });
});
