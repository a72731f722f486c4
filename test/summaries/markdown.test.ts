import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oneLine } from "../../src/model/escape.ts";
import {
  code,
  codeBlock,
  type Figure,
  heading,
  left,
  link,
  list,
  paragraph,
  right,
  strong,
  table,
  text,
  withFileNames,
} from "../../src/summaries/document.ts";
import { markdown } from "../../src/summaries/markdown.ts";
import {
  type Node,
  parseMarkdown as parse,
  typesIn as types,
  wordsIn as words,
} from "../helpers/markdown.ts";

// The characters that mean something to Markdown, GitHub or pandoc, in every order.
const hostile = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(..."\\`*_{}[]()<>#+-.!|~$^&;:@/=\"' \n\tab1w3ws"), maxLength: 40 }),
  fc.constantFrom(
    "# heading",
    "1. item",
    "- item",
    "> quote",
    "| a | b |",
    "![x](javascript:alert(1))",
    "<script>alert(1)</script>",
    "@someone and #123 and GH-12",
    "https://example.org www.example.org a@b.org",
    "&amp; &#60; &copy;",
    "[^1]: note",
    "---",
    "***",
    "~~~",
    "    indented",
    ":smile:",
    "$x$ ^up^ ~down~",
    "a\u202eb\u0000c\u200bd",
    "<!-- whatworks:part x sha256:00 -->",
  ),
);
const plain = new Set(["root", "paragraph", "text", "html"]);

describe("markdown", () => {
  it("gives back every text of a paragraph, and nothing but text", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const tree = parse(markdown([paragraph(value)]));
        expect(words(tree)).toBe(oneLine(value));
        expect(types(tree).filter((type) => !plain.has(type))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("gives back headings, list items and table cells", () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const [first, second] = [`x${a}`, `x${b}`];
        const page = markdown([
          heading(2, first),
          list([first, second]),
          table("", [left("Unit"), right("Count")], [[first, second]]),
        ]);
        const tree = parse(page);
        expect((tree.children ?? []).map((node) => node.type)).toEqual(["heading", "list", "table"]);
        const [title, items, cells] = tree.children as [Node, Node, Node];
        expect(words(title)).toBe(oneLine(first));
        expect(items.children!.map(words)).toEqual([oneLine(first), oneLine(second)]);
        expect(cells.children![1]!.children!.map(words)).toEqual([oneLine(first), oneLine(second)]);
      }),
      { numRuns: 150 },
    );
  });

  it("gives back code in a paragraph and in a table", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const tree = parse(
          markdown([paragraph("run ", code(`x${value}`)), table("", [left("Code")], [[code(`x${value}`)]])]),
        );
        const [first, second] = tree.children as [Node, Node];
        expect(words(first)).toBe(`run ${oneLine(`x${value}`)}`);
        expect(words(second)).toBe(`Code${oneLine(`x${value}`)}`);
      }),
      { numRuns: 150 },
    );
  });

  it("links only to relative and http addresses", () => {
    const page = markdown([
      paragraph(
        link("counterfactual.svg", "figure"),
        text(" "),
        link("javascript:alert(1)", "no"),
        " ",
        link("//x.org", "no"),
      ),
    ]);
    expect(page).toBe("[figure](counterfactual.svg) no no\n");
  });

  it("sets file names as code and loses nothing around them", () => {
    const sentence = "In data/MPS (Historical)__201004-202311.csv.gz, 3 of 4_5 are absent (see notes.csv).";
    const page = markdown([
      paragraph(withFileNames(sentence)),
      table("", [left("A")], [[withFileNames(sentence)]]),
    ]);
    const [first, second] = parse(page).children as [Node, Node];
    expect(words(first)).toBe(sentence);
    expect(words(second)).toBe(`A${sentence}`);
    expect(page).toContain("`(Historical)__201004-202311.csv.gz`");
    expect(page).toContain("(see `notes.csv`)");
    expect(markdown([paragraph(withFileNames("x (most recent 24 months)__1.csv"))])).toBe(
      "x `(most recent 24 months)__1.csv`\n",
    );
  });

  it("keeps any text inside its fence", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("`", "~", "a", "\n", " "), maxLength: 30 }), (value) => {
        const tree = parse(markdown([codeBlock(`a${value}b`), paragraph("after")]));
        expect(tree.children!.map((node) => node.type)).toEqual(["code", "paragraph"]);
      }),
    );
  });
});

describe("markdown of nothing", () => {
  it("has no empty emphasis, no empty cell and no empty block", () => {
    expect(markdown([paragraph("a ", strong(" \u200b "), "b"), paragraph(""), paragraph("c")])).toBe(
      "a b\n\nc\n",
    );
    expect(markdown([table("", [left(""), right("n")], [["", "1"]])])).toBe(
      "|   | n |\n| :--- | ---: |\n|   | 1 |\n",
    );
  });
  it("has no address for a figure that would load from elsewhere", () => {
    const figure = (src: string): Figure => ({ kind: "figure", src, alt: "a [chart]", caption: "# One" });
    expect(markdown([figure("a b.svg")])).toBe("![a (chart)](a%20b.svg)\n\n\\# One\n");
    expect(markdown([figure("javascript:x")])).toBe("![a (chart)]()\n\n\\# One\n");
  });
});
