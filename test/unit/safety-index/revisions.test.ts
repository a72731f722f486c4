import { describe, expect, it } from "vitest";
import { stableJson } from "../../../src/model/json.ts";
import { indexFiles } from "../../../src/unit/safety-index/page/index.ts";
import type { SafetyIndex } from "../../../src/unit/safety-index/types.ts";
import { crime, indexOf, survey, tiny, units, yaml } from "./workspace.ts";

const quick = (text: string): string => text.replace("draws: 200", "draws: 100");
const files = (index = "", change: (text: string) => string = (text) => text) => ({
  ...tiny(),
  "whatworks.yaml": quick(change(yaml(index))),
});
const since = (edition: string, more: Record<string, string> = {}) =>
  indexOf({ ...files("  previous: edition.json\n"), "edition.json": edition, ...more });
const page = (index: SafetyIndex, path: string): string =>
  indexFiles(index).find((one) => one.path === path)!.content;

const first = indexOf(files());

describe("an earlier edition", () => {
  it.each([
    ["nothing", "", "a file that is no JSON"],
    ["half of one", '{"schema":"whatworks/index/1"', "a file that is no JSON"],
    ["nothing of a kind", "null", "a document with the schema null"],
    ["a list", "[]", "a document with the schema null"],
    ["a finding", '{"schema":"whatworks/finding/1"}', 'a document with the schema "whatworks/finding/1"'],
    [
      "areas without numbers",
      '{"schema":"whatworks/index/1","id":"x","areas":[{}]}',
      "another thing than an index at title",
    ],
  ])("is refused when it is %s", async (_, text, found) => {
    await expect(since(text)).rejects.toMatchObject({
      code: "index/previous",
      message: expect.stringContaining(found),
    });
  });

  it("of the same data and settings revises nothing", async () => {
    const index = await since(stableJson(await first));
    expect(index.revisions).toMatchObject({
      compared: 12,
      revised: 0,
      largest: 0,
      method_changed: [],
      rows: [],
    });
    expect(page(index, "index.md")).toContain(
      "None of the 12 scores of the last edition (to 2023) was revised.",
    );
    expect(page(index, "areas/brent.md")).toContain(
      "Since the last edition (to 2023): 0.0 points, from 109.4 to 109.4. By indicator: none.",
    );
  });

  it("of other areas has nothing to compare, and says so", async () => {
    const others = ["Alpha", "Beta", "Gamma"];
    const edition = await indexOf({
      ...files(),
      ...{ "crime.csv": crime(others), "survey.csv": survey(others), "units.csv": units(others) },
    });
    const index = await since(stableJson(edition));
    expect(index.revisions).toMatchObject({ compared: 0, revised: 0, since_previous: [] });
    expect(page(index, "index.md")).toContain(
      "No area and year of this edition had a score in the last one (to 2023).",
    );
    expect(page(index, "areas/brent.md")).not.toContain("last edition");
  });

  it("of another base, other indicators and another mean is compared, indicator by indicator", async () => {
    const edition = await indexOf(
      files("  years: { from: 2022, to: 2023 }\n  aggregation: geometric\n", (text) =>
        text.replace("base: 2022", "base: 2023").replace("safe: {", "felt: {"),
      ),
    );
    const index = await since(stableJson(edition));
    expect(index.revisions!.method_changed).toEqual(["base year", "aggregation", "indicators"]);
    const brent = index.revisions!.since_previous.find(({ area }) => area === "Brent")!;
    // Burglary: 100 · (1 + 54 / 378) then and 100 · (2 − 324 / 420) now, half each; the survey is another indicator.
    const then = 100 + 5400 / 378;
    const now = 200 - 32400 / 420;
    expect(Object.fromEntries(brent.parts.map(({ id, points }) => [id, points]))).toEqual({
      burglary: expect.closeTo((now - then) / 2, 9),
      safe: expect.closeTo(48, 9),
      felt: expect.closeTo(-48, 9),
    });
    expect(brent.difference).toBeCloseTo((now + 96) / 2 - Math.sqrt(then * 96), 9);
    expect(brent.remainder).toBeCloseTo(brent.difference - (now - then) / 2, 9);
    expect(page(index, "areas/westminster.md")).toMatch(
      /By indicator: felt \(-[\d.]+\), safe \(\+[\d.]+\) and burglary/,
    );
    expect(page(index, "areas/westminster.md")).toContain("The parts leave");
    // Of two alike the first by name is named first, whichever edition it is of.
    const renamed = await since(stableJson(edition).replaceAll('"felt"', '"told"'));
    expect(page(renamed, "areas/brent.md")).toContain(
      "By indicator: safe (+48.0), told (-48.0) and burglary",
    );
  });

  it("in which an area was not scored, or has lost an indicator, is compared where it can be", async () => {
    const edition = await indexOf({ ...files(), "survey.csv": survey().replace(/Barnet,2022.*\n/g, "") });
    const cut = {
      ...edition,
      areas: edition.areas.map((one) =>
        one.area === "Brent" ? { ...one, indicators: one.indicators.slice(0, 1) } : one,
      ),
    };
    const { revisions } = await since(stableJson(cut));
    // Eleven: Barnet had no score in 2022. All others differ, because Barnet was not in the base.
    expect(revisions).toMatchObject({ compared: 11, revised: 11 });
    const sizes = revisions!.rows.map(({ difference }) => Math.abs(difference));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(revisions!.largest).toBe(sizes[0]);
    const brent = revisions!.since_previous.find(({ area }) => area === "Brent")!;
    expect(brent.parts.find(({ id }) => id === "safe")!.points).toBeCloseTo(48, 9);
  });
});
