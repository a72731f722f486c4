import type { Finding } from "../../model/finding.ts";
import { type Chart, captionOf } from "../charts/chart.ts";
import { type Block, link, paragraph } from "../document.ts";

/** What a section may read: the finding and its figures, nothing else. */
export interface Page {
  readonly finding: Finding;
  readonly charts: ReadonlyMap<string, Chart>;
}

/** One part of the page. An empty list leaves it out. */
export interface Section {
  readonly id: string;
  build(page: Page): readonly Block[];
}

/** Up to here a figure's table stands right below it; longer ones go to the end of the page. */
export const shortTable = 24;
/** Beyond here the table is a CSV file beside the page. */
export const longTable = 240;

export const notMeasured = "Not measured.";

/** A figure with its caption, and below it the plotted numbers or the way to them. */
export const figure = ({ charts }: Page, name: string): Block[] => {
  const chart = charts.get(name);
  if (!chart) return [];
  const image: Block = { kind: "figure", src: `${name}.svg`, alt: chart.alt, caption: captionOf(chart) };
  const rows = chart.table.rows.length;
  if (rows <= shortTable) return [image, chart.table];
  return rows <= longTable
    ? [
        image,
        paragraph(
          "Every plotted number is in ",
          link("#numbers-behind-the-figures", "a table at the end"),
          ".",
        ),
      ]
    : [image, paragraph("Every plotted number is in ", link(`${name}.csv`, `${name}.csv`), ".")];
};
