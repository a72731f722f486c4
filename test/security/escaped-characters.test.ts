import { describe, expect, it } from "vitest";
import {
  codeLine,
  commandData,
  commandProperty,
  csvNumber,
  csvText,
  htmlAttribute,
  htmlText,
  logLine,
  markdownAlt,
  markdownBlockStart,
  markdownCode,
  markdownDestination,
  markdownText,
  oneLine,
  xmlAttribute,
  xmlText,
} from "../../src/model/escape.ts";

// Character by character what each format gets: the properties of sinks.test.ts say that it can be read back.

describe("one line", () => {
  it.each<[string, string]>([
    ["a\nb\t\r\n c", "a b c"],
    ["  a  ", "a"],
    ["a\u2028b\u00a0c", "a b c"],
    ["a \u200b b", "a b"],
    ["a\ud800b\ufffec\uffffd", "abcd"],
    ["😀", "😀"],
    ["", ""],
  ])("of %j is %j", (text, wanted) => {
    expect(oneLine(text)).toBe(wanted);
  });
});

describe("text of Markdown", () => {
  it.each([..."\\`*_[]<>|~$^"])("has %s behind a backslash, every time", (character) => {
    expect(markdownText(`a${character}b${character}`)).toBe(`a\\${character}b\\${character}`);
  });
  it.each([..."(){}.,;!?'\"/+=%"])("has %s as it is", (character) => {
    expect(markdownText(`a${character}b`)).toBe(`a${character}b`);
  });
  it.each<[string, string]>([
    ["a-b", "a-b"],
    ["a--b", "a\\--b"],
    ["a---b", "a\\-\\--b"],
    ["a & b &c", "a & b &c"],
    ["&lt; &#60; &#x3c; &amp", "\\&lt; \\&#<!-- -->60; \\&#x3c; &amp"],
    ["&#; &;", "&#; &;"],
    ["@ada a@b @1 @é", "@<!-- -->ada a@<!-- -->b @<!-- -->1 @<!-- -->é"],
    ["@ @-", "@ @-"],
    ["#1 a#23", "#<!-- -->1 a#<!-- -->23"],
    ["#a # 1", "#a # 1"],
    ["GH-1 gh-22 (GH-3)", "GH<!-- -->-1 gh<!-- -->-22 (GH<!-- -->-3)"],
    ["HIGH-1 GH-a", "HIGH-1 GH-a"],
    ["http://a https://b", "http<!-- -->://a https<!-- -->://b"],
    ["FTP: mailto:a xmpp:b", "FTP<!-- -->: mailto<!-- -->:a xmpp<!-- -->:b"],
    ["gopher:a", "gopher:a"],
    ["www.a WWW.b", "www<!-- -->.a WWW<!-- -->.b"],
    ["wwwa", "wwwa"],
    [":tada: :+1: :A_b-2: :a--b:", ":<!-- -->tada: :<!-- -->+1: :<!-- -->A\\_b-2: :<!-- -->a\\--b:"],
    ["a: b: 1:2", "a: b: 1:2"],
    ["::", "::"],
  ])("of %j is %j", (text, wanted) => {
    expect(markdownText(text)).toBe(wanted);
  });
});

describe("the start of a block", () => {
  it.each<[string, string]>([
    ["# a", "\\# a"],
    ["+ a", "\\+ a"],
    ["- a", "\\- a"],
    ["= a", "\\= a"],
    [": a", "\\: a"],
    ["a # + - = :", "a # + - = :"],
    ["1. a", "1\\. a"],
    ["1) a", "1\\) a"],
    ["123456789. a", "123456789\\. a"],
    ["1234567890. a", "1234567890. a"],
    ["12.", "12\\."],
    ["1.5 a", "1.5 a"],
    ["1: a", "1: a"],
    ["a 1. b", "a 1. b"],
    ["", ""],
  ])("%j is %j", (line, wanted) => {
    expect(markdownBlockStart(line)).toBe(wanted);
  });
});

describe("code of Markdown", () => {
  it.each<[string, boolean, string]>([
    ["a", false, "`a`"],
    ["a*b", false, "`a*b`"],
    ["a`b", false, "`` a`b ``"],
    ["a`b``c", false, "``` a`b``c ```"],
    ["`", false, "`` ` ``"],
    ["a|b", false, "`a|b`"],
    ["a|b", true, "a\\|b"],
    ["ab", true, "`ab`"],
    ["  ", false, ""],
    ["a\nb", false, "`a b`"],
  ])("of %j (in a table: %s) is %j", (text, inTable, wanted) => {
    expect(markdownCode(text, inTable)).toBe(wanted);
  });
  it("is outside of a table unless it is said to be in one", () => {
    expect(markdownCode("a|b")).toBe("`a|b`");
  });
  it("keeps the spaces of a line of a block, and nothing hidden", () => {
    expect(codeLine("  a \u200b b")).toBe("  a  b");
  });
});

describe("the alternative text of a figure", () => {
  it("has parentheses for every bracket", () => {
    expect(markdownAlt("[a] [b] *")).toBe("(a) (b) \\*");
  });
});

describe("a destination", () => {
  it.each<[string, string | undefined]>([
    ["a/b.svg", "a/b.svg"],
    ["./a:b", "./a:b"],
    ["1a:b", "1a:b"],
    ["#part", "#part"],
    ["https://a.org/x", "https://a.org/x"],
    ["HTTP://a.org", "HTTP://a.org"],
    ["javascript:alert(1)", undefined],
    ["JavaScript:alert(1)", undefined],
    ["java\u200bscript:alert(1)", undefined],
    [" javascript:alert(1)", undefined],
    ["x-a+b.1:c", undefined],
    ["file:///etc/passwd", undefined],
    ["httpx:a", undefined],
    ["ahttp:a", undefined],
    ["vbscript:http:", undefined],
    ["//a.org", undefined],
    ["/a//b", "/a//b"],
    ["a%20b %zz", "a%20b%20%25zz"],
    ["a%2fb", "a%2fb"],
    ["a%2z", "a%252z"],
    ["a(1)'<b>*_[]|~$^`", "a%281%29%27%3Cb%3E%2A%5F%5B%5D%7C%7E%24%5E%60"],
    ["((", "%28%28"],
    ["é", "%C3%A9"],
  ])("of %j is %j", (href, wanted) => {
    expect(markdownDestination(href)).toBe(wanted);
  });
});

describe("text of XML and HTML", () => {
  it("has every sign of markup as an entity, and quotes too inside an attribute", () => {
    const text = "a & b && <c> <d> \"e\" 'f' &lt;";
    expect(xmlText(text)).toBe("a &amp; b &amp;&amp; &lt;c&gt; &lt;d&gt; \"e\" 'f' &amp;lt;");
    expect(xmlAttribute(text)).toBe(
      "a &amp; b &amp;&amp; &lt;c&gt; &lt;d&gt; &quot;e&quot; &#39;f&#39; &amp;lt;",
    );
    expect([htmlText(text), htmlAttribute(text)]).toEqual([xmlText(text), xmlAttribute(text)]);
  });
});

describe("a workflow command", () => {
  it("keeps its data and its properties inside", () => {
    expect(logLine("a % b,c: d")).toBe("a % b,c: d");
    expect(commandData("::a% b%,c: d\n::e::")).toBe(": :a%25 b%25,c: d ::e::");
    expect(commandProperty("a%,b,c:d:e")).toBe("a%25%2Cb%2Cc%3Ad%3Ae");
  });
});

describe("a cell of a CSV file", () => {
  it.each<[string, string]>([
    ["a", "a"],
    ["a b", "a b"],
    ["=1", "'=1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@a", "'@a"],
    ["＝1", "'＝1"],
    ["＋1", "'＋1"],
    ["－1", "'－1"],
    ["＠a", "'＠a"],
    ["  =1", "'=1"],
    ["\u200b=1", "'=1"],
    ["a=1+2-3@b", "a=1+2-3@b"],
    ["a,b", '"a,b"'],
    ['a"b"c', '"a""b""c"'],
    ["=1,2", '"\'=1,2"'],
    [" a ", "a"],
    ["a\nb", "a b"],
    ["", ""],
  ])("of %j is %j", (text, wanted) => {
    expect(csvText(text)).toBe(wanted);
  });
  it.each<[number | null, string]>([
    [0, "0"],
    [-1.5, "-1.5"],
    [null, ""],
    [Number.NaN, ""],
    [Number.POSITIVE_INFINITY, ""],
  ])("of the number %d is %j", (value, wanted) => {
    expect(csvNumber(value)).toBe(wanted);
  });
});
