import { parse as parseCsv } from "csv-parse/sync";
import fc from "fast-check";
import { XMLParser } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import {
  commandData,
  commandProperty,
  csvNumber,
  csvText,
  logLine,
  markdownDestination,
  oneLine,
  xmlAttribute,
  xmlText,
} from "../../src/model/escape.ts";

const any = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(..."&<>\"'=+-@,;\t\n\r\u202e\u0007%:#a1 "), maxLength: 30 }),
);
const parser = new XMLParser({
  ignoreAttributes: false,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  htmlEntities: true,
});

describe("escape", () => {
  it("shows tags, which spell a second text that no one sees, by their number", () => {
    expect(oneLine("Patrols\u{e0041}\u{e007f}")).toBe("Patrols\\u{e0041}\\u{e007f}");
    for (const sink of [oneLine, xmlText, xmlAttribute, commandData, logLine, csvText])
      expect(sink("a\u{e0041}b\u{e01ef}")).not.toMatch(/[\u{e0000}-\u{e0fff}]/u);
  });
  it("gives back every text from XML", () => {
    fc.assert(
      fc.property(any, (value) => {
        const tree = parser.parse(`<t a="${xmlAttribute(value)}">x${xmlText(value)}</t>`) as {
          t: { "#text": string; "@_a"?: string };
        };
        expect(tree.t["#text"]).toBe(`x${oneLine(value)}`);
        expect(tree.t["@_a"] ?? "").toBe(oneLine(value));
      }),
    );
  });

  it("gives back every text from CSV, and no cell that a spreadsheet would run", () => {
    fc.assert(
      fc.property(any, (value) => {
        const [row] = parseCsv(`${csvText(value)},end`) as string[][];
        const plain = oneLine(value);
        expect(row).toEqual([/^[=+\-@]/.test(plain) ? `'${plain}` : plain, "end"]);
        expect(row![0]).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });

  it("keeps the sign of a number in CSV and leaves one that does not exist empty", () => {
    expect([csvNumber(-3.5), csvNumber(null), csvNumber(Number.NaN)]).toEqual(["-3.5", "", ""]);
  });

  it("starts no workflow command from a log line", () => {
    // The runner trims a line before it looks for "::", and finds "##[" anywhere in it.
    expect(logLine("::error::stop")).toBe(": :error::stop");
    expect(logLine("a ##[command]x ##vso[b]")).toBe("a # #[command]x # #vso[b]");
    expect(logLine("plain\n::set-env::")).not.toContain("\n");
    expect(commandData("50%\nnext")).not.toMatch(/\n|50%(?!25)/);
    expect(commandProperty("a:b,c%")).toBe("a%3Ab%2Cc%25");
  });

  it("refuses destinations that are neither relative nor http", () => {
    expect(markdownDestination("javascript:alert(1)")).toBeUndefined();
    expect(markdownDestination("data:text/html,x")).toBeUndefined();
    expect(markdownDestination("//elsewhere.org")).toBeUndefined();
    expect(markdownDestination("a b(1).svg")).toBe("a%20b%281%29.svg");
    expect(markdownDestination("https://example.org/a?b=1#c")).toBe("https://example.org/a?b=1#c");
  });
});
