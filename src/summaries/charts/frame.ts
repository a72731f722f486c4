import { colours, label, line, type Mark, margin, textWidth, width } from "../svg.ts";
import { leftRoom, type Scale, startsAtZero } from "./axes.ts";

/*
 * What the plots of values have in common: how far they reach, what stands above the axis, where something started.
 */

/** From the labels of the left axis to the longest name at the right end. */
export const plotEnds = (
  scale: Scale,
  names: readonly string[],
  gap = 10,
): { readonly x0: number; readonly x1: number } => ({
  x0: margin + leftRoom(scale),
  x1: width - margin - Math.max(0, ...names.map((name) => textWidth(name, 14, true))) - gap,
});

/** What the left axis measures, and whether it starts elsewhere than at zero. */
export const axisTitle = (words: string, y: number, scale?: Scale): Mark =>
  label(margin, y, `${words}${scale && !startsAtZero(scale) ? " (axis does not start at 0)" : ""}`, {
    fill: colours.quiet,
  });

/** The line at which something started. */
export const startMark = (x: number, top: number, bottom: number): Mark =>
  line(x, top, x, bottom, { stroke: colours.ink, "stroke-width": 1.5, "stroke-dasharray": "2 3" });

/** A name at the right end of what it names. */
export const endName = (x1: number, y: number, words: string, fill?: string): Mark =>
  label(x1 + 8, y, words, fill === undefined ? { bold: true } : { fill, bold: true });
