import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { UsageError } from "../../model/errors.ts";
import type { Settings } from "../../model/estimate.ts";
import type { Series } from "./totals.ts";

/** φ asked for: a number (1 = Poisson), or to be estimated from the periods. */
export type PhiRule = number | "pearson";

/** Reads `--phi 1|pearson|N`; 1 when it is not given, as in a Poisson GLM. Throws UsageError estimate/phi. */
export const phiRule = ({ phi = 1 }: Settings): PhiRule => {
  if (phi === "pearson") return "pearson";
  const value = Number(phi);
  if (typeof phi !== "boolean" && Number.isFinite(value) && value > 0) return value;
  throw new UsageError("estimate/phi", {
    found: `--phi ${String(phi)}`,
    expected: "1, pearson, or a number above 0",
    hint: "--phi pearson estimates the overdispersion from the periods",
  });
};

/** Overdispersion of counts about their model: Pearson χ² over its degrees of freedom. */
export interface Dispersion {
  readonly phi: number;
  readonly df: number;
}

/** Pearson χ²/(n − p) when each series has one rate before and one rate after. Undefined with no degrees of freedom. */
export const pearsonOfRates = (sides: readonly Series[], parameters: number): Dispersion | undefined => {
  let chi = 0;
  let n = 0;
  for (const { y, exposure } of sides) {
    const rate = y.reduce((s, v) => s + v, 0) / exposure.reduce((s, v) => s + v, 0);
    y.forEach((v, t) => {
      const mu = rate * exposure[t]!;
      if (mu > 0) chi += (v - mu) ** 2 / mu;
    });
    n += y.length;
  }
  const df = n - parameters;
  return df > 0 ? { phi: chi / df, df } : undefined;
};

/** The φ to use, where it came from, the reference distribution's df, and what to warn of. */
export interface PhiUsed {
  readonly phi: number;
  readonly source: "given" | "pearson";
  readonly df: number;
  readonly warnings: readonly Diagnostic[];
}

/** An estimated φ goes with t on its degrees of freedom (R's quasi-Poisson); a given φ with the normal. */
export const usePhi = (rule: PhiRule, measured: Dispersion | undefined): PhiUsed => {
  // Counts that never vary are no evidence that they could not.
  if (rule === "pearson" && measured && measured.phi > 0) {
    return { phi: measured.phi, source: "pearson", df: measured.df, warnings: [] };
  }
  const phi = rule === "pearson" ? 1 : rule;
  const warnings = rule === "pearson" ? [notEstimable()] : overdispersed(phi, measured);
  return { phi, source: "given", df: Number.POSITIVE_INFINITY, warnings };
};

const notEstimable = (): Diagnostic =>
  diagnostic(
    "PHI01",
    "warning",
    "φ cannot be estimated from two totals; φ = 1 was used, so intervals may be too narrow",
    {
      fix: "supply the periods behind the totals, or give a φ from similar data (--phi 2 is common in reviews)",
    },
  );

const overdispersed = (phi: number, measured: Dispersion | undefined): Diagnostic[] =>
  measured && measured.phi > 1.5 * phi
    ? [
        diagnostic(
          "counts/overdispersed",
          "warning",
          `the periods vary ${measured.phi.toFixed(2)} times as much as Poisson counts do, but φ = ${phi} was used: ` +
            "the interval is too narrow",
          { fix: "--phi pearson" },
        ),
      ]
    : [];
