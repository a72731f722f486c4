import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isGuess } from "../../../src/ingest/profile/guess.ts";
import { proposeTable } from "../../../src/ingest/profile/propose.ts";
import { sampleFile } from "../../../src/ingest/profile/sample.ts";

describe("a file that is not plain", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "whatworks-odd-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const sampled = (bytes: Buffer | string) => {
    const path = join(folder, "file.csv");
    writeFileSync(path, bytes);
    return sampleFile(path);
  };
  const guessed = (text: string) => {
    const guess = proposeTable(sampled(text)!);
    if (!isGuess(guess)) throw new Error(guess.why);
    return guess;
  };
  const plain = "ward,month,count\nA,2024-01,3\nA,2024-02,4\nB,2024-01,5\nB,2024-02,6\n";

  it.each([
    ["gzip", gzipSync(plain), "utf-8"],
    ["UTF-16 little end first", Buffer.from(`\uFEFF${plain}`, "utf16le"), "utf-16le"],
    ["UTF-16 big end first", Buffer.from(`\uFEFF${plain}`, "utf16le").swap16(), "utf-16be"],
    ["bytes of another alphabet", Buffer.from(plain.replaceAll("B", "Ö"), "latin1"), "windows-1252"],
  ])("is read through %s", (_, bytes, encoding) => {
    const sample = sampled(bytes)!;
    expect([sample.encoding, sample.header, sample.rows.length]).toEqual([
      encoding,
      ["ward", "month", "count"],
      4,
    ]);
  });
  it("is none where it holds one column, nothing, or bytes that are no text", () => {
    expect(sampled("a\nb\nc\n")).toBeUndefined();
    expect(sampled("")).toBeUndefined();
    expect(sampled(Buffer.from([80, 75, 3, 4, 0, 0, 9, 44, 0]))).toBeUndefined();
  });
  it("is cut where it goes on beyond the sample", () => {
    const long = `ward,month,count\n${"A,2024-01,3\n".repeat(200_000)}`;
    expect(sampled(long)!.whole).toBe(false);
  });
  it.each([
    ["tabs", plain.replaceAll(",", "\t"), "tab"],
    ["bars", plain.replaceAll(",", "|"), "|"],
  ])("has its cells parted by %s", (_, text, delimiter) => {
    expect(guessed(text).declarations).toMatchObject({ delimiter, format: "long" });
  });
  it("says what its markers mean, and asks where a dash may be zero", () => {
    const asked = guessed("ward,month,count\nA,2024-01,-\nA,2024-02,4\nB,2024-01,5\nB,2024-02,c\n");
    expect(asked.declarations.markers).toEqual({ missing: ["-"], suppressed: ["c"] });
    expect(asked.questions.join()).toContain("nothing recorded");
    const known = guessed("ward,month,count\nA,2024-01,-\nA,2024-02,0\nB,2024-01,..\nB,2024-02,<5\n");
    expect(known.declarations.markers).toEqual({ missing: ["-", ".."], suppressed: ["<5"] });
    expect(known.questions).toEqual([]);
  });
  it.each([
    ["apostrophes", "1'204", "'"],
    ["spaces", "1 204", " "],
  ])("parts its thousands by %s", (_, number, thousands) => {
    const rows = [number, "987", "1 015".replace(" ", thousands), "803"];
    const text = `Kreis;Jahr;Faelle\n${rows.map((cell, i) => `${"AB"[i >> 1]};${2019 + (i & 1)};${cell}`).join("\n")}\n`;
    expect(guessed(text).declarations).toMatchObject({ thousands });
  });
  it("reads a column without a name and without a cell as none", () => {
    expect(
      guessed("ward,month,count,\nA,2024-01,3,\nA,2024-02,4,\nB,2024-01,5,\nB,2024-02,6,\n").declarations,
    ).toMatchObject({ "unnamed-columns": "ignore" });
  });
  it("takes the residents beside counts for what a rate divides by", () => {
    expect(
      guessed(
        "ward,month,count,population\nA,2024-01,3,900\nA,2024-02,4,900\nB,2024-01,5,800\nB,2024-02,6,800\n",
      ).declarations.columns,
    ).toMatchObject({ exposure: "population" });
  });
  it("settles day or month first by another date of the same file", () => {
    const guess = guessed(
      "id,date,reported date,ward,offence\n1,01/02/2024,13/02/2024,A,theft\n2,03/02/2024,21/02/2024,B,theft\n3,05/03/2024,28/03/2024,A,arson\n",
    );
    expect(guess.declarations).toMatchObject({ "date-format": "DD/MM/YYYY" });
    expect(guess.questions).toEqual([]);
  });
  it("asks which measure counts where none is clearly the plain one", () => {
    const rows = ["Alpha", "Beta"].flatMap((measure) =>
      ["A", "B"].flatMap((ward) =>
        ["2024-01", "2024-02"].map((month) => `${ward},${month},${measure},theft,3`),
      ),
    );
    expect(guessed(`ward,month,measure,offence,count\n${rows.join("\n")}\n`).questions.join()).toContain(
      'Which rows of "measure" are counted?',
    );
  });
  it("asks whether rows that nothing tells apart are to be added up", () => {
    const row = "A,2024-01,theft,3\n";
    expect(
      guessed(
        `ward,month,offence,count\n${row}${row}B,2024-01,theft,3\nB,2024-02,arson,0\n`,
      ).questions.join(),
    ).toContain("added up");
  });
});
