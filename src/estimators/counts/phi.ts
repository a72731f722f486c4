import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { UsageError } from "../../model/errors.ts";
import type { Settings } from "../../model/estimate.ts";
import type { Series } from "./totals.ts";

/** φ asked for: a number (1 = Poisson), or to be estimated from the periods. */
export type PhiRule = number | "pearson" | "serial";

/** Reads `--phi 1|pearson|serial|N`; 1 when it is not given, as in a Poisson GLM. Throws UsageError estimate/phi. */
export const phiRule = ({ phi = 1 }: Settings): PhiRule => {
  if (phi === "pearson" || phi === "serial") return phi;
  const value = Number(phi);
  if (typeof phi !== "boolean" && Number.isFinite(value) && value > 0) return value;
  throw new UsageError("estimate/phi", {
    found: `--phi ${String(phi)}`,
    expected: "1, pearson, serial, or a number above 0",
    hint: "--phi pearson estimates the overdispersion from the periods",
  });
};

/** Overdispersion of counts about their model: Pearson χ² over its degrees of freedom. */
export interface Dispersion {
  readonly phi: number;
  readonly df: number;
  /** Correlation of neighbouring Pearson residuals, and how many neighbours there are. */
  readonly serial: number;
  readonly pairs: number;
}

/** Pearson χ²/(n − p) when each series has one rate before and one rate after. Undefined with no degrees of freedom. */
export const pearsonOfRates = (sides: readonly Series[], parameters: number): Dispersion | undefined => {
  const residuals = sides.map(({ y, exposure }) => {
    const rate = y.reduce((s, v) => s + v, 0) / exposure.reduce((s, v) => s + v, 0);
    return y.map((v, t) => pearsonResidual(v, rate * exposure[t]!));
  });
  const df = residuals.reduce((n, r) => n + r.length, 0) - parameters;
  return dispersionOf(residuals, df);
};

/** (y − μ)/√μ, and 0 where nothing is expected. */
export const pearsonResidual = (y: number, mu: number): number => (mu > 0 ? (y - mu) / Math.sqrt(mu) : 0);

/** From Pearson residuals, one array per series in order of time. Undefined without degrees of freedom. */
export const dispersionOf = (residuals: readonly Float64Array[], df: number): Dispersion | undefined => {
  if (df <= 0) return undefined;
  let [squares, products, pairs] = [0, 0, 0];
  for (const r of residuals) {
    for (let t = 0; t < r.length; t++) squares += r[t]! ** 2;
    for (let t = 1; t < r.length; t++) products += r[t]! * r[t - 1]!;
    pairs += Math.max(0, r.length - 1);
  }
  return { phi: squares / df, df, serial: squares > 0 ? products / squares : 0, pairs };
};

/** The φ to use, where it came from, the reference distribution's df, and what to warn of. */
export interface PhiUsed {
  readonly phi: number;
  readonly source: "given" | "pearson" | "serial";
  readonly df: number;
  readonly warnings: readonly Diagnostic[];
}

/** An estimated φ goes with t on its degrees of freedom (R's quasi-Poisson); a given φ with the normal. */
export const usePhi = (rule: PhiRule, measured: Dispersion | undefined): PhiUsed => {
  // Whoever has no one series of its own (several starts, four totals of a panel) measures periods as independent.
  if (rule === "serial") return usePhi("pearson", measured);
  // Counts that never vary are no evidence that they could not.
  if (rule === "pearson" && measured && measured.phi > 0) {
    return { phi: measured.phi, source: "pearson", df: measured.df, warnings: autocorrelated(measured) };
  }
  const phi = rule === "pearson" ? 1 : rule;
  const warnings = rule === "pearson" ? [notEstimable()] : overdispersed(phi, measured);
  return {
    phi,
    source: "given",
    df: Number.POSITIVE_INFINITY,
    warnings: [...warnings, ...autocorrelated(measured)],
  };
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

/** φ repairs the variance of a period, not that of a sum of periods that move together. */
const autocorrelated = (measured: Dispersion | undefined): Diagnostic[] =>
  measured && measured.serial > 0.05 && measured.serial * Math.sqrt(measured.pairs) > 0.5
    ? [
        diagnostic(
          "counts/autocorrelated",
          "warning",
          `neighbouring periods move together (correlation ${measured.serial.toFixed(2)}), and φ takes them to be ` +
            "independent: the interval is too narrow",
          { fix: "its with --vcov newey-west:L, or did or ppml, which cluster by unit" },
        ),
      ]
    : [];

export const overdispersed = (
  phi: number,
  measured: Dispersion | undefined,
  fix = "--phi pearson",
): Diagnostic[] =>
  measured && measured.phi > 1.5 * phi
    ? [
        diagnostic(
          "counts/overdispersed",
          "warning",
          `the periods vary ${measured.phi.toFixed(2)} times as much as Poisson counts do, but φ = ${phi} was used: ` +
            "the interval is too narrow",
          { fix },
        ),
      ]
    : [];
