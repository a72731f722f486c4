import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { keyOf } from "../../ingest/release/index.ts";
import { UsageError } from "../../model/errors.ts";
import { expanded, refuseKeyInside } from "./key.ts";

export interface NewKey {
  readonly path: string;
  readonly key_id: string;
}

/**
 * Writes a fresh key of 256 bits, readable by its owner alone, and never over another.
 *
 * Throws UsageError release/key-exists; PrivacyError release/key-place.
 */
export const newKey = (file: string): NewKey => {
  const path = expanded(file, process.cwd());
  refuseKeyInside(path, []);
  const secret = randomBytes(32).toString("hex");
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${secret}\n`, { flag: "wx", mode: 0o600 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    throw new UsageError(
      "release/key-exists",
      {
        found: `a file at ${file}`,
        expected:
          "a name that is not taken: reports made with a key that is written over can never be made again",
        hint: "name another file, or use the key that is there",
      },
      { cause },
    );
  }
  return { path, key_id: keyOf(secret).id };
};
