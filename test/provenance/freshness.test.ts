import { expect, it } from "vitest";
import { ageInDays, allowedDays } from "../../src/provenance/freshness.ts";

const day = (text: string): number => Date.parse(text) / 86_400_000;

it("counts from the last day of the last period", () => {
  expect(ageInDays("2024-02", day("2024-03-01"))).toBe(1);
  expect(ageInDays("2023-Q4", day("2024-01-10"))).toBe(10);
  expect(ageInDays("2023", day("2023-12-31"))).toBe(0);
  expect(ageInDays("2024-W01", day("2024-01-08"))).toBe(1);
  expect(ageInDays("7", 20_000)).toBeUndefined();
});

it("reads spans that have a length in days", () => {
  expect(allowedDays("45 days")).toBe(45);
  expect(allowedDays("1 day")).toBe(1);
  expect(allowedDays("12 months")).toBeCloseTo(365.25);
  expect(allowedDays("3 periods")).toBeUndefined();
});
