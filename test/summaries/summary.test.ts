import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stableJson } from "../../src/model/json.ts";
import { indexPage } from "../../src/summaries/index-page.ts";
import { editedParts, splitPage } from "../../src/summaries/parts.ts";
import { sections } from "../../src/summaries/sections/index.ts";
import { summarise } from "../../src/summaries/summary.ts";
import { comparisonFall, sampleFindings, smallCounts, uncertainNull } from "../helpers/findings.ts";
import { nodesOf, parseMarkdown, typesIn, wordsIn } from "../helpers/markdown.ts";
import { untraced } from "../helpers/trace.ts";

describe.each(Object.entries(sampleFindings))("the page of %s", (name, make) => {
  const finding = make();
  const { files } = summarise(finding);
  const page = files.find((file) => file.path === "summary.md")!.content;
  const tree = parseMarkdown(page);

  it("reads as it did when someone last looked at it", async () => {
    for (const file of files.filter((f) => !f.path.endsWith(".csv")))
      await expect(file.content).toMatchFileSnapshot(`../golden/${name}/${file.path}`);
  });

  it("starts with the question and skips no heading", () => {
    const depths = nodesOf(tree, "heading").map((node) => node.depth!);
    expect(depths[0]).toBe(1);
    expect(depths.filter((depth) => depth === 1)).toHaveLength(1);
    depths.slice(1).forEach((depth, i) => {
      expect(depth - depths[i]!).toBeLessThanOrEqual(1);
    });
    expect(wordsIn(nodesOf(tree, "heading")[0]!)).toBe(finding.study.question);
  });

  it("holds no HTML but the marks of parts, no stray image or link", () => {
    for (const { value } of nodesOf(tree, "html")) expect(value).toMatch(/^<!-- \/?whatworks:part[^>]* -->$/);
    const paths = new Set(files.map((file) => file.path));
    for (const image of nodesOf(tree, "image")) {
      expect(paths.has(image.url!)).toBe(true);
      expect(image.alt!.length).toBeGreaterThanOrEqual(30);
      expect(image.alt!.length).toBeLessThanOrEqual(400);
    }
    for (const { url } of nodesOf(tree, "link")) expect(url!.startsWith("#") || paths.has(url!)).toBe(true);
    expect(typesIn(tree)).not.toContain("blockquote");
    expect(page).not.toMatch(/\b(NaN|undefined|Infinity|null)\b|\[object|\[!NOTE\]/);
  });

  it("keeps every table at six columns or fewer, with no empty cell", () => {
    for (const table of nodesOf(tree, "table")) {
      const widths = table.children!.map((row) => row.children!.length);
      expect(new Set(widths).size).toBe(1);
      expect(widths[0]).toBeLessThanOrEqual(6);
      for (const cell of nodesOf(table, "tableCell")) expect(wordsIn(cell)).not.toBe("");
    }
  });

  it("prints no number that its finding does not hold", () => {
    expect(untraced(page, JSON.parse(stableJson(finding)))).toEqual([]);
  });

  it("is made of parts in the order of the house, none edited", () => {
    const ids = splitPage(page).map((segment) => (segment.kind === "part" ? segment.id : "free"));
    expect(ids).toEqual(sections.map((section) => section.id).filter((id) => ids.includes(id)));
    expect(editedParts(page)).toEqual([]);
  });

  it("gives the same bytes twice", () => {
    expect(summarise(make())).toEqual({ files });
  });
});

describe("summary", () => {
  const pageOf = (finding: ReturnType<typeof comparisonFall>): string => summarise(finding).files[0]!.content;

  it("says that data are invented", () => {
    expect(pageOf(comparisonFall())).toContain("**Invented data.**");
    expect(pageOf({ ...comparisonFall(), invented: false })).not.toMatch(/Invented data/);
  });

  it("prints what is absent as not measured", () => {
    const page = pageOf(uncertainNull());
    for (const title of ["Displacement", "Mechanism", "Moderators", "Implementation"])
      expect(page).toMatch(new RegExp(`## ${title}\\n\\nNot measured\\.`));
    expect(page.match(/### (Cost|Harm|Value)\n\nNot measured\./g)).toHaveLength(3);
  });

  it("puts failures first and prints their guards with a way to read up", () => {
    const page = pageOf(smallCounts());
    const limits = page.slice(page.indexOf("## What this does not show"));
    expect(limits.indexOf("Regression to the mean")).toBeLessThan(limits.indexOf("Other changes"));
    expect(page).toContain("`whatworks explain RTM01`");
    expect(page.indexOf("| Regression to the mean | Failed |")).toBeGreaterThan(0);
  });

  it("adds rows up: read is used and left out", () => {
    for (const make of Object.values(sampleFindings)) {
      const { rows } = make().data;
      expect(rows.used + rows.excluded.reduce((sum, row) => sum + row.rows, 0)).toBe(rows.read);
    }
  });

  it("keeps what people wrote as text, whatever they wrote", () => {
    const hostile =
      "<img src=x> **bold** | pipe [link](javascript:alert(1)) @someone #12 https://evil.example";
    const finding = comparisonFall();
    const page = pageOf({
      ...finding,
      study: { ...finding.study, question: `${hostile}?` },
      intervention: {
        ...finding.intervention,
        description: hostile,
        units: { ...finding.intervention.units, treated: [hostile] },
      },
      notes: [hostile],
    });
    const tree = parseMarkdown(page);
    expect(
      nodesOf(tree, "link").every((node) => node.url!.startsWith("#") || node.url!.endsWith(".csv")),
    ).toBe(true);
    expect(nodesOf(tree, "html").every(({ value }) => value!.startsWith("<!--"))).toBe(true);
    expect(nodesOf(tree, "heading")[0]!.children!.filter((node) => node.type === "strong")).toEqual([]);
    expect(wordsIn(nodesOf(tree, "heading")[0]!)).toBe(`${hostile}?`);
  });
});

describe("a finding with holes", () => {
  const junk = /\b(NaN|undefined|Infinity|null)\b|\[object/;
  type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
  // Every number that may be null becomes null (or breaks in another way) while the rest stays.
  const spoil = (value: Json, with_: (n: number, path: string) => Json, path = ""): Json => {
    if (typeof value === "number") return with_(value, path);
    if (Array.isArray(value)) return value.map((item) => spoil(item, with_, path));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, spoil(item, with_, `${path}.${key}`)]),
    );
  };
  const always =
    /conf_level|\.periods$|\.units$|level|version|rows|event_time|conventions|_cells|weight$|bytes|central|value$|draws|completeness|methods/;

  it.each(Object.entries(sampleFindings))("%s still makes a page when no number exists", (_, make) => {
    const holes = spoil(make() as unknown as Json, (n, path) =>
      always.test(path) ? n : null,
    ) as unknown as ReturnType<typeof comparisonFall>;
    for (const { content } of summarise(holes).files)
      expect(junk.exec(content)?.[0], content.slice(0, 60)).toBeUndefined();
  });

  it("makes a sound page for any number at all", () => {
    const odd = fc.constantFrom(0, -1, 1, 1e-12, 1e12, -1e9, 0.5);
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(sampleFindings)),
        odd,
        fc.integer({ min: 0, max: 400 }),
        (make, value, which) => {
          let at = 0;
          const spoiled = spoil(make() as unknown as Json, (n, path) =>
            always.test(path) || at++ % 401 !== which ? n : value,
          ) as unknown as ReturnType<typeof comparisonFall>;
          for (const { path, content } of summarise(spoiled).files) {
            expect(junk.exec(content)?.[0], content.slice(0, 60)).toBeUndefined();
            if (path.endsWith(".svg")) expect(Buffer.byteLength(content)).toBeLessThan(60_000);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it("keeps pictures small for many units and many periods", () => {
    const finding = comparisonFall();
    const periods = Array.from(
      { length: 120 },
      (_, t) => `${2010 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}`,
    );
    const values = periods.map((_, t) => 1000 + 37 * Math.sin(t));
    const units = Array.from({ length: 90 }, (_, i) => ({
      unit: `Unit ${i}`,
      arm: i < 3 ? ("treated" as const) : ("comparison" as const),
      periods,
      values,
    }));
    const gaps = units.map(({ unit }, i) => ({ unit, treated: i === 0, rmspe_ratio: i, values }));
    const charts = { units, placebo: { periods, start: "2015-01", gaps, p_value: 0.5 } };
    for (const { path, content } of summarise({ ...finding, charts }).files.filter((file) =>
      file.path.endsWith(".svg"),
    ))
      expect(Buffer.byteLength(content), path).toBeLessThan(60_000);
  });
});

describe("index", () => {
  const entries = Object.entries(sampleFindings).map(([name, make]) => ({
    finding: make(),
    path: `${name}/summary.md`,
  }));

  it("reads as it did when someone last looked at it", async () => {
    await expect(indexPage(entries)).toMatchFileSnapshot("../golden/README.md");
  });

  it("gives an uncertain result the same room as a clear one", () => {
    const tree = parseMarkdown(indexPage(entries));
    const [table] = nodesOf(tree, "table");
    expect(table!.children).toHaveLength(entries.length + 1);
    expect(nodesOf(tree, "heading").filter((node) => node.depth === 2)).toHaveLength(entries.length);
    expect(nodesOf(tree, "link").map((node) => node.url)).toEqual(
      expect.arrayContaining(entries.map((entry) => entry.path)),
    );
  });

  it("does not mind in which order findings come", () => {
    expect(indexPage([...entries].reverse())).toBe(indexPage(entries));
    expect(indexPage([])).toContain("No evaluation has been run yet.");
  });
});

describe("an index of few", () => {
  const { secondary: _none, ...finding } = comparisonFall();
  const entry = (path: string, over: Partial<typeof finding> = {}) => ({
    path,
    finding: { ...finding, ...over } as ReturnType<typeof comparisonFall>,
  });
  it("does not call real data invented, nor a primary outcome secondary", () => {
    const outcome = { ...finding.outcome, role: "secondary" as const };
    const page = indexPage([entry("a/summary.md", { invented: false, outcome })], "Ours");
    expect(page).toContain("# Ours\n\n1 evaluation: 1 fell. All are listed");
    expect(page).toContain("| [Evening patrols](a/summary.md) | burglary (secondary) | Fall |");
    expect(page).not.toContain("nvented");
    expect(indexPage([entry("a/summary.md")])).toContain(
      "[Evening patrols (invented)](a/summary.md) | burglary |",
    );
  });
  it("lists two outcomes that share a page in the order in which they came", () => {
    const named = (label: string) => entry("a/summary.md", { outcome: { ...finding.outcome, label } });
    const page = indexPage([named("theft"), named("arson")]);
    expect(page.indexOf("| theft |")).toBeGreaterThan(0);
    expect(page.indexOf("| theft |")).toBeLessThan(page.indexOf("| arson |"));
  });
  it("says difference beside an estimate that is one, and names the guards that went off", () => {
    const headline = { ...finding.headline, scale: "difference" as const, estimate: -3.25 };
    const warnings = ["B", "A", "B"].map((code) => ({ code, severity: "warning" as const, message: "x" }));
    const page = indexPage([entry("a/summary.md", { headline, warnings })]);
    expect(page).toContain("| -3.3 (difference) |");
    expect(page).toContain("Guards that went off: B and A.");
  });
});
