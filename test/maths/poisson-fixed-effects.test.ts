import { describe, expect, it } from "vitest";
import { fitGlm } from "../../src/maths/glm.ts";
import { poissonTwoWay } from "../../src/maths/poisson-fixed-effects.ts";
import type { PoissonTwoWay } from "../../src/maths/poisson-problem.ts";
import { stream } from "../../src/maths/random.ts";

const [units, periods] = [12, 8];
const n = units * periods;
const unit = Int32Array.from({ length: n }, (_, r) => Math.floor(r / periods));
const period = Int32Array.from({ length: n }, (_, r) => r % periods);
const treated = Float64Array.from(unit, (i, r) => Number(i % 4 === 0 && period[r]! >= 4 + (i % 3)));

const panel = (name: string): PoissonTwoWay => {
  const random = stream("ppml", name);
  const level = Array.from({ length: units }, () => random.normal());
  return {
    y: Float64Array.from(unit, (i, r) => random.poisson(3 * Math.exp(level[i]! - 0.4 * treated[r]!))),
    x: treated,
    k: 1,
    offset: Float64Array.from(unit, () => 0.3 * random.normal()),
    unit,
    period,
    units,
    periods,
  };
};

/** The slow, obviously right way: Poisson regression with a dummy for every level. */
const byDummies = (p: PoissonTwoWay, rows: ArrayLike<number>) => {
  const k = p.k + p.units + p.periods;
  const x = new Float64Array(rows.length * k);
  const pick = (column: Float64Array) => Float64Array.from(rows, (r) => column[r]!);
  for (let at = 0; at < rows.length; at++) {
    const r = rows[at]!;
    for (let j = 0; j < p.k; j++) x[at * k + j] = p.x[r * p.k + j]!;
    x[at * k + p.k + p.unit[r]!] = x[at * k + p.k + p.units + p.period[r]!] = 1;
  }
  const { offset, weights } = p;
  return fitGlm({
    x,
    n: rows.length,
    k,
    y: pick(p.y),
    family: "poisson",
    ...(offset && { offset: pick(offset) }),
    ...(weights && { weights: pick(weights) }),
  });
};

describe("Poisson with unit and period effects", () => {
  it.each(["one", "two", "three", "four"])("agrees with a dummy for every level: %s", (name) => {
    const p = panel(name);
    const fit = poissonTwoWay(p);
    const slow = byDummies(p, fit.kept);
    expect(fit.coefficients[0]).toBeCloseTo(slow.coefficients[0]!, 10);
    expect(fit.deviance).toBeCloseTo(slow.deviance, 9);
    expect(Math.abs(fit.bread[0]! / slow.covariance[0]! - 1)).toBeLessThan(1e-8);
    expect(fit.converged).toBe(true);
    for (const [at, m] of fit.mu.entries()) expect(Math.abs(m / slow.fitted[at]! - 1)).toBeLessThan(1e-7);
  });
  it("agrees on weighted, unbalanced panels with two regressors", () => {
    const random = stream("ppml", "unbalanced");
    const base = panel("unbalanced");
    const rows = Array.from({ length: n }, (_, r) => r).filter((r) => r % 7 !== 3 && r !== 50);
    const pick = (column: Float64Array) => Float64Array.from(rows, (r) => column[r]!);
    const p: PoissonTwoWay = {
      ...base,
      y: pick(base.y),
      x: Float64Array.from(rows.flatMap((r) => [treated[r]!, random.normal()])),
      k: 2,
      offset: pick(base.offset!),
      weights: Float64Array.from(rows, () => 0.5 + random.uniform()),
      unit: Int32Array.from(rows, (r) => unit[r]!),
      period: Int32Array.from(rows, (r) => period[r]!),
    };
    const fit = poissonTwoWay(p);
    const slow = byDummies(p, fit.kept);
    for (const j of [0, 1]) expect(fit.coefficients[j]).toBeCloseTo(slow.coefficients[j]!, 9);
  });
  it("needs no iteration without regressors: totals already match", () => {
    const { offset: _, ...p } = panel("null");
    const fit = poissonTwoWay({ ...p, x: new Float64Array(0), k: 0 });
    const total = p.y.reduce((s, v) => s + v, 0);
    const row = p.y.slice(0, periods).reduce((s, v) => s + v, 0);
    const column = p.y.filter((_v, r) => period[r] === 2).reduce((s, v) => s + v, 0);
    expect(fit.mu[2]).toBeCloseTo((row * column) / total, 10);
    expect(fit.iterations).toBeLessThanOrEqual(3);
    expect(Math.exp(fit.effects.unit[0]! + fit.effects.period[2]!)).toBeCloseTo((row * column) / total, 10);
  });
  it("is unmoved when a unit's exposure or a period's is scaled", () => {
    const p = panel("scale");
    const scaled = {
      ...p,
      offset: p.offset!.map((o, r) => o + Number(unit[r] === 3) * 2 - Number(period[r] === 5)),
    };
    expect(poissonTwoWay(scaled).coefficients[0]).toBeCloseTo(poissonTwoWay(p).coefficients[0]!, 10);
  });
  it("drops units and periods without events, counts their rows, and keeps the estimate", () => {
    const p = panel("drop");
    const y = p.y.map((v, r) => (unit[r] === 5 || period[r] === 1 ? 0 : v + Number(r % 9 === 0)));
    const fit = poissonTwoWay({ ...p, y });
    expect([...fit.dropped.units]).toEqual([5]);
    expect([...fit.dropped.periods]).toEqual([1]);
    expect(fit.dropped.rows).toBe(periods + units - 1);
    expect(fit.kept.length + fit.dropped.rows).toBe(n);
    expect(fit.effects.unit[5]).toBe(Number.NEGATIVE_INFINITY);
    expect(fit.coefficients[0]).toBeCloseTo(byDummies({ ...p, y }, fit.kept).coefficients[0]!, 9);
  });
  it("reports −∞ for a treatment after which nothing happens, beside a finite covariate", () => {
    const random = stream("ppml", "separated");
    const p = panel("separated");
    const covariate = Float64Array.from(unit, () => random.normal());
    const y = p.y.map((v, r) => (treated[r] === 1 ? 0 : v + 1));
    const fit = poissonTwoWay({
      ...p,
      y,
      x: Float64Array.from({ length: 2 * n }, (_, at) => (at % 2 === 0 ? treated : covariate)[at >> 1]!),
      k: 2,
    });
    expect(fit.separated).toEqual([0]);
    expect(fit.coefficients[0]).toBe(Number.NEGATIVE_INFINITY);
    const rest = Array.from({ length: n }, (_, r) => r).filter((r) => treated[r] === 0);
    const slow = byDummies({ ...p, y, x: covariate }, rest);
    expect(fit.coefficients[1]).toBeCloseTo(slow.coefficients[0]!, 7);
  });
  it("reports +∞ when a treated unit had no events before and some after", () => {
    const p = panel("before");
    const y = p.y.map((v, r) => (unit[r] === 0 ? Number(treated[r] === 1) * (1 + v) : v + 1));
    const only = treated.map((d, r) => (unit[r] === 0 ? d : 0));
    const fit = poissonTwoWay({ ...p, y, x: only });
    expect(fit.coefficients[0]).toBe(Number.POSITIVE_INFINITY);
  });
  it("one event is enough for a finite estimate", () => {
    const p = panel("one event");
    const first = treated.indexOf(1);
    const y = p.y.map((v, r) => (treated[r] === 1 ? Number(r === first) : v + 1));
    const fit = poissonTwoWay({ ...p, y });
    expect(fit.separated).toEqual([]);
    expect(Number.isFinite(fit.coefficients[0]!)).toBe(true);
  });
  it("calls a regressor that only differs between units aliased", () => {
    const p = panel("aliased");
    const fit = poissonTwoWay({
      ...p,
      x: Float64Array.from({ length: 2 * n }, (_, at) => (at % 2 === 0 ? treated[at >> 1]! : unit[at >> 1]!)),
      k: 2,
    });
    expect(fit.aliased).toEqual([1]);
    expect(fit.coefficients[1]).toBeNaN();
    expect(fit.coefficients[0]).toBeCloseTo(poissonTwoWay(p).coefficients[0]!, 9);
  });
});
