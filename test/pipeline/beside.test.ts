import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { isUnfinished, recover, replaceFolder } from "../../src/pipeline/reports/files-on-disk.ts";
import { scratch } from "../helpers/workspace.ts";
import { disk, set, type Trouble } from "./frozen-disk.ts";

vi.mock("node:fs", async (load) => {
  const { wrapped } = await import("./frozen-disk.ts");
  const all = wrapped(await load<typeof import("node:fs")>());
  return { ...all, default: all };
});

/** One edition of a report whose front page and numbers lie beside its folder. */
const write = (reports: string, edition: string): void =>
  replaceFolder(
    reports,
    "safety-index",
    [
      { path: "areas/north.md", content: `north ${edition}` },
      { path: "manifest.json", content: `manifest ${edition}` },
    ],
    (path) => path !== "areas/mine.txt",
    [
      { path: "index.md", content: `front ${edition}` },
      { path: "index.json", content: `numbers ${edition}` },
    ],
  );

const files = ["index.md", "index.json", "safety-index/areas/north.md", "safety-index/manifest.json"];
const editionsIn = (reports: string): string[] => [
  ...new Set(
    files.map((name) =>
      existsSync(join(reports, name)) ? readFileSync(join(reports, name), "utf8").split(" ")[1]! : "gone",
    ),
  ),
];

/** The second edition over the first, with a file of the analyst's own in the folder. */
const attempt = (at: number, trouble: Trouble): { reports: string; operations: number; failed: boolean } => {
  const reports = scratch();
  set(Number.POSITIVE_INFINITY, trouble);
  write(reports, "one");
  writeFileSync(join(reports, "safety-index/areas/mine.txt"), "mine");
  set(at, trouble);
  let failed = false;
  try {
    write(reports, "two");
  } catch {
    failed = true;
  }
  const operations = disk.count;
  set(Number.POSITIVE_INFINITY, trouble);
  return { reports, operations, failed };
};

describe("a report with files beside its folder", () => {
  const { operations, reports: whole } = attempt(Number.POSITIVE_INFINITY, "kill");

  it("replaces all of it at once and leaves nothing in staging", () => {
    expect(editionsIn(whole)).toEqual(["two"]);
    expect(readFileSync(join(whole, "safety-index/areas/mine.txt"), "utf8")).toBe("mine");
    expect(readdirSync(join(whole, ".staging"))).toEqual([]);
    expect(operations).toBeGreaterThan(20);
  });

  it("is one edition after the recovery of a run killed at any of its file operations", () => {
    const torn: string[] = [];
    for (let at = 1; at <= operations; at += 1) {
      const { reports } = attempt(at, "kill");
      recover(reports);
      const found = editionsIn(reports);
      if (found.length !== 1 || found[0] === "gone") torn.push(`${at}: ${found}`);
      if (!existsSync(join(reports, "safety-index/areas/mine.txt")))
        torn.push(`${at}: a file of the analyst's`);
      if (isUnfinished(reports)) torn.push(`${at}: staging is left`);
      rmSync(reports, { recursive: true });
    }
    expect(torn).toEqual([]);
  });

  it.each(["ENOSPC", "EACCES", "EIO"] as const)(
    "is one edition right after %s at any operation",
    (trouble) => {
      const torn: string[] = [];
      for (let at = 1; at <= operations; at += 1) {
        const { reports, failed } = attempt(at, trouble);
        const found = editionsIn(reports);
        if (found.length !== 1 || found[0] === "gone") torn.push(`${at}: ${found}`);
        if (!failed && found[0] !== "two") torn.push(`${at}: no error, old edition`);
        recover(reports);
        write(reports, "two");
        if (editionsIn(reports).join() !== "two") torn.push(`${at}: the next run`);
        rmSync(reports, { recursive: true });
      }
      expect(torn).toEqual([]);
    },
  );
});
