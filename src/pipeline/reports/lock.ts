import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { EnvironmentError } from "../../model/errors.ts";
import { withPath } from "./named-fault.ts";

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

const readHolder = (path: string): Holder | undefined => {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    // Gone meanwhile, or its writer was killed between making and filling it.
    return undefined;
  }
};

const take = (path: string): boolean => {
  let handle: number;
  try {
    handle = openSync(path, "wx", 0o644);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  try {
    writeSync(handle, JSON.stringify({ pid: process.pid, host: hostname() }));
  } catch (error) {
    // A full disk must not leave a lock that names nobody.
    rmSync(path, { force: true });
    throw withPath(error, path);
  } finally {
    closeSync(handle);
  }
  return true;
};

/**
 * Removes the lock of a process that is no more. Of several that wait, one at a time looks again and removes: else
 * the second could remove the lock that the first has just taken.
 */
const takeOver = (path: string, abandoned: (holder: Holder | undefined) => boolean): void => {
  const guard = `${path}.takeover`;
  if (!take(guard)) {
    const other = readHolder(guard);
    if (other && !isAlive(other)) rmSync(guard, { force: true });
    return;
  }
  try {
    if (abandoned(readHolder(path))) rmSync(path, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
};

const locked = (holder: Holder | undefined): EnvironmentError =>
  new EnvironmentError("environment/locked", {
    found: holder
      ? `process ${holder.pid} on ${holder.host} is writing these reports`
      : "another process is writing these reports",
    expected: "one run at a time",
    hint: "wait for it to end, or run again with --wait SECONDS; if it is no run of whatworks, remove .whatworks.lock",
  });

const lockPath = (reports: string): string => join(reports, ".whatworks.lock");

/** Who is writing these reports now, if anyone is. */
export const lockHolder = (reports: string): Holder | undefined => {
  const holder = readHolder(lockPath(reports));
  return holder && isAlive(holder) ? holder : undefined;
};

/**
 * Runs something while no other process writes to the same reports. A second run waits; a lock left by a process
 * that is no more is taken over. Waiting ends when `asked` to stop.
 *
 * Throws EnvironmentError environment/locked, naming the holder, when it waits longer than `patience` milliseconds.
 */
export const withLock = async <T>(
  reports: string,
  patience: number,
  work: () => Promise<T>,
  asked: Promise<never> = new Promise(() => undefined),
): Promise<T> => {
  mkdirSync(reports, { recursive: true });
  const path = lockPath(reports);
  const until = performance.now() + patience;
  let unreadable = 0;
  while (!take(path)) {
    const holder = readHolder(path);
    unreadable = holder ? 0 : unreadable + 1;
    if (holder && !isAlive(holder)) takeOver(path, (found) => found !== undefined && !isAlive(found));
    else if (unreadable > 20) takeOver(path, (found) => found === undefined);
    else if (performance.now() > until) throw locked(holder);
    else await Promise.race([pause(holder ? 100 : 20), asked]);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
};
