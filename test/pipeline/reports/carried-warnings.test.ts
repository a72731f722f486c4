import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { carriedWarnings } from "../../../src/pipeline/reports/carried-warnings.ts";
import { runHere, scratch, smallWorkspace } from "../../helpers/workspace.ts";

let here = "";
beforeAll(() => {
  here = smallWorkspace();
  // More months than the data have: the design warns of a short window.
  const path = join(here, "whatworks.yaml");
  writeFileSync(path, readFileSync(path, "utf8").replace("before: 12 months", "before: 30 months"));
});
afterAll(() => rmSync(here, { recursive: true }));

const warned = async (): Promise<[string, string, string[]][]> =>
  (await runHere(here)).studies.map(({ study, done, warnings }) => [
    study,
    done,
    warnings.map(({ code }) => code),
  ]);

describe("the warnings of a report", () => {
  it("are told of a report that is kept as of one that was just written", async () => {
    const first = await warned();
    expect(first[0]).toEqual(["lights", "written", expect.arrayContaining(["design/short-window"])]);
    expect(await warned()).toEqual(first.map(([study, , codes]) => [study, "kept", codes]));
  });
  it("are none where the document is gone, is no document, or holds notes alone", () => {
    const folder = scratch();
    expect(carriedWarnings(folder, "finding.json")).toEqual([]);
    for (const text of ["{", "null", "[]", '{"warnings":[{"code":"a/b","severity":"note","message":"m"}]}']) {
      writeFileSync(join(folder, "finding.json"), text);
      expect(carriedWarnings(folder, "finding.json")).toEqual([]);
    }
    writeFileSync(join(folder, "index.json"), '{"warnings":[{"code":"index/a","message":"m"}]}');
    expect(carriedWarnings(folder, "index.json")).toEqual([{ code: "index/a", message: "m" }]);
    rmSync(folder, { recursive: true });
  });
});
