import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { readText } from "../../src/ingest/typed/text.ts";
import { InputError } from "../../src/model/errors.ts";
import { examine } from "../../src/pipeline/doctor.ts";
import { explainNumber } from "../../src/pipeline/explain-number.ts";
import { loadWorkspace } from "../../src/pipeline/load-workspace.ts";
import { check } from "../../src/pipeline/reports/check.ts";
import { compare } from "../../src/pipeline/reports/compare.ts";
import { family as builtIn } from "../../src/pipeline/reports/family.ts";
import { run } from "../../src/pipeline/reports/run.ts";
import { jsonSchema, schemaNames } from "../../src/pipeline/schemas.ts";
import { validateWorkspace } from "../../src/pipeline/validate/validate-workspace.ts";
import { heading, paragraph, part } from "../../src/summaries/document.ts";
import { markdown } from "../../src/summaries/markdown.ts";
import { capabilities } from "../../src/unit/index.ts";
import { type FileRef, heldIn, type Report, type ReportDocument } from "../../src/unit/report.ts";
import { scratch, smallWorkspace, today } from "../helpers/workspace.ts";

/** A report of a few lines: how many events a source holds, times what a small file says. */
interface Tally extends ReportDocument {
  readonly schema: "whatworks/tally/1";
  readonly total: number;
  readonly settings: string;
}

const tallySchema = z.strictObject({ source: z.string(), outcome: z.string(), times: z.string().optional() });
type TallyConfig = z.output<typeof tallySchema>;

const timesRef = (file: string): FileRef<number> => ({
  kind: "file",
  key: "tally.times",
  file,
  read: async (at) => Number(await readText(at)),
  rows: () => 1,
});

const tally: Report<TallyConfig, Tally> = {
  key: "tally",
  called: "tally",
  versions: { tally: 1 },
  schema: tallySchema,
  schemas: [{ name: "tally", title: "whatworks/tally/1", schema: z.object({ total: z.number() }) }],
  document: "whatworks/tally/1",
  file: "tally.json",
  list: (config) => [{ id: "tally", name: "tally.md", page: "tally.md", document: "tally.json", config }],
  inputs: ({ source, times }) => [
    { kind: "source", name: source, key: "tally.source" },
    ...(times === undefined ? [] : [timesRef(times)]),
  ],
  plan: ({ outcome }) => ({ warnings: [], plan: { outcome }, lines: [`counts ${outcome}`] }),
  compute: ({ source, outcome, times }, inputs, seed) => {
    const counts = inputs.sources.get(source)!.panel.columns[outcome];
    if (!counts)
      throw new InputError("ingest/count", {
        found: `no ${outcome}`,
        expected: "an outcome",
        hint: "name one",
      });
    const factor = times === undefined ? 1 : heldIn(inputs, timesRef(times));
    return {
      schema: "whatworks/tally/1",
      release: inputs.release.level,
      invented: true,
      total: factor * counts.reduce((sum, one) => sum + one, 0),
      settings: inputs.settings,
      warnings: [{ code: "tally/rough", message: "A tally says nothing of why." }],
      provenance: {
        inputs: inputs.read,
        methods: { tally: 1 },
        seed,
        program_version: inputs.programVersion,
      },
    };
  },
  pages: ({ total }) => [
    {
      path: "tally.md",
      content: markdown([part("tally", [heading(1, "Tally"), paragraph(`${total} events.`)])]),
    },
    { path: "tally/total.csv", content: `total\n${total}\n` },
    // A fault of the disk, for the test of what then stands.
    ...(total === 0 ? [{ path: "tally/total.csv/below", content: "" }] : []),
  ],
  headline: ({ total }) => `${total} events were counted.`,
  titled: () => ({ id: "tally", title: "Tally" }),
  answer: ({ total }) => total,
  dataTo: (_, { sources }) => [...sources.values()][0]!.panel.periods.at(-1)!,
  contents: (made) => ({
    internal: false,
    invented: made.length > 0,
    summary: made.flatMap(({ data }) => [heading(2, "Tally"), paragraph(`${data.total} events.`)]),
    details: [],
  }),
  telling: ["total"],
  formula: () => "the sum of every cell",
  behind: ({ settings }) => ({ question: "How many?", cells: [], method: "adding up", settings }),
};

/** A report that reads others: several of a section, each with the reports that it names. */
interface Digest extends ReportDocument {
  readonly schema: "whatworks/digest/1";
  readonly name: string;
  readonly of: readonly string[];
  readonly hashes: readonly string[];
}

const digestSchema = z.record(z.string(), z.array(z.string()));
const digest: Report<{ name: string; of: readonly string[] }, Digest, z.output<typeof digestSchema>> = {
  ...{ key: "digests", called: "digest", versions: { digests: 1 }, schema: digestSchema, schemas: [] },
  ...{ document: "whatworks/digest/1", file: "digest.json" },
  list: (section) =>
    Object.entries(section).map(([name, of]) => ({
      id: name,
      name,
      page: `${name}/page.md`,
      document: `${name}/digest.json`,
      config: { name, of },
    })),
  inputs: ({ name, of }) =>
    of[0] === "studies"
      ? [{ kind: "reports", of: "studies" }]
      : of.map((id) => ({ kind: "report", id, key: `digests.${name}` })),
  compute: ({ name }, { reports, read, programVersion, release }, seed) => ({
    schema: "whatworks/digest/1",
    release: release.level,
    invented: true,
    name,
    of: [...reports.keys()],
    hashes: read.map(({ sha256 }) => sha256),
    warnings: [],
    provenance: { inputs: read, methods: { digests: 1 }, seed, program_version: programVersion },
  }),
  pages: ({ name, of }) => [
    { path: `${name}/page.md`, content: markdown([part("of", [paragraph(of.join())])]) },
  ],
  headline: ({ of }) => of.join(),
  titled: ({ name }) => ({ id: name, title: name }),
  dataTo: () => "",
  contents: () => ({ internal: false, invented: false, summary: [], details: [] }),
  ...{
    telling: ["of"],
    formula: () => "",
    behind: () => ({ question: "", cells: [], method: "", settings: "" }),
  },
};

// What a capability costs: its folder, and its line in this list.
const family = [...builtIn, tally, digest];

let here = "";
const put = (name: string, text: string): void => writeFileSync(join(here, name), text);
const report = (name: string): string => join(here, "reports", name);
const text = (name: string): string => readFileSync(report(name), "utf8");
const sections = (more: string, studies = ""): void =>
  put(
    "whatworks.yaml",
    `workspace: small\ninvented: true\nsources:\n  crime: { format: long, files: [data/*.csv] }\ninterventions: interventions.csv\n${studies}${more}`,
  );
const lights =
  "studies:\n  lights: { intervention: lights, outcome: { source: crime, name: burglary }, design: before-after, window: { before: 12 months, after: 12 months } }\n";
const one = "tally: { source: crime, outcome: burglary, times: times.txt }\n";

const quiet = { progress: () => undefined };
const runAll = (
  studies: readonly string[] = [],
  more: { force?: boolean; dryRun?: boolean; jobs?: number } = {},
) =>
  run({
    folder: here,
    studies,
    force: false,
    dryRun: false,
    jobs: 1,
    patience: 0,
    programVersion: "0",
    family,
    ...quiet,
    ...more,
  });
const done = async (...words: Parameters<typeof runAll>): Promise<[string, string][]> =>
  (await runAll(...words)).family.map((ran) => [ran.study, ran.done]);
const checkAll = async (studies: readonly string[] = []): Promise<[string, string][]> =>
  (await check({ folder: here, studies, today, counts: false, family, ...quiet })).family.map(
    ({ study, state }) => [study, state],
  );
const reasons = async (study: string): Promise<string[]> => {
  const { family: all } = await check({ folder: here, studies: [], today, counts: false, family, ...quiet });
  return all.find((found) => found.study === study)!.reasons.map(({ code }) => code);
};
const refusal = (work: () => unknown): string => {
  try {
    work();
    return "none";
  } catch (thrown) {
    const { code, fault } = thrown as InputError;
    return `${code}: ${fault.found}; ${fault.hint ?? ""}`;
  }
};

beforeEach(() => {
  here = smallWorkspace(scratch("family-"));
  put("times.txt", "2");
});
afterEach(() => rmSync(here, { recursive: true }));

describe("a new member of the family", () => {
  it("is one line in the list", () => {
    const list = readFileSync(new URL("../../src/unit/index.ts", import.meta.url), "utf8");
    const named = /= \[([^\]]*)\]/
      .exec(list)![1]!
      .split(",")
      .filter((name) => name.trim() !== "");
    expect(named).toHaveLength(capabilities.length);
    expect(new Set(family.map(({ key }) => key)).size).toBe(family.length);
  });

  it("is run, checked, made stale by its inputs, and told as edited", async () => {
    sections(one);
    expect(await done()).toEqual([["tally.md", "written"]]);
    expect(await checkAll()).toEqual([["tally.md", "current"]]);
    expect(await done()).toEqual([["tally.md", "kept"]]);
    expect(JSON.parse(text("tally.json")).provenance.seed).toBe("small/tally");
    put("times.txt", "3");
    expect(await reasons("tally.md")).toEqual(["check/input-changed"]);
    expect(await done([], { dryRun: true })).toEqual([["tally.md", "would-run"]]);
    await runAll();
    sections(one.replace("burglary", "theft"));
    expect(await reasons("tally.md")).toEqual(["check/protocol-changed"]);
    await runAll();
    writeFileSync(report("tally.md"), text("tally.md").replace("events", "crimes"));
    expect(await checkAll()).toEqual([["tally.md", "edited"]]);
    expect(await done()).toEqual([["tally.md", "kept"]]);
    expect(text("tally.md")).toContain("crimes");
    expect(await done(["tally"], { force: true })).toEqual([["tally.md", "written"]]);
    expect(text("tally.md")).not.toContain("crimes");
    rmSync(report("tally/total.csv"));
    expect(await reasons("tally.md")).toEqual(["check/output-missing"]);
  });

  it("carries its warnings, keeps commentary, and is listed with the others", async () => {
    sections(one, lights);
    const first = await runAll([], { jobs: 2 });
    expect(first.family.map(({ kind, study }) => [kind, study])).toEqual([
      ["studies", "lights"],
      ["tally", "tally.md"],
    ]);
    expect(first.studies.map(({ study }) => study)).toEqual(["lights"]);
    expect(first.safetyIndex).toBeNull();
    const contents = text("README.md");
    expect(contents).toContain("## Tally");
    expect(contents).toContain("lights/summary.md");
    appendFileSync(report("tally.md"), "\nOur own words.\n");
    put("times.txt", "5");
    const again = await runAll(["tally.md"]);
    expect(again.family).toMatchObject([{ done: "written", warnings: [{ code: "tally/rough" }] }]);
    expect(text("tally.md")).toContain("Our own words.");
    expect((await runAll(["tally"])).family[0]!.warnings).toEqual([
      { code: "tally/rough", message: "A tally says nothing of why." },
    ]);
    expect(text("README.md")).not.toBe(contents);
    const symptoms = await examine(here, today, family);
    expect(symptoms.map(({ what }) => what)).toContain("1 of 1 tally has a report");
  });

  it("is compared, explained, planned, and has its schema printed", async () => {
    sections(one);
    await runAll();
    const before = join(here, "before.json");
    writeFileSync(before, text("tally.json"));
    put("times.txt", "4");
    await runAll();
    const { family: compared, studies } = compare(before, report("tally.json"), here, family);
    expect(studies).toEqual([]);
    expect(compared).toMatchObject([
      { kind: "tally", study: "tally", causes: ["times.txt changed (1 rows as before)"] },
    ]);
    expect(compared[0]!.numbers).toMatchObject([{ address: "total", percent: 100 }]);
    expect(compared[0]!.headline.moved).toBe(true);
    expect(compare("now", "now", here, family).family.map(({ study }) => study)).toEqual(["tally"]);
    const { total } = JSON.parse(text("tally.json"));
    expect(explainNumber("tally.total", here, family)).toMatchObject({
      numbers: [{ address: "total", value: total, formula: "the sum of every cell" }],
      method: "adding up",
    });
    expect(explainNumber("tally", here, family).numbers[0]!.value).toBe(total);
    expect(refusal(() => explainNumber("tall.total", here, family))).toContain('"tally"');
    expect(schemaNames(family)).toContain("tally");
    expect(jsonSchema("tally", family).title).toBe("whatworks/tally/1");
    expect(Object.keys(jsonSchema("workspace", family).properties as object)).toContain("tally");
    const planned = await validateWorkspace(here, [], "0", () => undefined, family);
    expect(planned.family).toEqual([
      { kind: "tally", report: "tally", plan: { outcome: "burglary" }, lines: ["counts burglary"] },
    ]);
  });

  it("has its whole section held to its schema, and its places to itself", () => {
    const load = (more: string, studies = ""): string => {
      sections(more, studies);
      return refusal(() => loadWorkspace(here, { family }));
    };
    expect(load("taly: {}\n")).toMatch(/^config\/key: .*taly.*tally/s);
    expect(load("tally: { source: crime, outcom: theft }\n")).toMatch(/config\/.*outcom/);
    expect(load("tally: { source: crimes, outcome: theft }\n")).toMatch(
      /^config\/source: the source "crimes".*crime/,
    );
    expect(load(one, lights.replace("  lights:", "  tally:"))).toMatch(/^report\/name: a study called tally/);
    expect(load(one, lights)).toBe("none");
    expect(refusal(() => loadWorkspace(here, { family: builtIn }))).toMatch(/^config\/key/);
  });

  it("is refused without touching what stands, and stands as a whole after a fault", async () => {
    sections(one);
    await runAll();
    const old = ["tally.md", "tally.json", "tally/total.csv"].map(text);
    sections(one.replace("burglary", "arson"));
    expect((await runAll()).family).toMatchObject([{ done: "refused", error: { code: "ingest/count" } }]);
    expect(["tally.md", "tally.json", "tally/total.csv"].map(text)).toEqual(old);
    sections(one);
    // A page that cannot be written: the set that stands, in its folder and beside it, is left whole.
    put("times.txt", "0");
    await expect(runAll()).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect(["tally.md", "tally.json", "tally/total.csv"].map(text)).toEqual(old);
    expect(existsSync(report(".staging"))).toBe(false);
    put("times.txt", "2");
    expect(await checkAll()).toEqual([["tally.md", "current"]]);
  });

  it("is told as left over once its section is gone", async () => {
    sections(one, lights);
    await runAll();
    sections("", lights);
    expect(await checkAll()).toEqual([
      ["lights", "current"],
      ["tally", "stale"],
    ]);
    expect(await reasons("tally")).toEqual(["check/no-study"]);
    rmSync(report("tally"), { recursive: true });
    expect(await checkAll()).toEqual([["lights", "current"]]);
    await runAll();
    expect(text("README.md")).not.toContain("Tally");
  });
});

describe("reports that read reports", () => {
  it("come after them, whatever the order of the file, and are made stale by them alone", async () => {
    sections(`digests: { all: [few], few: [tally], apart: [] }\n${one}`);
    expect(await done([], { jobs: 3 })).toEqual([
      ["tally.md", "written"],
      ["few", "written"],
      ["all", "written"],
      ["apart", "written"],
    ]);
    put("times.txt", "9");
    expect(await checkAll()).toEqual([
      ["tally.md", "stale"],
      ["few", "stale"],
      ["all", "stale"],
      ["apart", "current"],
    ]);
    expect(await reasons("all")).toEqual(["check/report-stale"]);
    expect(await done([], { dryRun: true })).toContainEqual(["all", "would-run"]);
    // The one that is named, and first what it reads.
    expect(await done(["few"])).toEqual([
      ["tally.md", "written"],
      ["few", "written"],
    ]);
    expect(await reasons("all")).toEqual(["check/input-changed"]);
    expect(await done()).toEqual([
      ["tally.md", "kept"],
      ["few", "kept"],
      ["all", "written"],
      ["apart", "kept"],
    ]);
    // Words changed on a page leave its numbers, and those who read them, alone.
    writeFileSync(report("tally.md"), text("tally.md").replace("events", "crimes"));
    expect(await checkAll(["few", "all"])).toEqual([
      ["few", "current"],
      ["all", "current"],
    ]);
  });

  it("read every report of another kind, and hold its document", async () => {
    sections("digests: { all: [studies] }\n", lights);
    await runAll();
    expect(JSON.parse(text("all/digest.json"))).toMatchObject({
      of: ["lights"],
      provenance: { inputs: [{ name: "reports/lights/finding.json", rows: 1 }] },
    });
  });

  it("are not made from what could not be made", async () => {
    sections(`${one}digests: { few: [tally] }\n`);
    await runAll();
    const old = text("few/digest.json");
    sections(`${one.replace("burglary", "arson")}digests: { few: [tally] }\n`);
    expect((await runAll()).family).toMatchObject([
      { study: "tally.md", done: "refused" },
      { study: "few", done: "refused", error: { code: "report/not-made", exit: 3 } },
    ]);
    expect(text("few/digest.json")).toBe(old);
    sections(`${one}digests: { few: [tally] }\n`);
    expect(await done()).toEqual([
      ["tally.md", "kept"],
      ["few", "kept"],
    ]);
  });

  it("are refused where they wait for each other, or for nobody", () => {
    const load = (digests: string): string => {
      sections(`digests: ${digests}\n`);
      return refusal(() => loadWorkspace(here, { family }));
    };
    expect(load("{ a: [b], b: [c], c: [a] }")).toMatch(/^report\/circle: a reads b reads c reads a/);
    expect(load("{ a: [a] }")).toMatch(/^report\/circle: a reads a/);
    expect(load("{ first: [frist] }")).toMatch(/^report\/unknown: no report called "frist".*first/);
  });
});
