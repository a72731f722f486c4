import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { adapters } from "../src/ingest/index.ts";
import type { Check } from "../src/model/check.ts";
import type { Finding } from "../src/model/finding.ts";
import type { Format, IngestAdapter } from "../src/model/source.ts";
import { evaluate } from "../src/pipeline/evaluate/evaluate.ts";
import { readSource } from "../src/pipeline/reading/read-source.ts";
import { checks } from "../src/sensitivity/index.ts";
import type { ChartMaker } from "../src/summaries/charts/chart.ts";
import { chartMakers, chartsOf } from "../src/summaries/charts/index.ts";
import { summarise } from "../src/summaries/summary.ts";
import { comparisonFall } from "./helpers/findings.ts";
import { questionOf } from "./helpers/questions.ts";
import { folderOf } from "./helpers/street.ts";

/*
 * What src/README.md promises of each family: a member is its file and its line in the list. A made-up estimator is
 * added in test/pipeline/evaluate/made-up-estimator.test.ts.
 */

/** Works with one more line in a list, as its file would have it, and takes the line out again. */
const withLine = async <T, R>(list: readonly T[], member: T, work: () => R | Promise<R>): Promise<R> => {
  const lines = list as T[];
  lines.unshift(member);
  try {
    return await work();
  } finally {
    lines.splice(lines.indexOf(member), 1);
  }
};

const pageOf = (finding: Finding): string =>
  summarise(finding).files.find(({ path }) => path === "summary.md")!.content;

it("draws a figure that was added, in its section, with its file and its words", async () => {
  const model = [...chartsOf(comparisonFall()).values()][0]!;
  const madeUp: ChartMaker = Object.assign(
    () => ({ ...model, name: "made-up", title: "A made-up figure", alt: "Nothing but a line" }),
    { place: { section: "effect" } as const },
  );
  await withLine(chartMakers, madeUp, () => {
    expect(summarise(comparisonFall()).files.map(({ path }) => path)).toContain("made-up.svg");
    expect(pageOf(comparisonFall())).toContain("![Nothing but a line](made-up.svg)");
  });
  expect(pageOf(comparisonFall())).not.toContain("made-up.svg");
});

describe("a check that was added", () => {
  const level = (base: number): number[] => Array.from({ length: 48 }, (_, t) => base + ((t * 7) % 5));
  const asked = (): Finding =>
    evaluate(
      questionOf({
        id: "lights",
        first: "2021-01",
        rows: { A: level(60), B: level(50), C: level(55), D: level(45), E: level(58), F: level(52) },
        starts: { A: "2023-01", B: "2023-01" },
        study: { window: { before: "24 months", after: "24 months" } },
      }),
    );
  const madeUp = (least: number): Check => ({
    id: "made-up",
    title: "A made-up check",
    needs: [{ kind: "clusters", least }],
    needsErrors: false,
    run: ({ design }) => ({
      id: "made-up",
      title: "A made-up check",
      status: "not-run",
      kind: "refused",
      facts: { kind: "unknown-outcomes", facts: { outcomes: design.panel.units } },
    }),
  });
  const found = (finding: Finding) => finding.checks.find(({ id }) => id === "made-up");

  it("is run on every comparison, and its facts are said", async () => {
    const finding = await withLine(checks, madeUp(2), asked);
    expect(found(finding)!.sentence).toContain("A");
    expect(pageOf(finding)).toContain("A made-up check");
    expect(found(asked())).toBeUndefined();
  });

  it("says what it lacks where it is not run", async () => {
    const finding = await withLine(checks, madeUp(99), asked);
    expect(found(finding)).toMatchObject({ status: "not-run" });
    expect(found(finding)!.sentence).toContain("99");
  });
});

it("reads a format that was added, by its header and by its name", async () => {
  const madeUp: IngestAdapter = {
    name: "made-up" as Format,
    title: "A made-up format",
    recognises: (header) => header[0] === "made up",
    read: async (request, context) => {
      const long = adapters.find(({ name }) => name === "long")!;
      return long.read({ ...request, columns: { unit: "made up" } }, context);
    },
  };
  const root = folderOf({ "a.csv": "made up,period,outcome,value\nCamden,2024-03,burglary,41\n" });
  const read = (format?: Format) =>
    withLine(adapters, madeUp, () => readSource({ files: ["a.csv"], root, ...(format ? { format } : {}) }));
  for (const source of [await read(), await read("made-up" as Format)]) {
    expect(source.format).toBe("made-up");
    expect([source.cells.units, [...source.cells.value]]).toEqual([["Camden"], [41]]);
  }
  await expect(readSource({ files: ["a.csv"], root })).rejects.toMatchObject({ code: "ingest/format" });
});

it.each(["src", "test"])("%s/README.md names only files that are there", (folder) => {
  const root = fileURLToPath(new URL("../", import.meta.url));
  const text = readFileSync(`${root}${folder}/README.md`, "utf8");
  const named = [...text.matchAll(/`((?:\.\.\/)?[\w-]+\/(?:[\w-]+\/)*(?:[\w-]+\.[\w.]+)?)`/g)].map(
    ([, path]) => path!,
  );
  expect(named.length).toBeGreaterThan(5);
  const missing = named.filter((path) => !existsSync(`${root}${folder}/${path}`) && !existsSync(root + path));
  expect(missing).toEqual([]);
});
