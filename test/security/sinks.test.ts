import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { afterEach, describe, expect, it, vi } from "vitest";
import { reportFailure } from "../../src/cli/failure.ts";
import { printable, terminal } from "../../src/cli/terminal.ts";
import { UsageError } from "../../src/model/errors.ts";
import {
  commandData,
  commandProperty,
  csvText,
  htmlAttribute,
  htmlText,
  logLine,
  oneLine,
  xmlAttribute,
  xmlText,
} from "../../src/model/escape.ts";
import { stableJson } from "../../src/model/json.ts";
import { plainText, visibleJson, visibleLine, withoutCommands } from "../../src/model/text.ts";
import { csvText as panelText } from "../../src/panel/labels.ts";
import { codeBlock, heading, left, list, paragraph, table } from "../../src/summaries/document.ts";
import { markdown } from "../../src/summaries/markdown.ts";
import { label, picture } from "../../src/summaries/svg.ts";
import { nodesOf, parseMarkdown, typesIn, wordsIn } from "../helpers/markdown.ts";
import { forbidden, hiddenCharacters, nasty } from "./nasty.ts";

// Anything at all, and anything at all made of what attackers use.
const any = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc
    .array(fc.constantFrom(...Object.values(nasty), hiddenCharacters, "\n", "|", "`", " "), { maxLength: 4 })
    .map((parts) => parts.join("")),
);
const all = Object.entries({ ...nasty, hidden: hiddenCharacters });

const textOnly = ["root", "paragraph", "text", "html"];

describe("Markdown", () => {
  const wordsOfOnly = (page: string): string => oneLine(wordsIn(parseMarkdown(page)));
  it.each(all)("holds %s as text in a paragraph, a heading, a list and a table cell", (_name, words) => {
    const paragraphs = markdown([paragraph(words)]);
    expect(wordsOfOnly(paragraphs)).toBe(oneLine(words));
    expect(typesIn(parseMarkdown(paragraphs)).filter((type) => !textOnly.includes(type))).toEqual([]);
    expect(wordsOfOnly(markdown([heading(2, words)]))).toBe(oneLine(words));
    expect(wordsOfOnly(markdown([list([words])]))).toBe(oneLine(words));
    const cells = nodesOf(
      parseMarkdown(markdown([table("", [left("a"), left("b")], [[words, "end"]])])),
      "tableCell",
    );
    expect(cells.map((cell) => oneLine(wordsIn(cell)))).toEqual(["a", "b", oneLine(words), "end"]);
  });
  it("gives any text back, as one paragraph of text and nothing else", () => {
    fc.assert(
      fc.property(any, (words) => {
        const page = markdown([paragraph(words)]);
        expect(page).not.toMatch(forbidden);
        expect(wordsOfOnly(page)).toBe(oneLine(words));
        const types = typesIn(parseMarkdown(page)).filter((type) => !textOnly.includes(type));
        expect(types).toEqual([]);
        // The only HTML is the empty comment that stops GitHub from linking names and addresses.
        for (const { value } of nodesOf(parseMarkdown(page), "html")) expect(value).toBe("<!-- -->");
      }),
      { numRuns: 400 },
    );
  });
  it("gives any text back from a table cell, whose row keeps its cells", () => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        const page = markdown([table("", [left("x"), left("y")], [[a, b]])]);
        const cells = nodesOf(parseMarkdown(page), "tableCell").slice(2);
        expect(cells.map((cell) => oneLine(wordsIn(cell)))).toEqual([oneLine(a), oneLine(b)]);
      }),
      { numRuns: 300 },
    );
  });
  it("never lets a code block end early or hide anything", () => {
    fc.assert(
      fc.property(any, (words) => {
        const page = markdown([codeBlock(words, "sh"), paragraph("after")]);
        const root = parseMarkdown(page);
        expect(nodesOf(root, "code")).toHaveLength(1);
        expect(wordsIn(root.children!.at(-1)!)).toBe("after");
        expect(page).not.toMatch(forbidden);
      }),
      { numRuns: 300 },
    );
  });
});

describe("SVG, XML and HTML", () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    trimValues: false,
    processEntities: true,
    htmlEntities: true,
  });
  it.each(all)("hold %s as text and as an attribute", (_name, words) => {
    const node = parser.parse(`<a b="${xmlAttribute(words)}">${xmlText(words)}</a>`).a;
    const [text, attribute] = typeof node === "object" ? [node["#text"] ?? "", node["@_b"]] : [node, ""];
    expect(String(text)).toBe(oneLine(words));
    expect(String(attribute)).toBe(oneLine(words));
  });
  it("are well formed whatever the text, and hold no element that the text brought", () => {
    fc.assert(
      fc.property(any, (words) => {
        const svg = picture({ height: 50, title: words, description: words, marks: [label(1, 1, words)] });
        expect(XMLValidator.validate(svg)).toBe(true);
        expect(
          Object.keys(parser.parse(svg).svg)
            .filter((key) => !key.startsWith("@_") && key !== "#text")
            .sort(),
        ).toEqual(["desc", "rect", "text", "title"]);
        expect(svg).not.toMatch(forbidden);
        expect(htmlText(words)).not.toMatch(/<|>/);
        expect(htmlAttribute(words)).not.toMatch(/["'<>]/);
      }),
      { numRuns: 300 },
    );
  });
});

describe("CSV", () => {
  const cellOf = (line: string): string => (parse(`${line},end\n`) as string[][])[0]![0]!;
  const formula = /^[=+\-@＝＋－＠\t\r]/;
  it.each(all)("holds %s as text, and no spreadsheet runs it", (_name, words) => {
    for (const [cell, wanted] of [
      [csvText(words), oneLine(words)],
      [panelText(oneLine(words)), oneLine(words)],
    ] as const) {
      const back = cellOf(cell);
      expect(back).not.toMatch(formula);
      expect(back.replace(/^'(?=[=+\-@＝＋－＠])/, "")).toBe(wanted);
    }
  });
  it("gives any text back, but for the mark that keeps it from being run", () => {
    fc.assert(
      fc.property(any, (words) => {
        const rows = parse(`${csvText(words)},end\n`) as string[][];
        expect(rows).toHaveLength(1);
        expect(rows[0]).toHaveLength(2);
        const guarded = formula.test(oneLine(words));
        expect(rows[0]![0]).toBe(guarded ? `'${oneLine(words)}` : oneLine(words));
      }),
      { numRuns: 400 },
    );
  });
});

/** The two ways in which GitHub's runner finds a command in a line: its source, Runner.Common/ActionCommand.cs. */
const isCommand = (line: string): boolean =>
  (line.trimStart().startsWith("::") && line.trimStart().indexOf("::", 2) >= 0) ||
  /##\[[^\]]*\]|##vso\[/.test(line);

describe("CI logs and terminals", () => {
  it("start no command, whatever is logged", () => {
    fc.assert(
      fc.property(any, (words) => {
        expect(isCommand(logLine(words))).toBe(false);
        expect(logLine(words)).not.toMatch(forbidden);
        for (const line of printable(words, withoutCommands).split("\n")) expect(isCommand(line)).toBe(false);
        expect(`::error title=${commandProperty(words)}::${commandData(words)}`).not.toMatch(/[\r\n]/);
        expect(commandProperty(words)).not.toMatch(/[:,]/);
      }),
      { numRuns: 400 },
    );
  });
  it("keep the spaces of a line and lose what steers", () => {
    expect(visibleLine("  a  b\u001b[2J\u202e")).toBe("  a  b");
    expect(withoutCommands("  ::error::x")).toBe("  : :error::x");
    expect(withoutCommands("a::b")).toBe("a::b");
    const painted = "\u001b[31mred\u001b[39m\u001b]0;title\u0007\u001b[2J";
    expect(printable(painted, (line) => line, true)).toBe("\u001b[31mred\u001b[39m");
    expect(printable(painted)).toBe("red");
  });

  const written: string[] = [];
  const listen = (): void => {
    written.length = 0;
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, "write").mockImplementation((text) => {
        written.push(String(text));
        return true;
      });
  };
  afterEach(() => vi.restoreAllMocks());

  it.each(all)("print %s as text, in words and in JSON", (_name, words) => {
    listen();
    const out = terminal({ verbose: true });
    out.result(`${words}\n${words}\n`);
    out.note(words);
    out.warn(words);
    const fault = {
      found: words,
      expected: words,
      hint: words,
      file: words,
      column: words,
      key: words,
      frame: words,
    };
    const failed = new UsageError("config/key", fault, { cause: new Error(words) });
    reportFailure(failed, terminal({ verbose: true }));
    reportFailure(failed, terminal({ json: true }));
    reportFailure(new Error(words), terminal({ json: true }));
    terminal({ json: true }).document({ [words]: words });
    vi.restoreAllMocks();
    const said = written.join("");
    expect(said).not.toMatch(forbidden);
    for (const line of said.split("\n")) expect(isCommand(line)).toBe(false);
  });
  it("writes our own commands as they are", () => {
    listen();
    terminal().commands("::error::x\n");
    vi.restoreAllMocks();
    expect(written.join("")).toBe("::error::x\n");
  });
});

describe("JSON", () => {
  it("reads back as what went in, and shows what was hidden", () => {
    fc.assert(
      fc.property(any, (words) => {
        const json = visibleJson(JSON.stringify({ words }));
        expect(JSON.parse(json)).toEqual({ words });
        expect(json).not.toMatch(forbidden);
        expect(stableJson({ words })).not.toMatch(forbidden);
        expect(JSON.parse(stableJson({ words }))).toEqual({ words });
      }),
    );
  });
  it("cleans the words of every error once, where it is made", () => {
    const error = new UsageError("config/key", { found: hiddenCharacters, expected: hiddenCharacters });
    expect(`${error.message} ${error.fault.found} ${error.faults[0]!.expected}`).not.toMatch(forbidden);
    expect(plainText(hiddenCharacters)).not.toMatch(forbidden);
  });
});
