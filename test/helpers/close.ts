import { expect } from "vitest";

/** Agreement to a relative tolerance, as the oracles state it. */
export const expectClose = (
  found: number | null | undefined,
  wanted: number,
  relative = 1e-8,
  what = "",
): void => {
  const error = Math.abs((found ?? Number.NaN) - wanted) / Math.max(Math.abs(wanted), 1e-12);
  expect(error, `${what} ${found} against ${wanted}`).toBeLessThan(relative);
};
