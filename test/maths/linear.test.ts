import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cholesky,
  choleskySolve,
  crossProduct,
  crossVector,
  identity,
  inverseSpd,
  multiply,
  multiplyVector,
  solveLinear,
  transpose,
} from "../../src/maths/linear.ts";

const entry = fc.double({ min: -5, max: 5, noNaN: true });
const matrix = (n: number, k: number) =>
  fc.array(entry, { minLength: n * k, maxLength: n * k }).map((v) => Float64Array.from(v));
const near = (a: Float64Array, b: Float64Array, digits: number) => {
  for (const [i, v] of a.entries()) expect(v).toBeCloseTo(b[i]!, digits);
};

describe("linear algebra", () => {
  it("multiplies and transposes by hand", () => {
    const a = Float64Array.of(1, 2, 3, 4, 5, 6); // 2 × 3
    expect([...transpose(a, 2, 3)]).toEqual([1, 4, 2, 5, 3, 6]);
    expect([...multiply(a, 2, 3, transpose(a, 2, 3), 2)]).toEqual([14, 32, 32, 77]);
    expect([...multiplyVector(a, 2, 3, Float64Array.of(1, 0, -1))]).toEqual([-2, -2]);
  });
  it("X'WX and X'Wy agree with explicit products", () => {
    fc.assert(
      fc.property(matrix(6, 3), matrix(6, 1), matrix(6, 1), (x, y, w) => {
        const weighted = x.map((v, at) => v * w[Math.floor(at / 3)]!);
        near(crossProduct(x, 6, 3, w), multiply(transpose(x, 6, 3), 3, 6, weighted, 3), 9);
        near(crossVector(x, 6, 3, y, w), multiply(transpose(weighted, 6, 3), 3, 6, y, 1), 9);
      }),
    );
  });
  it("factorises, solves and inverts a positive definite matrix", () => {
    fc.assert(
      fc.property(matrix(5, 4), matrix(4, 1), (x, b) => {
        const a = crossProduct(x, 5, 4);
        for (let i = 0; i < 4; i++) a[i * 4 + i]! += 1;
        const l = cholesky(a, 4)!;
        near(multiply(l, 4, 4, transpose(l, 4, 4), 4), a, 9);
        near(multiplyVector(a, 4, 4, choleskySolve(l, 4, b)), b, 9);
        near(multiply(a, 4, 4, inverseSpd(a, 4)!, 4), identity(4), 9);
        near(solveLinear(a, 4, b)!, choleskySolve(l, 4, b), 9);
      }),
    );
  });
  it("says when a matrix has no factor or no inverse", () => {
    expect(cholesky(Float64Array.of(1, 2, 2, 1), 2)).toBeUndefined();
    expect(cholesky(Float64Array.of(1, 1, 1, 1), 2)).toBeUndefined();
    expect(inverseSpd(Float64Array.of(0), 1)).toBeUndefined();
    expect(solveLinear(Float64Array.of(1, 2, 2, 4), 2, Float64Array.of(1, 1))).toBeUndefined();
  });
  it("pivots: a zero on the diagonal is no obstacle", () => {
    expect([...solveLinear(Float64Array.of(0, 1, 1, 0), 2, Float64Array.of(3, 4))!]).toEqual([4, 3]);
  });
});
