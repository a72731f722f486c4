import { tmpdir } from "node:os";
import { afterEach, describe, expect, it, vi } from "vitest";
import { main } from "../../src/cli/program.ts";
import { listen } from "../helpers/streams.ts";

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

/** A command line in this process: what it prints and how it ends. */
const typed = async (...words: string[]) => {
  const heard = listen();
  const exit = await main(words);
  return { exit, out: heard.out(), err: heard.err() };
};
const codeOf = (out: string): string => JSON.parse(out).code;

describe("help", () => {
  it.each([
    ["plan", "--help"],
    ["help", "plan"],
    ["rnu", "-h"],
  ])("is refused for the unknown command of %s %s", async (...words) => {
    const { exit, out, err } = await typed(...words);
    expect([exit, out]).toEqual([2, ""]);
    expect(err).toContain("usage/unknown-command");
    expect(codeOf((await typed(...words, "--json")).out)).toBe("usage/unknown-command");
  });
  it("names the command that was probably meant", async () => {
    expect((await typed("chek", "--help")).err).toContain('did you mean "check"?');
  });
  it.each([["help"], ["help", "run"], ["run", "--help"], ["--help"]])("is given: %s %s", async (...words) => {
    const { exit, out } = await typed(...words);
    expect(exit).toBe(0);
    expect(out).toContain("Usage: whatworks");
  });
});

describe("what the command line holds", () => {
  it.each(["query", "table"])("says that the format %s is not read by this version", async (format) => {
    const { exit, err } = await typed("panel", "a.csv", "--format", format);
    expect(exit).toBe(2);
    expect(err).toContain("config/planned");
    expect(err).toContain("--format long");
  });
  it("suggests the choice that was probably meant", async () => {
    expect((await typed("panel", "a.csv", "--format", "lnog")).err).toContain('did you mean "long"?');
  });
  it("names an option without which a command cannot run", async () => {
    expect(codeOf((await typed("evaluate", "--json")).out)).toBe("usage/missing-option");
  });
});

describe("explain outside a workspace", () => {
  const explain = (what: string) => typed("explain", what, "-C", tmpdir(), "--json");
  it("takes a single word for a code that was typed wrongly", async () => {
    const { exit, out } = await explain("PAR1");
    expect([exit, codeOf(out)]).toEqual([2, "usage/code"]);
  });
  it("asks for the workspace where a number of a study was asked for", async () => {
    const { exit, out } = await explain("patrols.headline.estimate");
    expect([exit, codeOf(out)]).toEqual([3, "config/no-workspace"]);
  });
});

describe("panel --out", () => {
  it("says which folder is not there, before it reads anything", async () => {
    const { exit, out } = await typed("panel", "nothing.csv", "--out", "no-such-folder/panel.csv", "--json");
    expect([exit, codeOf(out)]).toEqual([2, "paths/no-folder"]);
    expect(out).toContain("no folder called no-such-folder");
  });
});
