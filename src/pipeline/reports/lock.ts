import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { EnvironmentError } from "../../model/errors.ts";
import { type Holder, isAlive, thisProcess, touchedWithin } from "./holder.ts";
import { onInterrupt } from "./interrupt.ts";
import { withPath } from "./named-fault.ts";

/** Locks that this process holds. */
const held = new Set<string>();
const alive = (holder: Holder, path: string): boolean => isAlive(holder, path, held.has(path));

const readHolder = (path: string): Holder | undefined => {
  try {
    const holder = JSON.parse(readFileSync(path, "utf8")) as Partial<Holder> | null;
    return typeof holder?.pid === "number" && typeof holder.host === "string"
      ? (holder as Holder)
      : undefined;
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
    writeSync(handle, JSON.stringify(thisProcess()));
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
    // One that names nobody was left by a process killed before it could write.
    if (other ? !alive(other, guard) : !touchedWithin(guard, 1000)) rmSync(guard, { force: true });
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
    hint: "wait for it to end, or run again with --wait SECONDS: a holder that is gone is taken over after half a minute",
  });

const lockPath = (reports: string): string => join(reports, ".whatworks.lock");

/** Touches the lock from a thread of its own, so that a long calculation does not look like a death. */
const keepTouching = (path: string): Worker => {
  const worker = new Worker(
    `const { utimesSync } = process.getBuiltinModule("node:fs"); const { workerData } = process.getBuiltinModule("node:worker_threads");
     setInterval(() => { try { const now = new Date(); utimesSync(workerData, now, now); } catch {} }, 2000);`,
    { eval: true, workerData: path },
  );
  worker.unref();
  return worker;
};

/** Who is writing these reports now, if anyone is. */
export const lockHolder = (reports: string): Holder | undefined => {
  const holder = readHolder(lockPath(reports));
  return holder && alive(holder, lockPath(reports)) ? holder : undefined;
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
    if (holder && !alive(holder, path)) takeOver(path, (found) => found !== undefined && !alive(found, path));
    else if (unreadable > 20) takeOver(path, (found) => found === undefined);
    else if (performance.now() > until) throw locked(holder);
    // Taken over or not, the loop lets signals in; a takeover that never ends runs out of patience as well.
    if (performance.now() > until + 5000) throw locked(holder);
    await Promise.race([pause(holder ? 50 : 20), asked]);
  }
  held.add(path);
  const release = (): void => {
    held.delete(path);
    rmSync(path, { force: true });
  };
  const kept = onInterrupt(release);
  const touching = keepTouching(path);
  try {
    return await work();
  } finally {
    kept();
    void touching.terminate();
    release();
  }
};
