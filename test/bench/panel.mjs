// Times `whatworks panel` on invented street files beside bare DuckDB that groups the same rows and writes what it
// finds: `npm run build && node test/bench/panel.mjs [rows]`. The panel also fills in the zeros, which DuckDB does not.
import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const rows = Number(process.argv[2] ?? 2_000_000);
const folder = mkdtempSync(join(tmpdir(), "whatworks-bench-"));

// A linear congruential generator (Numerical Recipes' constants): quick, and the same rows every time.
let state = 2024;
const below = (n) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
};
const types =
  "Anti-social behaviour|Bicycle theft|Burglary|Drugs|Other crime|Other theft|Public order|Robbery|Shoplifting|Vehicle crime".split(
    "|",
  );
const header =
  "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n";
const hex = () =>
  below(2 ** 32)
    .toString(16)
    .padStart(8, "0");

const row = (month) => {
  const type = types[below(types.length)];
  const id = type === types[0] ? "" : hex() + hex() + hex() + hex();
  const area = below(4_835);
  return `${id},${month},Invented Police,Invented Police,-0.1${below(10_000)},51.5${below(10_000)},On or near High Street,E0100${String(area).padStart(4, "0")},Borough ${area % 32} 001A,${type},Under investigation,\n`;
};

const makeFiles = () => {
  for (let m = 0; m < 60; m++) {
    const month = `${2019 + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, "0")}`;
    mkdirSync(join(folder, "street", month), { recursive: true });
    const file = openSync(join(folder, "street", month, `${month}-invented-street.csv`), "w");
    writeSync(file, header);
    for (let left = Math.ceil(rows / 60); left > 0; left -= 5_000)
      writeSync(file, Array.from({ length: Math.min(left, 5_000) }, () => row(month)).join(""));
    closeSync(file);
  }
};

const bare = `
const { DuckDBInstance } = require("@duckdb/node-api");
(async () => {
  const c = await (await DuckDBInstance.create(":memory:")).connect();
  await c.run(\`COPY (SELECT "LSOA code", Month, "Crime type", count(*) FROM read_csv('${folder}/street/**/*.csv', all_varchar=true, header=true, delim=',', quote='"')
    GROUP BY ALL ORDER BY ALL) TO '${folder}/bare.csv' (HEADER)\`);
})();`;

const seconds = (args) => {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr.slice(-400));
  return (performance.now() - start) / 1000;
};

try {
  makeFiles();
  const ours = [];
  const theirs = [];
  // In turn, so that whatever else the machine does falls on both.
  for (let round = 0; round < 5; round++) {
    ours.push(
      seconds(["bin/whatworks.js", "panel", join(folder, "street"), "--out", join(folder, "panel.csv")]),
    );
    theirs.push(seconds(["-e", bare]));
  }
  const [panel, duckdb] = [Math.min(...ours), Math.min(...theirs)];
  process.stdout.write(
    `${rows} street rows: panel ${panel.toFixed(2)} s, bare DuckDB ${duckdb.toFixed(2)} s, ratio ${(panel / duckdb).toFixed(2)}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
