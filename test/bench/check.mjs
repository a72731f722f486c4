// Times `whatworks check` on 500 reports over 1 GB of inputs, beside bare hashing: `node test/bench/check.mjs [reports] [MB]`.
// Reports are made from small data; the data are then padded and every manifest sealed anew, so that all are current.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const reports = Number(process.argv[2] ?? 500);
const megabytes = Number(process.argv[3] ?? 1024);
const program = fileURLToPath(new URL("../../bin/whatworks.js", import.meta.url));
const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL("../../src/provenance/manifest.ts", import.meta.url))],
  ...{ bundle: true, format: "esm", platform: "node", write: false },
});
const { sealManifest } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
);

const folder = mkdtempSync(join(tmpdir(), "whatworks-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, "data"));
const files = 8;
const put = (name, text) => writeFileSync(join(folder, name), text);
const month = (t) => `${2022 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}`;
for (let f = 0; f < files; f += 1) {
  const rows = ["unit,period,outcome,value"];
  for (let t = 0; t < 24; t += 1) rows.push(`North,${month(t)},offence ${f},${20 + ((t * 7 + f) % 11)}`);
  put(`data/${f}.csv`, `${rows.join("\n")}\n`);
}
put("interventions.csv", "id,title,unit,start\nlights,Lights,North,2023-01\n");
const study = (k) => `  study-${k}:
    title: Study ${k}
    question: Did it help (${k})?
    intervention: lights
    outcome: { source: crime, name: offence ${k % files}, label: offence ${k % files} }
    design: before-after
    window: { before: 12 months, after: 12 months }
`;
put(
  "whatworks.yaml",
  `workspace: bench\nsources:\n  crime: { format: long, files: data/*.csv }\ninterventions: interventions.csv\nstudies:\n${Array.from({ length: reports }, (_, k) => study(k)).join("")}reports: reports\n`,
);

const timed = (work) => {
  const from = performance.now();
  const result = work();
  return [(performance.now() - from) / 1000, result];
};
const cli = (...words) =>
  timed(() =>
    execFileSync(process.execPath, [program, ...words, "-C", folder], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    }),
  );
const [making] = cli("run", "--quiet", "--jobs", "2");
console.log(`${reports} reports made in ${making.toFixed(1)} s`);

const block = Buffer.alloc(1 << 20, "# padding of a row that no reader sees\n");
const digests = new Map();
for (let f = 0; f < files; f += 1) {
  const path = join(folder, "data", `${f}.csv`);
  const handle = openSync(path, "a");
  for (let m = 0; m < megabytes / files; m += 1) writeSync(handle, block);
  closeSync(handle);
}
const hashAll = async () => {
  for (let f = 0; f < files; f += 1) {
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(join(folder, "data", `${f}.csv`), { highWaterMark: 1 << 20 }))
      hash.update(chunk);
    digests.set(`data/${f}.csv`, hash.digest("hex"));
  }
};
await hashAll();
for (const { name } of readdirSync(join(folder, "reports"), { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
)) {
  const path = join(folder, "reports", name, "manifest.json");
  const { key: _key, schema: _schema, inputs, ...rest } = JSON.parse(readFileSync(path, "utf8"));
  const now = inputs.map((input) => ({ ...input, sha256: digests.get(input.name) ?? input.sha256 }));
  writeFileSync(path, `${JSON.stringify(sealManifest({ ...rest, inputs: now }), undefined, 2)}\n`);
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const checks = [];
const hashes = [];
const versions = [];
for (let k = 0; k < 5; k += 1) {
  const from = performance.now();
  await hashAll();
  hashes.push((performance.now() - from) / 1000);
  const [took, out] = cli("check");
  if (!out.includes(`All ${reports + 1} are current`)) throw new Error(out.slice(-400));
  checks.push(took);
  versions.push(timed(() => execFileSync(process.execPath, [program, "--version"]))[0]);
}
const [check, hash, version] = [checks, hashes, versions].map(median);
console.log(`check of ${reports} reports over ${megabytes} MB   ${check.toFixed(2)} s`);
console.log(`bare SHA-256 of the inputs            ${hash.toFixed(2)} s`);
console.log(
  `beyond hashing                        ${(check - hash).toFixed(2)} s   (--version alone: ${version.toFixed(2)} s)`,
);
console.log(`check ÷ hashing                       ${(check / hash).toFixed(2)}`);
