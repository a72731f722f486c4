import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadWorkspace } from "../../../src/pipeline/load-workspace.ts";
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
    const entry = loadWorkspace(here).entries[0]!;
    const found = (text: string): unknown => {
      mkdirSync(join(folder, "lights"), { recursive: true });
      writeFileSync(join(folder, entry.document), text);
      return carriedWarnings(folder, entry);
    };
    const document = (warnings: string): string =>
      `{"schema":"whatworks/finding/1","provenance":{},"warnings":${warnings}}`;
    expect(carriedWarnings(folder, entry)).toEqual([]);
    const note = '[{"code":"a/b","severity":"note","message":"m"}]';
    for (const text of ["{", "null", "[]", document("3"), document(note)]) expect(found(text)).toEqual([]);
    expect(found(document('[{"code":"a/b","message":"m"}]'))).toEqual([{ code: "a/b", message: "m" }]);
    rmSync(folder, { recursive: true });
  });
});
