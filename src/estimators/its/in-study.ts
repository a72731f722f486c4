import type { ChoiceFacts, InStudy, MethodSettings } from "../../model/method.ts";
import { needsOneStart, yearsBefore } from "../choosing.ts";

/** A series needs this many points on either side before trend and noise can be told apart. */
const fewestOnASide = 8;

const seasonFor = (f: ChoiceFacts): string =>
  f.frequency === "year" || f.frequency === "integer"
    ? "none"
    : yearsBefore(f) >= 3 && f.frequency === "month"
      ? "month"
      : "fourier:2";

const settingsFor = (f: ChoiceFacts): MethodSettings => ({
  family: f.isCount ? "quasipoisson" : "gaussian",
  change: "level",
  season: seasonFor(f),
  trend: f.trend ?? "linear",
  vcov: "serial",
});

/** When a single series answers a study, and how it stands beside a comparison. */
export const itsInStudy: InStudy = {
  primary: {
    order: 8,
    kind: "before-after",
    label: "Before and after, interrupted time series",
    refuses: (f) =>
      Math.min(f.periodsBefore, f.periodsAfter) < fewestOnASide
        ? `fewer than ${fewestOnASide} periods on one side of the start`
        : needsOneStart(f),
    preferred: (f) => yearsBefore(f) >= 2,
    reason: (f) =>
      `${f.periodsBefore} periods before and ${f.periodsAfter} after the start are enough to take out trend and season`,
    settings: settingsFor,
  },
  alternative: {
    order: 8,
    design: "before-after",
    starts: "one",
    least: { units: 1, periods: 24 },
    settings: { family: "quasipoisson", change: "level", season: "fourier:2", vcov: "serial" },
    levelSettings: { family: "gaussian", change: "level", season: "fourier:2", vcov: "serial" },
    note: "the treated units' own trend and season would have gone on",
  },
};
