/** How group-time effects are built, in the order of the work. */

export { adjustedEffect } from "./adjusted.ts";
export { aggregator } from "./aggregate.ts";
export { listCells } from "./cells.ts";
export { meanDifference } from "./effect.ts";
export { readPlan } from "./plan.ts";
export { pretest } from "./pretest.ts";
export { buildSample } from "./sample.ts";
export { selectUnits } from "./selection.ts";
export { spread } from "./spread.ts";
