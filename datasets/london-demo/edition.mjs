// Makes editions/2024.json: the invented index as it was published early in 2025, for the current one to be compared
// with. `node datasets/london-demo/edition.mjs`, after the program was built. Same data, same bytes.
//
// Counts as they stood then: data to December 2024, the last three months not yet complete (three in a hundred
// offences were recorded later), and a batch of burglaries of one borough that was found in a drawer in spring.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("./", import.meta.url));
const program = fileURLToPath(new URL("../../bin/whatworks.js", import.meta.url));
const out = process.argv[2] ?? join(here, "editions");

const asOf2024 = (row) => {
  const [unit, period, outcome, value] = row.split(",");
  if (period > "2024-12") return [];
  const late = period >= "2024-10" ? Math.floor(Number(value) * 0.97) : Number(value);
  const missing = unit === "Heronsford" && outcome === "burglary" && period === "2024-06" ? 60 : 0;
  return [[unit, period, outcome, Math.max(0, late - missing)].join(",")];
};

const folder = mkdtempSync(join(tmpdir(), "edition-"));
try {
  cpSync(here, folder, { recursive: true });
  const crime = join(folder, "data/recorded-crime.csv");
  const [header, ...rows] = readFileSync(crime, "utf8").trimEnd().split("\n");
  writeFileSync(crime, `${[header, ...rows.flatMap(asOf2024)].join("\n")}\n`);
  const survey = join(folder, "data/residents-survey.csv");
  const [head, ...answers] = readFileSync(survey, "utf8").trimEnd().split("\n");
  writeFileSync(survey, `${[head, ...answers.filter((row) => row.split(",")[1] < "2025")].join("\n")}\n`);
  const yaml = join(folder, "whatworks.yaml");
  const then = readFileSync(yaml, "utf8")
    .replace(/^ {2}previous: .*\n/m, "")
    .replace(/^reports: .*$/m, "reports: reports");
  writeFileSync(yaml, then);
  const { status, stderr } = spawnSync(process.execPath, [program, "index", "-C", folder, "--quiet"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  mkdirSync(out, { recursive: true });
  cpSync(join(folder, "reports/index.json"), join(out, "2024.json"));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
