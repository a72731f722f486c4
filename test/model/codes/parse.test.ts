import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CodePage } from "../../../src/model/codes/page.ts";
import { parsePages } from "../../../src/model/codes/parse.ts";

const page = (...lines: string[]): string => ["# Title", "", ...lines, ""].join("\n");
const whole = ["## csv/width", "error: Too wide", "- What: a", "- Why: b", "- Do: c"];

describe("a page", () => {
  it("is a code, a severity and a title, what, why and what to do", () => {
    expect(parsePages("x.md", page(...whole))).toEqual([
      { code: "csv/width", severity: "error", title: "Too wide", meaning: "a", why: "b", fix: "c" },
    ]);
  });

  it("goes on in an indented line, and keeps the line breaks of a fence", () => {
    const [read] = parsePages(
      "x.md",
      page(...whole, "  and so on", "- Example:", "  ```", "  a,b", "", "    1:", "  2,3", "  ```"),
    );
    expect(read).toMatchObject({ fix: "c and so on", example: "a,b\n\n  1:\n2,3" });
  });

  it("reads back whatever is written of it", () => {
    const words = fc.stringMatching(/^[A-Za-z0-9"#:`-][A-Za-z0-9"#:,;./` -]{0,40}[a-z.]$/);
    const severity = fc.constantFrom("error" as const, "warning" as const, "note" as const);
    const code = fc.stringMatching(/^([a-z]{2,9}\/[a-z]{1,9}(-[a-z0-9]{1,5})?|[A-Z]{3}[0-9]{2})$/);
    const any = fc.record({
      code,
      severity,
      title: words,
      meaning: words,
      why: words,
      fix: words,
      example: words,
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 4 }), (pages: CodePage[]) => {
        const text = pages.map(
          (one) =>
            `## ${one.code}\n${one.severity}: ${one.title}\n- What: ${one.meaning}\n- Why: ${one.why}\n- Do: ${one.fix}\n- Example: ${one.example}\n`,
        );
        expect(parsePages("x.md", `# Title\n\n${text.join("\n")}`)).toEqual(pages);
      }),
    );
  });
});

describe("a fault in a page names its line", () => {
  it.each([
    ["no title of the file", "## csv/width", "x.md:1: expected # TITLE"],
    ["text before the first code", page("words"), "x.md:3: expected ## CODE"],
    [
      "no code",
      page("## Width"),
      'x.md:3: expected ## and a code, room/what-it-says or ABC01, found "## Width"',
    ],
    ["no severity", page("## csv/width", "fatal: Too wide"), "x.md:4: expected error:, warning: or note:"],
    ["an unknown label", page(...whole, "- How: d"), "x.md:8: expected - What:"],
    ["a label twice", page(...whole, "- Do: d"), "x.md:8: expected one Do"],
    ["a label without words", page(...whole.slice(0, 4), "- Do:"), "x.md:7: expected - What:"],
    ["a label that is missing", page(...whole.slice(0, 4)), "x.md:3: expected What, Why and Do"],
    ["a fence that stays open", page(...whole, "- Example:", "  ```", "  a"), "x.md:9: expected a fence"],
  ])("%s", (_, text, message) => {
    expect(() => parsePages("x.md", text)).toThrow(message);
  });
});
