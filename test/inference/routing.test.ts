import { describe, expect, it } from "vitest";
import { ownInferenceWarnings, route, smallSampleWarnings } from "../../src/inference/routing.ts";
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
    [60, (i: number) => i < 4, "randomisation"],
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
  it("does not tell those who chose otherwise that something was permuted", () => {
    const [warning] = smallSampleWarnings(study(60, (i) => i < 2));
    expect(warning!.message).not.toContain("permuted");
  });
  it("asks more clusters of a Poisson fit, whose tests are normal", () => {
    const fifteen = study(15, (i) => i < 7);
    const poisson = {
      ...fifteen,
      fit: { ...fifteen.fit, regression: { ...fifteen.fit.regression!, family: "poisson" as const } },
    };
    expect(smallSampleWarnings(fifteen)).toEqual([]);
    expect(smallSampleWarnings(poisson).map((w) => w.code)).toEqual(["inference/few-clusters"]);
  });
  it("warns of methods that bring their own normal intervals, under twenty clusters", () => {
    const own = (units: number) => {
      const made = study(units, (i) => i < units / 2);
      const { regression: _, ...fit } = made.fit;
      return ownInferenceWarnings({ ...made, fit: { ...fit, influence: [new Float64Array(units)] } });
    };
    expect(own(14).map((w) => w.code)).toEqual(["inference/few-clusters"]);
    expect(own(30)).toEqual([]);
  });
});
