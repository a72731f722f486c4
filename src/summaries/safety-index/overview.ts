import { indexFolder } from "../../model/index-names.ts";
import type { SafetyIndex } from "../../model/safety-index.ts";
import { type Block, heading, left, link, list, paragraph, right, strong, table } from "../document.ts";
import { listWords, plural } from "../numbers.ts";
import {
  hasBothHalves,
  hundred,
  level,
  percentOf,
  points,
  score,
  scoredAreas,
  withInterval,
  withRange,
} from "./words.ts";

/** What a commander or a councillor can read aloud. */
export const glance = (index: SafetyIndex): Block[] => {
  const { overall, latest, base, pairs } = index;
  const now = overall.at(-1)!;
  const then = overall.find(({ period }) => period === base.year)!;
  const both = hasBothHalves(index);
  return [
    heading(1, `${index.title}, ${latest}`),
    ...(index.invented
      ? [
          paragraph(
            strong("These data are invented."),
            " They show what the pages look like and nothing else.",
          ),
        ]
      : []),
    paragraph(indexHeadline(index)),
    table(
      "",
      [left("Question"), left("Answer")],
      [
        [
          "What is scored",
          `${plural(scoredAreas(index).length, "area")} in ${latest}, on ${plural(index.indicators.length, "indicator")}.${index.not_scored.length > 0 ? ` Not scored: ${listWords(index.not_scored.map(({ area }) => area))}.` : ""}`,
        ],
        [
          `Change since ${base.year}`,
          both
            ? `Objective ${points(now.objective.score! - then.objective.score!)} points, subjective ${points(now.subjective.score! - then.subjective.score!)} points, mean of the areas.`
            : `${points(now.combined.score! - then.combined.score!)} points, mean of the areas.`,
        ],
        ...(both ? [["The gap", gapSentence(index)]] : []),
        [
          "How sure are ranks",
          `${pairs.alike} of ${pairs.compared} pairs of areas cannot be told apart${pairs.share_alike === null ? "" : ` (${percentOf(pairs.share_alike)})`}.`,
        ],
        [
          "More is",
          hundred(index) ? `better; 100 is the ${base.year} mean of the areas, for ever.` : "better.",
        ],
      ],
    ),
    paragraph(
      `Read the objective score, the subjective score and the gap before the combined one: one number can stand still while what is recorded and what people say move apart.`,
    ),
  ];
};

/** The index in two sentences: both halves, never the combined score alone. */
export const indexHeadline = (index: SafetyIndex): string => {
  const { overall, latest, base } = index;
  const now = overall.at(-1)!;
  if (!hasBothHalves(index))
    return `In ${latest} the mean score of the areas was ${withInterval(now.combined)}.`;
  return `In ${latest} the mean objective score, of what was recorded, was ${withInterval(now.objective)}; the mean subjective score, of what people say, was ${withInterval(now.subjective)}. In ${base.year} both started from their base-year mean.`;
};

const gapSentence = (index: SafetyIndex): string => {
  const rows = scoredAreas(index);
  const widest = rows.reduce((a, b) => (b.last.gap.score! > a.last.gap.score! ? b : a));
  const narrowest = rows.reduce((a, b) => (b.last.gap.score! < a.last.gap.score! ? b : a));
  const mean = index.overall.at(-1)!.gap;
  return `Objective minus subjective is ${withInterval(mean)} on average; highest in ${widest.area} (${score(widest.last.gap.score)}), lowest in ${narrowest.area} (${score(narrowest.last.gap.score)}).`;
};

/** Every area with its four numbers, and its rank with the interval. */
export const ranking = (index: SafetyIndex): Block[] => [
  heading(2, "Scores and ranks"),
  paragraph(
    `${level(index)} intervals: those of scores are of chance alone; those of ranks are of chance, normalisation, weights and aggregation together. Where intervals of ranks overlap, the order says little.`,
  ),
  table(
    `Every area, ${index.latest}`,
    [
      left("Area"),
      right("Objective"),
      right("Subjective"),
      right("Gap"),
      right("Combined (interval)"),
      right("Rank (interval)"),
    ],
    scoredAreas(index).map(({ area, slug, last }) => [
      link(`${indexFolder}/areas/${slug}.md`, area),
      score(last.objective.score),
      score(last.subjective.score),
      score(last.gap.score),
      withInterval(last.combined),
      withRange(last),
    ]),
  ),
  ...(index.not_scored.length > 0
    ? [
        paragraph("Not scored, and in no rank:"),
        list(index.not_scored.map(({ area, reason }) => `${area}: ${reason}.`)),
      ]
    : []),
];

/** How likely each band is, by the draws. */
export const bandTable = (index: SafetyIndex): Block[] => [
  heading(2, "Bands"),
  paragraph(
    `Against the ${index.base.year} mean. The second number is how likely that band is given chance alone; the last, how often other weights would give another band.`,
  ),
  table(
    `Bands, ${index.latest}`,
    [
      left("Area"),
      left("Band"),
      right("Probability"),
      left("Next likely"),
      right("Probability of it"),
      right("Flips with weights"),
    ],
    scoredAreas(index).map(({ area, last, bands, band_flip_share }) => {
      const own = bands.find(({ name }) => name === last.band)!;
      const next = bands
        .filter(({ name }) => name !== last.band)
        .sort((a, b) => b.probability - a.probability)[0];
      return [
        area,
        last.band,
        percentOf(own.probability),
        next && next.probability >= 0.005 ? next.name : "none",
        next && next.probability >= 0.005 ? percentOf(next.probability) : percentOf(0),
        percentOf(band_flip_share),
      ];
    }),
  ),
];

/** Since the base year, since last year, and since the last edition. */
export const changes = (index: SafetyIndex): Block[] => {
  const rows = scoredAreas(index);
  const before = index.periods.at(-2);
  const remainder = Math.max(
    0,
    ...rows
      .flatMap(({ since_base, since_last }) => [since_base, since_last])
      .map((one) => Math.abs(one?.remainder ?? 0)),
  );
  return [
    heading(2, "Change"),
    table(
      "Change of the combined score, in points",
      [
        left("Area"),
        right(`Since ${index.base.year}`),
        right("Interval"),
        ...(before ? [right(`Since ${before}`), right("Interval of it")] : []),
      ],
      rows.map(({ area, since_base, since_last }) => [
        area,
        points(since_base.change),
        interval(since_base),
        ...(before ? [points(since_last?.change), interval(since_last)] : []),
      ]),
    ),
    paragraph(
      remainder < 0.05
        ? "Each area's page splits its change by indicator; the parts add up to the change."
        : `Each area's page splits its change by indicator. This mean is not arithmetic, so the parts leave a remainder of up to ${score(remainder)} points, which is printed.`,
    ),
    ...revisions(index),
  ];
};

const interval = (change: { low: number | null; high: number | null } | null): string =>
  change === null || change.low === null || change.high === null
    ? "not available"
    : `${points(change.low)} to ${points(change.high)}`;

const revisions = ({ revisions: found }: SafetyIndex): Block[] => {
  if (!found) return [paragraph("No earlier edition was given, so that no revisions are shown.")];
  const intro =
    found.revised === 0
      ? `None of the ${found.compared} scores of the last edition (to ${found.previous_latest}) was revised.`
      : `${found.revised} of the ${found.compared} scores of the last edition (to ${found.previous_latest}) were revised, by up to ${score(found.largest)} points.`;
  return [
    heading(3, "Revisions of the last edition"),
    paragraph(
      intro,
      found.method_changed.length > 0 ? ` Settings that changed: ${listWords(found.method_changed)}.` : "",
    ),
    ...(found.rows.length === 0
      ? []
      : [
          table(
            "The largest revisions of combined scores",
            [left("Area"), left("Year"), right("Before"), right("Now"), right("Difference")],
            found.rows.map((row) => [
              row.area,
              row.period,
              score(row.before),
              score(row.now),
              points(row.difference),
            ]),
          ),
        ]),
    ...(found.since_previous.length === 0
      ? []
      : [
          table(
            `Latest combined score against that of the last edition (${found.previous_latest})`,
            [left("Area"), right("Last edition"), right("Now"), right("Difference")],
            found.since_previous.map((row) => [
              row.area,
              score(row.before),
              score(row.now),
              points(row.difference),
            ]),
          ),
        ]),
  ];
};
