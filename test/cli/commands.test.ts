import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { commands } from "../../src/cli/commands/index.ts";
import { completionScript } from "../../src/cli/completion.ts";
import { githubLog, githubSummary } from "../../src/cli/formats/github.ts";
import type { CiReport } from "../../src/cli/formats/report.ts";
import { recipes } from "../../src/cli/recipes.ts";
import { copyDemo } from "../../src/pipeline/demo.ts";
import { propose } from "../../src/pipeline/init/init.ts";
import { loadWorkspace } from "../../src/pipeline/load-workspace.ts";
import { inLong } from "../helpers/long.ts";
import { program, runHere, scratch, smallWorkspace, type } from "../helpers/workspace.ts";

let here = "";
beforeAll(async () => {
  here = smallWorkspace();
  await runHere(here);
});
afterAll(() => rmSync(here, { recursive: true }));

describe("whatworks compare", () => {
  inLong("says what moved since a revision, because of which input, as the body of a pull request", () => {
    const copy = scratch();
    cpSync(here, copy, { recursive: true });
    const git = (...words: string[]) =>
      execFileSync("git", ["-C", copy, "-c", "user.name=t", "-c", "user.email=t@example.org", ...words]);
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "first");
    const data = join(copy, "data/burglary.csv");
    writeFileSync(data, readFileSync(data, "utf8").replace(/,\d+\n/, ",190\n"));
    expect(type(["run", "-q"], { cwd: copy }).exit).toBe(0);
    const { exit, out } = type(["compare", "git:HEAD", "--format", "markdown"], { cwd: copy });
    expect(exit).toBe(0);
    expect(out).toContain("- data/burglary.csv changed (48 rows as before)");
    expect(out).toMatch(/\| `headline\.estimate` \| [\d.]+ \| [\d.]+ \| [+−]/);
    const wrong = type(["compare", "git:nowhere", "--json"], { cwd: copy });
    expect(wrong.exit).toBe(2);
    expect(JSON.parse(wrong.out).code).toBe("usage/revision");
    rmSync(copy, { recursive: true });
  });
});

describe("whatworks explain", () => {
  const explain = (...words: string[]) => type(["explain", ...words, "-C", here]);
  it("walks from a number to its formula, cells, files and method", () => {
    const { out } = explain("lights.headline.estimate");
    const finding = JSON.parse(readFileSync(join(here, "reports/lights/finding.json"), "utf8"));
    expect(out).toContain(`lights.headline.estimate = ${finding.headline.estimate}`);
    expect(out).toContain(finding.provenance.inputs[0].sha256.slice(0, 16));
    expect(out).toMatch(/version \d/);
  });
  it("finds a number as the page prints it", () => {
    const { headline } = JSON.parse(readFileSync(join(here, "reports/lights/finding.json"), "utf8"));
    const found = JSON.parse(explain(`lights.${headline.estimate.toFixed(2)}`, "--json").out);
    expect(found.numbers.map(({ address }: { address: string }) => address)).toContain("headline.estimate");
  });
  it("explains codes offline and suggests the nearest", () => {
    expect(explain("check/old").out).toContain("What to do");
    const { exit, err } = explain("csv/widht");
    expect(exit).toBe(2);
    expect(err).toContain('did you mean "csv/width"?');
  });
});

describe("whatworks init", () => {
  it("writes what it guessed with the reason, which then validates; never over a file", () => {
    const folder = scratch();
    mkdirSync(join(folder, "data"));
    const rows = ["2022-01", "2022-02", "2022-03"].map((month, k) => `Camden,${month},${k + 4}`);
    writeFileSync(join(folder, "data/burglary.csv"), `borough,month,burglary\n${rows.join("\n")}\n`);
    const proposed = type(["init", "data/burglary.csv"], { cwd: folder });
    expect(proposed.out).toContain('"burglary" is how many');
    expect(existsSync(join(folder, "whatworks.yaml"))).toBe(false);
    expect(type(["init", "data/burglary.csv", "--yes"], { cwd: folder }).exit).toBe(0);
    const yaml = readFileSync(join(folder, "whatworks.yaml"), "utf8");
    expect(yaml.split("\n")[0]).toBe("# yaml-language-server: $schema=.whatworks.schema.json");
    expect(loadWorkspace(folder).config.sources.burglary?.columns).toEqual({
      unit: "borough",
      period: "month",
      value: "burglary",
    });
    expect(type(["init", "data/burglary.csv", "--yes"], { cwd: folder }).exit).toBe(2);
    rmSync(folder, { recursive: true });
  });
  it("recognises the tables of its own demonstration", async () => {
    const folder = scratch();
    copyDemo(join(folder, "demo"));
    rmSync(join(folder, "demo/whatworks.yaml"));
    const { sources, interventions, units } = await propose(
      ["data/recorded-crime.csv", "interventions.csv", "units.csv"].map((name) => join(folder, "demo", name)),
      join(folder, "demo"),
    );
    expect(sources[0]).toMatchObject({ fault: null, guess: { format: "long" } });
    expect([interventions?.file.name, units?.file.name]).toEqual(["interventions.csv", "units.csv"]);
    rmSync(folder, { recursive: true });
  });
});

describe("doctor, schema, demo, purge", () => {
  it("has a fix for every line", () => {
    const { exit, out } = type(["doctor", "--json", "-C", here]);
    const { symptoms } = JSON.parse(out);
    expect(exit).toBe(0);
    for (const { fix, what } of symptoms) expect(fix, what).not.toBe("");
    expect(type(["doctor", "-C", join(here, "data")]).exit).toBe(1);
  });
  it("does not copy the demonstration into a folder that holds something", () => {
    const { exit, err } = type(["demo", here]);
    expect(exit).toBe(2);
    expect(err).toContain("usage/not-empty");
  });
  inLong("prints one document for every command, on failure too", () => {
    const failing = [
      ["check"],
      ["run"],
      ["compare", "a", "b"],
      ["explain", "x.y"],
      ["purge"],
      ["init", "nowhere.csv"],
      ["schema", "x"],
      ["ci", "x"],
      ["completion", "x"],
      ["nonsense"],
    ];
    const folder = scratch();
    for (const words of failing) {
      const { exit, out } = type([...words, "--json"], { cwd: folder });
      expect(JSON.parse(out), words.join(" ")).toMatchObject({ ok: false, exit });
      expect([2, 3], words.join(" ")).toContain(exit);
    }
    rmSync(folder, { recursive: true });
  });
});

describe("completion", () => {
  it("knows every command and every option, in every shell", async () => {
    for (const shell of ["bash", "zsh", "fish"] as const) {
      const script = await completionScript(shell, commands);
      for (const { name, load } of commands) {
        expect(script).toContain(name);
        for (const { long } of (await load()).options) expect(script).toContain(long!.slice(2));
      }
    }
  });
  it("is a script that bash can read, and that completes", async () => {
    const script = `${await completionScript("bash", commands)}\nCOMP_WORDS=(whatworks che); COMP_CWORD=1; _whatworks; echo "\${COMPREPLY[@]}"`;
    expect(execFileSync("bash", ["-c", script], { encoding: "utf8" }).trim()).toBe("check");
  });
});

describe("the GitHub log", () => {
  const notices = Array.from({ length: 14 }, (_, k) => ({
    ...{ level: "error" as const, code: "check/input-changed" },
    ...{ message: `fault ${k}\n::error::injected %0A`, path: null, line: null },
  }));
  const report: CiReport = {
    command: "check",
    title: "t",
    cases: [{ name: "::set-output", state: "STALE", notices }],
  };
  it("shows ten, says how many more, and lets no data start a command", () => {
    const lines = githubLog(report).split("\n");
    expect(lines.filter((line) => line.startsWith("::"))).toHaveLength(10);
    expect(lines).toContain("and 4 more errors in the lines below");
    expect(lines[0]).toBe("::error title=check/input-changed::fault 0 ::error::injected %250A");
  });
  it("cuts the summary at the edge of a row, and says so", () => {
    const many: CiReport = {
      ...report,
      cases: Array.from({ length: 500 }, (_, k) => ({ ...report.cases[0]!, name: `study-${k}` })),
    };
    const text = githubSummary(many, 20_000);
    expect(Buffer.byteLength(text)).toBeLessThan(20_000);
    expect(text).toMatch(/\d+ more rows did not fit/);
    for (const line of text.split("\n").filter((row) => row.startsWith("| ")))
      expect(line.endsWith(" |")).toBe(true);
  });
});

describe("recipes", () => {
  it("are YAML whose actions are pinned by commit", () => {
    const { steps } = parse(recipes.github).jobs.check;
    for (const { uses } of steps.filter((step: { uses?: string }) => step.uses))
      expect(uses).toMatch(/@[0-9a-f]{40}$/);
    expect(parse(recipes.gitlab).whatworks.artifacts.reports.junit).toBe("whatworks.xml");
  });

  inLong("fail on a stale report, naming the file that moved, when their steps run in a shell", () => {
    const checkout = scratch();
    cpSync(here, checkout, { recursive: true });
    const shims = scratch();
    writeFileSync(join(shims, "npx"), `#!/bin/sh\nshift\nexec "${process.execPath}" "${program}" "$@"\n`, {
      mode: 0o755,
    });
    writeFileSync(join(shims, "npm"), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
    const runner = (): { exit: number; log: string } => {
      let log = "";
      for (const { run } of parse(recipes.github).jobs.check.steps as { run?: string }[]) {
        if (run === undefined) continue;
        try {
          log += execFileSync("bash", ["-e", "-o", "pipefail", "-c", run], {
            cwd: checkout,
            encoding: "utf8",
            env: {
              PATH: `${shims}:${process.env.PATH}`,
              GITHUB_WORKSPACE: checkout,
              GITHUB_STEP_SUMMARY: join(shims, "summary"),
            },
            stdio: ["ignore", "pipe", "pipe"],
          });
        } catch (error) {
          const { status, stdout } = error as { status: number; stdout: string };
          return { exit: status, log: log + stdout };
        }
      }
      return { exit: 0, log };
    };
    expect(runner().exit).toBe(0);
    const data = join(checkout, "data/theft.csv");
    writeFileSync(data, readFileSync(data, "utf8").replace(/,\d+\n/, ",59\n"));
    const { exit, log } = runner();
    expect(exit).toBe(1);
    expect(log).toMatch(/^::error file=data\/theft\.csv,/m);
    expect(readFileSync(join(shims, "summary"), "utf8")).toContain("data/theft.csv changed");
    for (const folder of [checkout, shims]) rmSync(folder, { recursive: true });
  });
});
