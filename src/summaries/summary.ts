import { csvText } from "../model/escape.ts";
import type { Finding } from "../model/finding.ts";
import type { Figure } from "./charts/chart.ts";
import { chartsOf } from "./charts/index.ts";
import { type Block, type Document, part, type Table, wordsOf } from "./document.ts";
import { markdown } from "./markdown.ts";
import { stamped } from "./release.ts";
import { sections } from "./sections/index.ts";
import { longTable } from "./sections/section.ts";

export interface SummaryFile {
  /** Relative to the folder of the report. */
  readonly path: string;
  readonly content: string;
}

/** The page as data: other renderers can start here. */
export const summaryDocument = (
  finding: Finding,
  charts: ReadonlyMap<string, Figure> = chartsOf(finding),
): Document => {
  let figures = 0;
  const numbered = (block: Block): Block =>
    block.kind === "figure" ? { ...block, caption: `Figure ${++figures}. ${block.caption}` } : block;
  return sections.flatMap((section) => {
    const blocks = section.build({ finding, charts });
    return blocks.length === 0 ? [] : [part(section.id, blocks.map(numbered))];
  });
};

/** Everything that one finding becomes: the page, its figures, and the tables too long for the page. */
export const summarise = (finding: Finding): { readonly files: readonly SummaryFile[] } => {
  const charts = chartsOf(finding);
  return {
    files: [
      { path: "summary.md", content: markdown(summaryDocument(finding, charts)) },
      ...[...charts.values()].map((chart) => ({
        path: `${chart.name}.svg`,
        content: stamped(chart.svg, finding),
      })),
      ...[...charts.values()]
        .filter((chart) => chart.table.rows.length > longTable)
        .map((chart) => ({ path: `${chart.name}.csv`, content: csv(chart.table) })),
    ],
  };
};

// A number keeps its sign in a spreadsheet; any other cell that looks like a formula is quoted as text.
const csv = ({ columns, rows }: Table): string => {
  // Columns of numbers are set to the right: a unit called 1,204 is a name and stays one.
  const cell = (words: string, column: number): string =>
    columns[column]?.align === "right" && /^-?[\d,]+(\.\d+)?$/.test(words)
      ? words.replace(/,/g, "")
      : csvText(words);
  const lines = [
    columns.map((column) => csvText(column.header)),
    ...rows.map((row) => row.map((inline, k) => cell(wordsOf([inline]), k))),
  ];
  return `${lines.map((line) => line.join(",")).join("\n")}\n`;
};
