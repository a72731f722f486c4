import { scaleLinear } from "d3-scale";
import { tickWords } from "../../../summaries/charts/axes.ts";
import { type Chart, chart } from "../../../summaries/charts/chart.ts";
import { left, right, table } from "../../../summaries/document.ts";
import { plural } from "../../../summaries/numbers.ts";
import {
  colours,
  fitted,
  label,
  line,
  type Mark,
  margin,
  shape,
  textWidth,
  width,
} from "../../../summaries/svg.ts";
import type { SafetyIndex } from "../types.ts";
import { level, mostRows, note, type Scored, scale, score, scoredAreas, withRange } from "./words.ts";

const [rowHeight, nameRoom] = [21, 200];

/** Recorded against felt, one row an area: the gap is the line between them. */
export const dumbbellChart = (index: SafetyIndex): Chart | undefined => {
  const rows = scoredAreas(index).filter(({ last }) => last.gap.score !== null);
  if (rows.length === 0 || rows.length > mostRows) return undefined;
  const values = rows.flatMap(({ last }) => [last.objective.score!, last.subjective.score!]);
  const room = textWidth("-000.0") + 12;
  const x = scaleLinear(
    [Math.min(...values), Math.max(...values)],
    [margin + nameRoom + 8, width - margin - room - 8],
  );
  const [ahead, behind] = [1, -1].map((sign) => rows.filter(({ last }) => sign * last.gap.score! > 0).length);
  const among = `of ${plural(rows.length, "area")}`;
  const title =
    ahead! >= behind!
      ? `What was recorded scores higher than what people say in ${ahead} ${among}`
      : `What people say scores higher than what was recorded in ${behind} ${among}`;
  const draw = (top: number): { marks: Mark[]; bottom: number } => {
    const bottom = top + 52 + rows.length * rowHeight;
    const ticks = x.ticks(6);
    return {
      bottom: bottom + 28,
      marks: [
        shape("square", margin + 8, top + 12, 6, { fill: colours.treated }),
        label(margin + 22, top + 17, "objective: what was recorded"),
        shape("circle", margin + 262, top + 12, 6, { fill: colours.comparison }),
        label(margin + 276, top + 17, "subjective: what people say"),
        label(width - margin, top + 40, "gap", { anchor: "end", bold: true }),
        ...ticks.map((tick) => line(x(tick), top + 46, x(tick), bottom, { stroke: colours.grid })),
        ...rows.flatMap((row, i) => dumbbell(row, top + 52 + (i + 0.5) * rowHeight, x)),
        ...ticks.map((tick) =>
          label(x(tick), bottom + 20, tickWords(tick, ticks), { anchor: "middle", fill: colours.quiet }),
        ),
      ],
    };
  };
  return chart({
    name: "objective-and-subjective",
    title,
    subtitle: `Objective and subjective score of each area, ${index.latest}; ${scale(index)}${note(index)}`,
    alt: `Dumbbell chart: for each area a square for the objective score and a circle for the subjective score in ${index.latest}, joined by a line. ${title}.`,
    table: table(
      `Objective and subjective score, ${index.latest}`,
      [left("Area"), right("Objective"), right("Subjective"), right("Gap")],
      rows.map(({ area, last }) => [
        area,
        score(last.objective.score),
        score(last.subjective.score),
        score(last.gap.score),
      ]),
    ),
    draw,
  });
};

const dumbbell = ({ area, last }: Scored, y: number, x: (value: number) => number): Mark[] => {
  const [o, s] = [x(last.objective.score!), x(last.subjective.score!)];
  return [
    label(margin, y + 5, fitted(area, nameRoom)),
    line(Math.min(o, s), y, Math.max(o, s), y, { stroke: colours.other, "stroke-width": 2 }),
    shape("square", o, y, 5.5, { fill: colours.treated }),
    shape("circle", s, y, 6, { fill: colours.comparison }),
    label(width - margin, y + 5, score(last.gap.score), { anchor: "end" }),
  ];
};

/** Ranks with the places that another draw or another method would have given. */
export const rankChart = (index: SafetyIndex): Chart | undefined => {
  const rows = scoredAreas(index);
  // Of one area there is no order.
  if (rows.length < 2 || rows.length > mostRows) return undefined;
  const most = Math.max(1, ...rows.map(({ last }) => last.rank.high), rows.length);
  const room = textWidth("00 (00 to 00)") + 12;
  const x = scaleLinear([1, most], [margin + nameRoom + 8, width - margin - room - 8]);
  const clear = index.pairs.compared - index.pairs.alike;
  const title = `Of ${plural(index.pairs.compared, "pair")} of areas, ${index.pairs.alike} cannot be told apart`;
  const draw = (top: number): { marks: Mark[]; bottom: number } => {
    const bottom = top + 30 + rows.length * rowHeight;
    const ticks = [1, ...x.ticks(6).filter((tick) => tick > 2 && Number.isInteger(tick))];
    return {
      bottom: bottom + 48,
      marks: [
        ...ticks.map((tick) => line(x(tick), top + 22, x(tick), bottom, { stroke: colours.grid })),
        label(width - margin, top + 16, `rank (${level(index)})`, { anchor: "end", bold: true }),
        ...rows.flatMap(({ area, last }, i) => {
          const y = top + 30 + (i + 0.5) * rowHeight;
          return [
            label(margin, y + 5, fitted(area, nameRoom)),
            line(x(last.rank.low), y, x(last.rank.high), y, { stroke: colours.treated, "stroke-width": 4 }),
            shape("diamond", x(last.rank.rank), y, 6.5, { fill: colours.ink }),
            label(width - margin, y + 5, withRange(last), { anchor: "end" }),
          ];
        }),
        ...ticks.map((tick) =>
          label(x(tick), bottom + 20, String(tick), { anchor: "middle", fill: colours.quiet }),
        ),
        label((x(1) + x(most)) / 2, bottom + 42, "rank: 1 is the highest combined score", {
          anchor: "middle",
          fill: colours.quiet,
        }),
      ],
    };
  };
  return chart({
    name: "ranks",
    title,
    subtitle: `Rank of the combined score, ${index.latest}, with its ${level(index)} interval over chance, normalisation, weights and aggregation${note(index)}`,
    alt: `Rank-interval plot: a line from the lowest to the highest likely rank of each area in ${index.latest}, a diamond at its rank. ${title}; ${plural(clear, "pair")} can.`,
    table: table(
      `Ranks, ${index.latest}`,
      [left("Area"), right("Combined score"), right("Rank"), right("Lowest"), right("Highest")],
      rows.map(({ area, last: { combined, rank } }) => [
        area,
        score(combined.score),
        `${rank.rank} (${rank.low} to ${rank.high})`,
        `${rank.low}`,
        `${rank.high}`,
      ]),
    ),
    draw,
  });
};
