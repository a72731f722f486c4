import { type Chart, captionOf } from "../../../summaries/charts/chart.ts";
import { type Block, type Document, heading, paragraph, part } from "../../../summaries/document.ts";
import { markdown } from "../../../summaries/markdown.ts";
import { stamped } from "../../../summaries/release.ts";
import { indexFolder, indexPage } from "../names.ts";
import type { SafetyIndex } from "../types.ts";
import { areaPage } from "./area-page.ts";
import { dumbbellChart, rankChart } from "./charts.ts";
import { asOutcome, checkTable, construction, drivers, provenance } from "./method.ts";
import { bandTable, changes, glance, ranking } from "./overview.ts";
import { scoresCsv } from "./scores-csv.ts";
import { tileMap } from "./tile-map.ts";
import { trendChart } from "./trend.ts";
import { hasBothHalves, points, scoredAreas } from "./words.ts";

export { indexHeadline } from "./overview.ts";
export { indexText } from "./text.ts";

export interface IndexFile {
  readonly path: string;
  readonly content: string;
}

/** The figures of the front page, in its order. */
export const indexCharts = (index: SafetyIndex): Chart[] =>
  [tileMap(index), dumbbellChart(index), rankChart(index), meanTrend(index)].filter(
    (chart) => chart !== undefined,
  );

const meanTrend = (index: SafetyIndex): Chart => {
  const change = index.overall.at(-1)!.combined.score! - index.overall[0]!.combined.score!;
  const named = `The mean ${hasBothHalves(index) ? "combined " : ""}score`;
  return trendChart(index, {
    name: "trend",
    title:
      index.periods.length === 1
        ? `${named} of ${index.latest}`
        : `${named} moved by ${points(change)} points since ${index.periods[0]}`,
    place: isSameThroughout(index) ? "all areas, on average" : "the areas scored in each year, on average,",
    points: index.overall,
  });
};

const isSameThroughout = ({ areas }: SafetyIndex): boolean =>
  areas.every(({ points: own }) => own.every((point) => (point === null) === (own[0] === null)));

/** The front page as data. */
export const indexDocument = (index: SafetyIndex, charts = indexCharts(index)): Document => {
  let figures = 0;
  const figure = (name: string): Block[] => {
    const chart = charts.find((one) => one.name === name);
    if (!chart) return [];
    const caption = `Figure ${++figures}. ${captionOf(chart)}`;
    return [{ kind: "figure", src: `${indexFolder}/${name}.svg`, alt: chart.alt, caption }];
  };
  return [
    part("glance", [...glance(index), ...figure("objective-and-subjective")]),
    part("ranking", [...ranking(index), ...figure("ranks")]),
    part("places", [heading(2, "Where"), ...mapOr(figure("tile-map"))]),
    part("bands", bandTable(index)),
    part("change", [...changes(index), ...figure("trend"), charts.at(-1)!.table]),
    part("drivers", drivers(index)),
    part("checks", checkTable(index)),
    part("method", construction(index)),
    part("outcome", asOutcome()),
    part("provenance", provenance(index)),
  ];
};

const mapOr = (figure: readonly Block[]): readonly Block[] =>
  figure.length > 0
    ? figure
    : [
        paragraph(
          "No tile map: fewer than ten areas have a place on one (tile_x and tile_y in units.csv), or there are too many for one page.",
        ),
      ];

/**
 * Every file of the index but its JSON: the front page, which lies beside the folder of the index, and in that folder
 * a page an area, figures, and scores in long form.
 */
export const indexFiles = (index: SafetyIndex): readonly IndexFile[] => {
  const charts = indexCharts(index);
  return [
    { path: indexPage, content: markdown(indexDocument(index, charts)) },
    ...charts.map(({ name, svg }) => ({ path: `${name}.svg`, content: stamped(svg, index) })),
    ...scoredAreas(index).flatMap((area) => {
      const { document, chart } = areaPage(index, area);
      return [
        { path: `areas/${area.slug}.md`, content: markdown(document) },
        { path: `areas/${chart.name}.svg`, content: stamped(chart.svg, index) },
      ];
    }),
    { path: "scores.csv", content: scoresCsv(index) },
  ];
};
