import { left, right, table } from "../document.ts";
import { capital, count, percent } from "../numbers.ts";
import { colours, label, type Mark, margin, mark } from "../svg.ts";
import { type Chart, chart, inventedNote, placed } from "./chart.ts";

/*
 * The 32 London boroughs and the City as equal squares, about where they lie: area says nothing about crime, and a
 * square has room for a number. Column and row of each, north at the top; our own layout.
 */
const tiles: Readonly<Record<string, readonly [code: string, column: number, row: number]>> = {
  Enfield: ["ENF", 4, 0],
  Harrow: ["HRW", 1, 1],
  Barnet: ["BNT", 2, 1],
  Haringey: ["HGY", 4, 1],
  "Waltham Forest": ["WTH", 5, 1],
  Redbridge: ["RDB", 6, 1],
  Havering: ["HVG", 7, 1],
  Hillingdon: ["HDN", 0, 2],
  Ealing: ["EAL", 1, 2],
  Brent: ["BRT", 2, 2],
  Camden: ["CMD", 3, 2],
  Islington: ["ISL", 4, 2],
  Hackney: ["HCK", 5, 2],
  Newham: ["NWM", 6, 2],
  "Barking and Dagenham": ["BAR", 7, 2],
  Hounslow: ["HNS", 0, 3],
  "Hammersmith and Fulham": ["HMS", 1, 3],
  "Kensington and Chelsea": ["KNS", 2, 3],
  Westminster: ["WST", 3, 3],
  "City of London": ["CTY", 4, 3],
  "Tower Hamlets": ["TOW", 5, 3],
  Greenwich: ["GRN", 6, 3],
  Bexley: ["BXL", 7, 3],
  "Richmond upon Thames": ["RCH", 1, 4],
  Wandsworth: ["WNS", 2, 4],
  Lambeth: ["LAM", 3, 4],
  Southwark: ["SWR", 4, 4],
  Lewisham: ["LSH", 5, 4],
  "Kingston upon Thames": ["KNG", 2, 5],
  Merton: ["MRT", 3, 5],
  Croydon: ["CRD", 4, 5],
  Bromley: ["BRM", 5, 5],
  Sutton: ["STN", 3, 6],
};
export const boroughs: readonly string[] = Object.keys(tiles);

const key = (name: string): string =>
  name
    .toLowerCase()
    .replace(/&/g, "and")
    .replace(/[^a-z]/g, "");
/** Codes and places of London's areas, by name in lower-case letters alone. */
export const londonTiles: ReadonlyMap<
  string,
  { readonly code: string; readonly x: number; readonly y: number }
> = new Map(Object.entries(tiles).map(([name, [code, x, y]]) => [key(name), { code, x, y }]));
const byKey = new Map(Object.entries(tiles).map(([name, tile]) => [key(name), tile]));

// Blue for a fall, orange for a rise, darker for more: the two ends stay apart for every colour vision, and the
// sign printed in each square carries the difference in grey.
const bands = [
  { from: Number.NEGATIVE_INFINITY, fill: "#2166ac", ink: "#ffffff", words: "-20% or less" },
  { from: -20, fill: "#67a9cf", ink: colours.ink, words: "-20% to -10%" },
  { from: -10, fill: "#d1e5f0", ink: colours.ink, words: "-10% to 0%" },
  { from: 0, fill: "#fee0b6", ink: colours.ink, words: "0% to 10%" },
  { from: 10, fill: "#f1a340", ink: colours.ink, words: "10% to 20%" },
  { from: 20, fill: "#b35806", ink: "#ffffff", words: "20% or more" },
] as const;
const bandOf = (value: number): (typeof bands)[number] => bands.findLast((band) => value >= band.from)!;

const size = 72;
const room = 76;

/** Change in each borough; drawn when at least ten units are London boroughs. */
export const tileMapChart = placed(
  { section: "certainty", heading: "Unit by unit" },
  (finding): Chart | undefined => {
    const rows = (finding.charts?.map ?? []).filter((row) => byKey.has(key(row.unit)));
    if (rows.length < 10) return undefined;
    const { outcome } = finding;
    const given = new Map(rows.map((row) => [key(row.unit), row]));
    const drawTile = (name: string, top: number): Mark[] => {
      const [code, column, row] = tiles[name]!;
      const found = given.get(key(name));
      const value = found?.percent_change ?? null;
      const band = value === null ? undefined : bandOf(value);
      const [x, y] = [margin + column * room, top + row * room];
      const treated = found?.arm === "treated";
      const ink = band?.ink ?? colours.quiet;
      return [
        mark("rect", {
          x: x + (treated ? 2 : 0.5),
          y: y + (treated ? 2 : 0.5),
          width: size - (treated ? 4 : 1),
          height: size - (treated ? 4 : 1),
          fill: band?.fill ?? "#f5f5f5",
          stroke: treated ? "#000000" : colours.other,
          "stroke-width": treated ? 4 : 1,
        }),
        label(x + size / 2, y + 30, code, { anchor: "middle", fill: ink, bold: treated }),
        ...(found
          ? [
              label(x + size / 2, y + 52, value === null ? "n/a" : signed(value), {
                anchor: "middle",
                fill: ink,
              }),
            ]
          : []),
      ];
    };
    const draw = (top: number): { marks: Mark[]; bottom: number } => {
      const bottom = top + 4 + 7 * room;
      const legend = bands.flatMap((band, i) => [
        mark("rect", {
          x: margin + 6.15 * room,
          y: top + 3.95 * room + i * 23 + 34,
          width: 16,
          height: 16,
          fill: band.fill,
          stroke: colours.other,
        }),
        label(margin + 6.15 * room + 24, top + 3.95 * room + i * 23 + 47, band.words),
      ]);
      const thick = [
        mark("rect", {
          x: margin + 1,
          y: bottom - 60,
          width: 20,
          height: 20,
          fill: colours.ground,
          stroke: "#000000",
          "stroke-width": 4,
        }),
        label(margin + 32, bottom - 45, "treated"),
        mark("rect", {
          x: margin + 1,
          y: bottom - 30,
          width: 20,
          height: 20,
          fill: "#f5f5f5",
          stroke: colours.other,
        }),
        label(margin + 32, bottom - 15, "not in the study"),
      ];
      return {
        marks: [...boroughs.flatMap((name) => drawTile(name, top)), ...legend, ...thick],
        bottom: Math.max(bottom, top + 3.95 * room + 34 + 6 * 23),
      };
    };
    const treated = rows.filter((row) => row.arm === "treated").map((row) => row.percent_change);
    const title = `${capital(outcome.label)}: ${mapWords(treated)}`;
    return chart({
      name: "tile-map",
      title,
      subtitle: `Change in the mean of ${outcome.unit} from before to after, by borough; no comparison is made here${inventedNote(finding)}`,
      alt: `Tile map of London boroughs coloured by the change in ${outcome.unit} from before to after; treated boroughs have a thick edge. ${title}.`,
      table: table(
        "Change by borough",
        [
          left("Borough"),
          left("Code"),
          left("Arm"),
          right("Before"),
          right("After"),
          right("Change in mean"),
        ],
        rows.map((row) => [
          row.unit,
          byKey.get(key(row.unit))![0],
          row.arm,
          count(row.before),
          count(row.after),
          percent(row.percent_change, 0),
        ]),
      ),
      draw,
    });
  },
);

const signed = (value: number): string => {
  const words = percent(value, 0);
  return value > 0 && words !== "0%" ? `+${words}` : words;
};

// In words, because a number of boroughs is not a finding; it only says what the map shows.
const mapWords = (changes: readonly (number | null)[]): string => {
  const known = changes.filter((value): value is number => value !== null);
  if (known.length === 0) return "no change is known for a treated borough";
  const fell = known.filter((value) => value < 0).length;
  const rose = known.filter((value) => value > 0).length;
  const [word, size] = fell >= rose ? ["lower", fell] : ["higher", rose];
  if (size === known.length) return `${word} after than before in every treated borough`;
  return size * 2 > known.length
    ? `${word} after than before in most treated boroughs`
    : "changes in the treated boroughs are mixed";
};
