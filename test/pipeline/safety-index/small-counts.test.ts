import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attackIndex } from "../../../src/evidence/disclosure/index.ts";
import { stableJson } from "../../../src/model/json.ts";
import type { SafetyIndex } from "../../../src/model/safety-index.ts";
import { Inputs } from "../../../src/pipeline/gather.ts";
import { loadWorkspace } from "../../../src/pipeline/workspace.ts";
import { indexFiles } from "../../../src/summaries/safety-index/index.ts";
import { checkHere, runHere } from "../../helpers/workspace.ts";
import { indexIn, indexOf, inFolder, names, tiny, yaml } from "./workspace.ts";

/** Burglaries of a year in December, the other months none; of two kinds where the second is given. */
const yearly = (
  counts: Readonly<Record<string, readonly [number, number]>>,
  outcome = "burglary",
): string[] =>
  Object.entries(counts).flatMap(([area, [first, second]]) =>
    [first, second].flatMap((count, y) =>
      Array.from(
        { length: 12 },
        (_, m) => `${area},${2022 + y}-${String(m + 1).padStart(2, "0")},${outcome},${m === 11 ? count : 0}`,
      ),
    ),
  );
const csv = (...rows: readonly string[]): string => `unit,period,outcome,value\n${rows.join("\n")}\n`;
const plenty = Object.fromEntries(names.map((name, i) => [name, [40 + 10 * i, 50 + 8 * i] as const]));
const withSmall = (brent: number, ealing: number) =>
  yearly({ ...plenty, Brent: [60, brent], Ealing: [ealing, 70] });

const at = (index: SafetyIndex, area: string, id = "burglary") =>
  index.areas.find((one) => one.area === area)!.indicators.find((one) => one.id === id)!;
/** Everything that is published, without the hash of a file that nobody else has. */
const published = (index: SafetyIndex): string[] => {
  const bare = {
    ...index,
    provenance: {
      ...index.provenance,
      inputs: index.provenance.inputs.map((input) => ({ ...input, sha256: "", bytes: 0 })),
    },
  };
  return [stableJson(bare), ...indexFiles(bare).map(({ content }) => content)];
};

describe("small counts of an index", () => {
  it("are not printed, count as the middle of what they may be, and are drawn over all of it", async () => {
    const index = await indexOf({ ...tiny(), "crime.csv": csv(...withSmall(3, 0)) });
    expect(index.disclosure).toMatchObject({
      rule: "protect",
      threshold: 10,
      hidden: [
        "areas[Brent].indicators[burglary].counts[2023]",
        "areas[Ealing].indicators[burglary].counts[2022]",
      ],
    });
    expect(at(index, "Brent")).toMatchObject({ value: null, values: [60, null], counts: [60, null] });
    expect(at(index, "Ealing")).toMatchObject({ base_value: null, counts: [null, 70] });
    // 4.5 among 1,000 residents, against a base mean in which Ealing's zero counts as 4.5 too.
    const base = (40 + 50 + 60 + 70 + 4.5 + 90) / 6;
    expect(index.indicators[0]!.base.mean).toBeCloseTo(base, 10);
    expect(at(index, "Brent").score).toBeCloseTo(100 * (2 - 4.5 / base), 10);
    const { low, high, score } = index.areas.find(({ area }) => area === "Brent")!.points[1]!.objective;
    const points = 100 / base;
    expect(high! - score!).toBeGreaterThan(4 * points);
    expect(score! - low!).toBeGreaterThan(4 * points);
    expect(attackIndex(index)).toEqual([]);
    const page = indexFiles(index).find(({ path }) => path === "areas/brent.md")!.content;
    expect(page).toContain("| not printed |");
    expect(page).toContain("Counts below 10 are not printed");
  });

  it("move no byte of any page, figure, table or number, whatever they are", async () => {
    const wanted = published(await indexOf({ ...tiny(), "crime.csv": csv(...withSmall(9, 9)) }));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), async (one, other) => {
        const index = await indexOf({ ...tiny(), "crime.csv": csv(...withSmall(one, other)) });
        return published(index).every((text, k) => text === wanted[k]);
      }),
      { numRuns: 6, seed: 11 },
    );
    const larger = published(await indexOf({ ...tiny(), "crime.csv": csv(...withSmall(9, 10)) }));
    expect(larger).not.toEqual(wanted);
  });

  it("hide beside them the smaller of two counts whose difference would tell one", async () => {
    const two = yaml("").replace(
      "    people:",
      "        all: { source: crime, name: [burglary, arson], better: lower, kind: objective, denominator: resident }\n    people:",
    );
    const arson = Object.fromEntries(
      names.map((name, i) => [name, [30 + i, name === "Brent" ? 4 : 25 + i] as const]),
    );
    const index = await indexOf({
      ...tiny(),
      "whatworks.yaml": two,
      "crime.csv": csv(...yearly(plenty), ...yearly(arson, "arson")),
    });
    // Burglary 66 and all 70 would say that there were four cases of arson.
    expect(at(index, "Brent").counts).toEqual([60, null]);
    expect(at(index, "Brent", "all").counts).toEqual([60 + 32, 70]);
    // With half of what is recorded missing, the area has no score: said, not guessed.
    expect(index.not_scored.map(({ area }) => area)).toEqual(["Brent"]);
    expect(at(index, "Barnet").counts).toEqual([40, 50]);
    expect(attackIndex(index)).toEqual([]);
  });

  it("show zeros where the workspace says so, and everything where it gives a reason", async () => {
    const rule = (words: string) => yaml("", `disclosure: { ${words} }\n`);
    const shown = await indexOf({
      ...tiny(),
      "crime.csv": csv(...withSmall(3, 0)),
      "whatworks.yaml": rule("zeros: show, threshold: 6"),
    });
    expect(at(shown, "Ealing").counts).toEqual([0, 70]);
    expect(at(shown, "Brent").counts).toEqual([60, null]);
    expect(shown.disclosure.sentence).toContain("counts as 3,");
    const open = await indexOf({
      ...tiny(),
      "crime.csv": csv(...withSmall(3, 0)),
      "whatworks.yaml": rule("rule: none, reason: the counts are published already"),
    });
    expect(at(open, "Brent").counts).toEqual([60, 3]);
    expect(open.disclosure).toMatchObject({
      rule: "none",
      open: ["burglary"],
      sentence: "No count was hidden: the counts are published already.",
    });
  });

  it("warn where the last edition printed what is hidden now", async () => {
    await inFolder({ ...tiny(), "crime.csv": csv(...withSmall(30, 40)) }, async (folder) => {
      writeFileSync(join(folder, "edition.json"), stableJson(await indexIn(folder)));
      writeFileSync(join(folder, "crime.csv"), csv(...withSmall(3, 40)));
      writeFileSync(join(folder, "whatworks.yaml"), yaml("  previous: edition.json\n"));
      const { warnings } = await indexIn(folder);
      expect(warnings.find(({ code }) => code === "index/already-told")!.message).toContain(
        "burglary, Brent, 2023",
      );
    });
  });

  it("leave out what fewer people than the threshold said", async () => {
    const few = tiny()["survey.csv"]!.replace("Barnet,2023-Q4,safe,0.5,400", "Barnet,2023-Q4,safe,0.5,8");
    const index = await indexOf({ ...tiny(), "survey.csv": few });
    expect(at(index, "Barnet", "safe")).toMatchObject({ value: null });
    expect(index.not_scored.map(({ area }) => area)).toEqual(["Barnet"]);
    expect(index.warnings.find(({ code }) => code === "index/few-asked")!.message).toContain(
      "1 value rests on fewer than 10 people asked, and counts as missing",
    );
  });
});

it("are told to a study that takes the index as its outcome", async () => {
  await inFolder({ ...tiny(), "crime.csv": csv(...withSmall(3, 0)) }, async (folder) => {
    const { diagnostics, panel } = await new Inputs(loadWorkspace(folder)).source("index");
    expect(diagnostics).toMatchObject([{ code: "index/coded", severity: "warning" }]);
    expect(diagnostics[0]!.message).toMatch(/^2 small counts/);
    // 4.5 among 1,000 residents, whatever was counted.
    expect(panel.columns["indicator burglary"]![2 * names.indexOf("Brent") + 1]).toBe(4.5);
  });
  await inFolder(tiny(), async (folder) => {
    expect((await new Inputs(loadWorkspace(folder)).source("index")).diagnostics).toEqual([]);
  });
});

describe("an attacker with index.json", () => {
  const index = indexOf({ ...tiny(), "crime.csv": csv(...withSmall(3, 40)) });
  const altered = async (
    change: (indicator: SafetyIndex["areas"][number]["indicators"][number]) => object,
  ) => {
    const held = await index;
    return attackIndex({
      ...held,
      areas: held.areas.map((one) => ({
        ...one,
        indicators: one.indicators.map((own) =>
          one.area === "Brent" && own.id === "burglary" ? { ...own, ...change(own) } : own,
        ),
      })),
    } as SafetyIndex);
  };

  it("is told of a small count that is printed, and of a hidden one that is, or its rate", async () => {
    expect((await altered(() => ({ counts: [60, 3] })))[0]).toMatchObject({
      address: "areas[Brent].indicators[burglary].counts[2023]",
      message: "a count below 10 is printed: burglary, Brent, 2023",
    });
    expect((await altered(() => ({ counts: [60, 12] })))[0]!.message).toContain("a hidden count is printed");
    expect((await altered(() => ({ values: [60, 3] })))[0]!.message).toContain("a hidden count is printed");
  });

  it("makes check exit 4 over an index that a change by hand made unsafe", async () => {
    await inFolder({ ...tiny(), "crime.csv": csv(...withSmall(3, 40)) }, async (folder) => {
      await runHere(folder);
      expect((await checkHere(folder)).exit).toBe(0);
      const path = join(folder, "reports/index.json");
      const told = JSON.parse(readFileSync(path, "utf8")) as SafetyIndex;
      const brent = told.areas.find(({ area }) => area === "Brent")!.indicators[0]!;
      (brent.counts as (number | null)[])[1] = 3;
      const text = stableJson(told);
      // With its manifest made to fit, only the attack can see it.
      const { sealManifest } = await import("../../../src/provenance/manifest.ts");
      const { outputHash } = await import("../../../src/pipeline/reports/report-state.ts");
      const place = join(folder, "reports/safety-index/manifest.json");
      const { schema: _schema, key: _key, ...manifest } = JSON.parse(readFileSync(place, "utf8"));
      const outputs = manifest.outputs.map((one: { path: string }) =>
        one.path === "../index.json" ? { ...one, sha256: outputHash("index.json", text) } : one,
      );
      writeFileSync(path, text);
      writeFileSync(place, stableJson(sealManifest({ ...manifest, outputs })));
      const { exit, safetyIndex } = await checkHere(folder);
      expect(exit).toBe(4);
      expect(safetyIndex).toMatchObject({
        state: "unpublishable",
        reasons: [{ code: "check/disclosure", file: "reports/index.json" }],
      });
    });
  });
});
