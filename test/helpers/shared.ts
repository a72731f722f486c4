import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../shared/", import.meta.url));

/** Absolute path of something in the shared folder beside the project, or undefined where it is not there. */
export const sharedPath = (relative: string): string | undefined =>
  existsSync(root + relative) ? root + relative : undefined;
