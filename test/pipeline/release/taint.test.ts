import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { keyOf } from "../../../src/ingest/release/index.ts";
import { identity, rounded } from "../../../src/ingest/release/rounding.ts";
import { stream } from "../../../src/maths/random.ts";
import { runHere, scratch } from "../../helpers/workspace.ts";
import { months, parts, secret, type Truth, truthOf, units, wards, withSums } from "./workspace.ts";

/*
 * If no true count reaches a protected output, then other true counts that are rounded to the same values give the
 * same bytes, whatever is computed and printed from them.
 */
beforeAll(() => void (process.env.WHATWORKS_KEY = secret));
afterAll(() => void delete process.env.WHATWORKS_KEY);

/** Every file as text. Fingerprints are keyed, so that one that differs tells only that a file differs. */
const bytesOf = (reports: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(reports, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
      .map(({ parentPath, name }) => [
        join(parentPath, name).slice(reports.length),
        readFileSync(join(parentPath, name), "utf8").replace(/[0-9a-f]{64}/g, "#"),
      ]),
  );

const rounder = { base: 5 as const, key: keyOf(secret) };

/** Another count that this cell would print alike, where there is one. */
const alike = (cell: string, count: number, seed: string): number => {
  if (count === 0) return 0;
  const wanted = rounded(count, cell, rounder);
  const others = [...Array(count + 5).keys()].filter(
    (other) => other > 0 && other !== count && rounded(other, cell, rounder) === wanted,
  );
  return others.length === 0 ? count : others[stream(seed, cell).integer(others.length)]!;
};

const movedWithin = (truth: Truth, seed: string): Map<string, number> =>
  withSums(
    new Map(
      [...truth]
        .filter(([key]) => parts.includes(key.split("|")[1]!) && units.includes(key.split("|")[0]!))
        .map(([key, count]) => {
          const [unit, outcome, month] = key.split("|") as [string, string, string];
          return [key, alike(identity(unit, month, outcome), count, seed)];
        }),
    ),
  );

it.each(process.env.WHATWORKS_LONG ? ["one", "two"] : ["one"])(
  "gives the same bytes for other counts that are rounded alike (%s)",
  async (seed) => {
    const truth = truthOf(seed);
    const moved = movedWithin(truth, seed);
    const apart = [...truth].filter(([cell, count]) => moved.get(cell) !== count).length;
    expect(apart).toBeGreaterThan(truth.size / 2);
    const folders = [wards(truth), wards(moved)];
    try {
      for (const folder of folders) expect((await runHere(folder)).exit).toBe(0);
      const [one, other] = folders.map((folder) => bytesOf(join(folder, "reports")));
      expect(Object.keys(one!).length).toBeGreaterThan(20);
      expect(other).toEqual(one);
    } finally {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    }
  },
  180_000,
);

it("gives other bytes where a count is rounded to another value", async () => {
  const truth = truthOf("three");
  const other = withSums(new Map([...truth].map(([cell, count], k) => [cell, k === 0 ? count + 10 : count])));
  const folders = [wards(truth), wards(other)];
  try {
    for (const folder of folders) await runHere(folder);
    const [before, after] = folders.map((folder) => bytesOf(join(folder, "reports")));
    expect(after).not.toEqual(before);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);

it("holds for files of incidents, whose rows are the counts", async () => {
  const counts = (seed: string): Map<string, number> => {
    const random = stream("incidents", "counts");
    return new Map(
      ["North", "South", "West"].flatMap((unit) =>
        months.map((month) => {
          const cell = identity(unit, month, "theft");
          const count = 1 + random.poisson(5);
          return [`${unit},${month}`, seed === "" ? count : alike(cell, count, seed)] as const;
        }),
      ),
    );
  };
  const folderOf = (of: Map<string, number>): string => {
    const folder = scratch();
    mkdirSync(join(folder, "data"));
    const rows = [...of].flatMap(([place, count]) => Array<string>(count).fill(`${place}-07,theft`));
    writeFileSync(join(folder, "data/events.csv"), `unit,date,outcome\n${rows.join("\n")}\n`);
    writeFileSync(
      join(folder, "whatworks.yaml"),
      "workspace: events\nrelease: protected\nsources: { events: { format: incidents, files: data/events.csv } }\ninterventions: interventions.csv\nstudies:\n  s: { intervention: p, outcome: { source: events, name: theft } }\n",
    );
    writeFileSync(join(folder, "interventions.csv"), "id,title,unit,start\np,Patrols,North,2023-01\n");
    return folder;
  };
  const folders = [folderOf(counts("")), folderOf(counts("other"))];
  try {
    for (const folder of folders) expect((await runHere(folder)).exit).toBe(0);
    expect(readFileSync(join(folders[0]!, "data/events.csv")).length).not.toBe(
      readFileSync(join(folders[1]!, "data/events.csv")).length,
    );
    const [one, other] = folders.map((folder) => bytesOf(join(folder, "reports")));
    expect(other).toEqual(one);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);
