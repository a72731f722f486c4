import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { copyDemo } from "../../src/pipeline/demo.ts";
import { program, scratch, treeOf } from "../helpers/workspace.ts";

/*
 * One SHA-256 over every report of the demonstration, whatever the machine is set to. Other versions of Node come
 * from the registry (`npx node@22`); where they cannot be had, those rows are skipped and say so.
 */
const zones = ["UTC", "Pacific/Auckland", "America/St_Johns", "Asia/Kolkata"];
const locales = ["C", "en_GB.UTF-8", "tr_TR.UTF-8", "de_DE.UTF-8", "ar_EG.UTF-8", "ja_JP.UTF-8"];

const nodeOf = (major: number): string | undefined => {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  try {
    const path = "process.stdout.write(process.execPath)";
    return execFileSync("npx", ["--yes", `node@${major}`, "-e", path], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return undefined;
  }
};

const reportsHash = (env: Record<string, string>, node: string, jobs: number, backwards = false): string => {
  const folder = join(scratch(), "demo");
  copyDemo(folder);
  // Times and the order in which files come to be are no part of the data.
  const names = readdirSync(join(folder, "data"));
  for (const [k, name] of (backwards ? names.reverse() : names).entries())
    utimesSync(join(folder, "data", name), 1e9 + k, 1e9 + k);
  execFileSync(node, [program, "run", "--force", "--quiet", "--jobs", `${jobs}`, "-C", folder], {
    env: { PATH: process.env.PATH, ...env },
  });
  const hash = createHash("sha256")
    .update(JSON.stringify(treeOf(join(folder, "reports"))))
    .digest("hex");
  rmSync(folder, { recursive: true });
  return hash;
};

let wanted = "";
beforeAll(() => {
  wanted = reportsHash({ TZ: "UTC", LANG: "C", LC_ALL: "C" }, process.execPath, 1);
});

describe.each([20, 22, 24])("on Node %i", (major) => {
  const node = nodeOf(major);
  it.skipIf(node === undefined).each(zones)("in the time zone %s", (TZ) => {
    expect(reportsHash({ TZ, LANG: "C" }, node!, 2)).toBe(wanted);
  });
  it.skipIf(node === undefined).each(locales)("in the locale %s", (LANG) => {
    expect(reportsHash({ TZ: "UTC", LANG, LC_ALL: LANG }, node!, 1, true)).toBe(wanted);
  });
});
