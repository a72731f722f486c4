import { type BigIntStats, statSync } from "node:fs";
import { InputError } from "../../model/errors.ts";
import { shownFrom } from "../shown-from.ts";

/** What changes when a file is written to or replaced: never compared over time, only across one reading. */
export const stampOf = (path: string): string => {
  const stat: BigIntStats | undefined = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return "gone";
  // A pipe can be read once only, and its times move with every byte.
  return !stat.isFile() ? "a stream" : [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(" ");
};

export const changedWhileRead = (paths: readonly string[]): InputError =>
  new InputError("input/changed", {
    found: `${paths.map(shownFrom).join(", ")} changed while being read`,
    expected: "files that nobody writes to meanwhile: a hash must be of the bytes that were read",
    hint: "wait until the file is whole, and run the same command again",
  });

export const isChanged = (thrown: unknown): boolean =>
  thrown instanceof InputError && thrown.code === "input/changed";

/**
 * Reads files so that what was read and what was hashed are the same bytes: where one changed meanwhile everything is
 * read once more.
 *
 * Throws InputError input/changed where they change again.
 */
export const steadily = async <T>(paths: readonly string[], read: () => Promise<T>): Promise<T> => {
  for (let again = false; ; again = true) {
    const before = paths.map(stampOf);
    const outcome = await read().then(
      (value) => ({ value }),
      (thrown: unknown) => ({ thrown }),
    );
    const changed = paths.filter((path, i) => stampOf(path) !== before[i]);
    if (changed.length > 0 && !again) continue;
    if (changed.length > 0) throw changedWhileRead(changed);
    if ("thrown" in outcome) throw outcome.thrown;
    return outcome.value;
  }
};
