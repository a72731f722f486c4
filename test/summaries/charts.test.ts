import { XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/model/finding.ts";
import type { Chart } from "../../src/summaries/charts/chart.ts";
import { chartsOf } from "../../src/summaries/charts/index.ts";
import { boroughs } from "../../src/summaries/charts/tile-map.ts";
import { wordsOf } from "../../src/summaries/document.ts";
import { colours, picture, round, textWidth, wrap } from "../../src/summaries/svg.ts";
import { comparisonFall, donorPool, sampleFindings, smallCounts } from "../helpers/findings.ts";
import { elements } from "../helpers/svg.ts";

const samples = Object.entries(sampleFindings).flatMap(([name, make]) =>
  [...chartsOf(make()).values()].map((chart): [string, Chart, Finding] => [
    `${name}/${chart.name}`,
    chart,
    make(),
  ]),
);

describe.each(samples)("%s", (_, chart, finding) => {
  const all = elements(chart.svg);

  it("is well-formed, small, inert and 720 wide on an opaque ground", () => {
    expect(XMLValidator.validate(chart.svg)).toBe(true);
    expect(Buffer.byteLength(chart.svg)).toBeLessThanOrEqual(60_000);
    const tags = new Set(["svg", "title", "desc", "g", "path", "line", "rect", "circle", "polygon", "text"]);
    expect(all.filter((element) => !tags.has(element.name))).toEqual([]);
    expect(chart.svg).not.toMatch(/<script|<style|foreignObject|href|@import|data:|url\(|\bon\w+=/);
    const [svg, ...rest] = all;
    expect(svg!.attributes).toMatchObject({ width: "720", role: "img" });
    expect(rest.find((element) => element.name === "rect")!.attributes).toMatchObject({
      x: "0",
      y: "0",
      width: "720",
      height: svg!.attributes.height,
      fill: "#ffffff",
    });
  });

  it("names itself for a screen reader", () => {
    const [svg] = all;
    const [title, description] = svg!.attributes["aria-labelledby"]!.split(" ");
    expect(all.find((element) => element.name === "title")!.attributes.id).toBe(title);
    expect(all.find((element) => element.name === "desc")!.attributes.id).toBe(description);
    expect(chart.alt.length).toBeGreaterThanOrEqual(30);
    expect(chart.alt.length).toBeLessThanOrEqual(300);
  });

  it("prints no text below 14 and none outside the picture, and no number that does not exist", () => {
    const height = Number(all[0]!.attributes.height);
    for (const { attributes, text } of all.filter((element) => element.name === "text")) {
      const size = Number(attributes["font-size"]);
      expect(size).toBeGreaterThanOrEqual(14);
      expect(text).not.toMatch(/NaN|undefined|Infinity|null|not available/);
      const room = textWidth(text, size) * 0.9;
      const x = Number(attributes.x);
      const start =
        attributes["text-anchor"] === "end"
          ? x - room
          : attributes["text-anchor"] === "middle"
            ? x - room / 2
            : x;
      expect(start).toBeGreaterThanOrEqual(-1);
      expect(start + room).toBeLessThanOrEqual(721);
      expect(Number(attributes.y)).toBeLessThanOrEqual(height);
    }
    expect(chart.svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("has a table of at most six columns, and prints no figure that is not in it", () => {
    expect(chart.table.columns.length).toBeLessThanOrEqual(6);
    for (const row of chart.table.rows) expect(row).toHaveLength(chart.table.columns.length);
    const words = [
      chart.table.caption,
      ...chart.table.columns.map((c) => c.header),
      ...chart.table.rows.flat().map((cell) => wordsOf([cell])),
    ].join(" ");
    const allowed = `${words} ${chart.title} ${chart.subtitle} ${finding.intervention.start}`;
    // Ticks of an axis, bands of the legend and the line of zero are a ruler, not data: they are quiet or fixed words.
    const legend = /^(-?\d+% (to -?\d+%|or less|or more)|.*axis does not start at 0.*)$/;
    const printed = all.filter(
      (e) => e.name === "text" && e.attributes.fill !== colours.quiet && !legend.test(e.text),
    );
    for (const { text } of printed)
      for (const number of text.match(/\d[\d,]*(?:\.\d+)?/g) ?? [])
        expect(allowed, `${number} of "${text}"`).toContain(number);
  });

  it("is the same every time", () => {
    const again = chartsOf(finding).get(chart.name)!;
    expect(again.svg).toBe(chart.svg);
  });
});

describe("charts", () => {
  it("draws one marker for each observed value and one for each comparison value of the table", () => {
    const { series } = comparisonFall();
    const all = elements(chartsOf(comparisonFall()).get("counterfactual")!.svg);
    expect(all.filter((e) => e.name === "circle")).toHaveLength(series.length);
    expect(all.filter((e) => e.name === "rect" && e.attributes.fill === colours.comparison)).toHaveLength(
      series.length,
    );
  });

  it("places each marker at its value", () => {
    const finding = comparisonFall();
    const all = elements(chartsOf(finding).get("counterfactual")!.svg);
    const heights = all.filter((e) => e.name === "circle").map((e) => Number(e.attributes.cy));
    const ticks = all
      .filter((e) => e.name === "text" && e.attributes["text-anchor"] === "end" && /^\d+$/.test(e.text))
      .map((e) => ({ value: Number(e.text), y: Number(e.attributes.y) - 5 }));
    const [a, b] = [ticks[0]!, ticks.findLast((tick) => tick.y < 400 && tick.value !== ticks[0]!.value)!];
    const valueAt = (y: number): number => a.value + ((y - a.y) / (b.y - a.y)) * (b.value - a.value);
    finding.series.forEach((point, i) => {
      expect(Math.abs(valueAt(heights[i]!) - point.treated!)).toBeLessThan(1);
    });
  });

  it("leaves a chart out when the finding does not hold what it draws", () => {
    const bare: Finding = { ...smallCounts(), series: [], disagreement: [], event_study: [], charts: {} };
    expect([...chartsOf(bare).keys()]).toEqual([]);
    expect([...chartsOf(donorPool()).keys()]).toEqual([
      "counterfactual",
      "effect-by-method",
      "placebo",
      "weights",
      "seasonality",
      "tile-map",
      "small-multiples",
      "dose",
    ]);
  });

  it("breaks the line where a value does not exist instead of drawing zero", () => {
    const finding = comparisonFall();
    const series = finding.series.map((point, i) => (i === 5 ? { ...point, treated: null } : point));
    const svg = chartsOf({ ...finding, series }).get("counterfactual")!.svg;
    const treated = elements(svg).find((e) => e.name === "path" && e.attributes.stroke === colours.treated)!;
    expect(treated.attributes.d!.match(/M/g)).toHaveLength(2);
  });

  it("gives every London borough and the City a tile of its own", () => {
    expect(boroughs).toHaveLength(33);
    const finding = donorPool();
    const map = boroughs.map((unit, i) => ({
      unit,
      arm: "comparison" as const,
      before: 10,
      after: i,
      percent_change: i - 16,
    }));
    const svg = chartsOf({ ...finding, charts: { map } }).get("tile-map")!.svg;
    const places = elements(svg)
      .filter((e) => e.name === "rect" && e.attributes.width === "71")
      .map((e) => `${e.attributes.x},${e.attributes.y}`);
    expect(new Set(places).size).toBe(33);
  });

  it("keeps hostile names inside their text", () => {
    const finding = donorPool();
    const weights = [{ unit: '</text><script>alert("1")</script>', weight: 1 }];
    const svg = chartsOf({ ...finding, charts: { weights } }).get("weights")!.svg;
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(elements(svg).some((e) => e.name === "script")).toBe(false);
  });
});

describe("colours", () => {
  const channels = (hex: string): [number, number, number] =>
    [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as [number, number, number];
  const linear = (hex: string): number[] =>
    channels(hex).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  const luminance = (hex: string): number => {
    const [r, g, b] = linear(hex) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string): number => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
    return (high + 0.05) / (low + 0.05);
  };

  it("reaches 4.5 to 1 for text and 3 to 1 for marks on the ground", () => {
    for (const ink of [colours.ink, colours.quiet, colours.treated, colours.comparison, colours.expected])
      expect(contrast(ink, colours.ground), ink).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.other, colours.ground)).toBeGreaterThanOrEqual(3);
  });

  it("keeps treated and comparison apart under each colour blindness", () => {
    // Viénot, Brettel & Mollon (1999) for protanopia and deuteranopia, in linear RGB; a blue-blind eye by dropping blue.
    const eyes: Record<string, number[][]> = {
      protanopia: [
        [0.11238, 0.88762, 0],
        [0.11238, 0.88762, 0],
        [0.00401, -0.00401, 1],
      ],
      deuteranopia: [
        [0.29275, 0.70725, 0],
        [0.29275, 0.70725, 0],
        [-0.02234, 0.02234, 1],
      ],
      tritanopia: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 1, 0],
      ],
    };
    for (const [eye, matrix] of Object.entries(eyes)) {
      const seen = (hex: string): number[] =>
        matrix.map(
          (row) =>
            Math.max(
              0,
              row.reduce((sum, weight, i) => sum + weight * linear(hex)[i]!, 0),
            ) **
            (1 / 2.2),
        );
      const [a, b] = [seen(colours.treated), seen(colours.comparison)];
      const distance = Math.hypot(...a.map((value, i) => value - b[i]!));
      expect(distance, eye).toBeGreaterThan(0.25);
    }
  });
});

describe("svg", () => {
  it("rounds to two decimals and never writes minus nothing", () => {
    expect([round(1.005), round(-0.001), round(10), round(2.5)]).toEqual(["1", "0", "10", "2.5"]);
  });

  it("wraps words and keeps every one of them", () => {
    const lines = wrap("one two three four five six", 60);
    expect(lines.join(" ")).toBe("one two three four five six");
    expect(lines.length).toBeGreaterThan(1);
  });

  it("starts ids with a hash of the content, so that two pictures on a page do not clash", () => {
    const id = (title: string): string =>
      /id="([^"]+)-title"/.exec(picture({ height: 10, title, description: "d", marks: [] }))![1]!;
    expect(id("a")).not.toBe(id("b"));
    expect(id("a")).toBe(id("a"));
  });
});
