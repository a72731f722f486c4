/** The parts of a meta-analysis, in the order of the work. */

export { betweenVariance } from "./between-variance.ts";
export { logRatio } from "./effect-sizes.ts";
export { explained } from "./explained.ts";
export { heterogeneity, varianceInterval } from "./heterogeneity.ts";
export { leaveOneOut } from "./leave-one-out.ts";
export { poolStudies } from "./pool.ts";
export { predict } from "./prediction.ts";
export { egger, trimFill } from "./small-study.ts";
