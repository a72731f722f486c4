import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { absorbTwoWay, type TwoWay } from "../../src/maths/fixed-effects.ts";
import { leastSquares } from "../../src/maths/least-squares.ts";
import { stream } from "../../src/maths/random.ts";

/** The slow, obviously right way: a dummy for every level. */
const byDummies = ({ unit, period, units, periods, weights }: TwoWay, y: Float64Array) => {
  const [n, k] = [y.length, units + periods];
  const x = new Float64Array(n * k);
  for (let r = 0; r < n; r++) x[r * k + unit[r]!] = x[r * k + units + period[r]!] = 1;
  return leastSquares({ x, n, k, y, weights });
};

const rows = fc.array(
  fc.record({
    unit: fc.integer({ min: 0, max: 5 }),
    period: fc.integer({ min: 0, max: 3 }),
    y: fc.double({ min: -50, max: 50, noNaN: true }),
    w: fc.oneof(fc.constant(0), fc.double({ min: 0.05, max: 9, noNaN: true })),
  }),
  { minLength: 1, maxLength: 30 },
);
const panelOf = (cells: { unit: number; period: number; w: number }[], weighted: boolean): TwoWay => ({
  unit: Int32Array.from(cells, (c) => c.unit),
  period: Int32Array.from(cells, (c) => c.period),
  units: 6,
  periods: 4,
  ...(weighted && { weights: Float64Array.from(cells, (c) => c.w) }),
});

describe("two-way effects", () => {
  it("agree with dummies on any panel: unbalanced, repeated, weighted, disconnected", () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (cells, weighted) => {
        const panel = panelOf(cells, weighted);
        const y = Float64Array.from(cells, (c) => c.y);
        const absorbed = absorbTwoWay(panel);
        const dummies = byDummies(panel, y);
        expect(absorbed.rank).toBe(dummies.rank);
        const residuals = absorbed.demean(y);
        const { unit, period } = absorbed.effects(y);
        for (const [r, c] of cells.entries()) {
          if (weighted && c.w === 0) continue;
          expect(residuals[r]).toBeCloseTo(dummies.residuals[r]!, 8);
          expect(c.y - unit[c.unit]! - period[c.period]!).toBeCloseTo(residuals[r]!, 8);
        }
      }),
    );
  });
  it("are the closed form on a balanced panel, whatever the order of the rows", () => {
    const order = stream("fe", "order").shuffle(Array.from({ length: 12 }, (_, i) => i));
    const panel = {
      unit: Int32Array.from(order, (i) => Math.floor(i / 4)),
      period: Int32Array.from(order, (i) => i % 4),
      units: 3,
      periods: 4,
    };
    const y = Float64Array.from(order, (i) => i ** 1.5);
    const absorbed = absorbTwoWay(panel);
    expect(absorbed).toMatchObject({ balanced: true, rankLost: 1, rank: 6 });
    const dummies = byDummies(panel, y);
    for (const [r, v] of absorbed.demean(y).entries()) expect(v).toBeCloseTo(dummies.residuals[r]!, 12);
    expect(absorbed.effects(y).period[0]).toBe(0);
    const weighted = absorbTwoWay({ ...panel, weights: new Float64Array(12).fill(2) });
    expect(weighted.balanced).toBe(false);
    for (const [r, v] of weighted.demean(y).entries()) expect(v).toBeCloseTo(dummies.residuals[r]!, 12);
  });
  it("count one redundant level for each connected set", () => {
    const panel = {
      unit: Int32Array.of(0, 0, 1, 2, 2),
      period: Int32Array.of(0, 1, 1, 2, 3),
      units: 3,
      periods: 4,
    };
    expect(absorbTwoWay(panel)).toMatchObject({ rankLost: 2, rank: 5 });
  });
  it("leave nothing of a unit constant or a period constant, and ignore both when added", () => {
    fc.assert(
      fc.property(rows, fc.double({ min: -1e6, max: 1e6, noNaN: true }), (cells, lift) => {
        const absorbed = absorbTwoWay(panelOf(cells, true));
        const y = Float64Array.from(cells, (c) => c.y);
        const raised = Float64Array.from(
          cells,
          (c) => c.y + lift * Number(c.unit === 2) - lift * Number(c.period === 1),
        );
        const [plain, moved] = [absorbed.demean(y), absorbed.demean(raised)];
        for (const [r, c] of cells.entries()) if (c.w > 0) expect(moved[r]).toBeCloseTo(plain[r]!, 5);
      }),
    );
  });
  it("satisfy the normal equations to rounding on an ill-conditioned panel", () => {
    const random = stream("fe", "ill");
    const [units, periods] = [300, 40];
    const n = units * periods;
    const unit = Int32Array.from({ length: n }, (_, r) => Math.floor(r / periods));
    const period = Int32Array.from({ length: n }, (_, r) => r % periods);
    const weights = Float64Array.from({ length: n }, () => Math.exp(4 * random.normal()));
    const y = Float64Array.from({ length: n }, () => 1000 + random.normal());
    const residuals = absorbTwoWay({ unit, period, units, periods, weights }).demean(y);
    const sums = new Float64Array(periods);
    const scale = new Float64Array(periods);
    for (let r = 0; r < n; r++) {
      sums[period[r]!]! += weights[r]! * residuals[r]!;
      scale[period[r]!]! += weights[r]! * 1000;
    }
    for (let t = 0; t < periods; t++) expect(Math.abs(sums[t]!)).toBeLessThan(1e-12 * scale[t]!);
  });
});
