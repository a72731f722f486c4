import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrangements, countArrangements, linearTest } from "../../src/maths/permutations.ts";

/** A small congruential generator: these tests need repeatable random, not good ones. */
const random = (seed = 1) => {
  let state = seed;
  return {
    integer: (n: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * n);
    },
  };
};

const visited = (assignment: Parameters<typeof arrangements>[0], options = {}) => {
  const seen: string[] = [];
  const all = arrangements(assignment, { draws: 50, random: random(), ...options });
  all.each((labels) => seen.push([...labels].join("")));
  return { ...all, seen };
};

describe("arrangements", () => {
  it("visits each way of placing two treated among four units once", () => {
    const { seen, exact, count } = visited({ labels: [1, 0, 1, 0] });
    expect(exact).toBe(true);
    expect(count).toBe(6);
    expect([...seen].sort()).toEqual(["0011", "0101", "0110", "1001", "1010", "1100"]);
  });

  it("keeps labels inside their block, so six pairs can fall in 2⁶ ways", () => {
    const { seen } = visited({
      labels: [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0],
      blocks: [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5],
    });
    expect(new Set(seen).size).toBe(64);
    expect(seen.every((labels) => /^(01|10){6}$/.test(labels))).toBe(true);
  });

  it("counts labels of several kinds by the multinomial", () => {
    expect(countArrangements({ labels: [2019, 2019, 2021, 0, 0, 0] })).toBe(60); // 6! / (2! 1! 3!)
    expect(visited({ labels: [2019, 2019, 2021, 0, 0, 0] }).seen.length).toBe(60);
  });

  it("says how many there are even when they are too many to count exactly", () => {
    expect(countArrangements({ labels: Array.from({ length: 207 }, (_, i) => i % 2) })).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it("draws at random beyond the limit, the observed labelling first", () => {
    const labels = Array.from({ length: 30 }, (_, i) => (i < 12 ? 1 : 0));
    const { seen, exact, count } = visited({ labels });
    expect(exact).toBe(false);
    expect(count).toBe(51);
    expect(seen.length).toBe(51);
    expect(seen[0]).toBe(labels.join(""));
    expect(seen.every((s) => [...s].filter((c) => c === "1").length === 12)).toBe(true);
    expect(new Set(seen).size).toBeGreaterThan(45);
  });
});

describe("linearTest", () => {
  const differenceTest = (y: number[], treated: number[], level = 0.95) => {
    const difference = (values: ArrayLike<number>, labels: ArrayLike<number>) => {
      const [sum, n] = [
        [0, 0],
        [0, 0],
      ] as [[number, number], [number, number]];
      for (let i = 0; i < labels.length; i++) {
        sum[labels[i]!]! += values[i]!;
        n[labels[i]!]! += 1;
      }
      return sum[1] / n[1] - sum[0] / n[0];
    };
    const statistic: number[] = [];
    const overlap: number[] = [];
    arrangements({ labels: treated }, { draws: 99, random: random() }).each((labels) => {
      statistic.push(difference(y, labels));
      overlap.push(difference(treated, labels));
    });
    return { ...linearTest(difference(y, treated), statistic, overlap, level), difference };
  };

  it("gives 4 of 70 for four treated against four comparison units", () => {
    const test = differenceTest([6, 4, 9, 5, 10, 8, 12, 11], [1, 1, 1, 1, 0, 0, 0, 0]);
    expect(test.estimate).toBe(-4.25);
    expect(test.p).toBeCloseTo(4 / 70, 12);
    expect(test.smallestP).toBeCloseTo(2 / 70, 12);
  });

  it("ends the interval where a brute-force test starts to refuse", () => {
    const values = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(values, (y) => {
        const treated = [1, 1, 1, 1, 0, 0, 0, 0];
        const { lower, upper } = differenceTest(y, treated);
        const pAt = (effect: number) =>
          differenceTest(
            y.map((v, i) => v - effect * treated[i]!),
            treated,
          ).p;
        for (const [end, inside] of [
          [lower, 1],
          [upper, -1],
        ] as const) {
          expect(pAt(end + inside * 1e-3)).toBeGreaterThan(0.05);
          expect(pAt(end - inside * 1e-3)).toBeLessThanOrEqual(0.05);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("has no limit where the arrangements are too few for the level", () => {
    const test = differenceTest([5, 6, 9, 9], [1, 1, 0, 0]);
    expect(test.smallestP).toBeCloseTo(1 / 3, 12);
    expect([test.lower, test.upper]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });
});
