import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../shared/", import.meta.url));

/** Absolute path of something in the shared folder beside the project, or undefined where it is not there. */
export const sharedPath = (relative: string): string | undefined =>
  existsSync(root + relative) ? root + relative : undefined;

/** A JSON file of the shared folder, or undefined where it is not there. */
// biome-ignore lint/suspicious/noExplicitAny: the oracles' shapes differ, and each test names the keys it wants
export const sharedJson = (relative: string): any => {
  const path = sharedPath(relative);
  return path === undefined ? undefined : JSON.parse(readFileSync(path, "utf8"));
};
