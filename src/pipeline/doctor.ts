import { accessSync, constants, existsSync, readdirSync, readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { dirname, join } from "node:path";
import { WhatworksError } from "../model/errors.ts";
import { ageInDays, allowedDays } from "../provenance/freshness.ts";
import { plural } from "../summaries/numbers.ts";
import { loadWorkspace } from "./load-workspace.ts";
import { closeEngine, openEngine } from "./reading/engine.ts";
import type { Family } from "./reports/entry.ts";
import { isUnfinished } from "./reports/files-on-disk.ts";
import { Inspection } from "./reports/inspection.ts";
import { lockHolder } from "./reports/lock.ts";
import { readManifest } from "./reports/manifest-file.ts";
import { type Workspace, workspaceFile, workspacePath } from "./workspace.ts";

export interface Symptom {
  readonly area: "machine" | "workspace" | "data" | "reports" | "ci" | "freshness";
  readonly status: "ok" | "advice" | "fault";
  readonly what: string;
  /** What to type about it. */
  readonly fix: string;
}

type Say = (status: Symptom["status"], what: string, fix: string) => Symptom;
const about =
  (area: Symptom["area"]): Say =>
  (status, what, fix) => ({ area, status, what, fix });

/** Looks at the machine and the workspace; estimates nothing and writes nothing. */
export const examine = async (folder: string, today: number, family?: Family): Promise<Symptom[]> => {
  const found = [...(await machine())];
  let workspace: Workspace;
  try {
    workspace = loadWorkspace(folder, { family });
  } catch (thrown) {
    if (!(thrown instanceof WhatworksError)) throw thrown;
    const { found: what, hint } = thrown.fault;
    return [
      ...found,
      about("workspace")("fault", `${thrown.code}: ${what}`, hint ?? "whatworks init data/*.csv"),
    ];
  }
  return [
    ...found,
    ...workspaceHealth(workspace),
    ...dataHealth(workspace),
    ...reportsHealth(workspace),
    ...ciHealth(workspace),
    ...freshnessHealth(workspace, today),
  ];
};

const machine = async (): Promise<Symptom[]> => {
  const say = about("machine");
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const young = major > 20 || (major === 20 && minor >= 17);
  const memory = totalmem() / 2 ** 30;
  return [
    say(young ? "ok" : "fault", `Node ${process.versions.node}`, "nvm install 20   (20.17 or later)"),
    say(
      memory >= 2 ? "ok" : "advice",
      `${memory.toFixed(0)} GiB of memory`,
      "whatworks run --jobs 1   (files of many million rows want 2 GiB)",
    ),
    await engineHealth(say),
  ];
};

const engineHealth = async (say: Say): Promise<Symptom> => {
  try {
    const engine = await openEngine();
    await engine.run("SELECT 1");
    await closeEngine();
    return say("ok", `the engine ${engine.name} opens`, "npm ci");
  } catch {
    return say(
      "fault",
      "the embedded engine does not open",
      "npm ci   (its binary is an optional package of npm)",
    );
  }
};

const workspaceHealth = (workspace: Workspace): Symptom[] => {
  const say = about("workspace");
  const { protocols, config, folder } = workspace;
  const count = protocols.length;
  const text = readFileSync(join(folder, workspaceFile), "utf8");
  return [
    say(
      count > 0 ? "ok" : "advice",
      `${count} stud${count === 1 ? "y" : "ies"} in ${workspaceFile}`,
      "ask a question under studies: whatworks schema study lists the keys",
    ),
    ...(config.interventions === undefined && count > 0
      ? [say("fault", "no register of interventions", "add the line  interventions: interventions.csv")]
      : []),
    say(
      text.includes("yaml-language-server") ? "ok" : "advice",
      text.includes("yaml-language-server")
        ? "your editor knows the keys"
        : "your editor does not know the keys",
      "whatworks schema workspace > .whatworks.schema.json   and the first line  # yaml-language-server: $schema=.whatworks.schema.json",
    ),
  ];
};

const dataHealth = (workspace: Workspace): Symptom[] => {
  const say = about("data");
  const look = new Inspection(workspace);
  const sources = Object.keys(workspace.config.sources).map((name) => {
    const listed = look.source(name);
    return "files" in listed
      ? say(
          "ok",
          `source ${name}: ${listed.files.length} file${listed.files.length === 1 ? "" : "s"}`,
          "whatworks validate",
        )
      : say("fault", `source ${name}: ${listed.why}`, `mend sources.${name}.files in ${workspaceFile}`);
  });
  const { interventions, units, breaks } = workspace.config;
  const named = Object.entries({ interventions, units, breaks }).flatMap(([key, name]) => {
    if (name === undefined) return [];
    try {
      workspacePath(workspace, name, key);
      return [say("ok", `${key}: ${name}`, "whatworks validate")];
    } catch {
      return [say("fault", `${key}: no file called ${name}`, `mend ${key} in ${workspaceFile}`)];
    }
  });
  return [...sources, ...named];
};

const canWrite = (path: string): boolean => {
  const there = existsSync(path) ? path : dirname(path);
  try {
    accessSync(there, constants.W_OK);
    return true;
  } catch {
    // A parent that is not there either is made by the run.
    return !existsSync(there);
  }
};

const reportsHealth = ({ reports, entries, family }: Workspace): Symptom[] => {
  const say = about("reports");
  const holder = lockHolder(reports);
  return [
    say(
      canWrite(reports) ? "ok" : "fault",
      canWrite(reports) ? "the folder of reports can be written" : "the folder of reports cannot be written",
      `chmod u+w on it, or another reports: in ${workspaceFile}`,
    ),
    ...(holder
      ? [
          say(
            "advice",
            `process ${holder.pid} on ${holder.host} is writing reports now`,
            "wait for it to end",
          ),
        ]
      : isUnfinished(reports)
        ? [
            say(
              "advice",
              "a run was killed in the middle",
              "whatworks check   (puts in place what was finished)",
            ),
          ]
        : []),
    ...family.flatMap(({ key, called }) => {
      const own = entries.filter(({ kind }) => kind.key === key);
      const written = own.filter(({ id }) => readManifest(join(reports, id)) !== undefined).length;
      if (own.length === 0) return [];
      return [
        say(
          written === own.length ? "ok" : "advice",
          `${written} of ${plural(own.length, called, called.replace(/y$/, "ies"))} ${own.length === 1 ? "has" : "have"} a report`,
          "whatworks run, then whatworks check",
        ),
      ];
    }),
  ];
};

/** The folder and those above it, up to the one that git or a file system ends at. */
const upwards = (folder: string): string[] => {
  const parent = dirname(folder);
  return existsSync(join(folder, ".git")) || parent === folder ? [folder] : [folder, ...upwards(parent)];
};

const ciHealth = ({ folder }: Workspace): Symptom[] => {
  const say = about("ci");
  const files = upwards(folder).flatMap((up) => {
    const flows = join(up, ".github", "workflows");
    const named = existsSync(flows) ? readdirSync(flows).map((name) => join(flows, name)) : [];
    return [...named, join(up, ".gitlab-ci.yml")].filter((path) => /\.ya?ml$/.test(path) && existsSync(path));
  });
  const checked = files.some((path) => /whatworks[^\n]* check/.test(readFileSync(path, "utf8")));
  return [
    say(
      checked ? "ok" : "advice",
      checked ? "a workflow runs whatworks check" : "nothing checks these reports by itself",
      "whatworks ci github > .github/workflows/whatworks.yml   (or gitlab, cron)",
    ),
  ];
};

const freshnessHealth = ({ entries, config, reports }: Workspace, today: number): Symptom[] => {
  const say = about("freshness");
  return entries.map(({ id, name, freshness: own }) => {
    const freshness = own ?? config.freshness;
    const manifest = readManifest(join(reports, id));
    if (freshness === undefined)
      return say(
        "advice",
        `${name}: nobody said how old its data may be`,
        "add the line  freshness: 3 months",
      );
    if (manifest === undefined || manifest === "broken")
      return say("advice", `${name}: no report to tell the age of`, `whatworks run ${name}`);
    const [age, allowed] = [ageInDays(manifest.data_to, today), allowedDays(freshness)];
    const old = age !== undefined && allowed !== undefined && age > allowed;
    return say(
      old ? "fault" : "ok",
      `${name}: data to ${manifest.data_to}${age === undefined ? "" : `, ${age} days ago`}; allowed: ${freshness}`,
      `fetch newer data, then: whatworks run ${name}`,
    );
  });
};
