import { describe, expect, it } from "vitest";
import {
  type Block,
  code,
  codeBlock,
  heading,
  type Inline,
  left,
  link,
  list,
  paragraph,
  part,
  right,
  strong,
  table,
  text,
} from "../../src/summaries/document.ts";
import { markdown } from "../../src/summaries/markdown.ts";
import { markPart } from "../../src/summaries/parts.ts";

const figure = (over: { src?: string; caption?: string } = {}): Block => ({
  ...{ kind: "figure", src: "a b.svg", alt: "Bars [of] a", caption: "1. It *fell*." },
  ...over,
});
const span = (...children: Inline[]): Inline => ({ kind: "span", children });

// What a page is, byte by byte: that it reads back as the same text is asked of every text elsewhere.
describe("a block of Markdown", () => {
  it.each<[string, readonly Block[], string]>([
    ["nothing at all", [], ""],
    ["a heading", [heading(3, "Up")], "### Up"],
    ["a heading that ends in signs, all of them kept", [heading(1, "C##")], "# C\\##"],
    ["a heading with signs inside", [heading(1, "A # b")], "# A # b"],
    ["two paragraphs", [paragraph("One."), paragraph("Two.")], "One.\n\nTwo."],
    ["no paragraph of nothing", [paragraph("One."), paragraph(""), paragraph("Two.")], "One.\n\nTwo."],
    ["a paragraph that starts like a list", [paragraph("- one")], "\\- one"],
    ["a list", [list(["one", ["two ", strong("three")]])], "- one\n- two **three**"],
    ["a numbered list", [list(["one", "two"], true)], "1. one\n2. two"],
    ["a list of what looks like numbers", [list(["1. one"])], "- 1\\. one"],
    ["code", [codeBlock("a\n  b\n", "sh")], "```sh\na\n  b\n```"],
    ["code without a language, and with empty lines inside", [codeBlock("a\n\nb\n\n")], "```\na\n\nb\n```"],
    ["code with a fence of its own", [codeBlock("````\n`\n````")], "`````\n````\n`\n````\n`````"],
    ["code with single ticks in several places", [codeBlock("` ` ` `")], "```\n` ` ` `\n```"],
    [
      "a table",
      [
        table(
          "How *many*",
          [left("unit"), right("n|m")],
          [
            ["a", "1"],
            ["", code("b")],
          ],
        ),
      ],
      "**How \\*many\\***\n\n| unit | n\\|m |\n| :--- | ---: |\n| a | 1 |\n|   | `b` |",
    ],
    ["a table without caption or header", [table("", [left("")], [["a"]])], "|   |\n| :--- |\n| a |"],
    ["a figure", [figure()], "![Bars (of) a](a%20b.svg)\n\n1\\. It \\*fell\\*."],
    ["a figure from elsewhere", [figure({ src: "javascript:x", caption: "It." })], "![Bars (of) a]()\n\nIt."],
    ["a part", [part("data", [paragraph("One."), paragraph("Two.")])], markPart("data", "One.\n\nTwo.")],
  ])("is %s", (_name, blocks, wanted) => {
    expect(markdown(blocks)).toBe(`${wanted}\n`);
  });
});

describe("a run of words", () => {
  it.each<[string, readonly (string | Inline)[], string]>([
    [
      "keeps the spaces between its pieces",
      ["It ", strong("fell"), " by ", strong("2")],
      "It **fell** by **2**",
    ],
    ["keeps a space that stands alone", [strong("a"), " ", strong("b")], "**a** **b**"],
    ["keeps no space where there was none", [strong("a"), "", strong("b"), "c d"], "**a****b**c d"],
    ["makes one space of two", ["a ", " b"], "a b"],
    ["is trimmed", [" a "], "a"],
    ["has no emphasis of nothing", ["a", strong(""), strong(" "), "b"], "ab"],
    ["trims what it emphasises", [strong(" a ")], "**a**"],
    ["holds code outside a table as it is", [code("a|b")], "`a|b`"],
    ["runs on through a span", ["a", span(text(" b "), code("c")), text(" d")], "a b `c` d"],
    ["links", ["see ", link("a.md", "A*")], "see [A\\*](a.md)"],
    ["has the words alone where it may not link", [link("javascript:x", "A")], "A"],
    ["links nothing where there are no words", ["a", link("a.md", "")], "a"],
  ])("%s", (_name, words, wanted) => {
    expect(markdown([paragraph(...words)])).toBe(`${wanted}\n`);
  });
  it("sets a bar as text inside a table", () => {
    expect(markdown([table("", [left("a")], [[code("b|c")]])])).toContain("| b\\|c |");
  });
});
