import type { Finding } from "../../model/finding.ts";
import { captionOf, type Figure, type Place } from "../charts/chart.ts";
import { type Block, heading, link, paragraph } from "../document.ts";

/** What a section may read: the finding and its figures, nothing else. */
export interface Page {
  readonly finding: Finding;
  readonly charts: ReadonlyMap<string, Figure>;
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
export interface FigureBlocks {
  readonly image: Block;
  readonly numbers: Block;
}

const blocksOf = (chart: Figure): FigureBlocks => {
  const { name, alt, table } = chart;
  const image: Block = { kind: "figure", src: `${name}.svg`, alt, caption: captionOf(chart) };
  const rows = table.rows.length;
  const [to, where] =
    rows <= longTable
      ? ["#numbers-behind-the-figures", "a table at the end"]
      : [`${name}.csv`, `${name}.csv`];
  const numbers = rows <= shortTable ? table : paragraph("Every plotted number is in ", link(to, where), ".");
  return { image, numbers };
};

/** The figures that belong above the tables of a section, in their order. */
export const figuresAbove = ({ charts }: Page, section: Place["section"]): FigureBlocks[] =>
  [...charts.values()].filter(({ place }) => place.section === section && place.above === true).map(blocksOf);

/** The other figures of a section, each under its heading; one heading serves those that follow one another. */
export const figuresIn = ({ charts }: Page, section: Place["section"]): Block[] => {
  const figures = [...charts.values()].filter(({ place }) => place.section === section && !place.above);
  return figures.flatMap((chart, i) => {
    const title = chart.place.heading;
    const isNew = title !== undefined && title !== figures[i - 1]?.place.heading;
    const { image, numbers } = blocksOf(chart);
    return [...(isNew ? [heading(3, title)] : []), image, numbers];
  });
};
