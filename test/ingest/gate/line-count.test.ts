import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { lineCount, recordCount } from "../../../src/ingest/gate/line-count.ts";
import { plainDialect } from "../../../src/model/source.ts";
import { cleanUp, scratch } from "../scratch.ts";

cleanUp();
const file = (content: string | Uint8Array) => ({
  ...scratch(content),
  gzip: typeof content !== "string",
});

describe("lines that hold anything", () => {
  it.each([
    ["the last one without an end", "a\nb", 2],
    ["no line at all", "", 0],
    ["blank lines left out", "a\n\n\nb\n\n", 2],
    ["blank Windows lines left out", "a\r\n\r\nb\r\n\r\n", 2],
    ["a line of one character", "a\n1\n", 2],
    ["a line of one space", "a\n \n", 2],
  ])("are counted: %s", async (_, text, lines) => {
    expect(await lineCount(file(text))).toBe(lines);
    expect(await lineCount(file(gzipSync(text)))).toBe(lines);
  });
  it("are the same where the end of a Windows line falls between two reads", async () => {
    // The file is read 2^19 bytes at a time: the carriage return of a blank line is the last of the first.
    const text = `${"x".repeat(2 ** 19 - 2)}\n\r\nb\r\n`;
    expect(await lineCount(file(text))).toBe(2);
  });
  it("are refused where gzip ends early, with the name of the file", async () => {
    const cut = gzipSync("a,b\n1,2\n".repeat(500)).subarray(0, 30);
    await expect(lineCount(file(cut))).rejects.toMatchObject({
      code: "file/gzip",
      exit: 3,
      fault: { file: "table.csv", hint: expect.stringContaining("gunzip -t") },
    });
  });
  it("keep any other failure as it was", async () => {
    await expect(lineCount({ path: "/nowhere/x", name: "x", gzip: false })).rejects.toMatchObject({
      code: "ENOENT",
    });
    await expect(lineCount({ path: "/nowhere/x", name: "x", gzip: true })).rejects.toMatchObject({
      code: "ENOENT",
    });
  });
});

describe("records", () => {
  it.each([
    ["line breaks inside quotes", 'a,b\n"x\ny",1\nz,2\n', 3],
    ["quotes inside a cell that is not quoted", 'a,b\nSt "Anne",1\n', 2],
    ["rows of any width, and blank lines", "a,b\n\n1\n1,2,3\n", 3],
    ["carriage returns alone", "a,b\r1,2\r3,4\r", 3],
  ])("are counted whatever they hold: %s", async (_, text, records) => {
    expect(await recordCount(file(text), plainDialect)).toBe(records);
    expect(await recordCount(file(gzipSync(text)), plainDialect)).toBe(records);
  });
});
