import type * as Fs from "node:fs";

/*
 * A disk that can fail or stop at any operation. Mocking node:fs with this wraps every function that changes the disk:
 * the nth such call throws a fault, or freezes the disk as the death of a process does: that call is half done where
 * it writes bytes, and none after it does anything but throw.
 */
export type Trouble = "kill" | "ENOSPC" | "EACCES" | "EIO";

export interface Disk {
  /** Operations since it was last set. */
  count: number;
  at: number;
  trouble: Trouble;
  dead: boolean;
}

export const disk: Disk = { count: 0, at: Number.POSITIVE_INFINITY, trouble: "kill", dead: false };

export const set = (at: number, trouble: Trouble): void => {
  Object.assign(disk, { count: 0, at, trouble, dead: false });
};

class Killed extends Error {}

const changing = [
  "mkdirSync",
  "openSync",
  "writeSync",
  "fsyncSync",
  "renameSync",
  "rmSync",
  "rmdirSync",
  "linkSync",
  "symlinkSync",
  "copyFileSync",
  "writeFileSync",
  "chmodSync",
] as const;

const writes = (name: string, given: readonly unknown[]): boolean =>
  name !== "openSync" || (typeof given[1] === "string" && /[wax]/.test(given[1]));

const halfDone = (real: typeof Fs, name: string, given: readonly unknown[]): void => {
  const [handle, bytes, from] = given as [number, Buffer | string, number];
  if (name === "writeSync" && Buffer.isBuffer(bytes))
    real.writeSync(handle, bytes, from, Math.floor((bytes.length - from) / 2));
};

export const wrapped = (real: typeof Fs): typeof Fs => {
  const ops: Record<string, unknown> = {};
  for (const name of changing) {
    const original = real[name] as (...given: unknown[]) => unknown;
    ops[name] = (...given: unknown[]): unknown => {
      if (!writes(name, given)) return original(...given);
      if (disk.dead) throw new Killed();
      disk.count += 1;
      if (disk.count !== disk.at) return original(...given);
      if (disk.trouble === "kill") {
        halfDone(real, name, given);
        disk.dead = true;
        throw new Killed();
      }
      if (disk.trouble === "ENOSPC") halfDone(real, name, given);
      throw Object.assign(new Error(`${disk.trouble}: injected`), { code: disk.trouble, path: name });
    };
  }
  return { ...real, ...ops } as typeof Fs;
};
