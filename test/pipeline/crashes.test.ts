import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asWhatworksError } from "../../src/cli/failure.ts";
import { long } from "../helpers/long.ts";
import { checkHere, inputsOf, runHere, scratch, smallWorkspace, treeOf } from "../helpers/workspace.ts";
import { disk, set, type Trouble } from "./frozen-disk.ts";

vi.mock("node:fs", async (load) => {
  const { wrapped } = await import("./frozen-disk.ts");
  const real = await load<typeof import("node:fs")>();
  const all = wrapped(real);
  return { ...all, default: all };
});

// Every operation in the long suite; a spread of them by default, another spread for each kind of trouble.
const stride = long ? 1 : 11;

/** Reports of one edition on disk, inputs of the next, and both editions' bytes. */
let original = "";
let old: Record<string, Record<string, string>> = {};
let fresh: Record<string, Record<string, string>> = {};
const parts = ["lights", "wardens"] as const;
const editionOf = (folder: string): Record<string, Record<string, string>> => ({
  ...Object.fromEntries(parts.map((name) => [name, treeOf(join(folder, "reports", name))])),
  index: {
    page: existsSync(join(folder, "reports/README.md"))
      ? readFileSync(join(folder, "reports/README.md"), "utf8")
      : "",
  },
});

beforeAll(async () => {
  set(Number.POSITIVE_INFINITY, "kill");
  original = smallWorkspace();
  await runHere(original);
  writeFileSync(join(original, "reports/lights/mine.txt"), "a file of the analyst's own");
  old = editionOf(original);
  const data = join(original, "data/burglary.csv");
  writeFileSync(data, readFileSync(data, "utf8").replace(/,\d+\n/, ",59\n"));
  writeFileSync(join(original, "units.csv"), "unit,population\nNorth,1100\nSouth,2000\n");
  const next = scratch();
  cpSync(original, next, { recursive: true });
  await runHere(next);
  fresh = editionOf(next);
  rmSync(next, { recursive: true });
});
afterAll(() => rmSync(original, { recursive: true }));

/** Neither torn nor a mixture: the part is one edition, byte for byte. */
const isWhole = (folder: string, part: string): boolean => {
  const found = JSON.stringify(editionOf(folder)[part]);
  return found === JSON.stringify(old[part]) || found === JSON.stringify(fresh[part]);
};

interface Aftermath {
  readonly operations: number;
  readonly thrown: unknown;
  readonly folder: string;
}

const runWith = async (at: number, trouble: Trouble): Promise<Aftermath> => {
  const folder = scratch();
  set(Number.POSITIVE_INFINITY, trouble);
  cpSync(original, folder, { recursive: true });
  set(at, trouble);
  const thrown = await runHere(folder).then(
    () => undefined,
    (error: unknown) => error,
  );
  const operations = disk.count;
  set(Number.POSITIVE_INFINITY, trouble);
  return { operations, thrown, folder };
};

/** A killed process leaves its lock; its number may be that of this test, which is alive. */
const forgetLock = (folder: string): void => rmSync(join(folder, "reports/.whatworks.lock"), { force: true });

describe("a run that is stopped at one of its file operations", () => {
  let operations = 0;
  beforeAll(async () => {
    const whole = await runWith(Number.POSITIVE_INFINITY, "kill");
    operations = whole.operations;
    expect(editionOf(whole.folder)).toEqual(fresh);
    expect(existsSync(join(whole.folder, "reports/.staging"))).toBe(false);
    rmSync(whole.folder, { recursive: true });
  });

  it("leaves every report old or new after `check`, wherever it is killed, and the next run finishes", async () => {
    expect(operations).toBeGreaterThan(40);
    const torn: string[] = [];
    for (let at = 1; at <= operations; at += stride) {
      const { folder } = await runWith(at, "kill");
      forgetLock(folder);
      const judged = await checkHere(folder);
      for (const part of [...parts, "index"]) if (!isWhole(folder, part)) torn.push(`${at}: ${part}`);
      // `check` agrees with the bytes: current means the new edition.
      for (const { study, state } of judged.studies)
        if (
          (state === "current") !==
          (JSON.stringify(editionOf(folder)[study]) === JSON.stringify(fresh[study]))
        )
          torn.push(`${at}: check says ${study} is ${state}`);
      await runHere(folder);
      if (JSON.stringify(editionOf(folder)) !== JSON.stringify(fresh)) torn.push(`${at}: the next run`);
      if (existsSync(join(folder, "reports/.staging"))) torn.push(`${at}: staging is left`);
      rmSync(folder, { recursive: true });
    }
    expect(torn).toEqual([]);
  });

  it.each(["ENOSPC", "EACCES", "EIO"] as const)(
    "keeps every report whole when %s comes at any operation",
    async (trouble) => {
      const wrong: string[] = [];
      for (let at = 1 + (trouble.length % stride); at <= operations; at += stride === 1 ? 1 : 2 * stride) {
        const { folder, thrown } = await runWith(at, trouble);
        // What the cache cannot keep is no fault of the run.
        const exit = thrown === undefined ? 0 : asWhatworksError(thrown).exit;
        if (exit !== 5 && exit !== 0) wrong.push(`${at}: exit ${exit}`);
        for (const part of [...parts, "index"])
          if (!isWhole(folder, part)) wrong.push(`${at}: ${part} is torn`);
        if (exit === 0 && JSON.stringify(editionOf(folder)) !== JSON.stringify(fresh))
          wrong.push(`${at}: exit 0, old reports`);
        forgetLock(folder);
        await runHere(folder);
        if (JSON.stringify(editionOf(folder)) !== JSON.stringify(fresh)) wrong.push(`${at}: the next run`);
        rmSync(folder, { recursive: true });
      }
      expect(wrong).toEqual([]);
    },
  );
});

it("rebuilds from the inputs alone what an incremental run wrote", async () => {
  set(Number.POSITIVE_INFINITY, "kill");
  const clean = inputsOf(original);
  await runHere(clean);
  rmSync(join(clean, "reports/lights/mine.txt"), { force: true });
  const { "mine.txt": _mine, ...lights } = fresh.lights!;
  expect(editionOf(clean).lights).toEqual(lights);
  expect(editionOf(clean).wardens).toEqual(fresh.wardens);
  rmSync(clean, { recursive: true });
});
