import {
  appendFileSync,
  cpSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { XMLValidator } from "fast-xml-parser";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inLong } from "../helpers/long.ts";
import { scratch, smallWorkspace, treeOf, type } from "../helpers/workspace.ts";

let original = "";
let here = "";
beforeAll(() => {
  original = smallWorkspace();
  expect(type(["run", "-C", original]).exit).toBe(0);
});
beforeEach(() => {
  if (here) rmSync(here, { recursive: true });
  here = scratch();
  cpSync(original, here, { recursive: true });
});
afterAll(() => {
  for (const folder of [original, here]) rmSync(folder, { recursive: true });
});

const change = (name: string, by: (text: string) => string): void => {
  const path = join(here, name);
  writeFileSync(path, by(readFileSync(path, "utf8")));
};
const check = (...words: string[]) => type(["check", ...words], { cwd: here });

describe("whatworks check", () => {
  it("says current, whatever the times of files, and is silent about it with --quiet", () => {
    for (const name of Object.keys(treeOf(here))) utimesSync(join(here, name), 1e9, 1e9);
    const { exit, out } = check();
    expect(exit).toBe(0);
    expect(out).toMatch(/CURRENT +lights/);
    expect(check("--quiet")).toEqual({ exit: 0, out: "", err: "" });
  });

  it("names the file that moved, its rows then and now, and how many old values were revised", () => {
    change("data/burglary.csv", (text) => `${text.replace(/,\d+\n/, ",59\n")}North,2024-01,burglary,9\n`);
    const { exit, out } = check();
    expect(exit).toBe(1);
    expect(out.replace(/\s+/g, " ")).toContain(
      "data/burglary.csv changed (48 → 49 rows; 1 old value revised, 1 new value)",
    );
    // Both studies read the source that the file belongs to.
    expect(out.match(/^STALE +(lights|wardens)$/gm)).toHaveLength(2);
  });

  inLong("falls back on rows where no counted cells were kept", () => {
    expect(type(["purge", "-C", here]).exit).toBe(0);
    change("data/burglary.csv", (text) => `${text}North,2024-01,burglary,9\n`);
    expect(check().out.replace(/\s+/g, " ")).toContain("changed (48 → 49 rows)");
  });

  inLong("finds the part and the line that someone edited, and leaves words between parts alone", () => {
    const page = "reports/lights/summary.md";
    const lines = readFileSync(join(here, page), "utf8").split("\n");
    change(page, (text) => `${text}\nMy own remark.\n`);
    expect(check("lights").exit).toBe(0);
    const at = lines.findIndex((line) => line.startsWith("# "));
    change(page, (text) => text.replace(lines[at]!, `${lines[at]!} really`));
    const { exit, out } = check("lights", "--json");
    expect(exit).toBe(1);
    const [reason] = JSON.parse(out).studies[0].reasons;
    expect(reason).toMatchObject({ code: "check/edited", file: page, line: at + 1 });
    // A run does not write over it unasked, and says so.
    const kept = type(["run"], { cwd: here });
    expect(kept.exit).toBe(1);
    expect(readFileSync(join(here, page), "utf8")).toContain(" really");
    expect(type(["run", "--force"], { cwd: here }).exit).toBe(0);
    const again = readFileSync(join(here, page), "utf8");
    expect(again).not.toContain(" really");
    expect(again).toContain("My own remark.");
  });

  it("tells missing, left over and out-of-date indexes", () => {
    rmSync(join(here, "reports/lights"), { recursive: true });
    cpSync(join(here, "reports/wardens"), join(here, "reports/forgotten"), { recursive: true });
    const { exit, out } = check();
    expect(exit).toBe(1);
    expect(out).toMatch(/MISSING +lights/);
    expect(out).toMatch(/STALE +forgotten/);
    expect(out).toMatch(/STALE +README\.md/);
  });

  it("tells an edited index", () => {
    change("reports/README.md", (text) => text.replace("Lights", "Lamps"));
    const { exit, out } = check();
    expect(exit).toBe(1);
    expect(out).toMatch(/EDITED +README\.md/);
  });

  inLong("calls data old against the calendar, and only then looks at it", () => {
    change("whatworks.yaml", (text) => `${text}freshness: 45 days\n`);
    const { exit, out } = check();
    expect(exit).toBe(1);
    expect(out).toMatch(/OLD +lights\n +the data end with 2023-12, \d+ days ago/);
    change("whatworks.yaml", (text) => text.replace("45 days", "900 years"));
    expect(check().exit).toBe(0);
  });

  it("calls a report unpublishable, exit 4, when a privacy gate stops its new data", () => {
    change("data/burglary.csv", (text) =>
      text
        .split("\n")
        .map((line, k) => (line === "" ? "" : `${line},${k === 0 ? "email" : `person${k}@example.org`}`))
        .join("\n"),
    );
    const { exit, out } = check();
    expect(exit).toBe(4);
    expect(out).toContain("UNPUBLISHABLE");
    expect(out).not.toContain("@example.org");
  });

  it("keeps counted cells to itself, readable by their owner only", () => {
    const cells = join(here, ".whatworks");
    expect(readFileSync(join(cells, ".gitignore"), "utf8")).toBe("*\n");
    expect(statSync(join(cells, "cells")).mode & 0o077).toBe(0);
  });
});

describe("build pages", () => {
  const stale = (): void => change("data/theft.csv", (text) => text.replace(/,\d+\n/, ",59\n"));

  it("annotates the file for GitHub, and writes the job summary", () => {
    stale();
    const summary = join(here, "summary.md");
    const { exit, out } = type(["check", "--format", "github"], {
      cwd: here,
      env: { GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: here },
    });
    expect(exit).toBe(1);
    expect(out).toMatch(
      /^::error file=data\/theft\.csv,title=check\/input-changed::lights is stale: data\/theft\.csv changed/m,
    );
    expect(readFileSync(summary, "utf8")).toMatch(/\| lights \| STALE \|/);
  });

  inLong("prints well-formed JUnit and SARIF, one document of JSON, and says failures the same way", () => {
    stale();
    const { out } = check("--format", "junit");
    expect(XMLValidator.validate(out)).toBe(true);
    expect(out).toContain('tests="3" failures="2"');
    const sarif = JSON.parse(check("--format", "sarif").out);
    expect(sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(
      "data/theft.csv",
    );
    expect(JSON.parse(check("--format", "json").out)).toMatchObject({ ok: false, exit: 1 });
    change("whatworks.yaml", (text) => text.replace("design:", "desing:"));
    const broken = type(["check", "--format", "github"], { cwd: here });
    expect(broken.exit).toBe(2);
    expect(broken.out).toMatch(/^::error file=whatworks\.yaml,line=16,title=config\/key::/m);
    expect(JSON.parse(type(["run", "--format", "json"], { cwd: here }).out)).toMatchObject({
      ok: false,
      exit: 2,
    });
  });

  inLong("fails a run on warnings only when asked to", () => {
    // More months than the data have: the design warns of a short window.
    change("whatworks.yaml", (text) => text.replace("before: 12 months", "before: 30 months"));
    expect(type(["run", "--force", "--quiet"], { cwd: here })).toMatchObject({ exit: 0, out: "" });
    const strict = type(["run", "--force", "--fail-on", "warning", "--json"], { cwd: here });
    const warned = JSON.parse(strict.out).studies.some(
      (study: { warnings: unknown[] }) => study.warnings.length > 0,
    );
    expect(strict.exit).toBe(warned ? 1 : 0);
    expect(warned).toBe(true);
    // A report that is kept carries its warnings still: a second run is no way past them.
    expect(type(["run", "--fail-on", "warning", "--quiet"], { cwd: here }).exit).toBe(1);
  });
});

describe("whatworks run", () => {
  it("says what it would do and why, and writes nothing", () => {
    change("whatworks.yaml", (text) => text.replace("title: Lights", "title: Lamps"));
    const before = treeOf(join(here, "reports"));
    const { exit, out } = type(["run", "--dry-run"], { cwd: here });
    expect(exit).toBe(0);
    expect(out).toMatch(/WOULD RUN +lights\n +the study, or what it uses of the workspace, was changed/);
    expect(out).toMatch(/CURRENT +wardens/);
    expect(treeOf(join(here, "reports"))).toEqual(before);
  });

  inLong("waits for another run, then names its process and exits 5", () => {
    writeFileSync(
      join(here, "reports/.whatworks.lock"),
      JSON.stringify({ pid: process.pid, host: hostname() }),
    );
    const { exit, err } = type(["run", "--wait", "0"], { cwd: here });
    expect(exit).toBe(5);
    expect(err).toContain(`process ${process.pid}`);
    // The lock of a process that is no more is taken over.
    writeFileSync(
      join(here, "reports/.whatworks.lock"),
      JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }),
    );
    expect(type(["run", "--wait", "0"], { cwd: here }).exit).toBe(0);
    expect(existsSync(join(here, "reports/.whatworks.lock"))).toBe(false);
  });

  inLong("gives the same bytes in another time zone, language, order and number of threads", () => {
    const before = treeOf(join(here, "reports"));
    const env = { TZ: "Pacific/Auckland", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" };
    expect(type(["run", "--force", "--jobs", "2"], { cwd: here, env }).exit).toBe(0);
    expect(treeOf(join(here, "reports"))).toEqual(before);
  });

  inLong("refuses a study with what was found, remembers it, and leaves the other reports", () => {
    appendFileSync(join(here, "interventions.csv"), "lights,Lights,East,sometime\n");
    const { exit, out } = type(["run"], { cwd: here });
    expect(exit).toBe(3);
    expect(out).toContain("REFUSED");
    expect(out.replace(/\s+/g, " ")).toContain(
      'register/start: interventions.csv:6:column "start": the start',
    );
    expect(check().out).toContain("the last run refused it");
  });
});
