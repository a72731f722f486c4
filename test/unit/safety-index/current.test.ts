import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CheckResult } from "../../../src/pipeline/reports/check.ts";
import { inLong } from "../../helpers/long.ts";
import { checkHere, runHere, treeOf, type } from "../../helpers/workspace.ts";
import { crime, inFolder, names, survey, tiny, yaml } from "./workspace.ts";

const register = `id,title,unit,start
wardens,Wardens,Barnet,2025
wardens,Wardens,Bexley,2025
`;
const studies = `interventions: interventions.csv
studies:
  wardens:
    intervention: wardens
    outcome: { source: index, name: combined score, better: higher }
    design: comparison-group
`;
/** The tiny workspace with an index and a study that takes its combined score as outcome. */
const files = {
  ...tiny("", studies),
  "crime.csv": crime(names, 72),
  "survey.csv": survey(names, [2022, 2023, 2024, 2025, 2026, 2027]),
  "interventions.csv": register,
};

const change = (folder: string, name: string, by: (text: string) => string): void => {
  const path = join(folder, name);
  writeFileSync(path, by(readFileSync(path, "utf8")));
};
const states = ({ studies: all, safetyIndex, index }: CheckResult): string[] =>
  [...all, ...(safetyIndex ? [safetyIndex] : []), ...(index ? [index] : [])].map(
    ({ study, state }) => `${study} ${state}`,
  );

describe("run and check keep the index", () => {
  it("make it with the studies, list it in the contents page, and call it current", async () => {
    await inFolder(files, async (folder) => {
      expect(states(await checkHere(folder))).toEqual([
        "wardens missing",
        "index.md missing",
        "README.md missing",
      ]);
      const ran = await runHere(folder);
      expect(ran.safetyIndex).toMatchObject({ study: "index.md", before: "missing", done: "written" });
      expect(ran.exit).toBe(0);
      expect(states(await checkHere(folder))).toEqual([
        "wardens current",
        "index.md current",
        "README.md current",
      ]);
      const contents = readFileSync(join(folder, "reports/README.md"), "utf8");
      expect(contents).toContain("[Read the index](index.md)");
      for (const path of ["index.md", "index.json", "safety-index/scores.csv", "safety-index/areas/brent.md"])
        expect(existsSync(join(folder, "reports", path)), path).toBe(true);
      expect((await runHere(folder)).safetyIndex).toMatchObject({ before: "current", done: "kept" });
      expect((await runHere(folder, { studies: ["wardens"] })).safetyIndex).toBeNull();
      // By the name that results give it, alone or with a study.
      expect(await runHere(folder, { studies: ["index.md"], force: true })).toMatchObject({
        studies: [],
        safetyIndex: { done: "written" },
      });
      expect(states(await checkHere(folder, ["index.md", "wardens"]))).toEqual([
        "wardens current",
        "index.md current",
      ]);
      expect(states(await checkHere(folder, ["index.md"]))).toEqual(["index.md current"]);
    });
  });

  it("name the file that moved, for the index and for a study that rests on it", async () => {
    await inFolder(files, async (folder) => {
      await runHere(folder);
      change(folder, "survey.csv", (text) =>
        text.replace("Barnet,2027-Q4,safe,0.5", "Barnet,2027-Q4,safe,0.6"),
      );
      const { safetyIndex, studies: told, exit } = await checkHere(folder);
      expect(exit).toBe(1);
      for (const { state, reasons } of [safetyIndex!, told[0]!]) {
        expect(state).toBe("stale");
        expect(reasons[0]).toMatchObject({
          code: "check/input-changed",
          file: "survey.csv",
          moved: { rows_before: 144, rows_after: 144, revised: 1 },
        });
      }
      change(folder, "whatworks.yaml", (text) => `${text}  balance: 0.4\n`);
      expect((await checkHere(folder)).safetyIndex!.reasons.map(({ code }) => code)).toContain(
        "check/protocol-changed",
      );
      expect((await runHere(folder)).exit).toBe(0);
      expect((await checkHere(folder)).exit).toBe(0);
    });
  });

  it("find the line of a page of an area that someone changed, and do not write over it unasked", async () => {
    await inFolder(files, async (folder) => {
      await runHere(folder);
      const page = "reports/safety-index/areas/brent.md";
      const lines = readFileSync(join(folder, page), "utf8").split("\n");
      const at = lines.findIndex((line) => line.startsWith("- What people say"));
      change(folder, page, (text) => text.replace(lines[at]!, `${lines[at]!} We disagree.`));
      change(folder, "reports/index.md", (text) => text.replace("Community Safety Index", "Our Index"));
      const { safetyIndex } = await checkHere(folder);
      expect(safetyIndex).toMatchObject({ state: "edited" });
      const places = safetyIndex!.reasons.map(({ file, line }) => `${file}:${line}`);
      expect(places).toContain(`${page}:${at + 1}`);
      expect(places.some((place) => /^reports\/index\.md:\d+$/.test(place))).toBe(true);
      const kept = await runHere(folder);
      expect(kept).toMatchObject({ exit: 1, safetyIndex: { done: "kept", before: "edited" } });
      expect(readFileSync(join(folder, page), "utf8")).toContain("We disagree.");
      await runHere(folder, { force: true });
      expect(readFileSync(join(folder, page), "utf8")).not.toContain("We disagree.");
      expect((await checkHere(folder)).exit).toBe(0);
    });
  });

  it("see a number of index.json that was changed, a page that is gone, and an index nobody asks for", async () => {
    await inFolder(files, async (folder) => {
      await runHere(folder);
      change(folder, "reports/index.json", (text) => text.replace('"latest": "2027"', '"latest": "2026"'));
      expect((await checkHere(folder)).safetyIndex).toMatchObject({ state: "edited" });
      await runHere(folder, { force: true });
      rmSync(join(folder, "reports/safety-index/areas/brent.md"));
      expect((await checkHere(folder)).safetyIndex).toMatchObject({
        state: "missing",
        reasons: [{ code: "check/output-missing", file: "reports/safety-index/areas/brent.md" }],
      });
      await runHere(folder);
      const without = yaml("", "").split("index:\n")[0]!;
      writeFileSync(join(folder, "whatworks.yaml"), without);
      const { studies: left, safetyIndex } = await checkHere(folder);
      expect(safetyIndex).toBeNull();
      expect(left.map(({ study, reasons }) => [study, reasons[0]!.code])).toEqual([
        ["safety-index", "check/no-study"],
        ["wardens", "check/no-study"],
      ]);
    });
  });

  it("tell its faults among the others, and leave the old pages", async () => {
    await inFolder(files, async (folder) => {
      await runHere(folder);
      const before = treeOf(join(folder, "reports"));
      change(folder, "survey.csv", (text) => text.replace("0.5,400", "1.5,400"));
      const { safetyIndex, exit } = await runHere(folder);
      expect(safetyIndex).toMatchObject({ done: "refused", error: { code: "index/share", exit: 3 } });
      expect(exit).toBe(3);
      expect(treeOf(join(folder, "reports"))["index.md"]).toBe(before["index.md"]);
      expect((await checkHere(folder)).safetyIndex!.reasons.map(({ code }) => code)).toContain(
        "check/refused",
      );
    });
  });
});

describe("whatworks index", () => {
  inLong("is quiet about what is current, and exits 1 over a page that was changed by hand", async () => {
    await inFolder(files, async (folder) => {
      const first = type(["index", "-C", folder]);
      expect(first).toMatchObject({ exit: 0 });
      expect(first.out).toMatch(/Written\. Read: .*reports\/index\.md/);
      const again = type(["index", "-C", folder]);
      expect(again.out).toContain("Current. Read:");
      change(folder, "reports/index.md", (text) => text.replace("Community Safety Index", "Our Index"));
      const edited = type(["index", "-C", folder]);
      expect(edited).toMatchObject({ exit: 1 });
      expect(edited.err).toContain("it was left as it is");
      expect(type(["index", "-C", folder, "--force", "--quiet"])).toMatchObject({ exit: 0 });
      const { out } = type(["index", "-C", folder, "--json"]);
      expect(JSON.parse(out)).toMatchObject({ schema: "whatworks/index/1", latest: "2027" });
    });
  });

  inLong("has every number explained, by its address or as a page prints it", async () => {
    await inFolder(files, async (folder) => {
      const early = type(["explain", "index.overall", "-C", folder]);
      expect(early).toMatchObject({ exit: 2 });
      expect(early.err).toContain("whatworks run index.md");
      expect(type(["index", "-C", folder, "--quiet"]).exit).toBe(0);
      const explain = (what: string) => JSON.parse(type(["explain", what, "-C", folder, "--json"]).out);
      const address = "areas[Brent].points[2027].combined.score";
      const told = explain(`index.${address}`);
      expect(told.numbers).toMatchObject([{ address, formula: expect.stringContaining("method.balance") }]);
      expect(told.inputs.map(({ name }: { name: string }) => name)).toEqual([
        "crime.csv",
        "survey.csv",
        "units.csv",
      ]);
      const printed = told.numbers[0].value.toFixed(1);
      expect(explain(`index.${printed}`).numbers.map((one: { address: string }) => one.address)).toContain(
        address,
      );
      // Nothing in the document is without a rule but what is a name or a setting.
      const { value, formula } = explain("index.areas[Brent].indicators[burglary].counts.0").numbers[0];
      expect({ value, formula }).toEqual({ value: 360, formula: expect.stringContaining("counted cells") });
    });
  });

  it("leaves its folder and its name as a source to nobody else", async () => {
    const study = "{ intervention: x, outcome: { source: crime, name: burglary } }";
    const own = yaml("", `studies:\n  safety-index: ${study}\n`);
    const source = yaml("").replace("  crime: {", "  index: { format: long, files: crime.csv }\n  crime: {");
    for (const text of [own, source])
      await inFolder({ ...tiny(), "whatworks.yaml": text }, async (folder) => {
        await expect(checkHere(folder)).rejects.toMatchObject({ code: "report/name" });
      });
  });

  inLong("refuses names that it takes for itself, and a workspace without an index", async () => {
    const taken = yaml(
      "",
      "studies:\n  safety-index: { intervention: x, outcome: { source: crime, name: burglary } }\n",
    );
    await inFolder({ ...tiny(), "whatworks.yaml": taken }, async (folder) => {
      const { exit, err } = type(["check", "-C", folder]);
      expect(exit).toBe(2);
      expect(err).toContain("a study called safety-index");
    });
    const source = yaml("").replace("  crime: {", "  index: { format: long, files: crime.csv }\n  crime: {");
    await inFolder({ ...tiny(), "whatworks.yaml": source }, async (folder) => {
      expect(type(["check", "-C", folder]).err).toContain("a source called index");
    });
    await inFolder({ ...tiny(), "whatworks.yaml": yaml("").split("index:\n")[0]! }, async (folder) => {
      const { exit, err } = type(["index", "-C", folder]);
      expect(exit).toBe(2);
      expect(err).toContain("no index section");
    });
  });
});

it("gives a study the score that the index prints, and an indicator in its own unit", async () => {
  const { indexIn } = await import("./workspace.ts");
  const { Reader } = await import("../../../src/pipeline/reading/gather.ts");
  const { loadWorkspace } = await import("../../../src/pipeline/load-workspace.ts");
  const { asItStands } = await import("../../../src/pipeline/release/levels.ts");
  await inFolder(files, async (folder) => {
    const { panel, ledger } = await new Reader(loadWorkspace(folder)).source("index", asItStands);
    const index = await indexIn(folder);
    expect(panel.units).toEqual(names);
    expect(panel.periods).toEqual(index.periods);
    index.areas.forEach(({ points, indicators }, i) => {
      points.forEach((point, t) => {
        for (const half of ["combined", "objective", "subjective"] as const)
          expect(panel.columns[`${half} score`]![6 * i + t]).toBe(point![half].score);
        expect(panel.columns["indicator burglary"]![6 * i + t]).toBe(indicators[0]!.values[t]);
      });
      expect(panel.columns["score burglary"]![6 * i + 5]).toBe(indicators[0]!.score);
    });
    // Every row of the files behind it is accounted for.
    expect(ledger).toMatchObject({ read: 432 + 144, used: 432 + 144 });
  });
});
