import { it } from "vitest";

/** How often over `npm run test:long` repeats its trials: 1, or more for a night; 0 in the quick run. */
const scale = Number(process.env.WHATWORKS_LONG ?? 0);
export const long = scale > 0;

/** A number of trials: few by default, many in the long run. */
export const many = (quick: number, thorough: number): number => (long ? thorough * scale : quick);

/** A test of the long run only; the quick run keeps a lighter one of the same promise in the same file. */
export const inLong = (name: string, test: () => unknown, timeout?: number): void => {
  it.skipIf(!long)(name, test, timeout);
};
