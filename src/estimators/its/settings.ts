import { UsageError } from "../../model/errors.ts";
import type { OptionSpec, Settings } from "../../model/estimate.ts";

export type Family = "gaussian" | "poisson" | "quasipoisson" | "negbin";
export type Change = "level" | "slope" | "level+slope";
export type Trend = "linear" | "none";
export type Season =
  | { readonly kind: "none" }
  | { readonly kind: "month" }
  | { readonly kind: "fourier"; readonly pairs: number };
export type Vcov =
  | { readonly kind: "model" | "prais-winsten" | "serial" }
  | { readonly kind: "newey-west"; readonly lag: number | undefined };

export interface ItsSettings {
  readonly family: Family;
  readonly change: Change;
  readonly season: Season;
  readonly trend: Trend;
  readonly vcov: Vcov;
  /** Length of the season of whole-number periods. */
  readonly cycle: number | undefined;
  readonly level: number;
}

const families = ["gaussian", "poisson", "quasipoisson", "negbin"] as const;
const trends = ["linear", "none"] as const;
const changes = ["level", "slope", "level+slope"] as const;

export const itsOptions: readonly OptionSpec[] = [
  {
    flag: "--family",
    key: "family",
    takes: "choice",
    choices: families,
    default: "gaussian",
    help: "distribution of the outcome; log link but for gaussian",
  },
  {
    flag: "--change",
    key: "change",
    takes: "choice",
    choices: changes,
    default: "level+slope",
    help: "what may change at the start",
  },
  {
    flag: "--season",
    key: "season",
    takes: "text",
    default: "none",
    help: "none, month (dummies) or fourier:K (K pairs of waves)",
  },
  {
    flag: "--trend",
    key: "trend",
    takes: "choice",
    choices: trends,
    default: "linear",
    help: "a straight line through the whole series, or none: only levels are then compared",
  },
  {
    flag: "--vcov",
    key: "vcov",
    takes: "text",
    default: "model",
    help: "model, newey-west:L, serial (noise and autoregression, neither taken as known) or prais-winsten (gaussian only)",
  },
  {
    flag: "--cycle",
    key: "cycle",
    takes: "number",
    help: "length of the season of whole-number periods (default 12)",
  },
];

/** Reads the options; defaults are those of a plain `glm` call. Throws UsageError estimate/<option>. */
export const itsSettings = (settings: Settings): ItsSettings => {
  const text = (key: string, otherwise: string): string => String(settings[key] ?? otherwise);
  const family = oneOf("estimate/family", "--family", text("family", "gaussian"), families);
  const vcov = parseVcov(text("vcov", "model"));
  if (vcov.kind === "prais-winsten" && family !== "gaussian") {
    throw bad(
      "estimate/vcov",
      `prais-winsten with --family ${family}`,
      "prais-winsten only with --family gaussian",
      "--vcov serial serves counts",
    );
  }
  return {
    family,
    change: oneOf("estimate/change", "--change", text("change", "level+slope"), changes),
    season: parseSeason(text("season", "none")),
    trend: oneOf("estimate/trend", "--trend", text("trend", "linear"), trends),
    vcov,
    cycle: parseCycle(settings.cycle),
    level: settings.confLevel,
  };
};

const parseSeason = (text: string): Season => {
  if (text === "none") return { kind: "none" };
  if (text === "month") return { kind: "month" };
  const pairs = Number(/^fourier:(\d+)$/.exec(text)?.[1]);
  if (pairs >= 1) return { kind: "fourier", pairs };
  throw bad(
    "estimate/season",
    `--season ${text}`,
    "none, month or fourier:K with K ≥ 1",
    "--season fourier:2",
  );
};

const parseVcov = (text: string): Vcov => {
  if (text === "model" || text === "prais-winsten" || text === "serial") return { kind: text };
  const match = /^newey-west(?::(\d+))?$/.exec(text);
  if (match) return { kind: "newey-west", lag: match[1] === undefined ? undefined : Number(match[1]) };
  throw bad(
    "estimate/vcov",
    `--vcov ${text}`,
    "model, newey-west:L, serial or prais-winsten",
    "--vcov serial",
  );
};

const parseCycle = (given: Settings[string]): number | undefined => {
  if (given === undefined) return undefined;
  const cycle = Number(given);
  if (Number.isInteger(cycle) && cycle >= 2) return cycle;
  throw bad(
    "estimate/cycle",
    `--cycle ${String(given)}`,
    "a whole number of periods, 2 or more",
    "--cycle 12",
  );
};

const oneOf = <T extends string>(code: string, option: string, text: string, choices: readonly T[]): T => {
  const choice = choices.find((c) => c === text);
  if (choice) return choice;
  throw bad(code, `${option} ${text}`, choices.join(", "), `${option} ${choices[0]}`);
};

const bad = (code: string, found: string, expected: string, hint: string): UsageError =>
  new UsageError(code, { found, expected, hint });
