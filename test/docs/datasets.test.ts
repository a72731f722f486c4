import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const demo = join(root, "datasets/london-demo");
const node = (...words: string[]): void => {
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
};

describe("invented data", () => {
  let copy: string;
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "whatworks-data-"));
    cpSync(demo, join(copy, "london-demo"), { recursive: true });
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it("are byte for byte what their generator makes", () => {
    node(join(copy, "london-demo/generate.mjs"));
    for (const name of readdirSync(demo, { recursive: true, encoding: "utf8" }).filter((one) =>
      one.endsWith(".csv"),
    ))
      expect(readFileSync(join(copy, "london-demo", name)).equals(readFileSync(join(demo, name))), name).toBe(
        true,
      );
  });

  it("hold the last edition of the index as the program makes it from the data of its time", () => {
    node(join(demo, "edition.mjs"), join(copy, "editions"));
    const [made, kept] = [join(copy, "editions/2024.json"), join(demo, "editions/2024.json")];
    expect(readFileSync(made, "utf8") === readFileSync(kept, "utf8")).toBe(true);
  });
});
