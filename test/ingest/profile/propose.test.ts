import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isGuess } from "../../../src/ingest/profile/guess.ts";
import { proposeTable } from "../../../src/ingest/profile/propose.ts";
import { sampleFile } from "../../../src/ingest/profile/sample.ts";
import { shapes } from "./shapes.ts";

describe("what a table is taken for", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "whatworks-profile-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const guessOf = (text: string, latin?: true) => {
    const path = join(folder, "table.csv");
    writeFileSync(path, Buffer.from(text, latin ? "latin1" : "utf8"));
    return proposeTable(sampleFile(path)!);
  };

  it.each(shapes)("$name", ({ text, latin, right, asks }) => {
    const guess = guessOf(text, latin);
    if (!isGuess(guess)) throw new Error(guess.why);
    expect(guess.declarations).toMatchObject(right);
    if (asks) expect(guess.questions.join("\n")).toMatch(asks);
    else expect(guess.questions).toEqual([]);
    // Every choice is told, with what it rests on.
    expect(guess.reasons.length).toBeGreaterThan(1);
  });

  it.each([
    ["rows without a place", "date,value\n2024-01,3\n2024-02,4\n", "place"],
    ["rows without a time", "ward,offence,count\nAbbey,Theft,3\nBeacon,Theft,4\n", "period"],
    ["a first row of data", "Abbey,2024-01,3\nBeacon,2024-01,4\nAbbey,2024-02,5\n", "names of columns"],
  ])("%s are no table of outcomes", (_, text, why) => {
    const guess = guessOf(text);
    expect(isGuess(guess)).toBe(false);
    expect(isGuess(guess) ? "" : guess.why).toContain(why);
  });
});
