import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  clearStaging,
  dropStaging,
  isUnfinished,
  recover,
  replaceFile,
  replaceFolder,
} from "../../../src/pipeline/reports/files-on-disk.ts";
import { set } from "../frozen-disk.ts";

vi.mock("node:fs", async (load) => {
  const { wrapped } = await import("../frozen-disk.ts");
  const real = await load<typeof import("node:fs")>();
  const all = wrapped(real);
  return { ...all, default: all };
});

// Every write is synced: memory where there is some, or this would take as long as the disk likes.
const room = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
let reports = "";
beforeEach(() => {
  set(Number.POSITIVE_INFINITY, "EIO");
  reports = mkdtempSync(join(room, "whatworks-"));
});
afterEach(() => {
  set(Number.POSITIVE_INFINITY, "EIO");
  rmSync(reports, { recursive: true, force: true });
});

const put = (path: string, content: string): void => {
  mkdirSync(dirname(join(reports, path)), { recursive: true });
  writeFileSync(join(reports, path), content);
};
const tree = (folder = reports): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]),
  );
const ours = (path: string): boolean => path === "summary.md" || path.endsWith(".svg");
const fresh = [
  { path: "summary.md", content: "new" },
  { path: "data/long.csv", content: "a,b" },
];
const replace = (files = fresh): void => replaceFolder(reports, "lights", files, ours);

describe("a report folder", () => {
  it("is written whole, and leaves nothing behind", () => {
    replace();
    expect(tree()).toEqual({ "lights/data/long.csv": "a,b", "lights/summary.md": "new" });
    recover(reports);
    expect(isUnfinished(reports)).toBe(false);
  });
  it("is replaced with its own files gone and the analyst's carried over, links as links", () => {
    put("lights/summary.md", "old");
    put("lights/old.svg", "gone");
    put("lights/notes/mine.txt", "mine");
    put("lights/data/long.csv", "theirs");
    symlinkSync("mine.txt", join(reports, "lights/notes/link.txt"));
    replace();
    expect(tree()).toEqual({
      "lights/data/long.csv": "a,b",
      "lights/notes/mine.txt": "mine",
      "lights/summary.md": "new",
    });
    const link = join(reports, "lights/notes/link.txt");
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readlinkSync(link)).toBe("mine.txt");
  });
  it("carries a file over as the same file, and as a copy where the disk has no hard links", () => {
    const carried = (failing: number): "linked" | "copied" | "failed" => {
      rmSync(join(reports, "lights"), { recursive: true, force: true });
      put("lights/mine.txt", "mine");
      const { ino } = lstatSync(join(reports, "lights/mine.txt"));
      set(failing, "EACCES");
      try {
        replace();
      } catch {
        return "failed";
      }
      expect(tree()["lights/mine.txt"]).toBe("mine");
      return lstatSync(join(reports, "lights/mine.txt")).ino === ino ? "linked" : "copied";
    };
    expect(carried(Number.POSITIVE_INFINITY)).toBe("linked");
    // Of all operations that may fail, it is the link alone whose failure is made good by a copy.
    const ways = Array.from({ length: 20 }, (_, k) => carried(k + 1));
    expect(ways.filter((way) => way === "copied")).toHaveLength(1);
  });
  it.each(["ENOSPC", "EACCES", "EIO"] as const)(
    "stays what it was, or becomes new, whatever fails with %s",
    (trouble) => {
      const old = { "lights/summary.md": "old" };
      const wanted = { "lights/data/long.csv": "a,b", "lights/summary.md": "new" };
      let failures = 0;
      for (let at = 1; at <= 30; at++) {
        rmSync(reports, { recursive: true, force: true });
        put("lights/summary.md", "old");
        set(at, trouble);
        let thrown: unknown;
        try {
          replace();
        } catch (error) {
          thrown = error;
        }
        set(Number.POSITIVE_INFINITY, trouble);
        if (thrown) {
          failures++;
          expect(thrown).toMatchObject({ code: trouble });
        }
        recover(reports);
        expect([old, wanted]).toContainEqual(tree());
        if (!thrown) expect(tree()).toEqual(wanted);
      }
      expect(failures).toBeGreaterThan(8);
    },
  );
  it("goes back to where it was when the new one cannot be put in its place", () => {
    // A name below a folder that is not there: everything can be staged, and the last move fails.
    expect(() => replaceFolder(reports, "none/lights", fresh, ours)).toThrow(/ENOENT/);
    expect(readdirSync(reports)).not.toContain("none");
  });
});

describe("what a killed run left behind", () => {
  it.each<[string, Record<string, string>, Record<string, string>, string[]]>([
    [
      "a new set that is whole goes into place",
      { "lights/a": "old", ".staging/lights.new/a": "new", ".staging/lights.new.whole": "" },
      { "lights/a": "new" },
      ["lights"],
    ],
    [
      "a new set that is not whole is thrown away",
      { "lights/a": "old", ".staging/lights.new/a": "ne" },
      { "lights/a": "old" },
      ["lights"],
    ],
    [
      "an old set whose successor is not in place goes back",
      { ".staging/lights.old/a": "old", ".staging/lights.new/a": "ne" },
      { "lights/a": "old" },
      ["lights"],
    ],
    [
      "an old set whose successor is whole gives way",
      { ".staging/lights.old/a": "old", ".staging/lights.new/a": "new", ".staging/lights.new.whole": "" },
      { "lights/a": "new" },
      ["lights"],
    ],
    [
      "an old set whose successor is in place is rubbish",
      { "lights/a": "new", ".staging/lights.old/a": "old", ".staging/lights.new.whole": "" },
      { "lights/a": "new" },
      ["lights"],
    ],
    [
      "a marked set that is gone brings the old one back",
      { ".staging/lights.old/a": "old", ".staging/lights.new.whole": "" },
      { "lights/a": "old" },
      ["lights"],
    ],
    [
      "files of nobody's are thrown away, and several names are told in order",
      { ".staging/file.part": "x", ".staging/b.old/a": "b", ".staging/a.new/a": "a" },
      { "b/a": "b" },
      ["a", "b"],
    ],
    ["nothing is nothing", { "lights/a": "old" }, { "lights/a": "old" }, []],
  ])("%s", (_name, before, after, names) => {
    for (const [path, content] of Object.entries(before)) put(path, content);
    expect(recover(reports)).toEqual(names);
    expect(tree()).toEqual(after);
    expect(isUnfinished(reports)).toBe(false);
  });
});

describe("one file", () => {
  const path = (): string => join(reports, "README.md");
  it("is replaced whole", () => {
    replaceFile(path(), "one");
    replaceFile(path(), "two");
    expect(tree()).toEqual({ "README.md": "two" });
    expect(isUnfinished(reports)).toBe(false);
  });
  it("stays what it was where the disk fails before it is in place", () => {
    replaceFile(path(), "old");
    const seen = new Set<string>();
    for (let at = 1; at <= 8; at++) {
      set(at, "ENOSPC");
      try {
        replaceFile(path(), "new");
      } catch (error) {
        expect(error).toMatchObject({ code: "ENOSPC" });
      }
      set(Number.POSITIVE_INFINITY, "ENOSPC");
      seen.add(readFileSync(path(), "utf8"));
      writeFileSync(path(), "old");
    }
    expect([...seen].sort()).toEqual(["new", "old"]);
  });
  it("leaves in staging what could not be put back, and only that", () => {
    put(".staging/lights.old/a", "old");
    dropStaging(reports);
    expect(isUnfinished(reports)).toBe(true);
    clearStaging(reports);
    expect(isUnfinished(reports)).toBe(false);
  });
});
