import {
  type Block,
  heading,
  left,
  link,
  list,
  paragraph,
  right,
  strong,
  table,
} from "../../../summaries/document.ts";
import { listWords, missing, plural } from "../../../summaries/numbers.ts";
import { internalBanner } from "../../../summaries/release.ts";
import { indexFolder } from "../names.ts";
import type { SafetyIndex } from "../types.ts";
import {
  hasBothHalves,
  hundred,
  level,
  percentOf,
  points,
  type Scored,
  score,
  scoredAreas,
  withInterval,
  withRange,
} from "./words.ts";

/** What a commander or a councillor can read aloud. */
export const glance = (index: SafetyIndex): Block[] => {
  const { latest, base, pairs } = index;
  const both = hasBothHalves(index);
  return [
    heading(1, `${index.title}, ${latest}`),
    ...internalBanner(index),
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
        ...(base.year === latest ? [] : [[`Change since ${base.year}`, changeWords(index)]]),
        ...(both ? [["The gap", gapSentence(index)]] : []),
        [
          "How sure are ranks",
          pairs.share_alike === null
            ? "There is one area, and no order."
            : `${pairs.alike} of ${plural(pairs.compared, "pair")} of areas cannot be told apart (${percentOf(pairs.share_alike)}).`,
        ],
        [
          "More is",
          hundred(index) ? `better; 100 is the ${base.year} mean of the areas, for ever.` : "better.",
        ],
      ],
    ),
    ...(both
      ? [
          paragraph(
            "Read the objective score, the subjective score and the gap before the combined one: one number can stand still while what is recorded and what people say move apart.",
          ),
        ]
      : []),
  ];
};

/** The index in two sentences: both halves, never the combined score alone. */
export const indexHeadline = (index: SafetyIndex): string => {
  const { overall, latest } = index;
  const now = overall.at(-1)!;
  if (!hasBothHalves(index))
    return `In ${latest} the mean score of the areas was ${withInterval(now.combined)}.`;
  return `In ${latest} the mean objective score, of what was recorded, was ${withInterval(now.objective)}; the mean subjective score, of what people say, was ${withInterval(now.subjective)}. ${startWords(index)}`;
};

/** Of the areas that are scored in both years: a mean moves, too, when an area joins or leaves. */
const changeWords = (index: SafetyIndex): string => {
  const at = index.periods.indexOf(index.base.year);
  const held = index.areas.flatMap(({ points: own }) => {
    const [then, now] = [own[at], own.at(-1)];
    return then && now ? [{ then, now }] : [];
  });
  if (held.length === 0) return "No area is scored in both years.";
  const moved = (half: "objective" | "subjective" | "combined"): string =>
    points(held.reduce((sum, { then, now }) => sum + now[half].score! - then[half].score!, 0) / held.length);
  const all = index.areas.every(({ points: own }) => (own[at] === null) === (own.at(-1) === null));
  const whose = all ? "mean of the areas" : `mean of the ${plural(held.length, "area")} scored in both years`;
  return hasBothHalves(index)
    ? `Objective ${moved("objective")} points, subjective ${moved("subjective")} points, ${whose}.`
    : `${moved("combined")} points, ${whose}.`;
};

const startWords = (index: SafetyIndex): string => {
  const { overall, latest, base } = index;
  if (base.year === latest) return `${base.year} is the base year.`;
  const { objective, subjective } = overall.find(({ period }) => period === base.year)!;
  return hundred(index)
    ? `In ${base.year} both started from their base-year mean.`
    : `In ${base.year} they were ${score(objective.score)} and ${score(subjective.score)}.`;
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
    `${hundred(index) ? `Against the ${index.base.year} mean. ` : ""}The second number is how likely that band is given chance alone; the last, how often other weights would give another band.`,
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
  const { latest, base, periods } = index;
  const before = periods.at(-2);
  const spans = [
    ...(base.year === latest ? [] : [{ from: base.year, of: (area: Scored) => area.since_base }]),
    ...(before === undefined || before === base.year
      ? []
      : [{ from: before, of: (area: Scored) => area.since_last! }]),
  ];
  const remainder = Math.max(
    0,
    ...rows.flatMap((area) => spans.map(({ of }) => of(area))).map((one) => Math.abs(one.remainder ?? 0)),
  );
  return [
    heading(2, "Change"),
    ...(spans.length === 0
      ? [paragraph(`${latest} is the base year and the only one, so that there is no change to tell.`)]
      : [
          table(
            "Change of the combined score, in points",
            [
              left("Area"),
              ...spans.flatMap(({ from }, k) => [
                right(`Since ${from}`),
                right(k === 0 ? "Interval" : "Interval of it"),
              ]),
            ],
            rows.map((area) => [
              area.area,
              ...spans.flatMap(({ of }) => [points(of(area).change), interval(of(area))]),
            ]),
          ),
          paragraph(
            remainder < 0.05
              ? "Each area's page splits its change by indicator; the parts add up to the change."
              : `Each area's page splits its change by indicator. This mean is not arithmetic, so the parts leave a remainder of up to ${score(remainder)} points, which is printed.`,
          ),
        ]),
    ...revisions(index),
  ];
};

const interval = ({ low, high }: { low: number | null; high: number | null }): string =>
  low === null || high === null ? missing : `${points(low)} to ${points(high)}`;

const revisions = ({ revisions: found }: SafetyIndex): Block[] => {
  if (!found) return [paragraph("No earlier edition was given, so that no revisions are shown.")];
  const intro =
    found.compared === 0
      ? `No area and year of this edition had a score in the last one (to ${found.previous_latest}).`
      : found.revised === 0
        ? `None of the ${plural(found.compared, "score")} of the last edition (to ${found.previous_latest}) was revised.`
        : `${found.revised} of the ${plural(found.compared, "score")} of the last edition (to ${found.previous_latest}) ${found.revised === 1 ? "was" : "were"} revised, by up to ${score(found.largest)} points.`;
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
