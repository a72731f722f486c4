import type { Finding, Verdict } from "../model/finding.ts";
import type { ContentsPart } from "./contents.ts";
import { type Block, heading, left, link, paragraph, part, right, strong, table } from "./document.ts";
import { markdown } from "./markdown.ts";
import { capital, confidence, effect, listWords, plural } from "./numbers.ts";
import { internalBanner } from "./release.ts";
import { percentRange, percentWords, verdictWords } from "./words/headline.ts";

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

/** One row an evaluation, whatever it found, in the order of study and outcome. */
export const evaluations = (entries: readonly IndexEntry[]): ContentsPart => {
  const rows = [...entries].sort((a, b) => compare(a.path, b.path));
  return {
    internal: rows.some(({ finding }) => finding.release === "internal"),
    invented: rows.some(({ finding }) => finding.invented),
    summary: [
      paragraph(summary(rows)),
      ...(rows.length === 0 ? [] : [overview(rows)]),
      paragraph("A ratio below 1 is a fall. A result that is uncertain takes the same room as any other."),
    ],
    details: rows.flatMap(detail),
  };
};

/** The contents of a folder of reports: what each kind of report has to list. */
export const contentsPage = (parts: readonly ContentsPart[], title: string): string =>
  markdown([
    part("index", [
      heading(1, title),
      ...(parts.some(({ internal }) => internal) ? internalBanner({ release: "internal" }) : []),
      ...(parts.some(({ invented }) => invented)
        ? [paragraph(strong("Some of these data are invented."), " Each such page says so at the top.")]
        : []),
      ...parts.flatMap((one) => one.summary),
      ...parts.flatMap((one) => one.details),
    ]),
  ]);

/** The contents of a folder of evaluations and nothing else. */
export const indexPage = (entries: readonly IndexEntry[], title = "Evidence summaries"): string =>
  contentsPage([evaluations(entries)], title);

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
        percentRange(headline.percent_low, headline.percent_high, outcome),
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
      `${capital(percentWords(headline.percent, outcome))}, ${confidence(finding)} interval ${percentRange(headline.percent_low, headline.percent_high, outcome)}. `,
      codes.length === 0 ? "No guard went off. " : `Guards that went off: ${listWords(codes)}. `,
      link(path, "Read the summary"),
      ".",
    ),
  ];
};
