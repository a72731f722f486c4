export { aggregator } from "./aggregate.ts";
export { type Decomposition, decompose } from "./change.ts";
export { impute } from "./imputation.ts";
export { rankDrivers } from "./rank-drivers.ts";
export * from "./score.ts";
export { type SobolIndex, sobolIndices } from "./sobol.ts";
export { type IndexTable, type IndicatorColumn, type Method, plainMethod } from "./table.ts";
export {
  aroundHundred,
  bandFlips,
  bandOf,
  bandProbabilities,
  meanByYear,
  monteCarlo,
  type Uncertainty,
  type UncertaintyOptions,
} from "./uncertainty.ts";
export { collinearPairs, cronbachAlpha, indicatorChecks } from "./validity.ts";
