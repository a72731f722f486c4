import { describe, expect, it } from "vitest";
import { multiplier, multiplierBands } from "../../src/inference/multiplier.ts";
import { normalQuantile } from "../../src/maths/distributions.ts";
import { rademacherSums } from "../../src/maths/rademacher-sums.ts";
import { stream } from "../../src/maths/random.ts";
import { studyOf } from "./small-study.ts";

const noise = (n: number, name: string): Float64Array => {
  const random = stream("7", name);
  return Float64Array.from({ length: n }, () => random.normal());
};

describe("random-sign sums", () => {
  it("are sums with signs: right parity, right range, the same signs for every column", () => {
    const ones = new Float64Array(13).fill(1);
    const [a, b, single] = rademacherSums(
      [ones, ones.map((v) => 3 * v), Float64Array.of(5, ...new Float64Array(12))],
      500,
      stream("1", "s"),
    );
    for (let r = 0; r < 500; r++) {
      expect(Math.abs(a![r]!) % 2).toBe(1);
      expect(Math.abs(a![r]!)).toBeLessThanOrEqual(13);
      expect(b![r]).toBe(3 * a![r]!);
      expect(Math.abs(single![r]!)).toBe(5);
    }
  });
  it("have mean 0 and variance Σψ²", () => {
    const psi = noise(101, "psi");
    const [sums] = rademacherSums([psi], 20_000, stream("1", "v"));
    const square = psi.reduce((s, v) => s + v * v, 0);
    expect(Math.abs(sums!.reduce((s, v) => s + v, 0) / 20_000)).toBeLessThan(4 * Math.sqrt(square / 20_000));
    expect(sums!.reduce((s, v) => s + v * v, 0) / 20_000 / square).toBeCloseTo(1, 1);
  });
});

describe("multiplier bootstrap", () => {
  const n = 400;
  const columns = Array.from({ length: 5 }, (_, c) => noise(n, `column ${c}`));
  it("reproduces the analytic standard error", () => {
    const { errors } = multiplierBands(columns, 4000, 0.95, stream("1", "m"));
    for (const [c, psi] of columns.entries()) {
      const analytic = Math.sqrt(psi.reduce((s, v) => s + v * v, 0)) / n;
      expect(errors[c]! / analytic).toBeCloseTo(1, 1);
    }
  });
  it("widens with the number of terms, towards Bonferroni for independent ones", () => {
    const one = multiplierBands(columns.slice(0, 1), 4000, 0.95, stream("1", "m")).critical;
    const five = multiplierBands(columns, 4000, 0.95, stream("1", "m")).critical;
    expect(one).toBeCloseTo(normalQuantile(0.975), 1);
    expect(five).toBeCloseTo(normalQuantile(1 - 0.05 / 10), 1);
    const same = multiplierBands([columns[0]!, columns[0]!], 4000, 0.95, stream("1", "m")).critical;
    expect(same).toBe(one);
  });
  it("leaves out a term that does not vary", () => {
    const { errors, critical } = multiplierBands(
      [columns[0]!, new Float64Array(n)],
      500,
      0.95,
      stream("1", "m"),
    );
    expect(errors[1]).toBeNaN();
    expect(Number.isFinite(critical)).toBe(true);
  });
  it("never contradicts itself: a band excludes 0 exactly when its p ≤ α", () => {
    for (const scale of [0, 0.08, 0.1, 0.12, 0.14, 0.16, 0.2]) {
      const study = studyOf({ beta: Float64Array.from(columns, () => scale) }, n, {
        influence: columns,
        settings: { bootstrap: 999 },
      });
      for (const e of multiplier.infer(study).estimates) {
        expect(e.conf_low! > 0 || e.conf_high! < 0).toBe(e.p_value! <= 0.05);
      }
    }
  });
  it("sums influence within clusters", () => {
    const study = studyOf({ beta: Float64Array.of(1) }, n, {
      influence: [columns[0]!],
      cluster: (i) => i % 40,
      settings: { bootstrap: 4000 },
    });
    const sums = new Float64Array(40);
    for (const [i, v] of columns[0]!.entries()) sums[i % 40]! += v;
    const analytic = Math.sqrt(sums.reduce((s, v) => s + v * v, 0)) / n;
    const found = multiplier.infer(study);
    expect(found.estimates[0]!.std_error! / analytic).toBeCloseTo(1, 1);
    expect(found.diagnostics.clusters).toBe(40);
  });
  it("refuses a fit without influence values", () => {
    expect(() => multiplier.infer(studyOf({ beta: Float64Array.of(1) }, 4))).toThrow(
      expect.objectContaining({ code: "inference/no-influence" }),
    );
  });
});
