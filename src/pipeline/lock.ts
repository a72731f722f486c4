import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { EnvironmentError } from "../model/errors.ts";

interface Holder {
  readonly pid: number;
  readonly host: string;
}

const isAlive = ({ pid, host }: Holder): boolean => {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

const holderOf = (path: string): Holder | undefined => {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    // Gone meanwhile, or its writer was killed between making and filling it.
    return undefined;
  }
};

const take = (path: string): boolean => {
  try {
    const handle = openSync(path, "wx", 0o644);
    writeSync(handle, JSON.stringify({ pid: process.pid, host: hostname() }));
    closeSync(handle);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
};

/**
 * Runs something while no other process writes to the same reports. A second run waits; a lock left by a process
 * that is no more is taken over.
 *
 * Throws EnvironmentError environment/locked, naming the holder, when it waits longer than `patience` milliseconds.
 */
export const withLock = async <T>(reports: string, patience: number, work: () => Promise<T>): Promise<T> => {
  mkdirSync(reports, { recursive: true });
  const path = join(reports, ".whatworks.lock");
  const until = performance.now() + patience;
  let unreadable = 0;
  while (!take(path)) {
    const holder = holderOf(path);
    unreadable = holder ? 0 : unreadable + 1;
    if ((holder && !isAlive(holder)) || unreadable > 20) rmSync(path, { force: true });
    else if (performance.now() > until) {
      throw new EnvironmentError("environment/locked", {
        found: holder
          ? `process ${holder.pid} on ${holder.host} is writing these reports`
          : "another process is writing these reports",
        expected: "one run at a time",
        hint: "wait for it to end, or run again with --wait SECONDS",
      });
    } else await pause(100);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
};
