import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { terminal } from "../../src/cli/terminal.ts";
import { validationReport } from "../../src/cli/validation-report.ts";
import { validateFiles } from "../../src/pipeline/validate/validate-files.ts";

const from = mkdtempSync(join(tmpdir(), "whatworks-validate-"));
afterAll(() => rmSync(from, { recursive: true, force: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(from, name), text);
  return join(from, name);
};
const good = file("good.csv", "ward,month,calls\nE1,2024-01,14\nE1,2024-02,11\n");
const hostile = file(
  "hostile.csv",
  'ward,month,calls\n"\u001b]0;x\u0007E1",2024-01,14\n::error::E1,2024-02,"\u001b[31m1k"\n',
);

describe("several files at once", () => {
  it("judges each, and is refused when one is", async () => {
    const bad = file("bad.csv", "ward,month,calls\nE1,2024-01\n");
    const found = await validateFiles([good, bad, join(from, "none.csv")], { from });
    expect([found.ok, found.exit]).toEqual([false, 3]);
    expect(found.files.map(({ path, rows, used, ok }) => [path, rows, used, ok])).toEqual([
      ["good.csv", 2, 2, true],
      ["bad.csv", 1, 0, false],
      ["none.csv", 0, 0, false],
    ]);
    expect(found.diagnostics.map(({ code, file: name, line }) => [code, name, line])).toEqual([
      ["csv/width", "bad.csv", 2],
      ["file/missing", "none.csv", null],
    ]);
    // printf 'ward,month,calls\nE1,2024-01,14\nE1,2024-02,11\n' | sha256sum
    expect(found.files[0]!.sha256).toBe("ed54d6e9ae7586954d1ff62a4bcc923080ccea03311b26d09497add7acba6625");
  });
  it("exits 4 for personal data, whatever else is wrong", async () => {
    const personal = file("personal.csv", "ward,dob\nE1,1990-01-02\nE2\n");
    expect((await validateFiles([personal], { from })).exit).toBe(4);
  });
});

describe("the dialect", () => {
  it("is declared in words that are understood, or refused", async () => {
    const semicolons = file("semicolons.csv", "ward;month;calls\nE1;2024-01;14\n");
    for (const delimiter of [";", "semicolon"])
      expect((await validateFiles([semicolons], { from, delimiter })).files[0]!.columns).toBe(3);
    for (const wrong of [
      { delimiter: ", " },
      { quote: '""' },
      { encoding: "klingon" },
      { decimal: "x" },
      { dateFormat: "DD/MM" },
      { columns: "ward" },
      { columns: "ward:colour" },
      { columns: "a:text,A:text" },
    ])
      await expect(validateFiles([good], { from, ...wrong })).rejects.toMatchObject({ exit: 2 });
  });
});

describe("the report for people", () => {
  const out = terminal({ quiet: true });
  it("shows faults with their place and what to do, and a verdict for each file", async () => {
    const quote = file("quote.csv", 'ward,month,calls\nSmith,"2024-01" x,14\n');
    const report = validationReport(await validateFiles([good, quote], { from }), out);
    expect(report).toContain("quote.csv:2");
    // The picture shows where, and not what.
    expect(report).toContain('| xxxxx,"9999-99" x,99');
    expect(report).not.toContain("Smith");
    expect(report).toMatch(/OK {2}good\.csv {2}2 rows × 3 columns/);
    expect(report).toMatch(/REFUSED {2}quote\.csv {2}1 row × 3 columns: 0 sound, 1 excluded, 1 error/);
  });
  it("lets no control character through, and starts no line with a command", async () => {
    const report = validationReport(await validateFiles([hostile], { from }), out);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
    expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(report).not.toMatch(/^::/m);
  });
  it("shows twenty faults and says how many there are", async () => {
    const many = file("many.csv", `ward,month,calls\n${"E1,2024-01,x,y\n".repeat(45)}`);
    const report = validationReport(await validateFiles([many], { from }), out);
    expect(report.match(/csv\/width\]/g)).toHaveLength(20);
    expect(report).toContain("… and 25 more");
    expect(report).toContain("45 errors");
  });
});
