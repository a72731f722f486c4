import { InputError } from "../../model/errors.ts";

/** What is said of gzip that cannot be unpacked to its end. */
export const damaged = {
  found: "the gzip data end early or are damaged",
  fix: "download the file again, and test it with: gunzip -t",
} as const;

/** Is this what zlib throws? Its codes all start so; those of files and of this program do not. */
export const isZlibFault = (cause: unknown): boolean =>
  /^(Z_|ERR_ZLIB)/.test(String((cause as { code?: unknown }).code));

/** A damaged file as an error of the data, where there is no log that would tell it. Anything else as it was. */
export const asDamaged = (cause: unknown, file: string): unknown =>
  isZlibFault(cause)
    ? new InputError(
        "file/gzip",
        { file, line: 1, found: damaged.found, expected: "a whole gzip file", hint: damaged.fix },
        { cause },
      )
    : cause;
