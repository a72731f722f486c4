import { type Chart, captionOf } from "../../../summaries/charts/chart.ts";
import {
  type Block,
  type Document,
  heading,
  left,
  link,
  list,
  paragraph,
  part,
  right,
  strong,
  table,
} from "../../../summaries/document.ts";
import { listWords, plural, uncapital } from "../../../summaries/numbers.ts";
import { internalBanner } from "../../../summaries/release.ts";
import { indexPage } from "../names.ts";
import type { Band95, SafetyIndex } from "../types.ts";
import { parts, spansOf } from "./area-change.ts";
import { trendChart } from "./trend.ts";
import {
  bandWords,
  hasBothHalves,
  hundred,
  level,
  percentOf,
  range,
  type Scored,
  score,
  scoredAreas,
  withInterval,
} from "./words.ts";

export interface AreaPage {
  readonly document: Document;
  readonly chart: Chart;
}

/** A page that the people of the area can read: what was recorded, what they said, what changed, what is not known. */
export const areaPage = (index: SafetyIndex, area: Scored): AreaPage => {
  const points = area.points.filter((point) => point !== null);
  const chart = trendChart(index, {
    name: area.slug,
    title: trendTitle(index, area),
    place: area.area,
    points,
  });
  return {
    chart,
    document: [
      part("area", [
        ...summary(index, area),
        ...trend(index, chart),
        ...parts(index, area),
        ...limits(index, area),
      ]),
    ],
  };
};

const trendTitle = (index: SafetyIndex, area: Scored): string => {
  const [since] = spansOf(index, area);
  if (!since || since.change === null) return `The scores of ${area.area}, ${index.latest}`;
  const { from, change, low, high } = since;
  const named = hasBothHalves(index) ? "The combined score" : "The score";
  if (low! <= 0 && high! >= 0) return `${named} may not have changed since ${from}`;
  return `${named} ${change > 0 ? "rose" : "fell"} by ${score(Math.abs(change))} points since ${from}`;
};

const halfWords = {
  objective: { half: "objective", words: "What was recorded", other: "What people say" },
  subjective: { half: "subjective", words: "What people say", other: "What was recorded" },
} as const;

const summary = (index: SafetyIndex, area: Scored): Block[] => {
  const { last, bands } = area;
  const mean = index.overall.at(-1)!;
  const { probability } = bands.find(({ name }) => name === last.band)!;
  const both = hasBothHalves(index);
  const own = last.objective.score === null ? halfWords.subjective : halfWords.objective;
  const among = scoredAreas(index).length;
  const against = (half: "objective" | "subjective"): string =>
    among === 1 ? "" : againstMean(last[half], mean[half].score!);
  const band = `${bandWords(index, last.band)} (${percentOf(probability)} sure, by chance alone).`;
  return [
    heading(1, `How safe is ${area.area}? ${index.latest}`),
    ...internalBanner(index),
    ...(index.invented ? [paragraph(strong("These data are invented."))] : []),
    paragraph(
      link(`../../${indexPage}`, index.title),
      `. More points are better${hundred(index) ? `; 100 is the mean of the areas in ${index.base.year}` : ""}.`,
    ),
    list([
      ...(both
        ? [
            `What was recorded: ${score(last.objective.score)} points. ${against("objective")}`,
            `What people say: ${score(last.subjective.score)} points. ${against("subjective")}`,
            gapWords(area),
            `Both together: ${withInterval(last.combined)} points. ${band}`,
          ]
        : [
            [`${own.words}: ${withInterval(last.combined)} points.`, against(own.half), band].join(" "),
            `${own.other} has no part in this index.`,
          ]),
      ...(among === 1
        ? []
        : [
            `Place among ${among} areas: ${last.rank.rank}, and anything from ${last.rank.low} to ${last.rank.high} under other sound ways of counting.`,
          ]),
    ]),
    table(
      `${area.area} and the mean of the areas, ${index.latest}`,
      [left("Score"), right(area.area), right(`${level(index)} interval`), right("Mean of the areas")],
      [
        ...(both
          ? [
              [
                "Objective: what was recorded",
                score(last.objective.score),
                range(last.objective.low, last.objective.high),
                score(mean.objective.score),
              ],
              [
                "Subjective: what people say",
                score(last.subjective.score),
                range(last.subjective.low, last.subjective.high),
                score(mean.subjective.score),
              ],
              [
                "Gap: the first minus the second",
                score(last.gap.score),
                range(last.gap.low, last.gap.high),
                score(mean.gap.score),
              ],
            ]
          : []),
        [
          both ? "Combined" : own.words,
          score(last.combined.score),
          range(last.combined.low, last.combined.high),
          score(mean.combined.score),
        ],
      ],
    ),
  ];
};

const againstMean = ({ low, high }: Band95, mean: number): string => {
  if (low! > mean) return `Better than the mean of the areas, ${score(mean)}.`;
  return high! < mean
    ? `Worse than the mean of the areas, ${score(mean)}.`
    : `About the mean of the areas, ${score(mean)}.`;
};

const gapWords = ({ last: { gap } }: Scored): string =>
  gap.low! > 0
    ? `People feel less safe, or trust less, than the records alone would suggest: the gap is ${score(gap.score)} points.`
    : gap.high! < 0
      ? `People say better things than the records alone would suggest: the gap is ${score(gap.score)} points.`
      : `What people say agrees with the records: the gap of ${score(gap.score)} points could be chance.`;

const trend = (index: SafetyIndex, chart: Chart): Block[] => [
  heading(2, "Year by year"),
  { kind: "figure", src: `${chart.name}.svg`, alt: chart.alt, caption: `Figure 1. ${captionOf(chart)}` },
  chart.table,
  ...(index.indicators.some(({ kind }) => kind === "subjective")
    ? [paragraph("Survey values are of people asked over a whole year, one point a year.")]
    : []),
];

const isBusy = ({ warnings }: SafetyIndex, area: string): boolean =>
  warnings.some(({ code, areas }) => code === "index/day-population" && areas?.includes(area));

/** Names in one sentence; index.json has every one. */
const mostNamed = 40;

const limits = (index: SafetyIndex, { alike, area, missing, indicators }: Scored): Block[] => [
  heading(2, "What this page cannot say"),
  list([
    ...(index.pairs.compared === 0
      ? []
      : [
          alike.length === 0
            ? "No other area is so close that the two cannot be told apart."
            : `${area} cannot be told apart from ${plural(alike.length, "other area")}: ${listWords(alike, mostNamed)}.`,
        ]),
    "Recorded crime is what was reported and written down. It can rise because more people report.",
    "The scores say how things are, not why, and not whether any one thing that was done worked.",
    ...(isBusy(index, area)
      ? [
          "Many more people are here by day than live here. Rates for each resident make the area look worse than it is for them.",
        ]
      : []),
    ...(indicators.some(({ limited }) => limited)
      ? [
          `Beyond the limit for outliers, and counted as the limit: ${listWords(indicators.filter(({ limited }) => limited).map(({ id }) => uncapital(index.indicators.find((one) => one.id === id)!.title)))}. A change there does not move the score.`,
        ]
      : []),
    ...(missing > 0
      ? [
          `Filled in, because no value was published: ${listWords(indicators.filter(({ imputed }) => imputed).map(({ id }) => index.indicators.find((one) => one.id === id)!.title))}.`,
        ]
      : []),
  ]),
];
