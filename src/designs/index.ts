export { beforeAfter } from "./before-after.ts";
export { comparisonGroup } from "./comparison-group.ts";
export type { BuiltDesign, DesignInput, WindowUsed } from "./input.ts";
export { rollOut } from "./roll-out.ts";
export { type PastSeries, type SeriesWindow, seriesWindow } from "./series-window.ts";
export { parseSpan, type Start, type WindowText } from "./window.ts";
