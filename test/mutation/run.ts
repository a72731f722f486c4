import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type Group, groups } from "./groups.ts";
import { mutationReport } from "./report.ts";
import { type GroupTally, type StrykerReport, tallyOf } from "./tally.ts";

// `npm run mutation` makes the whole report, `npm run mutation -- writers` one part of it anew, and `-- page` only the
// page, from the numbers that are there. From the root.
const json = "reports/validation/mutation.json";
const cache = "node_modules/.cache/whatworks/mutation";
/** Out of the way of everything that walks through `test`. */
const tool = `${cache}/tool`;

const run = (command: string, words: readonly string[], env: NodeJS.ProcessEnv = {}): void => {
  const { status } = spawnSync(command, words, { stdio: "inherit", env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${command} ${words.join(" ")}: exit ${status}`);
};

const read = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;

/** Peers are left out, so that the runner takes the vitest of the project. */
const install = (): void => {
  const lock = "package-lock.json";
  const same = existsSync(`${tool}/node_modules`) && isSame(`test/mutation/${lock}`, `${tool}/${lock}`);
  if (same) return;
  mkdirSync(tool, { recursive: true });
  for (const name of ["package.json", lock]) copyFileSync(`test/mutation/${name}`, `${tool}/${name}`);
  run("npm", ["ci", "--prefix", tool, "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund"]);
};
const isSame = (a: string, b: string): boolean =>
  existsSync(b) && readFileSync(a, "utf8") === readFileSync(b, "utf8");

const mutate = ({ name, title, sources }: Group): GroupTally => {
  const found = `${cache}/${name}.json`;
  const settings = {
    testRunner: "vitest",
    vitest: { configFile: "test/mutation/vitest.config.ts" },
    coverageAnalysis: "perTest",
    mutate: sources,
    // A copy of the project is mutated; the linter would take the copy of its settings for a second project.
    ignorePatterns: ["biome.json", "coverage", "dist", "reports"],
    // A constant is made when its file is loaded, before any one test: a fault in it would have to be run against all.
    ignoreStatic: true,
    // Nothing here compiles: vitest takes TypeScript as it is, with its own configuration.
    disableTypeChecks: false,
    tsconfigFile: "none",
    concurrency: 2,
    // Long, because a slow machine must not pass for an endless loop.
    timeoutMS: 10_000,
    reporters: ["json", "html", "progress-append-only"],
    jsonReporter: { fileName: found },
    htmlReporter: { fileName: `coverage/mutation-${name}.html` },
    allowConsoleColors: false,
  };
  writeFileSync(`${cache}/settings.json`, JSON.stringify(settings));
  const started = performance.now();
  run(
    process.execPath,
    [`${tool}/node_modules/@stryker-mutator/core/bin/stryker.js`, "run", `${cache}/settings.json`],
    { WHATWORKS_MUTATION_GROUP: name },
  );
  process.stdout.write(`${name}: ${((performance.now() - started) / 60_000).toFixed(1)} minutes\n`);
  return { name, title, files: tallyOf(read<StrykerReport>(found)) };
};

const kept = (): readonly GroupTally[] =>
  existsSync(json) ? read<{ groups: GroupTally[] }>(json).groups : [];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => name !== "page" && !groups.some((group) => group.name === name));
if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(", ")}`);

const wanted = groups.filter(({ name }) => asked.length === 0 || asked.includes(name));
mkdirSync(cache, { recursive: true });
if (wanted.length > 0) install();
for (const group of wanted) {
  const made = mutate(group);
  // Written after each part, so that a run that is stopped loses only the part it was in.
  const before = kept();
  const all = groups.flatMap(({ name }) =>
    name === made.name ? [made] : before.filter((one) => one.name === name),
  );
  writeFileSync(json, `${JSON.stringify({ schema: "whatworks/mutation/1", groups: all }, null, 1)}\n`);
}
writeFileSync("reports/validation/mutation.md", mutationReport(kept()));
