import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { checkHere, program, scratch, smallWorkspace, treeOf } from "../helpers/workspace.ts";

/** A workspace with reports of one edition and inputs of the next, and the bytes of both. */
export interface Editions {
  readonly folder: string;
  readonly old: string;
  readonly fresh: string;
}

const studies = ["lights", "wardens"] as const;
/** A report's bytes; the manifest and the finding name the program's version, which both editions share. */
const report = (folder: string, study: string): string =>
  JSON.stringify(treeOf(join(folder, "reports", study)));

export const twoEditions = async (): Promise<Editions> => {
  const [folder, old, fresh] = [smallWorkspace(), scratch(), scratch()];
  await finished(start(folder));
  cpSync(folder, old, { recursive: true });
  const data = join(folder, "data/theft.csv");
  writeFileSync(data, readFileSync(data, "utf8").replace(/,\d+\n/, ",77\n"));
  cpSync(folder, fresh, { recursive: true });
  await finished(start(fresh));
  return { folder, old, fresh };
};

export const start = (folder: string, ...words: string[]): ChildProcess =>
  spawn(process.execPath, [program, "run", "-C", folder, "--jobs", "2", ...words], { stdio: "ignore" });

export const finished = (child: ChildProcess): Promise<number | NodeJS.Signals | null> =>
  new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));

/** Kills a run after some milliseconds; returns what is wrong with the folder afterwards. */
export const killAfter = async (editions: Editions, wait: number): Promise<string[]> => {
  const folder = scratch();
  cpSync(editions.folder, folder, { recursive: true });
  const child = start(folder);
  const end = finished(child);
  await pause(wait);
  child.kill("SIGKILL");
  await end;
  const wrong: string[] = [];
  const judged = await checkHere(folder);
  for (const study of studies) {
    const found = report(folder, study);
    const isNew = found === report(editions.fresh, study);
    if (!isNew && found !== report(editions.old, study)) wrong.push(`${wait} ms: ${study} is torn`);
    const state = judged.studies.find((one) => one.study === study)?.state;
    if ((state === "current") !== isNew) wrong.push(`${wait} ms: check says that ${study} is ${state}`);
  }
  const ended = await finished(start(folder));
  for (const study of studies)
    if (report(folder, study) !== report(editions.fresh, study))
      wrong.push(`${wait} ms: the next run (${ended})`);
  const left = readdirSync(join(folder, "reports")).filter((name) => name.startsWith("."));
  if (left.length > 0) wrong.push(`${wait} ms: ${left.join(", ")} left`);
  rmSync(folder, { recursive: true });
  return wrong;
};

export const tidy = ({ folder, old, fresh }: Editions): void => {
  for (const path of [folder, old, fresh]) if (existsSync(path)) rmSync(path, { recursive: true });
};
