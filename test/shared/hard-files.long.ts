import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { validateFiles } from "../../src/pipeline/validate/validate-files.ts";
import { sharedPath } from "../helpers/shared.ts";

interface Expected {
  readonly file: string;
  readonly expect: "ok" | "warn" | "reject";
  readonly rows: number | null;
  readonly columns: number | null;
  readonly line: number | null;
  readonly needs: Readonly<Record<string, string>>;
}

const schema = "ward:text,month:month,arm:category(treated|comparison),burglary:count";
const folder = sharedPath("data/csv-torture");
const expected: readonly Expected[] = folder
  ? (JSON.parse(readFileSync(`${folder}/expected.json`, "utf8")) as { files: Expected[] }).files
  : [];

const validate = (one: Expected) => {
  const path = `${folder}/${one.file}`;
  const first = readFileSync(path)
    .subarray(0, 200)
    .toString("utf8")
    .split("\n")[0]!
    .trim()
    .replace(/^\ufeff/, "");
  const typed = one.file.startsWith("own/") && first.replaceAll('"', "") === "ward,month,arm,burglary";
  const { period: _, ...needs } = one.needs;
  return validateFiles([path], { ...needs, ...(typed ? { columns: schema } : {}) });
};

// The files are not ours to copy: without the shared folder this suite has nothing to read.
describe.skipIf(!folder)("the 211 hard files", () => {
  it.each(expected.map((one) => [one.file, one] as const))("%s", async (_, one) => {
    const { exit, files, diagnostics } = await validate(one);
    const lines = (severity: string): (number | null)[] =>
      diagnostics.filter((found) => found.severity === severity).map((found) => found.line);
    if (one.expect === "reject") {
      expect([3, 4]).toContain(exit);
      if (one.line !== null) expect(lines("error")).toContain(one.line);
      return;
    }
    expect([exit, files[0]!.rows, files[0]!.columns]).toEqual([0, one.rows, one.columns]);
    if (one.expect === "ok") expect(lines("warning")).toEqual([]);
    else if (one.line === null) expect(lines("warning")).not.toEqual([]);
    else expect(lines("warning")).toContain(one.line);
    const [file] = files;
    expect(file!.used + file!.excluded.reduce((sum, left) => sum + left.rows, 0)).toBe(file!.rows);
  });
  it("are all there", () => expect(expected).toHaveLength(211));
});
