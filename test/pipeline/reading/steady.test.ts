import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { steadily } from "../../../src/pipeline/reading/steady.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "whatworks-steady-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Another text of the same size moved into the file's place. */
const replace = (path: string, text: string): void => {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
};

describe("a reading", () => {
  it("starts again where the file is replaced under it", async () => {
    const path = join(folder, "a.csv");
    writeFileSync(path, "old");
    let times = 0;
    const read = await steadily([path], async () => {
      const text = readFileSync(path, "utf8");
      if (times++ === 0) replace(path, "new");
      return text;
    });
    expect([read, times]).toEqual(["new", 2]);
  });
  it("is refused where it changes again, and a fault of the first is forgotten", async () => {
    const path = join(folder, "a.csv");
    writeFileSync(path, "0");
    let times = 0;
    const never = steadily([path], async () => {
      replace(path, String(++times));
      throw new Error("torn");
    });
    await expect(never).rejects.toMatchObject({ code: "input/changed", exit: 3 });
    expect(times).toBe(2);
  });
  it("keeps a fault of a file that stood still", async () => {
    const path = join(folder, "a.csv");
    writeFileSync(path, "0");
    const refused = steadily([path], async () => {
      throw new Error("torn");
    });
    await expect(refused).rejects.toThrow("torn");
  });
});
