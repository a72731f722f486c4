import { XMLParser, XMLValidator } from "fast-xml-parser";
import { beforeAll, describe, expect, it } from "vitest";
import { textWidth } from "../../../../src/summaries/svg.ts";
import { indexFiles, indexHeadline, indexText } from "../../../../src/unit/safety-index/page/index.ts";
import type { SafetyIndex } from "../../../../src/unit/safety-index/types.ts";
import { nodesOf, parseMarkdown, wordsIn } from "../../../helpers/markdown.ts";
import { crime, indexOf, names, survey, tiny, units, yaml } from "../workspace.ts";

const quick = (text: string): string => text.replace("draws: 200", "draws: 100");
const files = (index = "", change: (text: string) => string = (text) => text) => ({
  ...tiny(),
  "whatworks.yaml": quick(change(yaml(index))),
});
const of = (areas: readonly string[]) => ({
  ...{ "crime.csv": crime(areas, 24, 101), "units.csv": units(areas) },
  "survey.csv": survey(areas).replace(/,([\d.]+),400/g, (_, v) => `,${(Number(v) / 10).toFixed(3)},400`),
});
const without = (half: "crime" | "people") => (text: string) =>
  text.replace(new RegExp(`    ${half}:\\n.*\\n.*\\n`), "");
const long = (years: readonly number[]) => ({
  "crime.csv": crime(names, 60),
  "survey.csv": survey(names, [...years]),
});
const hostile = [
  "<b>Bold</b> | _x_",
  "[a](http://b.c)",
  "\u202Eevil",
  "Bell\u0007 \u001b[31mred",
  "=1+1",
  "#7 @me",
  "東京都",
  `${"long ".repeat(40)}`,
];
const wards = Array.from({ length: 12 }, (_, i) => `Ward ${i + 1}`);
const placed = (at: (i: number) => string): string =>
  ["unit,population,daytime,tile_x,tile_y", ...wards.map((ward, i) => `${ward},1000,1000,${at(i)}`), ""].join(
    "\n",
  );
const posts = (text: string): string =>
  text
    .replace("denominator: resident }", "denominator: resident, goalposts: { worst: 900, best: 0 } }")
    .replace("design-effect: 1.4 } }", "design-effect: 1.4 }, goalposts: { worst: 0, best: 1 } }");

const workspaces: Readonly<Record<string, Record<string, string>>> = {
  objective: files("", without("people")),
  subjective: files("", without("crime")),
  "one area": { ...files(), ...of(["Barnet"]) },
  "one area, one half": { ...files("", without("people")), ...of(["Barnet"]) },
  "two areas": { ...files(), ...of(["Barnet", "Brent"]) },
  "one year": {
    ...files("", (text) => text.replace("burglary: {", "theft: {")),
    "crime.csv": crime(names, 12),
  },
  "base last": files("  years: { from: 2022, to: 2023 }\n", (text) =>
    text.replace("base: 2022", "base: 2023"),
  ),
  "year missing": { ...files(), ...long([2022, 2023, 2025, 2026]) },
  "all alike": {
    ...files(),
    ...{
      "crime.csv": crime().replace(/burglary,\d+/g, "burglary,30"),
      "survey.csv": survey().replace(/,[\d.]+,400/g, ",0.6,400"),
    },
  },
  "own bands": files(
    "  bands: [{ from: 0, name: red }, { from: 90, name: amber }, { from: 110, name: green }]\n",
  ),
  goalposts: files("  normalisation: goalposts\n  imputation: { method: last }\n", posts),
  harmonic: files(
    "  aggregation: harmonic\n  imputation: { method: none }\n  notes: [Made for a test., 'Not <b>bold</b>.']\n",
  ),
  "an area joins": { ...files(), "survey.csv": survey().replace(/Barnet,2022.*\n/g, "") },
  "an area joins, years apart": {
    ...files(),
    ...long([2022, 2023, 2024]),
    "survey.csv": survey(names, [2022, 2023, 2024]).replace(/Barnet,202[23].*\n/g, ""),
  },
  "an area leaves": { ...files(), "survey.csv": survey().replace(/Barnet,2023.*\n/g, "") },
  "nobody stays": {
    ...files("", without("people")),
    "crime.csv": crime(["Barnet", "Brent", "Alpha", "Beta"])
      .replace(/(Barnet|Brent),2023.*\n/g, "")
      .replace(/(Alpha|Beta),2022.*\n/g, ""),
    "units.csv": units(["Barnet", "Brent", "Alpha", "Beta"]),
  },
  hostile: { ...files(), ...of(hostile) },
  tiles: { ...files(), ...of(wards), "units.csv": placed((i) => `${(i % 4) - 7},${Math.floor(i / 4) + 40}`) },
  "tiles too wide": { ...files(), ...of(wards), "units.csv": placed((i) => `${i},0`) },
  level: files("", (text) => text.replace("draws: 200", "draws: 100, confidence: 0.999")),
};
const built = new Map<string, SafetyIndex>();
const written = new Map<string, Map<string, string>>();
beforeAll(async () => {
  for (const [name, workspace] of Object.entries(workspaces)) {
    const index = await indexOf(workspace);
    built.set(name, index);
    written.set(name, new Map(indexFiles(index).map(({ path, content }) => [path, content])));
  }
}, 60_000);

const page = (name: string, path: string): string => written.get(name)!.get(path)!;
const paths = (name: string): string[] => [...written.get(name)!.keys()];
/** The front page, its figures, and the pages of the first two areas: the others are made alike. */
const some = (name: string, kind: string): [string, string][] => {
  const own = [...written.get(name)!].filter(([path]) => path.endsWith(kind));
  const isArea = ([path]: [string, string]): boolean => path.startsWith("areas/");
  return [...own.filter((file) => !isArea(file)), ...own.filter(isArea).slice(0, name === "hostile" ? 9 : 2)];
};

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", parseTagValue: false });
type Text = Readonly<Record<"#text" | "x" | "font-size" | "text-anchor", string>>;

describe.each(Object.keys(workspaces))("the pages of an index: %s", (name) => {
  it("are whole Markdown without a hole, a word of the program or a column that comes twice", () => {
    for (const [path, content] of some(name, ".md")) {
      expect(content, path).not.toMatch(
        /\b(NaN|undefined|Infinity|null)\b|\[object| {2}[A-Z]|\b1 (areas|pairs|other areas|scores)\b/,
      );
      const tree = parseMarkdown(content);
      for (const { value } of nodesOf(tree, "html")) expect(value).toMatch(/^<!-- .*-->$/);
      for (const table of nodesOf(tree, "table")) {
        const heads = table.children![0]!.children!.map(wordsIn);
        expect(new Set(heads).size, `${path}: ${heads.join(", ")}`).toBe(heads.length);
      }
      const described = nodesOf(tree, "image").map(({ alt }) => alt!);
      for (const alt of described) expect(alt.length).toBeLessThanOrEqual(300);
      expect(new Set(nodesOf(tree, "heading").map(wordsIn)).size).toBe(nodesOf(tree, "heading").length);
    }
  });

  it("draw figures that hold no hole, and whose text stays inside and apart", () => {
    for (const [path, content] of some(name, ".svg")) {
      expect(XMLValidator.validate(content), path).toBe(true);
      expect(content, path).not.toMatch(/NaN|undefined|Infinity|null|<script|<b>/);
      const { svg } = parser.parse(content) as { svg: { text: Text[] } };
      for (const text of svg.text) {
        const room = textWidth(String(text["#text"]), Number(text["font-size"])) * 0.9;
        const shift = { end: room, middle: room / 2 }[text["text-anchor"]] ?? 0;
        expect(Number(text.x) - shift, `${path}: ${text["#text"]}`).toBeGreaterThanOrEqual(-1);
        expect(Number(text.x) - shift + room, `${path}: ${text["#text"]}`).toBeLessThanOrEqual(721);
      }
    }
  });
});

describe("an index of one half", () => {
  it.each([
    ["objective", "What was recorded", "What people say"],
    ["subjective", "What people say", "What was recorded"],
  ])("speaks of the %s score alone", (name, own, other) => {
    const text = page(name, "areas/barnet.md");
    expect(text).toMatch(
      new RegExp(
        `- ${own}: [\\d.]+ \\([\\d.]+ to [\\d.]+\\) points\\. (Better|Worse) than .*That is (far )?(above|below) the 2022 mean`,
      ),
    );
    expect(text).toContain(`- ${other} has no part in this index.`);
    expect(text).not.toMatch(/both together|combined/i);
    expect(text).toContain(`| Year | ${name} (95% interval) |`);
    expect(page(name, "index.md")).not.toContain("before the combined one");
    expect(indexHeadline(built.get(name)!)).toMatch(
      /^In 2023 the mean score of the areas was 1\d\d\.0 \([\d.]+ to [\d.]+\)\.$/,
    );
    expect(paths(name)).not.toContain("objective-and-subjective.svg");
    // On a terminal the other half and the gap are blank.
    expect(indexText(built.get(name)!)).toMatch(
      name === "objective" ? /\nBarnet +174\.3 {21,}174\.3 \(/ : /\nBarnet {9,}80\.0 {10,}80\.0 \(/,
    );
  });
});

describe("an index of few", () => {
  it("says nothing of an order where there is one area", () => {
    for (const name of ["one area", "one area, one half"]) {
      const text = page(name, "areas/barnet.md");
      expect(text).not.toMatch(/Place among|told apart|(than|About) the mean/);
      expect(page(name, "index.md")).toContain("| How sure are ranks | There is one area, and no order. |");
      expect(page(name, "index.md")).toContain("Nothing that was tried moves a rank.");
      expect(paths(name)).not.toContain("ranks.svg");
    }
    expect(page("one area", "index.md")).toContain("in 1 of 1 area. Objective and subjective");
  });

  it("counts one pair and one other area as one", () => {
    expect(page("two areas", "index.md")).toContain("1 of 1 pair of areas cannot be told apart (100%).");
    expect(page("two areas", "areas/barnet.md")).toContain(
      "Barnet cannot be told apart from 1 other area: Brent.",
    );
  });

  it("tells no change from the base year to itself", () => {
    const text = page("one year", "areas/barnet.md");
    expect(text).toContain("## What the score is made of");
    // With no change to order them by, indicators stand by their ids.
    expect(text.indexOf("| safe (")).toBeLessThan(text.indexOf("| theft ("));
    expect(text).toContain("2022 is the base year and the only one, so that there is no change to tell.");
    expect(text).toContain("Figure 1. The scores of Barnet, 2022.");
    const front = page("one year", "index.md");
    expect(front).toContain("2022 is the base year and the only one, so that there is no change to tell.");
    expect(front).not.toMatch(/since 2022/i);
    expect(indexHeadline(built.get("one year")!)).toMatch(/2022 is the base year\.$/);
    // With a base that is the last of several, the change is that since the year before.
    expect(page("base last", "areas/barnet.md")).toContain("## What moved the score since 2022");
    expect(page("base last", "areas/barnet.md")).toContain("Together: +1.6 points since 2022.");
    expect(page("base last", "index.md")).not.toMatch(/since 2023/i);
  });

  it("calls all areas alike where they are", () => {
    expect(page("all alike", "index.md")).toContain(
      "What was recorded scores higher than what people say in 0 of 6 areas",
    );
    expect(page("all alike", "index.md")).toContain("15 of 15 pairs of areas cannot be told apart");
  });
});

describe("years and areas that come and go", () => {
  it("leaves a gap in the line where a year is missing, and gives it its place on the axis", () => {
    const svg = page("year missing", "trend.svg");
    const [line] = /<path d="([^"]+)"/.exec(svg)!.slice(1);
    expect(line!.replace(/[^ML]/g, "")).toBe("MLML");
    const at = [...line!.matchAll(/[ML]([\d.]+)/g)].map(([, x]) => Number(x));
    expect((at[2]! - at[1]!) / (at[1]! - at[0]!)).toBeCloseTo(2, 2);
    expect(svg).toContain(">2024</text>");
    expect(page("year missing", "areas/brent.md")).toContain("| Points since 2025 |");
  });

  it("tells no change of an area that was not scored then, and what it can of the others", () => {
    const text = page("an area joins", "areas/barnet.md");
    expect(text).toContain("Barnet was not scored in 2022, so that its change since then cannot be told.");
    expect(text).toContain("Figure 1. The scores of Barnet, 2023.");
    expect(text).toMatch(/\| safe \(share of people asked\) \| not available \| 0\.50 \|/);
    expect(page("an area joins, years apart", "areas/barnet.md")).toContain(
      "Barnet was not scored in 2022, so that its change since then cannot be told. Barnet was not scored in 2023, so that",
    );
    expect(page("an area joins", "index.md")).toContain("| Barnet | not available | not available |");
  });

  it("takes the change of the areas that are scored in both years, not of whoever is left", () => {
    // Without Barnet, the best, the mean falls; each of the five that stay has a tenth fewer burglaries.
    const front = page("an area leaves", "index.md");
    const five = (100 * (1 / 10) * (240 + 360 + 480 + 600 + 720)) / 5 / 420;
    expect(front).toContain(
      `Objective +${five.toFixed(1)} points, subjective 0.0 points, mean of the 5 areas scored in both years.`,
    );
    expect(front).toContain("Scores of the areas scored in each year, on average");
    expect(front).toContain("Not scored: Barnet.");
    expect(page("nobody stays", "index.md")).toContain(
      "| Change since 2022 | No area is scored in both years. |",
    );
    expect(page("objective", "index.md")).toContain(
      "| Change since 2022 | +10.0 points, mean of the areas. |",
    );
  });
});

describe("methods in words", () => {
  it("names the workspace's own bands as bands, and the usual ones by the mean they lie around", () => {
    expect(page("own bands", "areas/barnet.md")).toMatch(/That is in the band "green" \(\d+% sure/);
    expect(page("two areas", "areas/barnet.md")).toMatch(/That is \w+ the 2022 mean \(\d+% sure/);
    expect(page("goalposts", "areas/barnet.md")).toMatch(/That is in the band "(far )?(above|below|around)"/);
  });

  it("speaks of no 100 where it is no mean, and of the numbers of the base year instead", () => {
    const front = page("goalposts", "index.md");
    expect(front).not.toMatch(/100 is|Against the 2022 mean/);
    expect(front).toContain("| More is | better. |");
    // 120 … 720 of 900 burglaries, and 0.5 … 0.75 of the people.
    expect(front).toContain("In 2022 they were 53.3 and 62.5.");
    expect(front).toContain("Missing: filled by the area's last value;");
    expect(page("goalposts", "areas/barnet.md")).toContain("More points are better.");
  });

  it("prints what a mean that is not arithmetic leaves over, and the notes of its makers as text", () => {
    const front = page("harmonic", "index.md");
    expect(front).toContain("Missing: filled by nothing;");
    expect(front).toMatch(
      /This mean is not arithmetic, so the parts leave a remainder of up to \d+\.\d points, which is printed\./,
    );
    expect(page("harmonic", "areas/westminster.md")).toMatch(
      /The parts leave [+-]\d+\.\d points, because the mean is not arithmetic\./,
    );
    expect(front).toContain("Notes of its makers:\n\n- Made for a test.\n- Not \\<b\\>bold\\</b\\>.");
  });

  it("prints a level of confidence with the decimals that it has", () => {
    expect(page("level", "index.md")).toContain("99.9% intervals:");
  });
});

describe("tiles", () => {
  it("start where the first one does, negative or far away, and are left out where they are too many", () => {
    const svg = page("tiles", "tile-map.svg");
    const squares = [...svg.matchAll(/<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)"/g)].map((found) =>
      found.slice(1, 4).map(Number),
    );
    const tiles = squares.filter(([, , width]) => width === 72);
    expect(tiles).toHaveLength(12);
    for (const [x, y] of tiles) {
      expect(x!).toBeGreaterThanOrEqual(20);
      expect(x! + 72).toBeLessThanOrEqual(700);
      expect(y!).toBeLessThan(600);
    }
    expect(new Set(tiles.map(([x, y]) => `${x} ${y}`)).size).toBe(12);
    expect(paths("tiles too wide")).not.toContain("tile-map.svg");
    expect(page("tiles too wide", "index.md")).toContain("No tile map:");
  });
});

it("says which values count as the limit for outliers, and of one revision that it is one", () => {
  const index = built.get("two areas")!;
  const limited = index.areas.map((one) => ({
    ...one,
    indicators: one.indicators.map((own) => ({ ...own, limited: own.id === "burglary" })),
  }));
  const revisions = {
    ...{ previous_latest: "2022", compared: 2, revised: 1, largest: 0.4, method_changed: [] },
    rows: [{ area: "Brent", period: "2022", before: 80, now: 80.4, difference: 0.4 }],
    since_previous: [],
  };
  const files = new Map(
    indexFiles({ ...index, areas: limited, revisions }).map(({ path, content }) => [path, content]),
  );
  expect(files.get("areas/brent.md")).toContain(
    "Beyond the limit for outliers, and counted as the limit: burglary. A change there does not move the score.",
  );
  expect(files.get("index.md")).toContain(
    "1 of the 2 scores of the last edition (to 2022) was revised, by up to 0.4 points.",
  );
  expect(files.get("index.md")).toContain("| Brent | 2022 | 80.0 | 80.4 | +0.4 |");
});

it("does not take one area for another whose name holds its own", async () => {
  const both = ["Bar", "Barnet", "Westminster", "West"];
  const index = await indexOf({ ...files(), ...of(both), "units.csv": units(both) });
  const busy = /Many more people are here by day/;
  const text = (slug: string): string =>
    indexFiles(index).find(({ path }) => path === `areas/${slug}.md`)!.content;
  // Barnet is second in units.csv, with four times as many people by day; Westminster is known for it.
  expect(["bar", "barnet", "west", "westminster"].map((slug) => busy.test(text(slug)))).toEqual([
    false,
    true,
    false,
    true,
  ]);
});
