import { type ExitCode, exitCodes, type Fault, WhatworksError } from "../model/errors.ts";
import { plainText, visibleLine, withoutCommands } from "../model/text.ts";
import { shownPath } from "../pipeline/workspace.ts";
import { failureForCi } from "./formats/failure.ts";
import type { CiFormat } from "./formats/report.ts";
import { wrapped } from "./states.ts";
import { printable, type Terminal } from "./terminal.ts";

const shown = 20;

/** File system faults re-read in the program's own words, the original kept as cause. */
const environmental: Record<string, { readonly code: string; readonly wanted: string }> = {
  EACCES: { code: "environment/eacces", wanted: "permission to read or write it" },
  EPERM: { code: "environment/eperm", wanted: "permission to read or write it" },
  EROFS: { code: "environment/erofs", wanted: "a folder that can be written" },
  ENOSPC: { code: "environment/enospc", wanted: "free space on the disk" },
  EDQUOT: { code: "environment/edquot", wanted: "free space in the quota" },
  EMFILE: { code: "environment/emfile", wanted: "fewer open files" },
  ENFILE: { code: "environment/emfile", wanted: "fewer open files" },
  EIO: { code: "environment/eio", wanted: "a disk that answers" },
  EBUSY: { code: "environment/ebusy", wanted: "a file that nothing else holds" },
};

/** What stands at a path and cannot be what was asked for. */
const oddPaths: Record<string, string> = {
  ELOOP: "links that lead to one another",
  ENAMETOOLONG: "a name longer than the file system bears",
  ENOTDIR: "a file where a folder belongs",
  EISDIR: "a folder where a file belongs",
  ENXIO: "a socket or device that nothing answers",
  EOPNOTSUPP: "a socket or device",
  ENODEV: "a device that is not there",
  EINVAL: "something that is no file",
  ENOTEMPTY: "a folder that is not empty",
  EEXIST: "something that is there already",
};

/** Relative to where the command was typed, as every path is named: a machine's own folders say nothing elsewhere. */
const named = (path: string | undefined, otherwise: string): string =>
  path === undefined ? otherwise : shownPath(path);

/** Whatever was thrown, as an error of ours: known system faults are the environment's, the rest is our own fault. */
export const asWhatworksError = (thrown: unknown): WhatworksError => {
  if (thrown instanceof WhatworksError) return thrown;
  const system = thrown as NodeJS.ErrnoException;
  if (typeof system?.code === "string") {
    if (system.code === "ENOENT") {
      return new WhatworksError(
        "input/not-found",
        exitCodes.data,
        {
          found: `no file or folder called ${named(system.path, "that")}`,
          expected: "a path that exists",
          hint: "check the spelling, or list the folder with ls",
        },
        { cause: thrown },
      );
    }
    const odd = oddPaths[system.code];
    if (odd) {
      return new WhatworksError(
        "input/not-a-file",
        exitCodes.data,
        {
          found: `${named(system.path, "a path")}: ${odd}`,
          expected: "a file or folder that can be read",
          hint: "name another one, or remove what stands there",
        },
        { cause: thrown },
      );
    }
    const known = environmental[system.code];
    if (known) {
      return new WhatworksError(
        known.code,
        exitCodes.environment,
        {
          found: `${system.code} on ${named(system.path, "a file")}`,
          expected: known.wanted,
          hint: "put it right and run the same command again: nothing was left half written",
        },
        { cause: thrown },
      );
    }
  }
  return new WhatworksError(
    "internal/fault",
    exitCodes.internal,
    {
      found: `a fault of whatworks itself: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      expected: "no such thing",
      hint: "please report it with the command you typed; run again with --verbose for the stack",
    },
    { cause: thrown },
  );
};

/** Where a fault stands: file, line, column and key, as far as they are known. */
export const place = (fault: Fault): string =>
  [fault.file, fault.line, fault.column === undefined ? undefined : `column "${fault.column}"`, fault.key]
    .filter((part) => part !== undefined)
    .join(":");

/** A line of a code frame keeps its spaces, for the caret's sake, and loses what could steer a terminal. */
const visible = (line: string): string =>
  Array.from(line, (c) => (c === "\t" ? " " : visibleLine(c) === "" ? "·" : c)).join("");

const inText = (fault: Fault & { code: string }): string => {
  const where = plainText(place(fault));
  const row = (title: string, words: string): string =>
    `  ${title.padEnd(10)}${wrapped(plainText(words), 12)}`;
  return [
    `${fault.code}${where ? `  ${where}` : ""}`,
    ...(fault.frame ? fault.frame.split("\n").map(visible) : []),
    row("found", fault.found),
    row("expected", fault.expected),
    ...(fault.hint ? [row("try", fault.hint)] : []),
  ]
    .flatMap((lines) => lines.split("\n"))
    .map(withoutCommands)
    .join("\n");
};

/** Says what went wrong, in one voice, on the stream where it belongs; returns the exit code. */
export const reportFailure = (thrown: unknown, out: Terminal, format: CiFormat = "text"): ExitCode => {
  const error = asWhatworksError(thrown);
  failureForCi(error, format, out);
  if (out.json) {
    out.document({
      schema: "whatworks/error/1",
      ok: false,
      exit: error.exit,
      code: error.code,
      message: plainText(error.message),
      count: error.faults.length,
      errors: error.faults.map((fault) => ({
        code: fault.code,
        file: fault.file === undefined ? null : visibleLine(fault.file),
        line: fault.line ?? null,
        column: fault.column === undefined ? null : visibleLine(fault.column),
        key: fault.key === undefined ? null : visibleLine(fault.key),
        found: plainText(fault.found),
        expected: plainText(fault.expected),
        fix: plainText(fault.hint ?? ""),
        ...(fault.frame ? { frame: fault.frame.split("\n").map(visible).join("\n") } : {}),
      })),
    });
    return error.exit;
  }
  if (error.exit === exitCodes.interrupted) {
    process.stderr.write("\nInterrupted: every report is as it was, or new. Nothing is half written.\n");
    return error.exit;
  }
  const { red } = out.colour;
  const total = error.faults.length;
  process.stderr.write(`${red("REFUSED")}  ${error.faults.slice(0, shown).map(inText).join("\n\n")}\n`);
  if (total > shown)
    process.stderr.write(`\n… and ${total - shown} more: ${total} in all. --json lists every one.\n`);
  process.stderr.write(`\nMore: whatworks explain ${error.code}   [exit ${error.exit}]\n`);
  if (out.verbose && error.cause instanceof Error)
    process.stderr.write(`${printable(error.cause.stack ?? "", withoutCommands)}\n`);
  return error.exit;
};
