import { scaleLinear } from "d3-scale";
import type { IndexPoint, SafetyIndex } from "../../model/safety-index.ts";
import { leftAxis, leftRoom, tickWords, timeAxis, valueScale } from "../charts/axes.ts";
import { type Chart, chart } from "../charts/chart.ts";
import { left, right, table } from "../document.ts";
import { listWords } from "../numbers.ts";
import { colours, label, line, type Mark, margin, mark, round, shape, textWidth, width } from "../svg.ts";
import { hundred, level, type Scored, score, scoredAreas, withInterval, withRange } from "./words.ts";

const note = (index: SafetyIndex): string => (index.invented ? ". Invented data" : "");
const scale = (index: SafetyIndex): string =>
  hundred(index) ? `100 is the ${index.base.year} mean of the areas` : "more is better";

const [rowHeight, nameRoom] = [21, 200];

/** Recorded against felt, one row an area: the gap is the line between them. */
export const dumbbellChart = (index: SafetyIndex): Chart | undefined => {
  const rows = scoredAreas(index).filter(({ last }) => last.gap.score !== null);
  if (rows.length === 0) return undefined;
  const values = rows.flatMap(({ last }) => [last.objective.score!, last.subjective.score!]);
  const room = textWidth("-000.0") + 12;
  const x = scaleLinear(
    [Math.min(...values), Math.max(...values)],
    [margin + nameRoom + 8, width - margin - room - 8],
  );
  const ahead = rows.filter(({ last }) => last.gap.score! > 0).length;
  const title =
    ahead * 2 >= rows.length
      ? `What was recorded scores higher than what people say in ${ahead} of ${rows.length} areas`
      : `What people say scores higher than what was recorded in ${rows.length - ahead} of ${rows.length} areas`;
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
    label(margin, y + 5, area),
    line(Math.min(o, s), y, Math.max(o, s), y, { stroke: colours.other, "stroke-width": 2 }),
    shape("square", o, y, 5.5, { fill: colours.treated }),
    shape("circle", s, y, 6, { fill: colours.comparison }),
    label(width - margin, y + 5, score(last.gap.score), { anchor: "end" }),
  ];
};

/** Ranks with the places that another draw or another method would have given. */
export const rankChart = (index: SafetyIndex): Chart => {
  const rows = scoredAreas(index);
  const most = Math.max(1, ...rows.map(({ last }) => last.rank.high), rows.length);
  const room = textWidth("00 (00 to 00)") + 12;
  const x = scaleLinear([1, most], [margin + nameRoom + 8, width - margin - room - 8]);
  const clear = index.pairs.compared - index.pairs.alike;
  const title = `Of ${index.pairs.compared} pairs of areas, ${index.pairs.alike} cannot be told apart`;
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
            label(margin, y + 5, area),
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
    alt: `Rank-interval plot: a line from the lowest to the highest likely rank of each area in ${index.latest}, a diamond at its rank. ${title}; ${clear} pairs can.`,
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

// From far below to far above: blue and orange stay apart for every colour vision, and each tile prints its number.
const ramp = [
  { fill: "#b35806", ink: "#ffffff" },
  { fill: "#f1a340", ink: colours.ink },
  { fill: "#f7f7f7", ink: colours.ink },
  { fill: "#67a9cf", ink: colours.ink },
  { fill: "#2166ac", ink: "#ffffff" },
] as const;
const [tile, step] = [72, 76];

/** Combined score of each area as a square about where it lies. */
export const tileMap = (index: SafetyIndex): Chart | undefined => {
  const rows = scoredAreas(index).filter((area) => area.tile !== null);
  if (rows.length < 10) return undefined;
  const { bands } = index;
  const colour = (band: number): (typeof ramp)[number] =>
    ramp[bands.length === 1 ? 2 : Math.round((band * (ramp.length - 1)) / (bands.length - 1))]!;
  const columns = 1 + Math.max(...rows.map((area) => area.tile!.x));
  const lines = 1 + Math.max(...rows.map((area) => area.tile!.y));
  const left0 = margin + Math.max(0, (width - 2 * margin - columns * step) / 2);
  const draw = (top: number): { marks: Mark[]; bottom: number } => {
    const bottom = top + 8 + lines * step;
    return {
      bottom: bottom + 14 + bands.length * 24,
      marks: [
        ...rows.flatMap((area) => {
          const { fill, ink } = colour(bands.findIndex(({ name }) => name === area.last.band));
          const [x, y] = [left0 + area.tile!.x * step, top + 8 + area.tile!.y * step];
          return [
            mark("rect", { x, y, width: tile, height: tile, fill, stroke: colours.other }),
            label(x + tile / 2, y + 30, area.tile!.code, { anchor: "middle", fill: ink, bold: true }),
            label(x + tile / 2, y + 52, score(area.last.combined.score), { anchor: "middle", fill: ink }),
          ];
        }),
        ...bands.flatMap(({ name }, b) => [
          mark("rect", {
            x: margin,
            y: bottom + 10 + b * 24,
            width: 16,
            height: 16,
            fill: colour(b).fill,
            stroke: colours.other,
          }),
          label(margin + 26, bottom + 23 + b * 24, bandWords(index, b, name)),
        ]),
      ],
    };
  };
  const counted = bands
    .map(({ name }) => ({ name, count: rows.filter(({ last }) => last.band === name).length }))
    .filter(({ count }) => count > 0);
  const title = `Combined score, ${index.latest}: ${listWords(counted.map(({ name, count }) => `${count} ${name}`))}`;
  return chart({
    name: "tile-map",
    title,
    subtitle: `Combined score of each area; ${scale(index)}. Squares lie about where the areas do${note(index)}`,
    alt: `Tile map of the areas with their combined scores, coloured by band. ${title}.`,
    table: table(
      `Combined score by area, ${index.latest}`,
      [left("Area"), left("Code"), right("Combined score"), left("Band")],
      rows.map((area) => [area.area, area.tile!.code, score(area.last.combined.score), area.last.band]),
    ),
    draw,
  });
};

export const bandWords = ({ bands }: SafetyIndex, b: number, name: string): string => {
  const [from, to] = [bands[b]!.from, bands[b + 1]?.from ?? null];
  if (from === null) return `${name}: below ${to}`;
  return to === null ? `${name}: ${from} or more` : `${name}: ${from} to ${to}`;
};

interface TrendOptions {
  readonly name: string;
  readonly title: string;
  readonly place: string;
  readonly points: readonly IndexPoint[];
}

/** Both halves over the years, each year with its interval. */
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
  ].filter(({ half }) => points.some((point) => point[half].score !== null));
  const values = points.flatMap((point) =>
    series.flatMap(({ half }) => [point[half].score, point[half].low, point[half].high]),
  );
  const draw = (top: number): { marks: Mark[]; bottom: number } => {
    const y = valueScale(
      values.filter((value) => value !== null),
      [top + 290, top + 40],
    );
    const x0 = margin + leftRoom(y);
    const axis = timeAxis(
      points.map(({ period }) => period),
      x0,
      width - margin,
    );
    return {
      bottom: top + 326,
      marks: [
        ...series.flatMap(({ words, colour, kind }, k) => [
          shape(kind, margin + 8 + k * 140, top + 12, 6, { fill: colour }),
          label(margin + 22 + k * 140, top + 17, words),
        ]),
        ...leftAxis(y, x0, width - margin),
        ...series.flatMap(({ half, colour, kind, dash }) => {
          const held = points.flatMap((point, t) =>
            point[half].score === null ? [] : [{ at: axis.at(t), ...point[half] }],
          );
          const path = held.map(
            ({ at, score: value }, k) => `${k === 0 ? "M" : "L"}${round(at)} ${round(y(value!))}`,
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
    subtitle: `Scores of ${place} by year with ${level(index)} intervals of chance; ${scale(index)}${note(index)}`,
    alt: `Line chart of the ${listWords(series.map(({ words }) => words))} score of ${place} from ${points[0]?.period} to ${points.at(-1)?.period}, with intervals. ${title}.`,
    table: table(
      `Scores of ${place} by year`,
      [left("Year"), ...series.map(({ words }) => right(`${words} (${level(index)} interval)`))],
      points.map((point) => [point.period, ...series.map(({ half }) => withInterval(point[half]))]),
    ),
    draw,
  });
};
