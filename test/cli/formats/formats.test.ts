import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { failureForCi } from "../../../src/cli/formats/failure.ts";
import { githubLog, githubSummary } from "../../../src/cli/formats/github.ts";
import { type CiFormat, ciPath, type Notice, passed, printForCi } from "../../../src/cli/formats/index.ts";
import { junit } from "../../../src/cli/formats/junit.ts";
import { sarif } from "../../../src/cli/formats/sarif.ts";
import { terminal } from "../../../src/cli/terminal.ts";
import { version } from "../../../src/cli/version.ts";
import { InputError } from "../../../src/model/errors.ts";
import { nodesOf, parseMarkdown, wordsIn } from "../../helpers/markdown.ts";
import { listen } from "../../helpers/streams.ts";

const here = process.cwd();
const notice = (level: Notice["level"], over: Partial<Notice> = {}): Notice => ({
  ...{ level, code: "data/stale", message: `a ${level}`, path: null, line: null },
  ...over,
});
const at = (name: string, line: number | null = null): Partial<Notice> => ({ path: join(here, name), line });
const clean = { name: "lights", state: "CURRENT", notices: [] };
const report = (...cases: { name: string; state: string; notices: readonly Notice[] }[]) => ({
  ...{ command: "check", title: "A & B", cases },
});
const stale = {
  ...{ name: "wardens", state: "STALE" },
  notices: [notice("note"), notice("error", at("data/a.csv", 3)), notice("warning", at("b.csv"))],
};

beforeEach(() => {
  for (const name of ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "GITHUB_STEP_SUMMARY"]) vi.stubEnv(name, "");
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("a path on a build page", () => {
  it.each([
    ["/repo/work/data/a.csv", "/repo", "work/data/a.csv"],
    ["/repo", "/repo", "."],
    ["/repo/..data/a.csv", "/repo", "..data/a.csv"],
    [join(here, "x.csv"), "/elsewhere", "x.csv"],
  ])("%s in %s is %s", (path, root, wanted) => {
    vi.stubEnv("GITHUB_WORKSPACE", root);
    expect(ciPath(path)).toBe(wanted);
  });
  it("is relative to GitLab's checkout, else to where the command was typed", () => {
    expect(ciPath(join(here, "data/a.csv"))).toBe("data/a.csv");
    vi.stubEnv("CI_PROJECT_DIR", join(here, "data"));
    expect(ciPath(join(here, "data/a.csv"))).toBe("a.csv");
  });
});

describe("GitHub's log", () => {
  it("has the worst first with their places, then a line for each thing that was checked", () => {
    expect(githubLog(report(clean, stale))).toBe(
      [
        "::error file=data/a.csv,line=3,title=data/stale::a error",
        "::warning file=b.csv,title=data/stale::a warning",
        "::notice title=data/stale::a note",
        "  CURRENT       lights",
        "  STALE         wardens",
        "                a note",
        "                a error",
        "                a warning",
        "",
      ].join("\n"),
    );
  });
  it.each([
    [10, undefined],
    [11, "and 1 more warning in the lines below"],
    [13, "and 3 more warnings in the lines below"],
  ])("says how many of %i it could not show as annotations", (length, words) => {
    const lines = githubLog(report({ ...stale, notices: Array(length).fill(notice("warning")) })).split("\n");
    expect(lines.filter((line) => line.startsWith("::warning"))).toHaveLength(10);
    expect(lines.find((line) => line.startsWith("and "))).toBe(words);
  });
  it("lets no name end a command or start one", () => {
    const evil = notice("error", { path: join(here, "a,b:c.csv"), line: 1, message: "x\n::set-env::y 100%" });
    const log = githubLog(report({ name: "::stop::", state: "STALE", notices: [evil] }));
    expect(log).toBe(
      "::error file=a%2Cb%3Ac.csv,line=1,title=data/stale::x ::set-env::y 100%25\n  STALE         : :stop::\n                x ::set-env::y 100%\n",
    );
  });
});

describe("GitHub's summary", () => {
  const rowsOf = (text: string): string[][] =>
    nodesOf(parseMarkdown(text), "tableRow").map((row) => row.children!.map(wordsIn));
  it("has what needs a look first", () => {
    const text = githubSummary(report(clean, stale));
    expect(text).toMatch(/^## whatworks check: A & B\n\n1 of 2 need a look\.\n/);
    expect(rowsOf(text)).toEqual([
      ["What", "State", "Why"],
      ["wardens", "STALE", "a note; a error; a warning"],
      ["lights", "CURRENT", ""],
    ]);
    expect(githubSummary(report(clean))).toContain("Nothing to say about 1: all is as it should be.");
  });
  it("keeps a bar in a name inside its cell, in every reader", () => {
    const bar = { name: "a|b\\|c", state: "OK", notices: [notice("note", { message: "x || y" })] };
    expect(rowsOf(githubSummary(report(bar)))[1]).toEqual(["a|b\\|c", "OK", "x || y"]);
  });
  it("leaves out whole rows where there is no room, counts them, and never its heading", () => {
    const many = report(...Array.from({ length: 5 }, (_, i) => ({ ...clean, name: `row ${i}` })));
    const whole = githubSummary(many);
    // The newline behind a row is not counted: the cap leaves room for more than that.
    const size = Buffer.byteLength(whole) + 200;
    expect(githubSummary(many, size)).toBe(whole);
    expect(githubSummary(many, size - 2)).toContain(
      "\n1 more row did not fit in the summary; the log has it.\n",
    );
    expect(githubSummary(many, 0)).toContain("\n5 more rows did not fit in the summary; the log has them.\n");
    expect(githubSummary(many, 0)).toContain("| What | State | Why |");
  });
});

describe("JUnit", () => {
  it("is a test case for each, failed where there is an error, with what else was said", () => {
    const warned = { name: "warned", state: "OLD", notices: [notice("warning", at("b.csv"))] };
    const lost = {
      name: "lost",
      state: "MISSING",
      notices: [notice("error", { message: '<gone> & "done"' })],
    };
    const text = junit(report(clean, stale, warned, lost));
    expect(XMLValidator.validate(text)).toBe(true);
    const read = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", trimValues: true }).parse(
      text,
    );
    const { testsuite } = read.testsuites;
    expect(read.testsuites).toMatchObject({ name: "whatworks", tests: "4", failures: "2", errors: "0" });
    expect(testsuite.name).toBe("whatworks check: A & B");
    expect(testsuite.testcase).toEqual([
      { classname: "whatworks.check", name: "lights" },
      {
        ...{ classname: "whatworks.check", name: "wardens", file: "data/a.csv" },
        failure: {
          ...{ type: "data/stale", message: "STALE: a error" },
          "#text": "data/a.csv:3: a error [data/stale]",
        },
        "system-out": "note: a note [data/stale]\nwarning: b.csv: a warning [data/stale]",
      },
      {
        ...{ classname: "whatworks.check", name: "warned", file: "b.csv" },
        "system-out": "warning: b.csv: a warning [data/stale]",
      },
      {
        ...{ classname: "whatworks.check", name: "lost" },
        failure: {
          ...{ type: "data/stale", message: 'MISSING: <gone> & "done"' },
          "#text": '<gone> & "done" [data/stale]',
        },
      },
    ]);
    expect([clean, stale, warned, lost].map(passed)).toEqual([true, false, true, false]);
  });
});

describe("SARIF", () => {
  it("is a result for each notice, worst first, and a rule for each code", () => {
    const other = notice("error", { ...at("d #1?.csv"), code: "a/b" });
    const found = sarif(report({ ...stale, notices: [...stale.notices, other] })) as {
      runs: [{ tool: { driver: { version: string; rules: unknown } }; results: unknown }];
    };
    const [{ tool, results }] = found.runs;
    expect(tool.driver).toMatchObject({
      version: version(),
      rules: [
        { id: "a/b", help: { text: "whatworks explain a/b" } },
        { id: "data/stale", help: { text: "whatworks explain data/stale" } },
      ],
    });
    const place = (uri: string, startLine: number) => ({
      locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine } } }],
    });
    expect(results).toEqual([
      { ruleId: "data/stale", level: "error", message: { text: "a error" }, ...place("data/a.csv", 3) },
      { ruleId: "a/b", level: "error", message: { text: "a error" }, ...place("d%20%231%3F.csv", 1) },
      { ruleId: "data/stale", level: "warning", message: { text: "a warning" }, ...place("b.csv", 1) },
      { ruleId: "data/stale", level: "note", message: { text: "a note" } },
    ]);
  });
});

describe("printing for a machine", () => {
  const print = (format: CiFormat, options = {}, given = report(clean, stale)) => {
    const heard = listen();
    const did = printForCi(given, format, terminal(options));
    return { did, out: heard.out(), err: heard.err() };
  };
  it("is left to the command itself in words and in its own JSON", () => {
    for (const format of ["text", "json"] as const)
      expect(print(format)).toEqual({ did: false, out: "", err: "" });
  });
  it("goes to stdout in the format that was asked for", () => {
    expect(print("junit")).toEqual({ did: true, out: junit(report(clean, stale)), err: "" });
    expect(JSON.parse(print("sarif").out)).toEqual(sarif(report(clean, stale)));
    expect(print("github").out).toBe(githubLog(report(clean, stale)));
  });
  it("is silent on GitHub where nothing is wrong and quiet was asked for", () => {
    expect(print("github", { quiet: true }, report(clean)).out).toBe("");
    expect(print("github", { quiet: true }).out).not.toBe("");
    expect(print("github", {}, report(clean)).out).toBe("  CURRENT       lights\n");
  });
  it("adds its summary behind what other steps wrote, until the file is full", () => {
    const folder = mkdtempSync(join(tmpdir(), "whatworks-"));
    const path = join(folder, "summary.md");
    vi.stubEnv("GITHUB_STEP_SUMMARY", path);
    print("github");
    expect(readFileSync(path, "utf8")).toBe(githubSummary(report(clean, stale)));
    print("github");
    expect(readFileSync(path, "utf8")).toBe(githubSummary(report(clean, stale)).repeat(2));
    writeFileSync(path, "x".repeat(900_000));
    print("github");
    expect(readFileSync(path, "utf8")).toHaveLength(900_000);
    rmSync(folder, { recursive: true });
    expect(existsSync(path)).toBe(false);
  });
  it("tells a refusal with its place where it has one, and with what to try", () => {
    const faults = [
      { code: "a/b", found: "x", expected: "y", hint: "z", file: "data/a.csv", line: 4 },
      { code: "a/c", found: "no", expected: "yes" },
    ];
    const heard = listen();
    failureForCi(new InputError("a/b", faults[0]!, { faults }), "github", terminal());
    expect(heard.out()).toBe(
      [
        "::error file=data/a.csv,line=4,title=a/b::x; expected y; try: z",
        "::error title=a/c::no; expected yes",
        "  REFUSED       a/b",
        "                x; expected y; try: z",
        "                no; expected yes",
        "",
      ].join("\n"),
    );
  });
});
