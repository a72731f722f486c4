import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { editedParts } from "../src/summaries/parts.ts";
import { nodesOf, parseMarkdown, wordsIn } from "./helpers/markdown.ts";
import { untraced } from "./helpers/trace.ts";

const root = fileURLToPath(new URL("../reports/", import.meta.url));
const pages = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith("summary.md"))
  .sort();

describe.skipIf(pages.length === 0)("the search for numbers without a source", () => {
  // A check of every number proves nothing unless it sees one that is wrong.
  it("sees a figure that somebody changed, in a sentence or in a table", () => {
    const name = pages[0]!;
    const page = readFileSync(join(root, name), "utf8");
    const finding: unknown = JSON.parse(readFileSync(join(root, dirname(name), "finding.json"), "utf8"));
    const total = /\| ([\d,]{5,}) \|/.exec(page)!;
    expect(untraced(page.replace(total[0], "| 987,654,321 |"), finding)).toEqual(["987,654,321"]);
    expect(untraced(page.replace(/^(# .*)$/m, "$1\n\nIn all 76,543.21 of them."), finding)).toEqual([
      "76,543.21",
    ]);
  });
});

// What is committed under reports/ is what a reader sees, so it is held to the rules of the room that writes it.
describe.skipIf(pages.length === 0).each(pages)("reports/%s", (name) => {
  const page = readFileSync(join(root, name), "utf8");
  const folder = join(root, dirname(name));
  const finding: unknown = JSON.parse(readFileSync(join(folder, "finding.json"), "utf8"));
  const tree = parseMarkdown(page);

  it("prints no number that its finding does not hold", () => {
    expect(untraced(page, finding)).toEqual([]);
  });

  it("links only to what lies beside it, and describes every figure", () => {
    for (const { url } of [...nodesOf(tree, "link"), ...nodesOf(tree, "image")])
      expect(/^(https?:|#)/.test(url!) || existsSync(join(folder, url!)), url).toBe(true);
    for (const { alt } of nodesOf(tree, "image")) {
      expect(alt!.length).toBeGreaterThanOrEqual(30);
      expect(alt!.length).toBeLessThanOrEqual(400);
    }
  });

  it("starts with its question, skips no heading, and holds no junk and no HTML but marks", () => {
    const depths = nodesOf(tree, "heading").map((node) => node.depth!);
    expect(depths[0]).toBe(1);
    for (const [i, depth] of depths.slice(1).entries()) expect(depth - depths[i]!).toBeLessThanOrEqual(1);
    expect(page).not.toMatch(/\b(NaN|undefined|Infinity|null)\b|\[object/);
    for (const { value } of nodesOf(tree, "html"))
      expect(value).toMatch(/^<!-- (\/?whatworks:part[^>]* )?-->$/);
    for (const table of nodesOf(tree, "table")) expect(wordsIn(table.children![0]!)).not.toBe("");
    expect(editedParts(page)).toEqual([]);
  });
});
