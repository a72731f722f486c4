import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { check } from "../../src/pipeline/reports/check.ts";
import { run } from "../../src/pipeline/reports/run.ts";

export const program = fileURLToPath(new URL("../../bin/whatworks.js", import.meta.url));

// Memory where there is some: hundreds of workspaces are synced to it, and a disk would make that slow.
const room = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
export const scratch = (name = "whatworks-"): string => realpathSync(mkdtempSync(join(room, name)));

/** Monthly counts of a few places by a fixed recurrence: no draw, the same on every machine. */
const counts = (units: readonly string[], months: number, outcome: string, salt: number): string => {
  const rows: string[] = [];
  let state = 12_345 + salt;
  for (const unit of units)
    for (let t = 0; t < months; t += 1) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      const month = `${2022 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}`;
      rows.push(`${unit},${month},${outcome},${20 + (state % 17)}`);
    }
  return rows.join("\n");
};

const yaml = `workspace: small
title: A small workspace
invented: true
sources:
  crime:
    format: long
    files: [data/*.csv]
interventions: interventions.csv
units: units.csv
studies:
  lights:
    title: Lights
    question: Did lights reduce burglary?
    intervention: lights
    outcome: { source: crime, name: burglary, label: burglary }
    design: before-after
    window: { before: 12 months, after: 12 months }
  wardens:
    title: Wardens
    question: Did wardens reduce theft?
    intervention: wardens
    outcome: { source: crime, name: theft, label: theft }
    design: before-after
    window: { before: 12 months, after: 12 months }
reports: reports
`;

/** A workspace of two quick studies, without reports. */
export const smallWorkspace = (folder = scratch()): string => {
  mkdirSync(join(folder, "data"), { recursive: true });
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const header = "unit,period,outcome,value\n";
  put("whatworks.yaml", yaml);
  put("data/burglary.csv", `${header}${counts(["North", "South"], 24, "burglary", 1)}\n`);
  put("data/theft.csv", `${header}${counts(["North", "South"], 24, "theft", 2)}\n`);
  put(
    "interventions.csv",
    "id,title,unit,start\nlights,Lights,North,2023-01\nlights,Lights,South,2023-01\nwardens,Wardens,North,2023-01\nwardens,Wardens,South,2023-01\n",
  );
  put("units.csv", "unit,population\nNorth,1000\nSouth,2000\n");
  return folder;
};

const quiet = { progress: () => undefined };
export const runHere = (folder: string, options: { force?: boolean; studies?: readonly string[] } = {}) =>
  run({
    ...{ folder, studies: [], force: false, dryRun: false, jobs: 1, patience: 0 },
    ...{ programVersion: "0.0.0", ...quiet, ...options },
  });
export const today = 20_000;
export const checkHere = (folder: string, studies: readonly string[] = []) =>
  check({ folder, studies, today, counts: false, ...quiet });

/** A copy of the inputs alone, so that what comes of it owes nothing to earlier runs. */
export const inputsOf = (folder: string, to = scratch()): string => {
  cpSync(folder, to, {
    recursive: true,
    filter: (path) => path !== join(folder, "reports") && path !== join(folder, ".whatworks"),
  });
  return to;
};

/** Every file of a folder by its hash; what the program keeps for itself starts with a dot and is left out. */
export const treeOf = (folder: string): Record<string, string> => {
  if (!existsSync(folder)) return {};
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => !path.slice(folder.length).includes("/."))
      .sort()
      .map((path) => [
        path.slice(folder.length + 1),
        createHash("sha256").update(readFileSync(path)).digest("hex"),
      ]),
  );
};

/** The program as a user types it. */
export const type = (
  words: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; node?: readonly string[] } = {},
): { exit: number | null; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...(options.node ?? []), program, ...words],
    {
      cwd: options.cwd ?? dirname(program),
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", GITHUB_STEP_SUMMARY: "", GITHUB_WORKSPACE: "", ...options.env },
    },
  );
  return { exit: status, out: stdout, err: stderr };
};
