import { fixed } from "./numbers.ts";

/** One formatter for a whole column, so that decimals line up: whole numbers stay whole, small ones keep two. */
export const columnFormat = (
  values: readonly (number | null | undefined)[],
): ((value: number | null | undefined) => string) => {
  const present = values.filter(
    (value): value is number => typeof value === "number" && Number.isFinite(value),
  );
  const largest = Math.max(0, ...present.map(Math.abs));
  const whole = present.every(Number.isInteger);
  const decimals = whole ? 0 : largest >= 1000 ? 0 : largest >= 10 ? 1 : largest >= 0.1 ? 2 : 4;
  return (value) => fixed(value, decimals);
};

/** "12 to 31" where both ends exist. */
export const intervalCell = (
  low: number | null | undefined,
  high: number | null | undefined,
  format: (value: number | null | undefined) => string,
): string => (low == null || high == null ? "not available" : `${format(low)} to ${format(high)}`);
