import { leftAxis, leftRoom, startsAtZero, timeAxis, valueScale } from "../../../summaries/charts/axes.ts";
import { type Chart, chart } from "../../../summaries/charts/chart.ts";
import { left, right, table } from "../../../summaries/document.ts";
import { listWords } from "../../../summaries/numbers.ts";
import {
  colours,
  label,
  line,
  type Mark,
  margin,
  mark,
  round,
  shape,
  width,
} from "../../../summaries/svg.ts";
import type { IndexPoint, SafetyIndex } from "../types.ts";
import { hasBothHalves, level, note, scale, withInterval } from "./words.ts";

interface TrendOptions {
  readonly name: string;
  readonly title: string;
  readonly place: string;
  readonly points: readonly IndexPoint[];
}

const periodsOf = (points: readonly IndexPoint[]): string =>
  points.length === 1 ? `in ${points[0]!.period}` : `from ${points[0]!.period} to ${points.at(-1)!.period}`;

/** Both halves over the years, each year with its interval; the one half where there is only one. */
export const trendChart = (index: SafetyIndex, { name, title, place, points }: TrendOptions): Chart => {
  const series = [
    {
      half: "objective" as const,
      words: "objective",
      colour: colours.treated,
      kind: "square" as const,
      dash: undefined,
    },
    {
      half: "subjective" as const,
      words: "subjective",
      colour: colours.comparison,
      kind: "circle" as const,
      dash: "7 5",
    },
    {
      half: "combined" as const,
      words: "combined",
      colour: colours.expected,
      kind: "diamond" as const,
      dash: "2 4",
    },
  ].filter(({ half }) => (half === "combined" ? hasBothHalves(index) : points[0]![half].score !== null));
  const values = points.flatMap((point) =>
    series.flatMap(({ half }) => [point[half].score, point[half].low, point[half].high]),
  );
  const fromZero = startsAtZero(
    valueScale(
      values.filter((value) => value !== null),
      [0, 1],
    ),
  );
  // A year without a score has its step on the axis, and no line goes through it.
  const step = ({ period }: IndexPoint): number => Number(period) - Number(points[0]!.period);
  const years = Array.from({ length: step(points.at(-1)!) + 1 }, (_, t) =>
    String(Number(points[0]!.period) + t),
  );
  const draw = (top: number): { marks: Mark[]; bottom: number } => {
    const y = valueScale(
      values.filter((value) => value !== null),
      [top + 290, top + 40],
    );
    const x0 = margin + leftRoom(y);
    const axis = timeAxis(years, x0 + 8, width - margin - 8);
    return {
      bottom: top + 326,
      marks: [
        ...series.flatMap(({ words, colour, kind }, k) => [
          shape(kind, margin + 8 + k * 140, top + 12, 6, { fill: colour }),
          label(margin + 22 + k * 140, top + 17, words),
        ]),
        ...leftAxis(y, x0, width - margin),
        ...series.flatMap(({ half, colour, kind, dash }, s) => {
          // Side by side: intervals of one year on one line would cover each other.
          const aside = (s - (series.length - 1) / 2) * 7;
          const held = points.map((point) => ({ at: axis.at(step(point)) + aside, ...point[half] }));
          const path = held.map(
            ({ at, score: value }, k) =>
              `${k > 0 && step(points[k]!) === step(points[k - 1]!) + 1 ? "L" : "M"}${round(at)} ${round(y(value!))}`,
          );
          return [
            mark("path", {
              d: path.join(" "),
              fill: "none",
              stroke: colour,
              "stroke-width": 2,
              "stroke-dasharray": dash,
            }),
            ...held.map(({ at, low, high }) =>
              line(at, y(low!), at, y(high!), { stroke: colour, "stroke-width": 3 }),
            ),
            ...held.map(({ at, score: value }) => shape(kind, at, y(value!), 5, { fill: colour })),
          ];
        }),
        ...axis.marks(top + 298),
      ],
    };
  };
  return chart({
    name,
    title,
    subtitle: `Scores of ${place} by year with ${level(index)} intervals of chance; ${scale(index)}${fromZero ? "" : "; the axis does not start at 0"}${note(index)}`,
    alt: `Line chart of the ${listWords(series.map(({ words }) => words))} score of ${place} ${periodsOf(points)}, with intervals. ${title}.`,
    table: table(
      `Scores of ${place} by year`,
      [left("Year"), ...series.map(({ words }) => right(`${words} (${level(index)} interval)`))],
      points.map((point) => [point.period, ...series.map(({ half }) => withInterval(point[half]))]),
    ),
    draw,
  });
};
