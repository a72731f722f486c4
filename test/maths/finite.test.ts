import { describe, expect, it } from "vitest";
import { NotFinite } from "../../src/maths/finite.ts";
import { blockedCholesky } from "../../src/maths/schur.ts";
import { simplexLeastSquares } from "../../src/maths/simplex.ts";

describe("a number that is missing", () => {
  it("ends a search with an error, and never keeps it going", () => {
    const wrong = NotFinite;
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const gram = Float64Array.of(1, 0, 0, bad);
      expect(() => simplexLeastSquares({ gram, linear: Float64Array.of(1, 1) })).toThrow(wrong);
      expect(() =>
        simplexLeastSquares({ gram: Float64Array.of(1, 0, 0, 1), linear: Float64Array.of(1, bad) }),
      ).toThrow(wrong);
    }
    expect(() => blockedCholesky(Float64Array.of(1, 0, Number.NaN, Number.NaN), 2)).toThrow(wrong);
  });
});
