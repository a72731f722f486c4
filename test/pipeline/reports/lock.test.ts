import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { thisProcess } from "../../../src/pipeline/reports/holder.ts";
import { lockHolder, withLock } from "../../../src/pipeline/reports/lock.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "whatworks-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lock = (): string => join(folder, ".whatworks.lock");
const hourAgo = new Date(Date.now() - 3_600_000);
const left = (path: string, text: string, old = true): void => {
  writeFileSync(path, text);
  if (old) utimesSync(path, hourAgo, hourAgo);
};
const taken = (patience = 0): Promise<string> => withLock(folder, patience, async () => "mine");
const elsewhere = { pid: 1, host: "another-machine", space: "pid:[1]", began: "1" };

describe("a lock", () => {
  it("keeps others out while its holder lives, and goes with the work", async () => {
    await withLock(folder, 0, async () => {
      expect(lockHolder(folder)?.pid).toBe(process.pid);
      await expect(taken()).rejects.toMatchObject({ code: "environment/locked", exit: 5 });
    });
    expect(readdirSync(folder)).toEqual([]);
  });
  it.each([
    ["a process that is no more", JSON.stringify({ pid: 2 ** 22 - 1, host: hostname() })],
    ["this very process number, begun before", JSON.stringify({ ...thisProcess(), began: "1" })],
    [
      "process 1 of a container that is gone, which this one is now",
      JSON.stringify({ pid: process.pid, host: hostname() }),
    ],
    [
      "another process that was given the number",
      JSON.stringify({ pid: process.ppid, host: hostname(), began: "1" }),
    ],
    ["another host, silent for an hour", JSON.stringify(elsewhere)],
    [
      "another container of this host, silent for an hour",
      JSON.stringify({ ...elsewhere, host: hostname() }),
    ],
    ["nobody: its writer was killed between making and filling it", ""],
    ["nonsense", "[]"],
  ])("left by %s is taken over", async (_, text) => {
    left(lock(), text);
    expect(await taken(3000)).toBe("mine");
  });
  it("of another host that still touches it is respected", async () => {
    left(lock(), JSON.stringify(elsewhere), false);
    await expect(taken()).rejects.toMatchObject({ code: "environment/locked" });
    expect(existsSync(lock())).toBe(true);
  });
  it("is taken over past an empty takeover file, and never spins without end", async () => {
    left(lock(), JSON.stringify({ pid: 2 ** 22 - 1, host: hostname() }));
    left(`${lock()}.takeover`, "");
    expect(await taken(3000)).toBe("mine");
    expect(readdirSync(folder)).toEqual([]);
  });
  it("lets an interrupt in while it waits", async () => {
    left(lock(), JSON.stringify(elsewhere), false);
    const asked = Promise.reject(new Error("stop"));
    asked.catch(() => undefined);
    await expect(withLock(folder, 60_000, async () => "mine", asked)).rejects.toThrow("stop");
  });
});
