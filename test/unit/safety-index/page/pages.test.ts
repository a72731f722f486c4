import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { stableJson } from "../../../../src/model/json.ts";
import { wordsOf } from "../../../../src/summaries/document.ts";
import { editedParts } from "../../../../src/summaries/parts.ts";
import { readingAge } from "../../../../src/summaries/reading.ts";
import { colours, textWidth } from "../../../../src/summaries/svg.ts";
import { indexFolder, indexJson, indexPage } from "../../../../src/unit/safety-index/names.ts";
import { indexCharts, indexFiles } from "../../../../src/unit/safety-index/page/index.ts";
import type { SafetyIndex } from "../../../../src/unit/safety-index/types.ts";
import { nodesOf, parseMarkdown, wordsIn } from "../../../helpers/markdown.ts";
import { untraced } from "../../../helpers/trace.ts";
import { indexIn } from "../workspace.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const folder = join(root, "reports/london-demo");
const index = JSON.parse(readFileSync(join(folder, indexJson), "utf8")) as SafetyIndex;
const pages = [
  indexPage,
  ...readdirSync(join(folder, indexFolder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${indexFolder}/${name.replaceAll("\\", "/")}`)
    .sort(),
];

// What a page adds up itself: counts of areas, differences of means that stand beside each other, and the mean change
// of the areas that are scored in the first and in the last year.
const counted = (): unknown => {
  const scored = index.areas.filter(({ points }) => points.at(-1) !== null);
  const [first, last] = [index.overall[0]!, index.overall.at(-1)!];
  const both = index.areas.flatMap(({ points }) => {
    const [then, now] = [points[0], points.at(-1)];
    return then && now ? [{ then, now }] : [];
  });
  return {
    counts: [
      scored.length,
      ...scored.map(({ alike }) => alike.length),
      index.pairs.compared - index.pairs.alike,
    ],
    ahead: scored.filter(({ points }) => points.at(-1)!.gap.score! > 0).length,
    changes: (["objective", "subjective", "combined"] as const).map(
      (half) => last[half].score! - first[half].score!,
    ),
    moved: (["objective", "subjective"] as const).map(
      (half) =>
        both.reduce((sum, { then, now }) => sum + now[half].score! - then[half].score!, 0) / both.length,
    ),
    bytes: index.provenance.inputs,
  };
};

describe("pages of the demo's index", () => {
  it("are what the program writes today", async () => {
    const now = await indexIn(join(root, "datasets/london-demo"), index.provenance.program_version);
    expect(stableJson(now)).toBe(readFileSync(join(folder, indexJson), "utf8"));
    for (const { path, content } of indexFiles(now))
      expect(
        readFileSync(join(folder, path === indexPage ? path : `${indexFolder}/${path}`), "utf8") === content,
        path,
      ).toBe(true);
    expect(
      indexFiles(now).filter(({ path }) => path.startsWith("areas/") && path.endsWith(".md")),
    ).toHaveLength(now.areas.length - now.not_scored.length);
  });

  it.each(pages)("%s prints no number that index.json does not hold", (name) => {
    expect(untraced(readFileSync(join(folder, name), "utf8"), { index, counted: counted() })).toEqual([]);
  });

  it.each(pages)(
    "%s links to what lies beside it, describes figures, skips no heading, holds no HTML",
    (name) => {
      const page = readFileSync(join(folder, name), "utf8");
      const tree = parseMarkdown(page);
      for (const { url } of [...nodesOf(tree, "link"), ...nodesOf(tree, "image")])
        expect(existsSync(join(folder, dirname(name), url!)), url).toBe(true);
      for (const { alt } of nodesOf(tree, "image")) {
        expect(alt!.length).toBeGreaterThanOrEqual(30);
        expect(alt!.length).toBeLessThanOrEqual(300);
      }
      const depths = nodesOf(tree, "heading").map((node) => node.depth!);
      expect(depths[0]).toBe(1);
      expect(depths.filter((depth) => depth === 1)).toHaveLength(1);
      for (const [i, depth] of depths.slice(1).entries()) expect(depth - depths[i]!).toBeLessThanOrEqual(1);
      for (const { value } of nodesOf(tree, "html"))
        expect(value).toMatch(/^<!-- (\/?whatworks:part[^>]* )?-->$/);
      for (const table of nodesOf(tree, "table")) {
        expect(wordsIn(table.children![0]!)).not.toBe("");
        expect(table.children![0]!.children!.length).toBeLessThanOrEqual(6);
      }
      expect(page).not.toMatch(/\b(NaN|undefined|Infinity|null)\b|\[object/);
      expect(editedParts(page)).toEqual([]);
      expect(page).toContain("invented");
    },
  );

  it("never print a rank without its interval", () => {
    for (const name of pages) {
      const page = readFileSync(join(folder, name), "utf8");
      for (const line of page.split("\n").filter((text) => /^- Place among/.test(text)))
        expect(line).toMatch(/: \d+, and anything from \d+ to \d+ /);
    }
    const table = readFileSync(join(folder, "index.md"), "utf8")
      .split("**Every area, ")[1]!
      .split("\n\n")[1]!;
    for (const row of table.split("\n").slice(2)) expect(row).toMatch(/\| \d+ \(\d+ to \d+\) \|$/);
  });

  it("can be read by residents: reading age of an area's summary below 14", () => {
    for (const name of pages.filter((one) => one.startsWith(`${indexFolder}/areas/`)).slice(0, 5)) {
      const list = nodesOf(parseMarkdown(readFileSync(join(folder, name), "utf8")), "list")[0]!;
      const age = readingAge(list.children!.map(wordsIn).join(" "))!;
      expect(age, name).toBeLessThan(14);
    }
  });
});

it("leaves out figures with more rows than anyone reads; the table has them all", () => {
  const copies = Array.from({ length: 4 }, (_, k) =>
    index.areas.map((area) => ({ ...area, area: `${area.area} ${k}`, slug: `${area.slug}-${k}` })),
  ).flat();
  const many = { ...index, areas: copies };
  expect(indexCharts(many).map(({ name }) => name)).toEqual(["tile-map", "trend"]);
  const page = indexFiles(many).find(({ path }) => path === "index.md")!.content;
  expect(page.match(/\]\(safety-index\/areas\//g)).toHaveLength(4 * 31);
});

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", parseTagValue: false });
interface Text {
  readonly "#text"?: string;
  readonly x?: string;
  readonly y?: string;
  readonly "font-size"?: string;
  readonly "text-anchor"?: string;
  readonly fill?: string;
}

describe.each(indexCharts(index).map((chart) => [chart.name, chart] as const))("figure %s", (_, chart) => {
  const svg = (parser.parse(chart.svg) as { svg: { text: Text[]; height: string } }).svg;

  it("is sound, small, inert, and keeps its text inside", () => {
    expect(XMLValidator.validate(chart.svg)).toBe(true);
    expect(Buffer.byteLength(chart.svg)).toBeLessThanOrEqual(60_000);
    expect(chart.svg).not.toMatch(/<script|<style|foreignObject|href|url\(|NaN|undefined|Infinity/);
    for (const text of svg.text) {
      const size = Number(text["font-size"]);
      expect(size).toBeGreaterThanOrEqual(14);
      const room = textWidth(String(text["#text"]), size) * 0.9;
      const shift = text["text-anchor"] === "end" ? room : text["text-anchor"] === "middle" ? room / 2 : 0;
      expect(Number(text.x) - shift).toBeGreaterThanOrEqual(-1);
      expect(Number(text.x) - shift + room).toBeLessThanOrEqual(721);
      expect(Number(text.y)).toBeLessThanOrEqual(Number(svg.height));
    }
  });

  it("draws no number that is not in its table, its title or its legend", () => {
    const words = [
      ...chart.table.columns.map(({ header }) => header),
      ...chart.table.rows.flat().map((cell) => wordsOf([cell])),
    ].join(" ");
    const allowed = `${words} ${chart.title} ${chart.subtitle} ${index.bands.map(({ from }) => from).join(" ")}`;
    for (const text of svg.text.filter(({ fill }) => fill !== colours.quiet))
      for (const number of String(text["#text"]).match(/\d[\d,]*(?:\.\d+)?/g) ?? [])
        expect(allowed, String(text["#text"])).toContain(number);
  });
});
