import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stream } from "../../src/maths/random.ts";
import { inLong, many } from "../helpers/long.ts";
import { scratch, treeOf } from "../helpers/workspace.ts";
import { type Editions, finished, killAfter, start, tidy, twoEditions } from "./kills.ts";

const moments = many(1, 60);
/** A run takes a few tenths of a second; a loaded machine takes longer. */
const longest = 700;

let editions: Editions;
beforeAll(async () => {
  editions = await twoEditions();
});
afterAll(() => tidy(editions));

it(`leaves every report old or new when it is killed at ${moments} random moments`, async () => {
  const random = stream("kills", "moments");
  const wrong: string[] = [];
  for (let k = 0; k < moments; k += 1) wrong.push(...(await killAfter(editions, random.integer(longest))));
  expect(wrong).toEqual([]);
});

it("stops at an interrupt with exit 130 and leaves nothing half written", async () => {
  const folder = scratch();
  cpSync(editions.folder, folder, { recursive: true });
  const child = start(folder);
  const end = finished(child);
  // Once the lock is there the run is under way; if it has gone again, the run was quicker than the interrupt.
  for (
    let k = 0;
    k < 10_000 && !existsSync(join(folder, "reports/.whatworks.lock")) && child.exitCode === null;
    k += 1
  )
    await pause(2);
  child.kill("SIGINT");
  expect([130, 0]).toContain(await end);
  expect(existsSync(join(folder, "reports/.staging"))).toBe(false);
  expect(existsSync(join(folder, "reports/.whatworks.lock"))).toBe(false);
  rmSync(folder, { recursive: true });
});

inLong("lets two runs at once wait for each other, and both end with the same bytes", async () => {
  const folder = scratch();
  cpSync(editions.folder, folder, { recursive: true });
  const ends = await Promise.all([start(folder), start(folder, "--force")].map(finished));
  expect(ends).toEqual([0, 0]);
  for (const study of ["lights", "wardens"])
    expect(treeOf(join(folder, "reports", study))).toEqual(treeOf(join(editions.fresh, "reports", study)));
  rmSync(folder, { recursive: true });
});
