import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asWhatworksError, reportFailure } from "../../src/cli/failure.ts";
import { type TerminalOptions, terminal } from "../../src/cli/terminal.ts";
import { exitCodes, InputError, WhatworksError } from "../../src/model/errors.ts";
import { listen } from "../helpers/streams.ts";

const isTerminal = process.stderr.isTTY;
beforeEach(() => {
  for (const name of ["NO_COLOR", "FORCE_COLOR", "TERM", "GITHUB_STEP_SUMMARY"]) vi.stubEnv(name, "");
  process.stderr.isTTY = false;
});
afterEach(() => {
  process.stderr.isTTY = isTerminal;
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const clear = "\r\u001b[2K";

describe("colour", () => {
  it.each<[string, Record<string, string>, boolean, boolean]>([
    ["is for terminals", {}, true, true],
    ["is not for files", {}, false, false],
    ["is not for a terminal that has none", { TERM: "dumb" }, true, false],
    ["goes where it is forbidden", { NO_COLOR: "1" }, true, false],
    ["comes where it is forced", { FORCE_COLOR: "1" }, false, true],
    ["goes where its force is nought", { FORCE_COLOR: "0" }, true, false],
    ["is forbidden rather than forced", { NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
  ])("%s", (_name, env, tty, coloured) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    process.stderr.isTTY = tty;
    const heard = listen();
    const out = terminal();
    out.result(`${out.colour.red("x")}\n`);
    expect(heard.out()).toBe(coloured ? "\u001b[31mx\u001b[39m\n" : "x\n");
  });
});

describe("a terminal", () => {
  it("says results on stdout and everything about them on stderr", () => {
    const heard = listen();
    const out = terminal();
    out.result("a\n");
    out.document({ b: 1 });
    out.note("c\nd");
    out.warn("e");
    expect(heard.out()).toBe('a\n{\n  "b": 1\n}\n');
    expect(heard.err()).toBe("c d\nwarning  e\n");
  });
  it("keeps notes and warnings to itself where quiet was asked for, but not the result", () => {
    const heard = listen();
    const out = terminal({ quiet: true });
    out.note("c");
    out.warn("e");
    out.progress(1, 2, "files");
    out.result("a\n");
    expect([heard.out(), heard.err()]).toEqual(["a\n", ""]);
  });
  it("writes a document without numbers that JSON does not have, and columns as lists", () => {
    const heard = listen();
    terminal().document({
      numbers: [Number.NaN, Number.NEGATIVE_INFINITY, -0, 1e300],
      column: Float64Array.of(1.5, Number.NaN),
      bytes: new DataView(new ArrayBuffer(2)),
      none: undefined,
    });
    expect(JSON.parse(heard.out())).toEqual({
      numbers: [null, null, 0, 1e300],
      column: [1.5, null],
      bytes: {},
    });
  });
});

describe("progress", () => {
  let now = 0;
  const drawing = (options: TerminalOptions = {}, tty = true) => {
    now = 1000;
    vi.spyOn(performance, "now").mockImplementation(() => now);
    process.stderr.isTTY = tty;
    const heard = listen();
    return { out: terminal(options), heard };
  };
  it("is drawn once the work has gone on for half a second, ten times a second at most", () => {
    const { out, heard } = drawing();
    out.progress(1, 4, "files");
    now = 1500;
    out.progress(1, 4, "files");
    now = 1599;
    out.progress(2, 4, "files");
    now = 1600;
    out.progress(4, 4, "files");
    expect(heard.err()).toBe(
      `${clear}[${"#".repeat(6)}${"-".repeat(18)}]  25 %  files${clear}[${"#".repeat(24)}] 100 %  files`,
    );
  });
  it("is cleared away before anything else is said", () => {
    const { out, heard } = drawing();
    now = 2000;
    out.progress(1, 4, "files");
    out.note("done");
    out.note("really");
    expect(heard.err().slice(heard.err().indexOf("files"))).toBe(`files${clear}done\nreally\n`);
  });
  it("knows no share of nothing, does not run over, and fits on a line", () => {
    const { out, heard } = drawing();
    now = 2000;
    out.progress(3, 0, "files");
    now = 3000;
    out.progress(9, 4, "files ".repeat(40));
    const [, first, second] = heard.err().split(clear);
    expect(first).toBe(`[${"-".repeat(24)}]  files`);
    expect(second).toMatch(/^\[#{24}\] 225 % {2}files files/);
    expect(`${clear}${second}`).toHaveLength(110);
  });
  it("is not drawn into a file", () => {
    const { out, heard } = drawing({}, false);
    now = 9000;
    out.progress(1, 2, "files");
    expect(heard.err()).toBe("");
  });
});

describe("a fault in the program's own words", () => {
  const system = (code: string, path?: string) =>
    asWhatworksError(Object.assign(new Error("raw"), { code, ...(path === undefined ? {} : { path }) }));
  it.each<[string, string | undefined, string, number, string, string]>([
    ["ENOENT", "a.csv", "input/not-found", 3, "no file or folder called a.csv", "a path that exists"],
    ["ENOENT", undefined, "input/not-found", 3, "no file or folder called that", "a path that exists"],
    ["EACCES", "a.csv", "environment/eacces", 5, "EACCES on a.csv", "permission to read or write it"],
    ["ENOSPC", undefined, "environment/enospc", 5, "ENOSPC on a file", "free space on the disk"],
    ["EWEIRD", "a.csv", "internal/fault", 70, "a fault of whatworks itself: raw", "no such thing"],
  ])("%s of %s", (code, path, ours, exit, found, expected) => {
    const error = system(code, path);
    expect([error.code, error.exit, error.fault.found, error.fault.expected]).toEqual([
      ...[ours, exit, found, expected],
    ]);
    expect((error.cause as Error).message).toBe("raw");
  });
  it.each<[unknown, string]>([
    ["a string", "a string"],
    [null, "null"],
    [undefined, "undefined"],
    [new Error("x\u001b[2J"), "x"],
    [{ code: 7 }, "[object Object]"],
  ])("%j, whatever was thrown", (thrown, words) => {
    const error = asWhatworksError(thrown);
    expect([error.code, error.fault.found]).toEqual([
      "internal/fault",
      `a fault of whatworks itself: ${words}`,
    ]);
  });
  it("stays what it was where it was ours already", () => {
    const ours = new InputError("a/b", { found: "x", expected: "y" });
    expect(asWhatworksError(ours)).toBe(ours);
  });
});

describe("a refusal", () => {
  const told = (error: unknown, options: TerminalOptions = {}) => {
    const heard = listen();
    const exit = reportFailure(error, terminal(options));
    return { exit, out: heard.out(), err: heard.err() };
  };
  const fault = { found: "a month", expected: "YYYY-MM" };
  it("says what was found, what was expected, and where to read more", () => {
    expect(told(new InputError("ingest/period", fault))).toEqual({
      ...{ exit: 3, out: "" },
      err: "REFUSED  ingest/period\n  found     a month\n  expected  YYYY-MM\n\nMore: whatworks explain ingest/period   [exit 3]\n",
    });
  });
  it("points at the place, frame and all, and says what to try", () => {
    const full = {
      ...{ ...fault, file: "a.csv", line: 3, column: "period", key: "sources.crime", hint: "write 2023-01" },
      frame: "3 | a,\tb\u001b[2J\u202e\n  |   ^",
    };
    expect(told(new InputError("ingest/period", full)).err).toContain(
      'ingest/period  a.csv:3:column "period":sources.crime\n3 | a, b·[2J·\n  |   ^\n  found     a month\n  expected  YYYY-MM\n  try       write 2023-01\n',
    );
  });
  it("lists twenty faults and counts the rest", () => {
    const faults = Array.from({ length: 22 }, (_, i) => ({ ...fault, code: "ingest/period", line: i }));
    const many = (length: number) =>
      told(new InputError("ingest/period", fault, { faults: faults.slice(0, length) })).err;
    expect(many(22).match(/ found /g)).toHaveLength(20);
    expect(many(22)).toContain("\n… and 2 more: 22 in all. --json lists every one.\n");
    expect(many(20)).not.toContain("more:");
  });
  it("has the stack of what caused it where that was asked for and there is one", () => {
    const caused = (cause: unknown) =>
      told(new WhatworksError("internal/fault", exitCodes.internal, fault, { cause }), { verbose: true }).err;
    const cause = Object.assign(new Error("deep"), { stack: "Error: deep\n    at \u001b[2Jhere" });
    expect(caused(cause).endsWith("[exit 70]\nError: deep\n    at here\n")).toBe(true);
    const bare = Object.assign(new Error("deep"), { stack: undefined });
    expect(caused(bare).endsWith("[exit 70]\n\n")).toBe(true);
    expect(caused("a string").endsWith("[exit 70]\n")).toBe(true);
    expect(
      told(new WhatworksError("internal/fault", exitCodes.internal, fault, { cause })).err,
    ).not.toContain("deep");
  });
  it("is one document in JSON, with null for what is not known", () => {
    const full = {
      ...fault,
      file: "a.csv",
      line: 3,
      column: "period",
      key: "k",
      hint: "h",
      frame: "x\u0007",
    };
    const faults = [
      { code: "a/b", ...full },
      { code: "a/c", ...fault },
    ];
    const { out, err, exit } = told(new InputError("a/b", full, { faults }), { json: true });
    expect([err, exit]).toEqual(["", 3]);
    expect(JSON.parse(out)).toEqual({
      ...{ schema: "whatworks/error/1", ok: false, exit: 3, code: "a/b", count: 2 },
      message: "a month; expected YYYY-MM",
      errors: [
        {
          ...{ code: "a/b", file: "a.csv", line: 3, column: "period", key: "k" },
          ...{ found: "a month", expected: "YYYY-MM", fix: "h", frame: "x·" },
        },
        {
          ...{ code: "a/c", file: null, line: null, column: null, key: null },
          ...{ found: "a month", expected: "YYYY-MM", fix: "" },
        },
      ],
    });
  });
  it("by an interrupt says that nothing is half written, and nothing else", () => {
    expect(told(new WhatworksError("run/interrupted", exitCodes.interrupted, fault))).toEqual({
      ...{ exit: 130, out: "" },
      err: "\nInterrupted: every report is as it was, or new. Nothing is half written.\n",
    });
  });
});
