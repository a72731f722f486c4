/*
 * A page as data. Sections build it, a renderer per format turns it into bytes; nothing here knows Markdown.
 */

export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong"; readonly children: readonly Inline[] }
  /** A run of nodes where one is wanted, such as a table cell. */
  | { readonly kind: "span"; readonly children: readonly Inline[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "link"; readonly href: string; readonly children: readonly Inline[] };

export interface Column {
  readonly header: string;
  readonly align: "left" | "right";
}

export interface Table {
  readonly kind: "table";
  readonly caption: string;
  /** The first column labels the row. At most six columns are readable on a phone and on paper. */
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Inline[])[];
}

export interface Figure {
  readonly kind: "figure";
  readonly src: string;
  /** Type, what is shown, finding; 30 to 300 characters. */
  readonly alt: string;
  /** Finding first, then measure, place and period. */
  readonly caption: string;
}

export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3 | 4; readonly children: readonly Inline[] }
  | { readonly kind: "paragraph"; readonly children: readonly Inline[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: "code-block"; readonly language: string; readonly text: string }
  | Table
  | Figure
  /** Written by the program and marked with a hash, so that an edit shows and commentary between parts survives. */
  | { readonly kind: "part"; readonly id: string; readonly children: readonly Block[] };

export type Document = readonly Block[];

export const text = (value: string): Inline => ({ kind: "text", text: value });
export const strong = (value: string): Inline => ({ kind: "strong", children: [text(value)] });
export const code = (value: string): Inline => ({ kind: "code", text: value });
export const link = (href: string, label: string): Inline => ({
  kind: "link",
  href,
  children: [text(label)],
});

/**
 * Prose whose file names are set as code: `__201004-202311.csv` is a name, not emphasis and not a number.
 * A parenthesis that a name closes is part of it.
 */
export const withFileNames = (value: string): Inline => ({
  kind: "span",
  children: value
    .split(/((?:\([^()]*\))?\S*[\w)]\.(?:csv|tsv|json|ya?ml|parquet|xlsx?|gz)(?:\.gz)?)(?=[\s.,;:!?)]|$)/)
    .map((piece, i): Inline => (i % 2 === 1 ? code(piece) : text(piece))),
});

type Words = string | Inline;
const inline = (words: readonly Words[]): Inline[] =>
  words.map((word) => (typeof word === "string" ? text(word) : word));

export const heading = (level: 1 | 2 | 3 | 4, ...words: Words[]): Block => ({
  kind: "heading",
  level,
  children: inline(words),
});
export const paragraph = (...words: Words[]): Block => ({ kind: "paragraph", children: inline(words) });
export const list = (items: readonly (Words | readonly Words[])[], ordered = false): Block => ({
  kind: "list",
  ordered,
  items: items.map((item) => inline(isMany(item) ? item : [item])),
});
const isMany = (item: Words | readonly Words[]): item is readonly Words[] => Array.isArray(item);
export const codeBlock = (value: string, language = ""): Block => ({
  kind: "code-block",
  language,
  text: value,
});
export const part = (id: string, children: readonly Block[]): Block => ({ kind: "part", id, children });

export const left = (header: string): Column => ({ header, align: "left" });
export const right = (header: string): Column => ({ header, align: "right" });
export const table = (
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Words[])[],
): Table => ({ kind: "table", caption, columns, rows: rows.map(inline) });

/** The words of a run of nodes, without their dress: for claims, reading age and tests. */
export const wordsOf = (nodes: readonly Inline[]): string =>
  nodes.map((node) => ("children" in node ? wordsOf(node.children) : node.text)).join("");

/** Every sentence-bearing run of words of a page: paragraphs and list items, in order. */
export const proseOf = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block): string[] => {
    if (block.kind === "paragraph") return [wordsOf(block.children)];
    if (block.kind === "list") return block.items.map(wordsOf);
    if (block.kind === "part") return proseOf(block.children);
    return [];
  });
