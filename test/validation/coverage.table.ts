import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { floor } from "./report.ts";
import type { Tally } from "./tally.ts";
import { trials } from "./trials.ts";
import { clusters, folder, knownCells, writePage } from "./write.ts";

const json = `${folder}coverage.json`;

/** Rows whose method matches are computed anew, the others kept from the last run. */
const words = process.env.WHATWORKS_COVERAGE_ONLY;
const only = words === undefined ? undefined : new RegExp(words);
/** Carries on where an interrupted run stopped. */
const resume = process.env.WHATWORKS_COVERAGE_RESUME === "1";

const kept = (): Tally[] => (only || resume ? knownCells().filter(({ method }) => !only?.test(method)) : []);

const drawsOf = (method: string, G: number): number =>
  trials.find(({ label }) => label === method)!.draws?.[clusters.indexOf(G)] ?? 2000;

/** In the order of the trials, whatever the order in which workers finished. */
const inOrder = (cells: readonly Tally[]): Tally[] =>
  trials.flatMap(({ label }) =>
    clusters.flatMap((G) => cells.filter((one) => one.method === label && one.clusters === G)),
  );

const save = (cells: readonly Tally[]): void =>
  writeFileSync(json, `${JSON.stringify({ schema: "whatworks/coverage/1", level: 0.95, cells }, null, 1)}\n`);

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
const simulate = async (
  wanted: { method: string; clusters: number }[],
  found: (cell: Tally) => void,
): Promise<void> => {
  const path = await bundle();
  const queue = [...wanted];
  const work = async (): Promise<void> => {
    const worker = new Worker(path);
    for (let next = queue.shift(); next; next = queue.shift()) {
      worker.postMessage({ ...next, draws: drawsOf(next.method, next.clusters) });
      const [cell] = (await once(worker, "message")) as [Tally];
      found(cell);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
};

it("writes the table of coverage, and warns wherever intervals are too short", async () => {
  mkdirSync(folder, { recursive: true });
  const cells = kept();
  const wanted = trials
    .flatMap(({ label }) => clusters.map((G) => ({ method: label, clusters: G })))
    .filter((cell) => !cells.some((one) => one.method === cell.method && one.clusters === cell.clusters));
  await simulate(wanted, (cell) => {
    cells.push(cell);
    save(inOrder(cells));
  });
  const table = inOrder(cells);
  save(table);
  writePage();
  const silent = table.filter(({ covered, warned }) => covered < floor && warned < 0.5);
  expect(silent.map(({ method, clusters: G }) => `${method}, ${G}`)).toEqual([]);
});
