import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findSums } from "../../../src/ingest/release/sums.ts";

const series = (...rows: number[][]): Float64Array[] => rows.map((row) => Float64Array.from(row));

describe("sums among counts", () => {
  it("finds a total, and a total within it, by the parts that are no sums", () => {
    const [burglary, robbery, theft] = [
      [3, 0, 9, 4],
      [1, 7, 2, 2],
      [8, 5, 5, 11],
    ];
    const acquisitive = [11, 5, 14, 15]; // burglary and theft
    const all = [12, 12, 16, 17];
    const sums = findSums(series(all, burglary, robbery, acquisitive, theft));
    expect([...sums].map(([k, parts]) => [k, [...parts].sort()])).toEqual([
      [3, [1, 4]],
      [0, [1, 2, 4]],
    ]);
  });

  it("takes the same counts under two names for one", () => {
    expect([...findSums(series([1, 2, 3], [1, 2, 3]))]).toEqual([[1, [0]]]);
  });

  it("finds none where there is none, and leaves rows of zeros alone", () => {
    expect([...findSums(series([3, 9, 4], [1, 2, 7], [8, 5, 1], [0, 0, 0]))]).toEqual([]);
  });

  it("knows a total of everything of which one cell in twenty was revised", () => {
    const parts = [0, 1, 2].map((p) => Array.from({ length: 20 }, (_, c) => ((c + 1) * (p + 3)) % 11));
    const all = parts[0]!.map((_, c) => parts.reduce((sum, part) => sum + part[c]!, 0) + (c === 4 ? 1 : 0));
    const sums = findSums(series(...parts, all));
    expect([...(sums.get(3) ?? [])].sort()).toEqual([0, 1, 2]);
  });

  it("finds every planted total, however it is made up", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(60), { minLength: 24, maxLength: 24 }), { minLength: 3, maxLength: 8 }),
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        (parts, chosen) => {
          const within = parts.filter((_, k) => chosen[k]);
          fc.pre(within.length >= 2);
          const total = within[0]!.map((_, c) => within.reduce((sum, part) => sum + part[c]!, 0));
          const sums = findSums(series(...parts, total));
          const found = sums.get(parts.length);
          expect(found).toBeDefined();
          const made = total.map((_, c) => found!.reduce((sum, k) => sum + parts[k]![c]!, 0));
          expect(made).toEqual(total);
        },
      ),
      { numRuns: 60 },
    );
  });
});
