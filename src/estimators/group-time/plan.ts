import { UsageError } from "../../model/errors.ts";
import type { Settings } from "../../model/estimate.ts";

/** What was asked of group-time effects, in the words of the command line. */
export interface Plan {
  readonly control: "never" | "not-yet";
  readonly estimator: "dr" | "ipw" | "reg";
  /** Periods before the start in which an effect may already show; in periods of the panel's frequency. */
  readonly anticipation: number;
  readonly base: "varying" | "universal";
  readonly bootstrap: number;
}

const choice = <T extends string>(settings: Settings, key: string, choices: readonly T[]): T => {
  const value = settings[key] ?? choices[0]!;
  const known = choices.find((c) => c === value);
  if (known !== undefined) return known;
  throw new UsageError("group-time/option", {
    found: `--${key} ${String(value)}`,
    expected: `--${key} ${choices.join("|")}`,
    hint: `leave --${key} out for ${choices[0]}`,
  });
};

const count = (settings: Settings, key: string): number => {
  const value = Number(settings[key] ?? 0);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new UsageError("group-time/option", {
    found: `--${key} ${String(settings[key])}`,
    expected: `--${key} with a whole number of at least 0`,
    hint: `leave --${key} out for 0`,
  });
};

/** The defaults are those of `did::att_gt`: the first of each list. */
export const readPlan = (settings: Settings): Plan => ({
  control: choice(settings, "control", ["never", "not-yet"]),
  estimator: choice(settings, "estimator", ["dr", "ipw", "reg"]),
  base: choice(settings, "base", ["varying", "universal"]),
  anticipation: count(settings, "anticipation"),
  bootstrap: count(settings, "bootstrap"),
});
