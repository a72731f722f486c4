import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { expandFiles } from "../../../src/pipeline/reading/files.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "whatworks-files-"));
  mkdirSync(join(folder, "a/b"), { recursive: true });
  for (const name of ["one.csv", "two.csv", "a/three.csv", "a/b/four.csv"])
    writeFileSync(join(folder, name), "x\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const names = (pattern: string): string[] => expandFiles([pattern], folder).map(({ name }) => name);

describe("a pattern", () => {
  it.each([
    ["*.csv", ["one.csv", "two.csv"]],
    ["**/*.csv", ["a/b/four.csv", "a/three.csv", "one.csv", "two.csv"]],
    ["a/**/*.csv", ["a/b/four.csv", "a/three.csv"]],
    ["t?o.csv", ["two.csv"]],
    ["*/*/f*r.csv", ["a/b/four.csv"]],
    ["*w*.c*v", ["two.csv"]],
  ])("%s finds its files", (pattern, wanted) => {
    expect(names(pattern)).toEqual(wanted);
  });
  it("of sixty asterisks ends, and so does one among long names", () => {
    writeFileSync(join(folder, `${"a".repeat(200)}.csv`), "x\n");
    expect(() => names(`${"*a".repeat(60)}b`)).toThrow(/no data files/);
    expect(names("*".repeat(60))).toHaveLength(3);
  });
  it("passes by links that lead nowhere or round in a circle", () => {
    symlinkSync("l2.csv", join(folder, "l1.csv"));
    symlinkSync("l1.csv", join(folder, "l2.csv"));
    symlinkSync("gone.csv", join(folder, "l3.csv"));
    symlinkSync(folder, join(folder, "a/round.csv"));
    expect(names("*.csv")).toEqual(["one.csv", "two.csv"]);
    expect(names("**/*.csv")).toHaveLength(4);
  });
});

describe("a path", () => {
  it.skipIf(process.platform === "win32")("to a device is refused: it may never end", () => {
    expect(() => names("/dev/zero")).toThrow(expect.objectContaining({ code: "input/not-a-file", exit: 3 }));
  });
});
