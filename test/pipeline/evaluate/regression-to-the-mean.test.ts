import { expect, it } from "vitest";
import { tally } from "./regression-to-the-mean.ts";

it("claims no fall for areas picked on a bad spell that is declared, and warns of most that are not", () => {
  const { falls, warned } = tally(40);
  expect(falls).toBeLessThanOrEqual(0.05);
  expect(warned).toBeGreaterThan(0.5);
});
