import type { Finding, Verdict } from "../model/finding.ts";
import { indexPage as frontPage } from "../unit/safety-index/names.ts";
import { indexHeadline } from "../unit/safety-index/page/overview.ts";
import type { SafetyIndex } from "../unit/safety-index/types.ts";
import {
  type Block,
  type Document,
  heading,
  left,
  link,
  paragraph,
  part,
  right,
  strong,
  table,
} from "./document.ts";
import { markdown } from "./markdown.ts";
import { capital, confidence, effect, listWords, plural } from "./numbers.ts";
import { internalBanner } from "./release.ts";
import { percentRange, percentWords, verdictWords } from "./wording.ts";

export interface IndexEntry {
  readonly finding: Finding;
  /** Where its page is, relative to the index: `ulez-2023/summary.md`. */
  readonly path: string;
}

const order: readonly Verdict[] = ["fall", "rise", "uncertain", "equivalent", "not-estimated"];
const tally: Readonly<Record<Verdict, string>> = {
  fall: "fell",
  rise: "rose",
  uncertain: "uncertain",
  equivalent: "no change that matters",
  "not-estimated": "not estimated",
};

/**
 * The contents of a reports folder: one row an evaluation, whatever it found, in the order of study and outcome, and
 * the safety index of its areas where there is one.
 */
export const indexDocument = (
  entries: readonly IndexEntry[],
  title = "Evidence summaries",
  safetyIndex?: SafetyIndex,
): Document => {
  const rows = [...entries].sort((a, b) => compare(a.path, b.path));
  return [
    part("index", [
      heading(1, title),
      ...(rows.some(({ finding }) => finding.release === "internal") || safetyIndex?.release === "internal"
        ? internalBanner({ release: "internal" })
        : []),
      ...(rows.some(({ finding }) => finding.invented) || safetyIndex?.invented
        ? [paragraph(strong("Some of these data are invented."), " Each such page says so at the top.")]
        : []),
      paragraph(summary(rows)),
      ...(rows.length === 0 ? [] : [overview(rows)]),
      paragraph("A ratio below 1 is a fall. A result that is uncertain takes the same room as any other."),
      ...(safetyIndex ? indexSection(safetyIndex) : []),
      ...rows.flatMap(detail),
    ]),
  ];
};

export const indexPage = (
  entries: readonly IndexEntry[],
  title?: string,
  safetyIndex?: SafetyIndex,
): string => markdown(indexDocument(entries, title, safetyIndex));

const indexSection = (index: SafetyIndex): Block[] => [
  heading(2, index.title),
  paragraph(indexHeadline(index)),
  paragraph(
    `${plural(index.areas.length - index.not_scored.length, "area")} in ${index.latest}. `,
    link(frontPage, "Read the index"),
    ".",
  ),
];

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const summary = (rows: readonly IndexEntry[]): string => {
  const counted = order.flatMap((verdict) => {
    const found = rows.filter(({ finding }) => finding.headline.verdict === verdict).length;
    return found === 0 ? [] : [`${found} ${tally[verdict]}`];
  });
  return rows.length === 0
    ? "No evaluation has been run yet."
    : `${plural(rows.length, "evaluation")}: ${listWords(counted)}. All are listed, those without a clear result too.`;
};

const overview = (rows: readonly IndexEntry[]): Block =>
  table(
    "Every evaluation",
    [
      left("Evaluation"),
      left("Outcome"),
      left("Verdict"),
      right("Estimate"),
      left("Interval"),
      right("Design level of 5"),
    ],
    rows.map(({ finding, path }) => {
      const { headline, outcome, design, study, invented } = finding;
      return [
        link(path, invented ? `${study.title} (invented)` : study.title),
        outcome.role === "secondary" ? `${outcome.label} (secondary)` : outcome.label,
        verdictWords[headline.verdict],
        `${effect(headline.estimate, headline.scale)}${headline.scale === "difference" ? " (difference)" : ""}`,
        percentRange(headline.percent_low, headline.percent_high, outcome.unit),
        `${design.level}`,
      ];
    }),
  );

const detail = ({ finding, path }: IndexEntry): Block[] => {
  const { headline, outcome, study, warnings } = finding;
  const codes = [...new Set(warnings.filter((w) => w.severity !== "note").map((w) => w.code))];
  return [
    heading(2, `${study.title}: ${outcome.label}`),
    paragraph(headline.sentence),
    paragraph(
      `${capital(percentWords(headline.percent, outcome.unit))}, ${confidence(finding)} interval ${percentRange(headline.percent_low, headline.percent_high, outcome.unit)}. `,
      codes.length === 0 ? "No guard went off. " : `Guards that went off: ${listWords(codes)}. `,
      link(path, "Read the summary"),
      ".",
    ),
  ];
};
