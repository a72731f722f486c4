import { describe, expect, it } from "vitest";
import { symmetricEigen } from "../../src/maths/eigen.ts";
import { stream } from "../../src/maths/random.ts";

const rebuild = (values: Float64Array, vectors: Float64Array, n: number): Float64Array => {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let m = 0; m < n; m++) out[i * n + j]! += vectors[i * n + m]! * values[m]! * vectors[j * n + m]!;
  return out;
};

describe("symmetric eigenvalues", () => {
  it("of a 2 × 2 by hand", () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect(values[0]).toBeCloseTo(3, 14);
    expect(values[1]).toBeCloseTo(1, 14);
    expect(Math.abs(vectors[0]!)).toBeCloseTo(Math.SQRT1_2, 14);
  });
  it.each([1, 2, 3, 7, 40])("rebuild a random %i × %i matrix from orthonormal vectors", (n) => {
    const random = stream("eigen", "test", n);
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = random.normal();
    const { values, vectors } = symmetricEigen(a, n);
    const back = rebuild(values, vectors, n);
    const unit = rebuild(new Float64Array(n).fill(1), vectors, n);
    for (let at = 0; at < n * n; at++) {
      expect(Math.abs(back[at]! - a[at]!)).toBeLessThan(1e-12);
      expect(Math.abs(unit[at]! - Number(at % (n + 1) === 0))).toBeLessThan(1e-12);
    }
    for (let i = 1; i < n; i++) expect(values[i - 1]!).toBeGreaterThanOrEqual(values[i]!);
  });
  it("of matrices with repeated and zero eigenvalues", () => {
    const ones = new Float64Array(16).fill(1);
    expect([...symmetricEigen(ones, 4).values].map((v) => Math.round(v * 1e12) / 1e12 + 0)).toEqual([
      4, 0, 0, 0,
    ]);
    expect([...symmetricEigen(new Float64Array(9), 3).values]).toEqual([0, 0, 0]);
  });
});
