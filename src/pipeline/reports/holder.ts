import { readFileSync, readlinkSync, statSync } from "node:fs";
import { hostname } from "node:os";

/** Who holds a lock. Containers share host names and start at process 1, so the space of the number counts too. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** The space in which `pid` is a number, where the system has such spaces. */
  readonly space?: string;
  /** When the process began, in ticks since the machine did: a number may be given to another process. */
  readonly began?: string;
}

const orUndefined = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

const beganAt = (pid: number): string | undefined =>
  // The name of a program stands in brackets and may hold anything; what follows it is numbers.
  orUndefined(() => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ")[19]);

const space = (): string | undefined => orUndefined(() => readlinkSync("/proc/self/ns/pid"));

export const thisProcess = (): Holder => {
  const [here, began] = [space(), beganAt(process.pid)];
  return {
    pid: process.pid,
    host: hostname(),
    ...(here === undefined ? {} : { space: here }),
    ...(began === undefined ? {} : { began }),
  };
};

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

/** A lock is touched every two seconds by its holder; after so long without, a holder elsewhere is no more. */
export const silence = 30_000;

export const touchedWithin = (path: string, span: number): boolean => {
  const stat = orUndefined(() => statSync(path));
  return stat !== undefined && Math.abs(Date.now() - stat.mtimeMs) < span;
};

/**
 * Can the holder still be writing? In the same space its number tells; elsewhere (another machine, another container)
 * only that it goes on touching its lock.
 *
 * @param ours The lock is held by this very process.
 */
export const isAlive = (holder: Holder, path: string, ours: boolean): boolean => {
  const here = thisProcess();
  const near = holder.host === here.host && (holder.space === undefined || holder.space === here.space);
  if (!near) return touchedWithin(path, silence);
  if (holder.pid === process.pid) return ours;
  if (!exists(holder.pid)) return false;
  const began = beganAt(holder.pid);
  if (holder.began !== undefined && began !== undefined) return holder.began === began;
  return began === undefined || touchedWithin(path, silence);
};
