import { describe, expect, it } from "vitest";
import { matchComparisons, matchedDesign } from "../../src/estimators/matching.ts";
import type { DesignError } from "../../src/model/errors.ts";
import { balanced } from "../helpers/did-design.ts";
import { changed, designFrom, factorRows } from "../helpers/synthetic.ts";

const path = [20, 24, 30, 26, 22, 28, 33, 29];
const design = () =>
  balanced([
    { name: "T", y: path, start: 7 },
    { name: "twin", y: path.map((v, t) => v + (t % 2)) },
    { name: "large", y: path.map((v) => 8 * v) },
    { name: "falling", y: path.map((v, t) => Math.round(v * 0.8 ** t)) },
    { name: "flat", y: path.map(() => 26) },
  ]);

describe("matchComparisons", () => {
  it("picks the unit most like the treated one in level and shape", () => {
    const { pairs, weights } = matchComparisons(design());
    expect(pairs.map(({ treated, comparison, weight }) => [treated, comparison, weight])).toEqual([
      ["T", "twin", 1],
    ]);
    expect([...weights]).toEqual([1, 1, 0, 0, 0]);
  });

  it("does not look at what happened after the start", () => {
    const later = balanced([
      { name: "T", y: [...path.slice(0, 6), 500, 900], start: 7 },
      ...["twin", "large", "falling", "flat"].map((name, i) => ({
        name,
        y: Array.from(design().panel.columns.y!.subarray((i + 1) * 8, (i + 2) * 8)),
      })),
    ]);
    expect(matchComparisons(later).pairs).toEqual(matchComparisons(design()).pairs);
  });

  it("passes over excluded units and buffers", () => {
    expect(matchComparisons(design(), { exclude: ["twin"] }).pairs[0]!.comparison).not.toBe("twin");
    const ringed = {
      ...design(),
      roles: ["treated", "buffer", "comparison", "comparison", "comparison"] as const,
    };
    expect(matchComparisons(ringed).pairs[0]!.comparison).not.toBe("twin");
  });

  it("uses a comparison unit once, for the least total distance, unless told otherwise", () => {
    const several = designFrom(
      changed(factorRows({ donors: 12, periods: 12, start: 9, treated: 4 }), (y) => Math.max(0, y)),
    );
    const once = matchComparisons(several, { perTreated: 2 });
    expect(new Set(once.pairs.map(({ comparison }) => comparison)).size).toBe(8);
    expect(once.pairs.filter(({ treated }) => treated === "u0").map(({ weight }) => weight)).toEqual([
      0.5, 0.5,
    ]);
    const again = matchComparisons(several, { perTreated: 2, replacement: true });
    const total = (m: typeof once) => m.pairs.reduce((sum, { distance }) => sum + distance, 0);
    expect(total(again)).toBeLessThanOrEqual(total(once));
  });

  it("leaves a treated unit without a match rather than take one beyond the caliper", () => {
    const none = matchComparisons(design(), { caliper: 1e-6 });
    expect(none.pairs).toEqual([]);
    expect(none.unmatched).toEqual(["T"]);
    expect(none.warnings.map(({ code }) => code)).toContain("matching/unmatched");
  });

  it("improves the balance and reports what is left", () => {
    const rows = changed(factorRows({ donors: 40, periods: 16, start: 12, treated: 6, seed: 5 }), (y) =>
      Math.max(0, Math.round(y)),
    );
    const { balance, slopeGap } = matchComparisons(designFrom(rows));
    const worst = (key: "smd_before" | "smd_after") =>
      Math.max(...balance.map((line) => Math.abs(line[key]!)));
    expect(balance.map(({ feature }) => feature)).toEqual([
      "level",
      "shape 1 of 4",
      "shape 2 of 4",
      "shape 3 of 4",
      "shape 4 of 4",
    ]);
    expect(worst("smd_after")).toBeLessThan(worst("smd_before"));
    expect(Math.abs(slopeGap!)).toBeLessThan(0.02);
  });

  it("is unmoved by the names of units and by the scale of counts", () => {
    const big = balanced(
      ["T", "twin", "large", "falling", "flat"].map((name, i) => ({
        name: `${name}!`,
        y: Array.from(design().panel.columns.y!.subarray(i * 8, i * 8 + 8), (v) => 1000 * v),
        ...(i === 0 && { start: 7 }),
      })),
    );
    expect(matchComparisons(big).pairs[0]!.comparison).toBe("twin!");
  });

  it("makes a design of matched units with their weights", () => {
    const matched = matchedDesign(design(), matchComparisons(design()));
    expect(matched.roles).toEqual(["treated", "comparison", "excluded", "excluded", "excluded"]);
    expect(Array.from(matched.panel.columns[matched.weights!]!.subarray(0, 17))).toEqual([
      ...new Array(16).fill(1),
      0,
    ]);
  });

  it("refuses a design without treated units or without candidates", () => {
    const codeOf = (make: () => unknown): string => {
      try {
        make();
      } catch (error) {
        return (error as DesignError).code;
      }
      return "";
    };
    expect(codeOf(() => matchComparisons(balanced([{ y: path }, { y: path }])))).toBe("matching/no-treated");
    expect(codeOf(() => matchComparisons(design(), { exclude: ["twin", "large", "falling", "flat"] }))).toBe(
      "matching/no-candidates",
    );
  });
});
