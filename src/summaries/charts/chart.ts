import type { Finding } from "../../model/finding.ts";
import type { Table } from "../document.ts";
import { colours, label, type Mark, margin, picture, width, wrap } from "../svg.ts";

/** A figure ready to be placed: everything drawn is in its table. */
export interface Chart {
  /** File name without extension. */
  readonly name: string;
  /** The finding, then measure, place and period. */
  readonly title: string;
  readonly subtitle: string;
  /** Type, what is shown, finding; at most 300 characters. */
  readonly alt: string;
  readonly svg: string;
  readonly table: Table;
}

/** Where on the page a figure stands: in which section, under which heading there, or above the section's tables. */
export interface Place {
  readonly section: "effect" | "certainty" | "implementation";
  readonly heading?: string;
  readonly above?: true;
}

/** A chart of a finding, or undefined where the finding does not hold what it draws; with its place on the page. */
export interface ChartMaker {
  (finding: Finding): Chart | undefined;
  readonly place: Place;
}

/** A chart with the place that its maker names. */
export interface Figure extends Chart {
  readonly place: Place;
}

export const placed = (place: Place, make: (finding: Finding) => Chart | undefined): ChartMaker =>
  Object.assign(make, { place });

interface Parts {
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  readonly alt: string;
  readonly table: Table;
  /** Draws from `top` downwards and says where it ended. */
  readonly draw: (top: number) => { readonly marks: readonly Mark[]; readonly bottom: number };
}

const titleSize = 18;

/** Sets the two-part title above the plot and closes the picture below it. */
export const chart = ({ name, title, subtitle, alt, table, draw }: Parts): Chart => {
  const room = width - 2 * margin;
  const titles = wrap(title, room, titleSize, true);
  const subtitles = wrap(subtitle, room);
  const marks = [
    ...titles.map((words, i) => label(margin, 30 + i * 23, words, { size: titleSize, bold: true })),
    ...subtitles.map((words, i) =>
      label(margin, 32 + titles.length * 23 + i * 19, words, { fill: colours.quiet }),
    ),
  ];
  const drawn = draw(40 + titles.length * 23 + subtitles.length * 19);
  const svg = picture({
    height: Math.ceil(drawn.bottom + margin / 2),
    title,
    description: alt,
    marks: [...marks, ...drawn.marks],
  });
  return { name, title, subtitle, alt: shorten(alt), svg, table };
};

/** Alternative text of at most 300 characters, cut at the end of a sentence. */
export const shorten = (words: string, most = 300): string => {
  if (words.length <= most) return words;
  const end = words.slice(0, most).lastIndexOf(". ");
  return end > 60 ? words.slice(0, end + 1) : `${words.slice(0, most - 1).replace(/\s+\S*$/, "")}…`;
};

export const captionOf = (chart: Chart): string => `${chart.title}. ${chart.subtitle}.`;
export const inventedNote = (finding: Finding): string => (finding.invented ? ". Invented data" : "");
