import { expect, it } from "vitest";
import { waldRow } from "../../src/study/wald.ts";

const row = (error: number, df = Number.POSITIVE_INFINITY) =>
  waldRow({ term: "att", estimate: 2, event_time: 3 }, error, df, 0.95);

it("takes p and interval from one reference: normal, or t with few degrees of freedom", () => {
  // R: 2*pnorm(-2) = 0.04550026; 2 ± qnorm(0.975); 2*pt(-2, 4) = 0.1161165; qt(0.975, 4) = 2.776445
  expect(row(1).p_value).toBeCloseTo(0.04550026, 8);
  expect(row(1).conf_low).toBeCloseTo(2 - 1.959964, 6);
  expect(row(1, 4).p_value).toBeCloseTo(0.1161165, 7);
  expect(row(1, 4).conf_high).toBeCloseTo(2 + 2.776445, 6);
  expect(row(1)).toMatchObject({ std_error: 1, statistic: 2, event_time: 3, cohort: null });
});

it.each([
  [0, 0],
  [Number.NaN, null],
  [Number.POSITIVE_INFINITY, null],
])("gives an error of %s no test", (error, shown) => {
  expect(row(error)).toMatchObject({
    estimate: 2,
    std_error: shown,
    p_value: null,
    conf_low: null,
    conf_high: null,
  });
  expect(row(error).statistic).toBeNull();
});
