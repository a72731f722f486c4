import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { evaluateFiles } from "../../src/pipeline/evaluate-files.ts";
import { refusePanelOver } from "../../src/pipeline/panel.ts";
import { smallWorkspace } from "../helpers/workspace.ts";

let folder = "";
beforeEach(() => {
  folder = smallWorkspace();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const evaluated = (out: string) =>
  evaluateFiles({
    interventions: join(folder, "interventions.csv"),
    units: undefined,
    source: { root: folder, files: ["data"] },
    outcomes: [],
    out,
    protocol: { design: "before-after" },
    invented: true,
    programVersion: "0",
    patience: 0,
    progress: () => undefined,
  });

describe("evaluate --out", () => {
  it("deletes nothing but what it wrote itself, at any depth", async () => {
    const out = join(folder, "out");
    const [first] = await evaluated(out);
    const study = join(out, first!.study);
    mkdirSync(join(study, "raw"));
    const own = [
      "raw/interviews.csv",
      "raw/finding.json",
      "notes.md",
      "photo.svg",
      "extra.csv",
      "extra.json",
    ];
    for (const name of own) writeFileSync(join(study, name), "mine");
    await evaluated(out);
    for (const name of own) expect(readFileSync(join(study, name), "utf8")).toBe("mine");
    expect(existsSync(join(study, "summary.md"))).toBe(true);
  });
});

describe("panel --out", () => {
  const spec = () => ({ root: folder, files: ["data"] });
  it("leaves links, folders and the files that it reads alone", () => {
    const target = join(folder, "target.csv");
    writeFileSync(target, "mine");
    symlinkSync(target, join(folder, "link.csv"));
    symlinkSync(join(folder, "nowhere.csv"), join(folder, "loose.csv"));
    for (const name of ["link.csv", "loose.csv", "data"])
      expect(() => refusePanelOver(join(folder, name), spec())).toThrow(
        expect.objectContaining({ code: "paths/overwrites", exit: 2 }),
      );
    expect(lstatSync(join(folder, "link.csv")).isSymbolicLink()).toBe(true);
    expect(() => refusePanelOver(join(folder, "new.csv"), spec())).not.toThrow();
    expect(() => refusePanelOver(target, spec())).not.toThrow();
  });
  it.skipIf(process.platform === "win32")("leaves devices alone", () => {
    expect(() => refusePanelOver("/dev/null", spec())).toThrow(
      expect.objectContaining({ code: "paths/overwrites" }),
    );
  });
});
