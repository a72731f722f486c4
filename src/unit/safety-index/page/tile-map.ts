import { type Chart, chart } from "../../../summaries/charts/chart.ts";
import { left, right, table } from "../../../summaries/document.ts";
import { listWords } from "../../../summaries/numbers.ts";
import { colours, label, type Mark, margin, mark, width } from "../../../summaries/svg.ts";
import type { IndexArea, SafetyIndex } from "../types.ts";
import { note, scale, score, scoredAreas } from "./words.ts";

// From far below to far above: blue and orange stay apart for every colour vision, and each tile prints its number.
const ramp = [
  { fill: "#b35806", ink: "#ffffff" },
  { fill: "#f1a340", ink: colours.ink },
  { fill: "#f7f7f7", ink: colours.ink },
  { fill: "#67a9cf", ink: colours.ink },
  { fill: "#2166ac", ink: "#ffffff" },
] as const;
const [widest, narrowest] = [76, 58];

/** Where a row of squares starts, whatever number its first one has, and how many it has room for. */
const span = (places: readonly number[]): [from: number, size: number] => {
  const from = Math.min(...places);
  return [from, 1 + Math.max(...places) - from];
};

/** Combined score of each area as a square about where it lies. */
export const tileMap = (index: SafetyIndex): Chart | undefined => {
  const rows = scoredAreas(index).filter((area) => area.tile !== null);
  if (rows.length < 10) return undefined;
  const empty = index.areas.filter(({ tile: place, points }) => place !== null && points.at(-1) === null);
  const { bands } = index;
  const colour = (band: number): (typeof ramp)[number] =>
    ramp[Math.round((band * (ramp.length - 1)) / (bands.length - 1))]!;
  const [fromX, columns] = span([...rows, ...empty].map((area) => area.tile!.x));
  const [fromY, lines] = span([...rows, ...empty].map((area) => area.tile!.y));
  const step = Math.min(widest, (width - 2 * margin) / columns);
  const tile = step - 4;
  // A square too small for its number says nothing.
  if (step < narrowest) return undefined;
  const left0 = margin + Math.max(0, (width - 2 * margin - columns * step) / 2);
  const corner = ({ tile: place }: IndexArea, top: number): [number, number] => [
    left0 + (place!.x - fromX) * step,
    top + 8 + (place!.y - fromY) * step,
  ];
  const draw = (top: number): { marks: Mark[]; bottom: number } => {
    const bottom = top + 8 + lines * step;
    return {
      bottom: bottom + 14 + bands.length * 24,
      marks: [
        ...rows.flatMap((area) => {
          const { fill, ink } = colour(bands.findIndex(({ name }) => name === area.last.band));
          const [x, y] = corner(area, top);
          return [
            mark("rect", { x, y, width: tile, height: tile, fill, stroke: colours.other }),
            label(x + tile / 2, y + 30, area.tile!.code, { anchor: "middle", fill: ink, bold: true }),
            label(x + tile / 2, y + 52, score(area.last.combined.score), { anchor: "middle", fill: ink }),
          ];
        }),
        ...empty.flatMap((area) => {
          const [x, y] = corner(area, top);
          return [
            mark("rect", {
              x,
              y,
              width: tile,
              height: tile,
              fill: colours.ground,
              stroke: colours.other,
              "stroke-dasharray": "4 4",
            }),
            label(x + tile / 2, y + 30, area.tile!.code, { anchor: "middle", fill: colours.quiet }),
            label(x + tile / 2, y + 52, "no score", { anchor: "middle", fill: colours.quiet }),
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
          label(margin + 26, bottom + 23 + b * 24, bandRange(index, b, name)),
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

export const bandRange = ({ bands }: SafetyIndex, b: number, name: string): string => {
  const [from, to] = [bands[b]!.from, bands[b + 1]?.from ?? null];
  if (from === null) return `${name}: below ${to}`;
  return to === null ? `${name}: ${from} or more` : `${name}: ${from} to ${to}`;
};
