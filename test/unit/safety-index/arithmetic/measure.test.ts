import { expect, it } from "vitest";
import { cellStatus, type Panel } from "../../../../src/model/panel.ts";
import { plainMethod, safetyIndex } from "../../../../src/unit/safety-index/arithmetic/index.ts";

const nothing = Number.NaN;
const panel: Panel = {
  units: ["a", "b"],
  frequency: "year",
  ordinals: Int32Array.of(2016, 2017),
  periods: ["2016", "2017"],
  columns: { crime: Float64Array.of(10, 5, 30, nothing), confidence: Float64Array.of(0.6, 0.45, 0.4, 0.4) },
  status: {},
};
const bare = { theme: "t", weight: 1, themeWeight: 1, overdispersion: 1 };
const measure = (score: "objective" | "combined" | "gap") =>
  safetyIndex({
    score,
    base: "2016",
    method: plainMethod,
    indicators: [
      { ...bare, id: "crime", objective: true, direction: -1 },
      { ...bare, id: "confidence", objective: false, direction: 1 },
    ],
  });

it("is a column of a panel that any estimator takes, missing where an area is not scored", () => {
  const combined = measure("combined").compute(panel);
  expect([...combined.column].map((x) => Math.round(10 * x) / 10)).toEqual([135, 132.5, 65, nothing]);
  expect([...combined.status]).toEqual([
    cellStatus.observed,
    cellStatus.observed,
    cellStatus.observed,
    cellStatus.missing,
  ]);
  expect(measure("gap").compute(panel).column[1]).toBeCloseTo(85, 10);
  expect(measure("objective").unit).toBe("points, 2016 = 100");
});

it("refuses a panel without the indicator", () => {
  expect(() => measure("gap").compute({ ...panel, columns: {} })).toThrow(
    expect.objectContaining({ code: "panel/no-column" }),
  );
});
