import { describe, expect, it } from "vitest";
import { route, smallSampleWarnings } from "../../src/inference/routing.ts";
import { regress, studyOf } from "./small-study.ts";

const study = (units: number, treated: (unit: number) => boolean) => {
  const rows = Array.from({ length: units * 4 }, (_, r) => {
    const [unit, period] = [Math.floor(r / 4), r % 4];
    return { unit, period, x: [Number(treated(unit) && period >= 2)], y: Math.sin(r * 5) };
  });
  return studyOf(regress(rows), units, { treated });
};

describe("routing", () => {
  it.each([
    [60, (i: number) => i < 20, "cluster"],
    [30, (i: number) => i < 10, "cr2"],
    [11, (i: number) => i < 5, "wild"],
    [60, (i: number) => i < 4, "randomisation"],
    [60, (i: number) => i >= 3, "randomisation"],
    [9, (i: number) => i === 0, "randomisation"],
  ] as const)("%i clusters", (units, treated, method) => {
    const found = route(study(units, treated));
    expect(found.method).toBe(method);
    expect(found.reason).toContain(String(units));
    expect(found.clusters).toBe(units);
  });
  it("warns about plain cluster-robust errors only where they fail", () => {
    const codes = (units: number, treated: (i: number) => boolean) =>
      smallSampleWarnings(study(units, treated)).map((w) => w.code);
    expect(codes(60, (i) => i < 20)).toEqual([]);
    expect(codes(11, (i) => i < 5)).toEqual(["inference/few-clusters"]);
    expect(codes(60, (i) => i < 2)).toEqual(["inference/few-treated"]);
  });
});
