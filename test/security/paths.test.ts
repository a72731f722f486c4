import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readYaml } from "../../src/ingest/yaml/yaml.ts";
import { WhatworksError } from "../../src/model/errors.ts";
import { studySchema, workspaceSchema } from "../../src/model/protocol.ts";
import { slug, studyIds } from "../../src/pipeline/evaluate-files.ts";
import { loadWorkspace } from "../../src/pipeline/load-workspace.ts";
import {
  isDeviceName,
  outFolder,
  refuseDeviceNames,
  refuseLinks,
  refuseOverwriting,
  reportsFolder,
} from "../../src/pipeline/paths.ts";
import { inLong } from "../helpers/long.ts";
import { smallWorkspace, type } from "../helpers/workspace.ts";

let folder = "";
beforeEach(() => {
  folder = smallWorkspace();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return "none";
  } catch (error) {
    expect(error).toBeInstanceOf(WhatworksError);
    return (error as WhatworksError).code;
  }
};

describe("where reports may be written", () => {
  it.each([".", "..", "../..", "/", "./data/..", "interventions.csv"])("is not %s", (given) => {
    expect(codeOf(() => reportsFolder(folder, given, "reports"))).toBe("paths/reports");
  });
  it.each(["reports", "../elsewhere", "deep/er/reports", "data", "...", "..reports"])(
    "may be %s",
    (given) => {
      expect(reportsFolder(folder, given, "reports")).toBe(join(folder, given));
    },
  );
  it("is not the workspace by another name", () => {
    symlinkSync(folder, join(folder, "again"));
    expect(codeOf(() => reportsFolder(folder, "again", "reports"))).toBe("paths/reports");
  });
  it("is refused by the program with exit 2, and nothing is written", () => {
    const path = join(folder, "whatworks.yaml");
    writeFileSync(path, readFileSync(path, "utf8").replace(/^reports:.*$/m, "reports: ."));
    const before = readdirSync(folder);
    expect(type(["run"], { cwd: folder }).exit).toBe(2);
    expect(readdirSync(folder)).toEqual(before);
  });
  it("is no file and not the root of the disk under --out", () => {
    expect(codeOf(() => outFolder("/"))).toBe("paths/reports");
    expect(codeOf(() => outFolder(join(folder, "units.csv")))).toBe("paths/reports");
    expect(outFolder(join(folder, "new"))).toBe(join(folder, "new"));
    const said = type(["evaluate", "-i", "interventions.csv", "-d", "data/theft.csv", "--out", "units.csv"], {
      cwd: folder,
    });
    expect(said.exit).toBe(2);
    expect(said.err).toContain("paths/reports");
  });
});

describe("links", () => {
  inLong("are refused as the folder of reports, a report, or a file that would be read back", () => {
    const outside = join(folder, "outside");
    mkdirSync(outside);
    writeFileSync(join(outside, "secret.md"), "secret");
    for (const [at, target] of [
      ["reports", outside],
      ["reports/lights", outside],
      ["reports/README.md", join(outside, "secret.md")],
      ["reports/.staging", outside],
      ["reports/lights/summary.md", join(outside, "secret.md")],
      ["reports/lights/finding.json", join(outside, "secret.md")],
    ] as const) {
      rmSync(join(folder, "reports"), { recursive: true, force: true });
      mkdirSync(join(folder, at, ".."), { recursive: true });
      symlinkSync(target, join(folder, at));
      const said = type(["run"], { cwd: folder });
      expect([at, said.exit, said.err.includes("paths/link")]).toEqual([at, 5, true]);
      expect(readdirSync(outside)).toEqual(["secret.md"]);
    }
    rmSync(join(folder, "reports"), { recursive: true, force: true });
    const lights = { id: "lights", page: "lights/summary.md", document: "lights/finding.json" };
    expect(codeOf(() => refuseLinks(join(folder, "reports"), [lights]))).toBe("none");
  });
  inLong("of an analyst's own in a report stay as they are", () => {
    expect(type(["run"], { cwd: folder }).exit).toBe(0);
    symlinkSync(join(folder, "units.csv"), join(folder, "reports/lights/my notes"));
    expect(type(["run", "--force"], { cwd: folder }).exit).toBe(0);
    expect(existsSync(join(folder, "reports/lights/my notes"))).toBe(true);
  });
});

describe("names", () => {
  it("of studies and interventions cannot climb out or be devices", () => {
    for (const id of ["../../x", "a/b", "..", ".", "", "A", "a b", "a\\b", "C:", "é", "x".repeat(81)]) {
      const yaml = `workspace: w\nsources: {}\nstudies: { ${JSON.stringify(id)}: { intervention: i, outcome: { source: s, name: n } } }\n`;
      const refused = codeOf(() => readYaml(yaml, "w.yaml", workspaceSchema));
      expect([id, refused.replace(/key|value/, "")]).toEqual([id, "config/"]);
    }
    writeFileSync(join(folder, "interventions.csv"), "id,title,unit,start\n../../x,Lights,North,2023-01\n");
    const said = type(["evaluate", "-i", "interventions.csv", "-d", "data/theft.csv", "--out", "out"], {
      cwd: folder,
    });
    expect([said.exit, said.err.includes("register/id"), existsSync(join(folder, "out"))]).toEqual([
      3,
      true,
      false,
    ]);
    expect(["con", "nul", "com1", "lpt9", "aux", "prn"].every(isDeviceName)).toBe(true);
    expect(["console", "com", "lpt10", "nul-1"].some(isDeviceName)).toBe(false);
    expect(codeOf(() => refuseDeviceNames(["a", "nul"], "studies"))).toBe("paths/device");
    const path = join(folder, "whatworks.yaml");
    writeFileSync(path, readFileSync(path, "utf8").replace("  wardens:\n", "  con:\n"));
    expect(codeOf(() => loadWorkspace(folder))).toBe("paths/device");
  });
  it("of outcomes become folders that no two share and every system can make", () => {
    for (const text of [
      "../../etc",
      "con",
      "NUL",
      "a/b\\c",
      "",
      "日本",
      "x".repeat(300),
      "-",
      "é è",
      "a\u202eb",
      "COM1",
    ]) {
      expect(slug(text)).toMatch(/^[a-z0-9][a-z0-9-]*$/);
      expect(slug(text).length).toBeLessThanOrEqual(62);
      expect(isDeviceName(slug(text))).toBe(false);
    }
    const intervention = { id: "patrols" } as never;
    const jobs = ["A/B", "a b", "日本", "中国", "plain"].map((outcome) => ({ intervention, outcome }));
    const ids = studyIds(jobs);
    expect(new Set(ids).size).toBe(5);
    expect(ids[4]).toBe("patrols-plain");
    for (const id of ids) expect(id).toMatch(/^[a-z0-9][a-z0-9-]{0,79}$/);
    expect(studyIds(jobs)).toEqual(ids);
  });
});

describe("a panel", () => {
  inLong("does not take the place of the file that it is made of", () => {
    const source = join(folder, "data/theft.csv");
    const before = readFileSync(source, "utf8");
    symlinkSync(source, join(folder, "same.csv"));
    for (const out of ["data/theft.csv", "./data/../data/theft.csv", "same.csv", "data"]) {
      const said = type(["panel", "data/theft.csv", "--out", out], { cwd: folder });
      expect([out, said.exit, said.err.includes("paths/overwrites")]).toEqual([out, 2, true]);
    }
    expect(readFileSync(source, "utf8")).toBe(before);
    expect(codeOf(() => refuseOverwriting(join(folder, "new.csv"), [source]))).toBe("none");
  });
});

describe("a workspace file", () => {
  const ask = (yaml: string): string => codeOf(() => readYaml(yaml, "whatworks.yaml", workspaceSchema));
  const good = "workspace: w\nsources: {}\n";
  it("refuses bombs, duplicate keys, prototype names, tags, merges and keys that are no words", () => {
    const laughs = Array.from(
      { length: 9 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(",")}]`,
    ).join("\n");
    for (const yaml of [
      `${good}title: &l0 lol\n${laughs}\n`,
      `${good}workspace: again\n`,
      `${good}__proto__: { polluted: true }\n`,
      `${good}constructor: { prototype: { polluted: true } }\n`,
      `${good}title: !!js/function "function () { return 1 }"\n`,
      `${good}title: !<tag:yaml.org,2002:js/eval> "1"\n`,
      `${good}base: &b { a: 1 }\nother: { <<: *b }\n`,
      `${good}? [a, b]\n: 1\n`,
      `${good}? { a: b }\n: 1\n`,
      `${good}${"[".repeat(60)}${"]".repeat(60)}\n`,
      `${good}title: "${"x".repeat(1 << 20)}"\n`,
    ])
      expect(ask(yaml)).toMatch(/^config\//);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
  it("takes 1.10 and no for what they are typed as, not for a number and a lie", () => {
    expect(ask(`${good}title: 1.10\n`)).toBe("config/value");
    expect(readYaml(`${good}title: "1.10"\n`, "w", workspaceSchema).title).toBe("1.10");
    expect(readYaml(`${good}title: no\n`, "w", workspaceSchema).title).toBe("no");
    expect(ask(`${good}invented: no\n`)).toBe("config/value");
    const study = { intervention: "i", outcome: { source: "s", name: "n" } };
    expect(studySchema.parse(study)).toMatchObject(study);
  });
});
