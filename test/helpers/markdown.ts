import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";

/** A node of the tree that remark reads from a page. */
export interface Node {
  readonly type: string;
  readonly value?: string;
  readonly depth?: number;
  readonly url?: string;
  readonly alt?: string;
  readonly children?: readonly Node[];
}

export const parseMarkdown = (page: string): Node =>
  unified().use(remarkParse).use(remarkGfm).parse(page) as Node;

/** Text of a node as a reader sees it: comments do not count. */
export const wordsIn = (node: Node): string =>
  node.type === "html" ? "" : (node.value ?? (node.children ?? []).map(wordsIn).join(""));

/** Every node of a type, in order. */
export const nodesOf = (node: Node, type: string): Node[] => [
  ...(node.type === type ? [node] : []),
  ...(node.children ?? []).flatMap((child) => nodesOf(child, type)),
];

export const typesIn = (node: Node): string[] => [node.type, ...(node.children ?? []).flatMap(typesIn)];
