import {
  codeLine,
  markdownAlt,
  markdownBlockStart,
  markdownCode,
  markdownDestination,
  markdownText,
} from "../model/escape.ts";
import type { Block, Column, Document, Figure, Inline, Table } from "./document.ts";
import { markPart } from "./parts.ts";

/*
 * Document → GitHub-flavoured Markdown that pandoc reads the same way. One handler a node; every handler's text goes
 * through escape.ts. No HTML but the comments that mark generated parts.
 */

/** A page in Markdown, ending in one newline. */
export const markdown = (document: Document): string => `${blocks(document)}\n`;

const blocks = (children: readonly Block[]): string => children.map(block).filter(Boolean).join("\n\n");

const block = (node: Block): string => {
  switch (node.kind) {
    case "heading":
      return `${"#".repeat(node.level)} ${closing(inlines(node.children))}`;
    case "paragraph":
      return markdownBlockStart(inlines(node.children));
    case "list":
      return listItems(node.items, node.ordered);
    case "code-block":
      return fenced(node.language, node.text);
    case "table":
      return pipeTable(node);
    case "figure":
      return figure(node);
    case "part":
      return markPart(node.id, blocks(node.children));
  }
};

// A run of # at the end of a heading would be read as its closing sequence.
const closing = (heading: string): string => heading.replace(/(#+)$/, "\\$1");

const inlines = (nodes: readonly Inline[], inTable = false): string => spacedInlines(nodes, inTable).trim();

const spacedInlines = (nodes: readonly Inline[], inTable: boolean): string =>
  nodes
    .map((node) => inline(node, inTable))
    .join("")
    .replace(/ {2,}/g, " ");

const inline = (node: Inline, inTable: boolean): string => {
  switch (node.kind) {
    case "text":
      return spaced(node.text);
    case "code":
      return markdownCode(node.text, inTable);
    case "strong": {
      const inner = inlines(node.children, inTable);
      return inner === "" ? "" : `**${inner}**`;
    }
    case "span":
      return spacedInlines(node.children, inTable);
    case "link": {
      const label = inlines(node.children, inTable);
      const destination = markdownDestination(node.href);
      return destination === undefined || label === "" ? label : `[${label}](${destination})`;
    }
  }
};

// Plain text is trimmed, but the space between two nodes belongs to the sentence.
const spaced = (value: string): string => {
  const inner = markdownText(value);
  if (inner === "") return value === "" ? "" : " ";
  return `${/^\s/.test(value) ? " " : ""}${inner}${/\s$/.test(value) ? " " : ""}`;
};

const listItems = (items: readonly (readonly Inline[])[], ordered: boolean): string =>
  items
    .map((item, index) => `${ordered ? `${index + 1}.` : "-"} ${markdownBlockStart(inlines(item))}`)
    .join("\n");

const fenced = (language: string, content: string): string => {
  const longest = Math.max(2, ...(content.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${content.replace(/\n+$/, "").split("\n").map(codeLine).join("\n")}\n${fence}`;
};

const pipeTable = ({ caption, columns, rows }: Table): string => {
  const cells = rows.map((row) => row.map((cell) => inlines([cell], true) || " "));
  const head = columns.map((column) => markdownText(column.header) || " ");
  const lines = [head, columns.map(rule), ...cells].map((row) => `| ${row.join(" | ")} |`);
  return `${caption === "" ? "" : `**${markdownText(caption)}**\n\n`}${lines.join("\n")}`;
};

const rule = ({ align }: Column): string => (align === "right" ? "---:" : ":---");

const figure = ({ src, alt, caption }: Figure): string =>
  `![${markdownAlt(alt)}](${markdownDestination(src) ?? ""})\n\n${markdownBlockStart(markdownText(caption))}`;
