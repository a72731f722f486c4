import { UsageError } from "../../model/errors.ts";
import {
  aroundHundred,
  definedFor,
  type Method,
  normalisationOf,
  type Prepared,
  plainMethod,
  type UncertaintyOptions,
} from "./arithmetic/index.ts";
import type { IndexConfig } from "./config.ts";
import type { Band } from "./document.ts";

/** What the workspace asks for, with a default for everything it leaves open. */
export const methodOf = (config: IndexConfig): Method => {
  const aggregation = config.aggregation ?? plainMethod.aggregation;
  const method: Method = {
    normalisation: normalisationOf(config.normalisation ?? plainMethod.normalisation, aggregation),
    aggregation,
    weighting: config.weights ?? plainMethod.weighting,
    balance: config.balance ?? plainMethod.balance,
    outliers: config.outliers ?? plainMethod.outliers,
    imputation: {
      method: config.imputation?.method ?? plainMethod.imputation.method,
      limit: config.imputation?.limit ?? plainMethod.imputation.limit,
    },
  };
  if (method.outliers === "winsorise-then-log" && method.normalisation === "base-100")
    refuseLogs("index.outliers");
  if (aggregation.includes("mazziotta-pareto") && !aroundHundred.includes(method.normalisation))
    throw new UsageError("index/penalty-scale", {
      key: "index.aggregation",
      found: `${aggregation} of scores normalised by ${method.normalisation}`,
      expected: `scores around 100, where a penalty of S·cv has a meaning: ${aroundHundred.join(", ")}`,
    });
  return method;
};

/**
 * What Monte Carlo varies. Of the usual normalisations those are tried that have something to divide by; of logarithms
 * no ratio is.
 */
export const uncertaintyOf = (config: IndexConfig, prepared: Prepared, seed: string): UncertaintyOptions => {
  const { method } = prepared;
  const given = config.uncertainty;
  const tried = <T>(own: T, others: readonly NoInfer<T>[]): T[] => [...new Set([own, ...others])];
  const logs = method.outliers === "winsorise-then-log";
  if (logs && given?.normalisations?.includes("base-100")) refuseLogs("index.uncertainty.normalisations");
  return {
    draws: given?.draws ?? 1000,
    seed: given?.seed ?? seed,
    weightRange: given?.["weight-range"] ?? 0.25,
    level: given?.confidence ?? 0.95,
    surveyCorrelation: given?.["survey-correlation"] ?? 0.5,
    normalisations:
      given?.normalisations ??
      tried(method.normalisation, ["base-100", "z-score", "min-max", "rank"]).filter(
        (kind) => definedFor(prepared, kind) && (kind !== "base-100" || !logs),
      ),
    aggregations:
      given?.aggregations ?? tried(method.aggregation, ["arithmetic", "geometric", "mazziotta-pareto-minus"]),
  };
};

const refuseLogs = (key: string): never => {
  throw new UsageError("index/log-ratio", {
    key,
    found: "logarithms under base-100, which is a ratio",
    expected: "outliers: winsorise, or another normalisation such as z-score",
  });
};

const around = ["far below", "below", "around", "above", "far above"];
/** The bands of the combined score: those given, or Rotterdam's five around 100. */
export const bandsOf = ({ bands }: IndexConfig, { normalisation }: Method): Band[] => {
  if (bands) refuseBands(bands);
  // The lowest band has no lower end, whatever was typed there.
  if (bands) return bands.map((band, b) => (b === 0 ? { ...band, from: Number.NEGATIVE_INFINITY } : band));
  const edges =
    normalisation === "z-score" || normalisation === "base-100" || normalisation === "reference-goalposts"
      ? [70, 90, 110, 130]
      : [20, 40, 60, 80];
  return around.map((name, b) => ({ name, from: b === 0 ? Number.NEGATIVE_INFINITY : edges[b - 1]! }));
};

/** A score finds its band by going up, and a page finds a band by its name. */
const refuseBands = (bands: readonly Band[]): void => {
  const wrong = bands.find(
    ({ from, name }, b) =>
      bands.findIndex((other) => other.name === name) < b || (b > 1 && from <= bands[b - 1]!.from),
  );
  if (wrong)
    throw new UsageError("index/bands", {
      key: "index.bands",
      found: `the band ${wrong.name} from ${wrong.from}, after one that has its name or starts no lower`,
      expected: "bands with names of their own, the lowest first",
    });
};
