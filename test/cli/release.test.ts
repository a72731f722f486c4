import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scratch, smallWorkspace, type } from "../helpers/workspace.ts";

let folder = "";
let home = "";
beforeEach(() => {
  folder = smallWorkspace();
  home = scratch("home-");
  const path = join(folder, "whatworks.yaml");
  // One study of a force's own counts.
  writeFileSync(
    path,
    readFileSync(path, "utf8")
      .replace("invented: true\n", "")
      .replace(/ {2}wardens:[\s\S]*?(?=reports:)/, ""),
  );
});
afterEach(() => {
  for (const one of [folder, home]) rmSync(one, { recursive: true, force: true });
});
const typed = (words: readonly string[], env: Record<string, string> = {}) =>
  type(words, { cwd: folder, env: { HOME: home, WHATWORKS_KEY: "", ...env } });
const declare = (line: string): void => {
  const path = join(folder, "whatworks.yaml");
  writeFileSync(path, `${line}\n${readFileSync(path, "utf8")}`);
};
const report = (name: string): string => readFileSync(join(folder, "reports/lights", name), "utf8");

describe("internal reports", () => {
  it("say so on every page, figure and JSON, and are refused by check --publishable with exit 4", () => {
    expect(typed(["run"]).exit).toBe(0);
    expect(JSON.parse(report("finding.json")).release).toBe("internal");
    const pages = readdirSync(join(folder, "reports/lights")).filter((name) => /\.(md|svg)$/.test(name));
    expect(pages.length).toBeGreaterThan(2);
    for (const name of pages) expect(report(name), name).toContain("Internal, not for publication");
    expect(readFileSync(join(folder, "reports/README.md"), "utf8")).toContain(
      "Internal, not for publication",
    );
    expect(typed(["check"]).exit).toBe(0);
    const { exit, out } = typed(["check", "--publishable", "--json"]);
    expect(exit).toBe(4);
    expect(JSON.parse(out).studies[0]).toMatchObject({
      study: "lights",
      state: "unpublishable",
      reasons: [{ code: "check/internal", file: "reports/lights/finding.json" }],
    });
  }, 120_000);

  it("are public where someone says why, and say it", () => {
    declare("public: printed in the annual report");
    expect(typed(["run"]).exit).toBe(0);
    expect(report("summary.md")).toContain("printed in the annual report");
    expect(JSON.parse(report("finding.json"))).toMatchObject({ release: "public" });
    expect(typed(["check", "--publishable"]).exit).toBe(0);
  }, 120_000);
});

describe("protected reports", () => {
  it("need a key: exit 4 without one, and the way to one that is told works", () => {
    declare("release: protected");
    const { exit, err } = typed(["run"]);
    expect([exit, err.includes("release/no-key"), err.includes("whatworks key new")]).toEqual([
      4,
      true,
      true,
    ]);
    expect(existsSync(join(folder, "reports/lights/finding.json"))).toBe(false);
    expect(typed(["key", "new", "~/.whatworks-key"]).exit).toBe(0);
    declare("key: ~/.whatworks-key");
    expect(typed(["run"]).exit).toBe(0);
    const { release, protection, counts } = JSON.parse(report("finding.json"));
    expect([release, protection.base, counts.treated.before.total % 5]).toEqual(["protected", 5, 0]);
    expect(report("summary.md")).toContain(`secret key (${protection.key_id})`);
    expect(typed(["check", "--publishable"]).exit).toBe(0);
    const other = typed(["check", "--json"], { WHATWORKS_KEY: "another key of more than 32 characters" });
    expect(other.exit).toBe(1);
    expect(other.out).toContain("check/release-changed");
  }, 120_000);

  it("refuse a key that is short, or lies in the repository, the workspace or the reports: exit 4", () => {
    declare("release: protected");
    expect(typed(["run"], { WHATWORKS_KEY: "short" }).err).toContain("release/weak-key");
    mkdirSync(join(folder, ".git"));
    for (const file of ["key", "data/key", "reports/key"]) {
      const { exit, err } = typed(["key", "new", file]);
      expect([exit, err.includes("release/key-place")]).toEqual([4, true]);
    }
    writeFileSync(join(folder, "key.txt"), "k".repeat(64));
    declare("key: key.txt");
    const { exit, err } = typed(["run"]);
    expect([exit, err.includes("release/key-place")]).toEqual([4, true]);
  }, 120_000);

  it("round to 3 where asked, and to nothing else", () => {
    declare("release: protected\nprotect: { base: 3 }");
    const env = { WHATWORKS_KEY: "k".repeat(64) };
    expect(typed(["run"], env).exit).toBe(0);
    expect(JSON.parse(report("finding.json")).counts.treated.after.total % 3).toBe(0);
    const path = join(folder, "whatworks.yaml");
    writeFileSync(path, readFileSync(path, "utf8").replace("base: 3", "base: 10"));
    expect(typed(["run"], env).exit).toBe(2);
  }, 120_000);

  it("come of two files and of a panel too", () => {
    const env = { WHATWORKS_KEY: "k".repeat(64) };
    const words = [
      "evaluate",
      "-i",
      "interventions.csv",
      "-d",
      "data/burglary.csv",
      "--outcome-name",
      "burglary",
    ];
    const asked = [...words, "--out", "out", "--release", "protected"];
    expect(typed(asked).exit).toBe(4);
    expect(typed(asked, env).exit).toBe(0);
    const found = JSON.parse(readFileSync(join(folder, "out/lights-burglary/finding.json"), "utf8"));
    expect([found.release, found.provenance.inputs[0].bytes]).toEqual(["protected", null]);
    const { out } = typed(["panel", "data/burglary.csv", "--release", "protected"], env);
    const values = out
      .trim()
      .split("\n")
      .slice(1)
      .map((row) => Number(row.split(",")[3]));
    expect(values.every((value) => value % 5 === 0)).toBe(true);
    const cells = new Map(
      out
        .trim()
        .split("\n")
        .map((row) => [row.split(",").slice(0, 2).join(), Number(row.split(",")[3])]),
    );
    const total = typed(["panel", "data/burglary.csv", "--release", "protected", "--by", "period"], env).out;
    for (const row of total.trim().split("\n").slice(1)) {
      const [month, value] = row.split(",");
      expect(Number(value)).toBe(cells.get(`North,${month}`)! + cells.get(`South,${month}`)!);
    }
    expect(typed([...words, "--out", "out", "--public", "why", "--release", "internal"]).exit).toBe(2);
  }, 120_000);
});

it("writes a key that its owner alone can read, and never over another", () => {
  const { exit, out } = typed(["key", "new", "~/k", "--json"]);
  expect(exit).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    schema: "whatworks/key/1",
    key_id: expect.stringMatching(/^[0-9a-f]{12}$/),
  });
  expect(readFileSync(join(home, "k"), "utf8")).toMatch(/^[0-9a-f]{64}\n$/);
  expect(out).not.toContain(readFileSync(join(home, "k"), "utf8").trim());
  if (process.platform !== "win32") expect(statSync(join(home, "k")).mode & 0o777).toBe(0o600);
  expect(typed(["key", "new", "~/k"]).err).toContain("release/key-exists");
}, 120_000);
