import type { EffectScale } from "../../model/finding.ts";
import { effectCells } from "../numbers.ts";
import { colours, label, line, type Mark, margin, mark, shape, textWidth, width, wrap } from "../svg.ts";
import { effectScale, effectTicks, tickWords } from "./axes.ts";

export interface ForestRow {
  readonly name: string;
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly main?: boolean;
}

interface ForestOptions {
  readonly rows: readonly ForestRow[];
  readonly scale: EffectScale;
  readonly top: number;
  /** A second vertical line, with its words: the estimate of all units, say. */
  readonly reference?: { readonly at: number; readonly words: string };
  readonly band?: { readonly low: number; readonly high: number };
  readonly axisWords: string;
}

const nameRoom = 228;

/** Estimates with intervals, one a row, against the line of no difference; the numbers stand at the right. */
export const forest = (options: ForestOptions): { marks: Mark[]; bottom: number } => {
  const { rows, scale, top, band, reference } = options;
  const heights = rows.map((row) => 13 + 17 * linesOf(row).length);
  const middles = heights.map(
    (height, i) => top + 24 + heights.slice(0, i).reduce((a, b) => a + b, 0) + height / 2,
  );
  const figures = rows.map((row) => numbersOf(row, scale));
  const x0 = margin + nameRoom;
  const x1 = width - margin - Math.max(...figures.map((words) => textWidth(words))) - 10;
  const values = rows.flatMap((row) => [row.estimate, row.low, row.high]).filter((v) => v !== null);
  const extent = [...values, ...(band ? [band.low, band.high] : [])];
  const x = effectScale(extent, scale, [x0, x1]);
  const bottom = top + 24 + heights.reduce((a, b) => a + b, 0);
  const none = x(scale === "rate-ratio" ? 1 : 0);
  const ticks = effectTicks(x, scale, 44);
  return {
    marks: [
      ...(band
        ? [
            mark("rect", {
              x: x(band.low),
              y: top + 20,
              width: x(band.high) - x(band.low),
              height: bottom - top - 20,
              fill: colours.shade,
            }),
          ]
        : []),
      ...ticks.map((tick) => line(x(tick), top + 20, x(tick), bottom, { stroke: colours.grid })),
      line(none, top + 20, none, bottom, { stroke: colours.ink, "stroke-width": 1.5 }),
      label(none, top + 12, "no difference", { anchor: "middle" }),
      ...(reference
        ? [
            line(x(reference.at), top + 20, x(reference.at), bottom, {
              stroke: colours.treated,
              "stroke-dasharray": "5 4",
              "stroke-width": 1.5,
            }),
          ]
        : []),
      ...rows.flatMap((row, i) => drawRow(row, figures[i]!, middles[i]!, x, x0)),
      line(x0, bottom, x1, bottom, { stroke: colours.quiet }),
      ...ticks.map((tick) =>
        label(x(tick), bottom + 20, tickWords(tick, [tick]), { anchor: "middle", fill: colours.quiet }),
      ),
      ...(reference ? [label(margin, bottom + 20, reference.words, { fill: colours.treated })] : []),
      label((x0 + x1) / 2, bottom + 42, options.axisWords, { anchor: "middle", fill: colours.quiet }),
    ],
    bottom: bottom + 52,
  };
};

const numbersOf = ({ estimate, low, high }: ForestRow, scale: EffectScale): string => {
  if (estimate === null) return "not run";
  const [middle, interval] = effectCells(estimate, low, high, scale);
  return low === null || high === null ? middle : `${middle} (${interval})`;
};

// As tall as the longest name needs, so that no name is cut.
const linesOf = (row: ForestRow): string[] => wrap(row.name, nameRoom - 12, 14, row.main === true);

const drawRow = (
  row: ForestRow,
  figures: string,
  y: number,
  x: (value: number) => number,
  x0: number,
): Mark[] => {
  const bold = row.main === true;
  const lines = linesOf(row);
  const fill = bold ? colours.treated : colours.other;
  const names = lines.map((words, i) =>
    label(margin, y + 5 + (i - (lines.length - 1) / 2) * 17, words, { bold }),
  );
  const numbers = label(width - margin, y + 5, figures, { anchor: "end", bold });
  if (row.estimate === null) return [...names, numbers];
  const at = x(row.estimate);
  const whisker =
    row.low === null || row.high === null
      ? []
      : [line(Math.max(x0, x(row.low)), y, x(row.high), y, { stroke: fill, "stroke-width": bold ? 3 : 2 })];
  return [...names, ...whisker, shape(bold ? "diamond" : "circle", at, y, bold ? 8 : 5, { fill }), numbers];
};
