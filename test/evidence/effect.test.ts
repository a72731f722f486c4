import { expect, it } from "vitest";
import { headlineOf } from "../../src/evidence/effect/headline.ts";
import { holm } from "../../src/evidence/effect/holm.ts";

const base = { level: 0.95, pValue: null, observed: 80, cells: 10, years: 2 } as const;

it("turns a ratio into events avoided over the window and a year, the interval's ends changing places", () => {
  const headline = headlineOf({ ...base, scale: "rate-ratio", estimate: 0.8, low: 0.5, high: 1.25 });
  expect(headline.events_avoided.estimate).toBeCloseTo(20); // 80 / 0.8 = 100 expected
  expect(headline.events_avoided.conf_low).toBeCloseTo(-16); // 80 / 1.25 = 64
  expect(headline.events_avoided.conf_high).toBeCloseTo(80);
  expect(headline.events_avoided.per_year).toBeCloseTo(10);
  expect([headline.verdict, headline.direction]).toEqual(["uncertain", "lower"]);
});

it("takes what was to be expected for avoided where nothing at all was observed", () => {
  const best = {
    ...base,
    observed: 0,
    scale: "rate-ratio",
    estimate: 0.001,
    low: 0.0001,
    high: 0.02,
  } as const;
  expect(headlineOf({ ...best, expected: 120 }).events_avoided).toEqual({
    ...{ estimate: 120, conf_low: null, conf_high: null },
    ...{ per_year: 60, per_year_low: null, per_year_high: null },
  });
  expect(headlineOf(best).events_avoided.estimate).toBeNull();
  expect(headlineOf(best).percent).toBeCloseTo(-99.9);
});

it("turns a difference into events and per cent of the counterfactual", () => {
  const headline = headlineOf({ ...base, scale: "difference", estimate: -2, low: -3, high: -1 });
  expect(headline.events_avoided.estimate).toBe(20); // ten cells, two fewer in each
  expect(headline.percent).toBeCloseTo(-20); // of the 100 expected
  expect(headline.verdict).toBe("fall");
});

it("says equivalent only when the whole interval lies inside the declared band", () => {
  const band = { low: 0.95, high: 1.05 };
  expect(
    headlineOf({ ...base, scale: "rate-ratio", estimate: 1, low: 0.96, high: 1.04, equivalence: band })
      .verdict,
  ).toBe("equivalent");
  expect(
    headlineOf({ ...base, scale: "rate-ratio", estimate: 1, low: 0.9, high: 1.04, equivalence: band })
      .verdict,
  ).toBe("uncertain");
});

it("adjusts p-values step by step, never letting a larger one fall below a smaller", () => {
  expect(holm([0.01, 0.04, null, 0.03])).toEqual([0.03, 0.06, null, 0.06]);
});
