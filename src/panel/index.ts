export { buildPanel, exposureColumn } from "./build.ts";
export { collapse, everything } from "./collapse.ts";
export { csvChunks } from "./csv.ts";
export { gapNotes } from "./gaps.ts";
export { csvText } from "./labels.ts";
export type { Dimension } from "./order.ts";
export { outcomeIn, outcomesOf } from "./outcome-names.ts";
export { refuseLevel } from "./protected-level.ts";
