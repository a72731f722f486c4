import { indexPage } from "../../model/index-names.ts";
import type { AreaIndicator, IndexIndicator, SafetyIndex } from "../../model/safety-index.ts";
import { type Chart, captionOf } from "../charts/chart.ts";
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
} from "../document.ts";
import { listWords, measured, uncapital } from "../numbers.ts";
import { trendChart } from "./trend.ts";
import {
  hasBothHalves,
  hundred,
  isHidden,
  level,
  percentOf,
  points,
  range,
  type Scored,
  score,
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

const trendTitle = (index: SafetyIndex, { since_base, last }: Scored): string => {
  const { change, low, high } = since_base;
  if (change === null || low === null || high === null || last.period === since_base.from)
    return `The scores of ${index.latest}`;
  const words = low > 0 ? "rose" : high < 0 ? "fell" : "may not have changed";
  return low > 0 || high < 0
    ? `The combined score ${words} by ${score(Math.abs(change))} points since ${since_base.from}`
    : `The combined score ${words} since ${since_base.from}`;
};

const summary = (index: SafetyIndex, area: Scored): Block[] => {
  const { last, bands } = area;
  const mean = index.overall.at(-1)!;
  const own = bands.find(({ name }) => name === last.band)!;
  const both = hasBothHalves(index);
  return [
    heading(1, `How safe is ${area.area}? ${index.latest}`),
    ...(index.invented ? [paragraph(strong("These data are invented."))] : []),
    paragraph(
      link(`../../${indexPage}`, index.title),
      `. More points are better${hundred(index) ? `; 100 is the mean of the areas in ${index.base.year}` : ""}.`,
    ),
    list([
      ...(last.objective.score === null
        ? []
        : [
            `What was recorded: ${score(last.objective.score)} points. ${against(last.objective, mean.objective.score)}`,
          ]),
      ...(last.subjective.score === null
        ? []
        : [
            `What people say: ${score(last.subjective.score)} points. ${against(last.subjective, mean.subjective.score)}`,
          ]),
      ...(both ? [gapWords(area)] : []),
      `Both together: ${withInterval(last.combined)} points. That is ${last.band}${hundred(index) ? ` the ${index.base.year} mean` : ""} (${percentOf(own.probability)} sure, by chance alone).`,
      `Place among ${index.areas.filter(({ points: all }) => all.at(-1) != null).length} areas: ${last.rank.rank}, and anything from ${last.rank.low} to ${last.rank.high} under other sound ways of counting.`,
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
          "Combined",
          score(last.combined.score),
          range(last.combined.low, last.combined.high),
          score(mean.combined.score),
        ],
      ],
    ),
  ];
};

const against = ({ low, high }: { low: number | null; high: number | null }, mean: number | null): string => {
  if (low === null || high === null || mean === null) return "";
  if (low > mean) return `Better than the mean of the areas, ${score(mean)}.`;
  return high < mean
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

/** The change by indicator, the largest movers first; the parts add up to the change. */
const parts = (index: SafetyIndex, { indicators, since_base, since_last, area }: Scored): Block[] => {
  const named = new Map(index.indicators.map((one) => [one.id, one]));
  const rows = [...indicators].sort(
    (a, b) => Math.abs(b.since_base ?? 0) - Math.abs(a.since_base ?? 0) || (a.id < b.id ? -1 : 1),
  );
  const known = since_base.change !== null;
  return [
    heading(2, `What moved the score since ${since_base.from}`),
    ...(known ? [paragraph(movers(rows, named, since_base.from))] : []),
    table(
      `Indicators of ${area}`,
      [
        left("Indicator"),
        right(since_base.from),
        right(index.latest),
        right("Score now"),
        right(`Points since ${since_base.from}`),
        right(since_last ? `Points since ${since_last.from}` : "Points since last"),
      ],
      rows.map((row) => {
        const { title, unit } = named.get(row.id)!;
        const words = (period: string, value: number | null): string =>
          isHidden(index, area, row.id, period) ? "not printed" : valueWords(value);
        return [
          `${title} (${unit})`,
          words(since_base.from, row.base_value),
          row.imputed ? "filled in" : words(index.latest, row.value),
          score(row.score),
          points(row.since_base),
          points(row.since_last),
        ];
      }),
    ),
    paragraph(
      known
        ? `Together: ${points(since_base.change)} points since ${since_base.from}${since_last && since_last.change !== null ? `, ${points(since_last.change)} since ${since_last.from}` : ""}.${remainderWords(since_base.remainder)}`
        : `${area} was not scored in ${since_base.from}, so that its change cannot be told.`,
    ),
    ...sinceEdition(index, area),
  ];
};

/** Since the last edition that was given, which may be older than last year and have had other settings. */
const sinceEdition = ({ revisions, indicators }: SafetyIndex, area: string): Block[] => {
  const found = revisions?.since_previous.find((row) => row.area === area);
  if (!revisions || !found) return [];
  const title = new Map(indicators.map((one) => [one.id, one.title]));
  const moved = [...found.parts]
    .filter((one) => Math.abs(one.points) >= 0.05)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || (a.id < b.id ? -1 : 1))
    .map((one) => `${uncapital(title.get(one.id) ?? one.id)} (${points(one.points)})`);
  return [
    paragraph(
      `Since the last edition (to ${revisions.previous_latest}): ${points(found.difference)} points, from ${score(found.before)} to ${score(found.now)}. By indicator: ${listWords(moved)}.${remainderWords(found.remainder)}`,
    ),
  ];
};

const valueWords = (value: number | null): string => (value === null ? "not available" : measured(value));

const remainderWords = (remainder: number | null): string =>
  remainder !== null && Math.abs(remainder) >= 0.05
    ? ` The parts leave ${points(remainder)} points, because the mean is not arithmetic.`
    : "";

const movers = (
  rows: readonly AreaIndicator[],
  named: ReadonlyMap<string, IndexIndicator>,
  from: string,
): string => {
  const title = (row: AreaIndicator): string =>
    `${uncapital(named.get(row.id)!.title)} (${points(row.since_base)})`;
  const up = rows.filter(({ since_base }) => since_base !== null && since_base >= 0.05).slice(0, 2);
  const down = rows.filter(({ since_base }) => since_base !== null && since_base <= -0.05).slice(0, 2);
  const said = [
    ...(up.length > 0 ? [`What added most: ${listWords(up.map(title))}.`] : []),
    ...(down.length > 0 ? [`What took most: ${listWords(down.map(title))}.`] : []),
  ];
  return said.length > 0 ? said.join(" ") : `Nothing moved much since ${from}.`;
};

/** Names in one sentence; index.json has every one. */
const mostNamed = 40;

const limits = (index: SafetyIndex, { alike, area, missing, indicators }: Scored): Block[] => [
  heading(2, "What this page cannot say"),
  list([
    alike.length === 0
      ? "No other area is so close that the two cannot be told apart."
      : `${area} cannot be told apart from ${alike.length} other areas: ${listWords(alike, mostNamed)}.`,
    "Recorded crime is what was reported and written down. It can rise because more people report.",
    "The scores say how things are, not why, and not whether any one thing that was done worked.",
    ...(index.warnings.some(({ code, message }) => code === "index/day-population" && message.includes(area))
      ? [
          "Many more people are here by day than live here. Rates for each resident make the area look worse than it is for them.",
        ]
      : []),
    ...(index.disclosure.hidden.some((address) => address.startsWith(`areas[${area}].`))
      ? [
          `Counts below ${index.disclosure.threshold} are not printed, because they could tell on people. In the scores each counts as the middle of what it may be.`,
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
