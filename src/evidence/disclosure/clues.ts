import { normalQuantile } from "../../maths/distributions.ts";
import type { Finding } from "../../model/finding.ts";
import { type Interval, interval } from "./ratios.ts";
import { coarse, step } from "./rounding.ts";

/** What is printed of a log ratio of totals and its standard error: log × the one + error × the other, low to high. */
export interface Clue {
  /** The ratio of changes; or the mean after over what the comparison units' change in number leads to expect. */
  readonly of: "changes" | "difference";
  readonly log: number;
  readonly error: number;
  /** A function of the two totals of the treated units alone, or of all four. */
  readonly cells: 2 | 4;
  readonly low: number;
  readonly high: number;
}

/** Ratios, intervals and standard errors of the methods that read nothing but the totals. */
export const cluesOf = (finding: Finding): Clue[] => {
  const { disclosure, counts, headline, estimates, disagreement } = finding;
  const digits = disclosure?.digits ?? 12;
  const methods = counts.comparison
    ? ([
        ["rate-ratio", 2],
        ["rirr", 4],
      ] as const)
    : ([["rate-ratio", 2]] as const);
  return methods.flatMap(([method, cells]) => {
    const fits = estimates.filter((one) => one.method === method && one.scale === "log");
    const rows = disagreement.filter((row) => row.method === method);
    const ratios = [
      ...rows,
      ...fits.map((fit) =>
        interval(fit, (value) => (value === null ? null : coarse(Math.exp(value), digits))),
      ),
    ];
    return [
      ...ratios.flatMap((one) => ofRatio(one, digits, headline.conf_level)),
      ...fits.flatMap(({ std_error: se }) => (se ? [{ log: 0, error: 1, ...around(se, digits) }] : [])),
    ].map((clue) => ({ ...clue, of: "changes" as const, cells }));
  });
};

/**
 * A difference in differences of a whole panel with one start is a function of the four totals as well, but another
 * one: put on the ratio scale it is a second equation. Its standard error is of single units and tells nothing here.
 */
export const differenceClues = ({ disclosure, counts, disagreement, outcome, data }: Finding): Clue[] => {
  if (!counts.comparison || outcome.exposure !== undefined || data.absent_cells + data.missing_cells > 0)
    return [];
  return disagreement.flatMap((row): Clue[] => {
    const band = logBand(row.estimate, disclosure?.digits ?? 12);
    return row.method === "did" && row.scale === "rate-ratio" && band
      ? [{ of: "difference", log: 1, error: 0, cells: 4, ...band }]
      : [];
  });
};

type Band = Pick<Clue, "low" | "high">;

/** The ratio and both ends of its interval; the middle of the interval is the ratio again, whatever its width. */
const ofRatio = (
  { estimate, conf_low, conf_high }: Interval,
  digits: number,
  level: number,
): Omit<Clue, "cells" | "of">[] => {
  const [middle, low, high] = [estimate, conf_low, conf_high].map((value) => logBand(value, digits));
  const z = normalQuantile((1 + level) / 2);
  return [
    ...(middle ? [{ log: 1, error: 0, ...middle }] : []),
    ...(low && high
      ? [
          { log: 1, error: -z, ...low },
          { log: 1, error: z, ...high },
          { log: 1, error: 0, low: (low.low + high.low) / 2, high: (low.high + high.high) / 2 },
        ]
      : []),
  ];
};

const logBand = (value: number | null, digits: number): Band | undefined => {
  if (value === null || value <= 0) return undefined;
  const { low, high } = around(value, digits);
  return { low: Math.log(low), high: Math.log(high) };
};

/** Half a last digit to either side. */
const around = (value: number, digits: number): Band => {
  const half = step(value, digits) / 2 + 1e-12;
  return { low: value - half, high: value + half };
};
