import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowClusters } from "../../src/inference/clusters.ts";
import { rowSpace } from "../../src/inference/row-space.ts";
import { wildBootstrap, wildP, wildTest } from "../../src/inference/wild-bootstrap.ts";
import { signDraws } from "../../src/inference/wild-draws.ts";
import { stream } from "../../src/maths/random.ts";
import {
  counted,
  type Row,
  ragged,
  regress,
  regressPoisson,
  studyOf,
  wavy,
  weighted,
} from "./small-study.ts";

/** CR1 t statistic of β_j = r by refitting, up to the small-sample factor that cancels. */
const tOf = (rows: readonly Row[], j: number, r: number, cluster: (unit: number) => number): number => {
  const { beta, regression } = regress(rows);
  const { x, k, residuals, bread, unit, weights } = regression;
  const sums = new Map<number, number>();
  for (let row = 0; row < residuals.length; row++) {
    let pull = 0;
    for (let i = 0; i < k; i++) pull += bread[j * k + i]! * x[row * k + i]!;
    const g = cluster(unit[row]!);
    sums.set(g, (sums.get(g) ?? 0) + pull * residuals[row]! * (weights?.[row] ?? 1));
  }
  return (beta[j]! - r) / Math.sqrt([...sums.values()].reduce((s, v) => s + v * v, 0));
};

/** The slow, obviously right way: impose the hypothesis, flip residuals, refit everything, for each sign vector. */
const bruteP = (
  rows: readonly Row[],
  j: number,
  r: number,
  cluster: (unit: number) => number,
  clusters: number,
): number => {
  const others = rows.map((row) => ({
    ...row,
    x: row.x.filter((_, i) => i !== j),
    y: row.y - r * row.x[j]!,
  }));
  const restricted = regress(others).regression.residuals;
  const observed = Math.abs(tOf(rows, j, r, cluster));
  let asLarge = 0;
  for (let signs = 0; signs < 2 ** clusters; signs++) {
    const drawn = rows.map((row, at) => {
      const v = (signs >> cluster(row.unit)) & 1 ? -1 : 1;
      return { ...row, y: row.y - restricted[at]! + v * restricted[at]! };
    });
    if (Math.abs(tOf(drawn, j, r, cluster)) >= observed * (1 - 1e-9)) asLarge++;
  }
  return asLarge / 2 ** clusters;
};

const pairs = (i: number): number => Math.floor(i / 2);
const p = (rows: readonly Row[], j: number, r: number): number => {
  const { beta, regression } = regress(rows);
  const clusters = rowClusters(
    regression,
    Int32Array.from({ length: 10 }, (_, i) => pairs(i)),
  );
  const draws = signDraws(clusters.count, 9999, stream("1", "test"));
  return wildP(wildTest(regression, rowSpace(regression), clusters, draws, j), beta[j]! - r);
};

describe("wild cluster bootstrap", () => {
  it.each([
    ["balanced", wavy],
    ["unbalanced", ragged],
    ["weighted", weighted],
  ] as const)("equals a refit of every sign vector: %s", (_, rows) => {
    for (const j of [0, 1])
      for (const r of [0, -1.3, 0.4]) expect(p(rows, j, r)).toBe(bruteP(rows, j, r, pairs, 5));
  });
  it("accepts the estimate itself with p = 1", () => {
    expect(p(wavy, 0, regress(wavy).beta[0]!)).toBe(1);
  });
  it("never contradicts itself: the interval excludes 0 exactly when p ≤ α", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.constantFrom(0.8, 0.9, 0.95),
        fc.constantFrom(199, 9999),
        fc.double({ min: -2, max: 2, noNaN: true }),
        (seed, level, wild, effect) => {
          const random = stream(String(seed), "noise");
          const rows = wavy.map((r) => ({ ...r, y: random.normal() + effect * r.x[0]! }));
          const [found] = wildBootstrap.infer(
            studyOf(regress(rows), 10, { level, settings: { wild } }),
          ).estimates;
          const excludes =
            (found!.conf_low !== null && found!.conf_low > 0) ||
            (found!.conf_high !== null && found!.conf_high < 0);
          expect(excludes).toBe(found!.p_value! <= 1 - level);
        },
      ),
      { numRuns: 40 },
    );
  });
  it("tries every sign vector when they fit, Webb's points when few clusters and few draws, signs otherwise", () => {
    const kind = (wild: number, cluster?: (i: number) => number) =>
      wildBootstrap.infer(studyOf(regress(wavy), 10, { settings: { wild }, ...(cluster && { cluster }) }))
        .diagnostics;
    expect(kind(1024)).toMatchObject({ enumerated: true, draws: 1024, smallest_p: 2 / 1024 });
    expect(kind(1023)).toMatchObject({ enumerated: false, weights: "webb", draws: 1023 });
    expect(signDraws(12, 99, stream("1", "x")).kind).toBe("rademacher");
  });
  it("gives the same numbers from the same seed, and close ones from another", () => {
    const run = (seed: string) =>
      wildBootstrap.infer(studyOf(regress(ragged), 10, { settings: { wild: 999, seed } })).estimates[0]!;
    expect(run("1")).toEqual(run("1"));
    expect(run("1").p_value).not.toBe(run("2").p_value);
    expect(Math.abs(run("1").p_value! - run("2").p_value!)).toBeLessThan(0.06);
  });
  it("says when a side has no end: three clusters cannot refuse anything at 5 %", () => {
    const found = wildBootstrap.infer(studyOf(regress(wavy), 10, { cluster: (i) => i % 3 }));
    expect(found.estimates[0]!.conf_low).toBeNull();
    expect(found.warnings.map((w) => w.code)).toContain("inference/unbounded");
    expect(found.estimates[0]!.p_value).toBeGreaterThan(0.05);
  });
  it("scales with the outcome", () => {
    const small = wildBootstrap.infer(studyOf(regress(wavy), 10)).estimates[0]!;
    const large = wildBootstrap.infer(studyOf(regress(wavy.map((r) => ({ ...r, y: 100 * r.y }))), 10))
      .estimates[0]!;
    expect(large.p_value).toBe(small.p_value);
    expect(large.conf_low! / 100).toBeCloseTo(small.conf_low!, 8);
  });
  it("runs on a Poisson fit's last regression", () => {
    const found = wildBootstrap.infer(studyOf(regressPoisson(counted), 10)).estimates[0]!;
    expect(found.conf_low!).toBeLessThan(found.estimate!);
    expect(found.conf_high!).toBeGreaterThan(found.estimate!);
  });
});
