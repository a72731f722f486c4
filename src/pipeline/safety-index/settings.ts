import { UsageError } from "../../model/errors.ts";
import type { IndexConfig } from "../../model/index-config.ts";
import {
  aroundHundred,
  type Method,
  normalisationOf,
  plainMethod,
  type UncertaintyOptions,
} from "../../panel/index.ts";
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
    throw new UsageError("index/log-ratio", {
      key: "index.outliers",
      found: "logarithms under base-100, which is a ratio",
      expected: "outliers: winsorise, or another normalisation such as z-score",
    });
  if (aggregation.includes("mazziotta-pareto") && !aroundHundred.includes(method.normalisation))
    throw new UsageError("index/penalty-scale", {
      key: "index.aggregation",
      found: `${aggregation} of scores normalised by ${method.normalisation}`,
      expected: `scores around 100, where a penalty of S·cv has a meaning: ${aroundHundred.join(", ")}`,
    });
  return method;
};

/** What Monte Carlo varies; goalposts only where every indicator has them, no ratio of logarithms. */
export const uncertaintyOf = (config: IndexConfig, method: Method, workspace: string): UncertaintyOptions => {
  const given = config.uncertainty;
  const tried = <T>(own: T, others: readonly T[]): T[] => [...new Set([own, ...others])];
  const posts = Object.values(config.themes).every(({ indicators }) =>
    Object.values(indicators).every(({ goalposts }) => goalposts !== undefined),
  );
  const logs = method.outliers === "winsorise-then-log";
  return {
    draws: given?.draws ?? 1000,
    seed: given?.seed ?? `${workspace}/index`,
    weightRange: given?.["weight-range"] ?? 0.25,
    level: given?.confidence ?? 0.95,
    surveyCorrelation: given?.["survey-correlation"] ?? 0.5,
    normalisations: (
      given?.normalisations ?? tried(method.normalisation, ["base-100", "z-score", "min-max", "rank"])
    ).filter((kind) => (kind !== "goalposts" || posts) && (kind !== "base-100" || !logs)),
    aggregations:
      given?.aggregations ?? tried(method.aggregation, ["arithmetic", "geometric", "mazziotta-pareto-minus"]),
  };
};

const around = ["far below", "below", "around", "above", "far above"];
/** The bands of the combined score: those given, or Rotterdam's five around 100. */
export const bandsOf = ({ bands }: IndexConfig, { normalisation }: Method): Band[] => {
  // The lowest band has no lower end, whatever was typed there.
  if (bands) return bands.map((band, b) => (b === 0 ? { ...band, from: Number.NEGATIVE_INFINITY } : band));
  const edges =
    normalisation === "z-score" || normalisation === "base-100" || normalisation === "reference-goalposts"
      ? [70, 90, 110, 130]
      : [20, 40, 60, 80];
  return around.map((name, b) => ({ name, from: b === 0 ? Number.NEGATIVE_INFINITY : edges[b - 1]! }));
};
