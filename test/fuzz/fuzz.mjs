/*
 * A small coverage-guided fuzzer: mutates inputs, keeps those that run a block of our code that no input ran before
 * (V8's own precise block coverage), and stops at the first broken promise. Run by hand or at night:
 *
 *     node test/fuzz/fuzz.mjs csv 600      # target, seconds
 *     node test/fuzz/fuzz.mjs yaml 600
 *
 * What it keeps goes to test/fuzz/corpus/<target>.txt: one input a line in base64, the smallest 160 of at most 900 bytes.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const [target = "csv", seconds = "600", seed = "1"] = process.argv.slice(2);
const root = fileURLToPath(new URL("../../", import.meta.url));
const corpusFile = join(root, "test/fuzz/corpus", `${target}.txt`);

const bundled = join(root, "node_modules/.cache/fuzz", `${target}-${process.pid}.mjs`);
await build({
  stdin: {
    contents: `
      export { validateTable } from "./src/ingest/validation/validate-table.ts";
      export { longAdapter } from "./src/ingest/long.ts";
      export { wideAdapter } from "./src/ingest/wide.ts";
      export { incidentsAdapter } from "./src/ingest/incidents.ts";
      export { readRegister } from "./src/ingest/typed/register.ts";
      export { readUnits } from "./src/ingest/typed/units.ts";
      export { readYaml } from "./src/ingest/yaml/yaml.ts";
      export { workspaceSchema } from "./src/model/protocol.ts";
      export { WhatworksError } from "./src/model/errors.ts";
      export { plainDialect } from "./src/model/source.ts";`,
    resolveDir: root,
  },
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  outfile: bundled,
  logLevel: "error",
});
const ours = await import(pathToFileURL(bundled).href);
const { WhatworksError, plainDialect } = ours;

// The stream is seeded, so that a run can be made again; what is kept depends on the corpus it starts from.
let state = Number(seed) >>> 0 || 1;
const random = (n) => {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % n;
};

const words = {
  csv: [
    '"',
    '""',
    ",",
    ";",
    "\t",
    "\r\n",
    "\n",
    "\r",
    "\0",
    "﻿",
    "2024-03",
    "03/04/2024",
    "<5",
    "[c]",
    "1,204",
    "1e3",
    "１２",
    "=1+1",
    "@x",
    "unit",
    "period",
    "value",
    "outcome",
    "date",
    "email",
    "a@b.uk",
    "SW1A 1AA",
    "AB123456C",
    "-0",
    "NaN",
    "Infinity",
    "9007199254740993",
    "__proto__",
    "constructor",
    "<html>",
    "<<<<<<< HEAD",
    "version https://git-lfs",
    "\u001b[31m",
    "\u202e",
    "::error::",
    "\xff",
    "%PDF",
    "PK\u0003\u0004",
    "2024-W53",
    "2024-Q5",
    "2024-02-30",
  ],
  yaml: [
    "&a",
    "*a",
    "<<: *a",
    "!!js/function",
    "!!set",
    "? ",
    "- ",
    ": ",
    "|\n",
    ">\n",
    "{",
    "}",
    "[",
    "]",
    "\t",
    "#",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "1.10",
    "no",
    "yes",
    "~",
    "null",
    "0x1F",
    "2024-01-01",
    "__proto__: 1\n",
    "constructor: {}\n",
    "workspace: a\n",
    "sources:\n",
    "  crime:\n",
    "    format: long\n",
    "studies:\n",
    '"',
    "'",
    "\\u0000",
    "\u2028",
    "﻿",
  ],
}[target];
const seeds = {
  csv: [
    "unit,period,outcome,value\nA,2024-01,theft,3\nB,2024-01,theft,4\n",
    "ward;month;burglary\nA;2024-01;3\n",
    "unit,2024-01,2024-02\nA,1,2\nB,3,4\n",
    "ward,date,offence\nA,2024-01-03,theft\nB,2024-02-03,theft\n",
    "id,title,unit,start,role\np,Patrols,A,2024-01,treated\np,Patrols,B,,comparison\n",
    'unit,period,value\n"A ""x"", y",2024-01,3\n',
  ],
  yaml: [
    "workspace: a\nsources:\n  crime: { format: long, files: a.csv }\nstudies:\n  s: { intervention: p, outcome: { source: crime, name: theft } }\n",
    "workspace: a\nsources: &x\n  crime:\n    format: wide\n    files: [a.csv, b.csv]\n",
  ],
}[target];

const load = () =>
  existsSync(corpusFile)
    ? readFileSync(corpusFile, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => Buffer.from(line, "base64"))
    : [];
const save = () => {
  const small = corpus.filter(({ length }) => length <= 900).sort((a, b) => a.length - b.length);
  const lines = [...new Set(small.map((bytes) => bytes.toString("base64")))].slice(0, 160).sort();
  writeFileSync(corpusFile, `${lines.join("\n")}\n`);
};
const corpus = [...seeds.map((text) => Buffer.from(text)), ...load()];

const pick = (list) => list[random(list.length)];
const mutate = (bytes) => {
  let out = bytes;
  for (let k = 1 + random(4); k > 0; k--) {
    const at = random(out.length + 1);
    const piece = [
      () => [at, at, Buffer.from(pick(words))],
      () => [at, at + random(8), Buffer.alloc(0)],
      () => [at, at + 1, Buffer.from([random(256)])],
      () => [at, at, out.subarray(random(out.length + 1), random(out.length + 1))],
      () => [at, at, Buffer.from(pick(words).repeat(1 + random(40)))],
      () => {
        const other = pick(corpus);
        return [at, out.length, other.subarray(random(other.length + 1))];
      },
    ][random(6)]();
    out = Buffer.concat([out.subarray(0, piece[0]), piece[2], out.subarray(piece[1])]).subarray(0, 4000);
  }
  return out;
};

const scratch = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "whatworks-fuzz-"));
const file = { path: join(scratch, "x.csv"), name: "x.csv" };
const context = {
  engine: () => Promise.reject(new WhatworksError("none", 5, { found: "engine", expected: "none" })),
  digest: async () => ({ sha256: "", bytes: 0 }),
  progress: () => undefined,
};
const whole = (ledger) =>
  ledger.used + ledger.excluded.reduce((sum, one) => sum + one.rows, 0) === (ledger.read ?? ledger.rows);
const must = (held, what) => {
  if (!held) throw new Error(`broken promise: ${what}`);
};
const tolerant = async (work) => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof WhatworksError)) throw error;
    must(!/\p{Cc}|[\u202a-\u202e]/u.test(error.fault.found), "a control character in a message");
    return undefined;
  }
};

const attempts = {
  async csv(bytes) {
    writeFileSync(file.path, bytes);
    const found = await tolerant(() => ours.validateTable(file, plainDialect, undefined));
    if (found) must(whole(found), "validate: rows = used + excluded");
    for (const adapter of [ours.longAdapter, ours.wideAdapter, ours.incidentsAdapter]) {
      const read = await tolerant(() =>
        adapter.read({ format: adapter.name, files: [file], columns: {}, dialect: plainDialect }, context),
      );
      if (read) must(whole(read.ledger), `${adapter.name}: rows = used + excluded`);
    }
    await tolerant(() => ours.readRegister(file));
    await tolerant(() => ours.readUnits(file));
  },
  async yaml(bytes) {
    const value = await tolerant(() =>
      ours.readYaml(bytes.toString("utf8"), "whatworks.yaml", ours.workspaceSchema),
    );
    must(
      {}.polluted === undefined && Object.keys(Object.prototype).length === 0,
      "a prototype was written to",
    );
    if (value)
      must(
        Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null,
        "a strange object",
      );
  },
};

const session = new Session();
session.connect();
const ask = (method, params) =>
  new Promise((done, fail) =>
    session.post(method, params, (error, value) => (error ? fail(error) : done(value))),
  );
await ask("Profiler.enable");
await ask("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
const url = pathToFileURL(bundled).href;
const seen = new Set();
/** How many blocks ran that had not run before. */
const news = async () => {
  const { result } = await ask("Profiler.takePreciseCoverage");
  let fresh = 0;
  for (const { url: from, functions } of result)
    if (from === url)
      for (const { ranges } of functions)
        for (const { startOffset, endOffset, count } of ranges) {
          // How often, by powers of two: a loop that runs ten times is not one that runs once.
          const key = `${startOffset}:${endOffset}:${count === 0 ? -1 : Math.min(4, Math.floor(Math.log2(count)))}`;
          if (count > 0 && !seen.has(key)) {
            seen.add(key);
            fresh++;
          }
        }
  return fresh;
};

const until = performance.now() + Number(seconds) * 1000;
let runs = 0;
let slowest = 0;
const run = async (bytes) => {
  // Time on the processor: what else the machine does is no fault of ours.
  const before = process.cpuUsage();
  try {
    await attempts[target](bytes);
  } catch (error) {
    const name = join(
      root,
      "test/fuzz",
      `found-${target}-${createHash("sha256").update(bytes).digest("hex").slice(0, 10)}`,
    );
    writeFileSync(name, bytes);
    console.error(`${error.stack}\n\nkept in ${name}`);
    process.exitCode = 1;
    return false;
  }
  const { user, system } = process.cpuUsage(before);
  const spent = (user + system) / 1000;
  slowest = Math.max(slowest, spent);
  if (spent >= 2000) {
    const name = join(root, "test/fuzz", `slow-${target}-${runs}`);
    writeFileSync(name, bytes);
    console.error(`broken promise: ${spent.toFixed(0)} ms, kept in ${name}`);
    process.exitCode = 1;
    return false;
  }
  runs++;
  return true;
};

for (const bytes of [...corpus]) if (!(await run(bytes))) break;
await news();
const begun = seen.size;
while (process.exitCode === undefined && performance.now() < until) {
  const bytes = mutate(pick(corpus));
  if (!(await run(bytes))) break;
  if ((await news()) > 0) corpus.push(bytes);
}
save();
rmSync(scratch, { recursive: true, force: true });
rmSync(bundled, { force: true });
console.log(
  `${target}: ${runs} inputs, ${seen.size} block counts seen (${begun} at the start), ${corpus.length} kept, slowest ${slowest.toFixed(0)} ms`,
);
