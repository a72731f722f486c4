import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { mutationReport } from "./report.ts";
import { type GroupTally, scoreOf, tallyOf } from "./tally.ts";

const mutants = (kind: string, ...states: readonly string[]) =>
  states.map((status) => ({ mutatorName: kind, status }));

describe("the tally of mutants", () => {
  it("counts by file what was noticed, and by kind what was not", () => {
    const found = tallyOf({
      files: {
        "src/b.ts": { mutants: mutants("Regex", "Killed", "Survived", "NoCoverage", "Timeout") },
        "src/a.ts": { mutants: [] },
      },
    });
    expect(found).toEqual([
      { file: "src/a.ts", killed: 0, timeout: 0, survived: 0, noCoverage: 0, score: null, left: {} },
      { file: "src/b.ts", killed: 1, timeout: 1, survived: 1, noCoverage: 1, score: 0.5, left: { Regex: 2 } },
    ]);
  });
  it("leaves out of the score what could not be run at all", () => {
    const [only] = tallyOf({
      files: { "a.ts": { mutants: mutants("Regex", "Killed", "RuntimeError", "Ignored", "CompileError") } },
    });
    expect(only!.score).toBe(1);
  });
});

const read = (name: string): string | undefined => {
  const path = fileURLToPath(new URL(`../../reports/validation/${name}`, import.meta.url));
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
};
const json = read("mutation.json");

describe.skipIf(json === undefined)("the committed report of mutants", () => {
  const { groups } = JSON.parse(json ?? '{"groups":[]}') as { groups: GroupTally[] };
  it("says on its page what its numbers say", () => {
    expect(read("mutation.md")).toBe(mutationReport(groups));
  });
  it("gives every file the score of its own counts", () => {
    for (const one of groups.flatMap(({ files }) => files))
      expect([one.file, one.score]).toEqual([one.file, scoreOf(one)]);
  });
});
