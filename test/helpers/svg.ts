import { XMLParser } from "fast-xml-parser";

/** An element of a picture, with the text that stands in it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  preserveOrder: true,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
});
type Raw = Record<string, unknown> & { ":@"?: Record<string, string> };
const flatten = (nodes: readonly Raw[]): Element[] =>
  nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ":@")!;
    if (name === "#text") return [];
    const children = node[name] as Raw[];
    const text = children.map((child) => (typeof child["#text"] === "string" ? child["#text"] : "")).join("");
    return [{ name, attributes: node[":@"] ?? {}, text }, ...flatten(children)];
  });

/** Every element of a picture, in order. */
export const elements = (svg: string): Element[] => flatten(parser.parse(svg) as Raw[]);

/** What a picture says, in order. */
export const textsIn = (svg: string): string[] =>
  elements(svg).flatMap(({ name, text }) => (name === "text" ? [text] : []));

/** Elements of a kind with these attributes. */
export const marksIn = (
  svg: string,
  name: string,
  attributes: Readonly<Record<string, string>> = {},
): Element[] =>
  elements(svg).filter(
    (one) =>
      one.name === name && Object.entries(attributes).every(([key, value]) => one.attributes[key] === value),
  );
