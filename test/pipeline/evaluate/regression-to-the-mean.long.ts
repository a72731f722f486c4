import { expect, it } from "vitest";
import { tally } from "./regression-to-the-mean.ts";

it("over 500 worlds: at most 5% false falls with the spell declared, a warning in most without", () => {
  const { falls, warned, fallsUnwarned } = tally(500);
  process.stderr.write(
    `falls claimed ${falls}, warned ${warned}, falls without a warning ${fallsUnwarned}\n`,
  );
  expect(falls).toBeLessThanOrEqual(0.05);
  expect(warned).toBeGreaterThan(0.5);
  expect(fallsUnwarned).toBeLessThanOrEqual(0.05);
});
