import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { coverageReport, floor } from "./report.ts";
import type { Tally } from "./tally.ts";
import { trials } from "./trials.ts";

const clusters = [6, 12, 30, 60];
const folder = fileURLToPath(new URL("../../reports/validation/", import.meta.url));
const json = `${folder}coverage.json`;

/** Rows whose method holds one of these words are computed anew, the others kept from the last run. */
const only = process.env.WHATWORKS_COVERAGE_ONLY?.split(";");
const draws = Number(process.env.WHATWORKS_COVERAGE_DRAWS ?? 2000);

const kept = (): Tally[] =>
  only && existsSync(json)
    ? (JSON.parse(readFileSync(json, "utf8")) as { cells: Tally[] }).cells.filter(
        ({ method }) => !only.some((word) => method.includes(word)),
      )
    : [];

const bundle = async (): Promise<string> => {
  const outfile = fileURLToPath(
    new URL("../../node_modules/.cache/whatworks/coverage-worker.mjs", import.meta.url),
  );
  const entry = fileURLToPath(new URL("./worker.ts", import.meta.url));
  await build({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    outfile,
  });
  return outfile;
};

/** Cells are dealt to workers one at a time; each depends only on its own named streams, never on the dealing. */
const simulate = async (wanted: { method: string; clusters: number }[]): Promise<Tally[]> => {
  const path = await bundle();
  const queue = [...wanted];
  const done: Tally[] = [];
  const work = async (): Promise<void> => {
    const worker = new Worker(path);
    for (let next = queue.shift(); next; next = queue.shift()) {
      const asked = { ...next, draws };
      done.push(
        await new Promise<Tally>((resolve, reject) => {
          worker.once("message", resolve);
          worker.once("error", reject);
          worker.postMessage(asked);
        }),
      );
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
  return done;
};

it("writes the table of coverage, and warns wherever intervals are too short", async () => {
  const before = kept();
  const wanted = trials
    .flatMap(({ label }) => clusters.map((G) => ({ method: label, clusters: G })))
    .filter((cell) => !before.some((one) => one.method === cell.method && one.clusters === cell.clusters));
  const found = [...before, ...(await simulate(wanted))];
  const cells = trials.flatMap(({ label }) =>
    clusters.map((G) => found.find((one) => one.method === label && one.clusters === G)!),
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}coverage.md`, coverageReport(cells, clusters));
  writeFileSync(json, `${JSON.stringify({ schema: "whatworks/coverage/1", level: 0.95, cells }, null, 1)}\n`);
  const silent = cells.filter(({ covered, warned }) => covered < floor && warned < 0.5);
  expect(silent.map(({ method, clusters: G }) => `${method}, ${G}`)).toEqual([]);
});
