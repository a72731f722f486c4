import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { relative } from "node:path";
import { parseColumns } from "../../ingest/validation/columns-spec.ts";
import { validateTable } from "../../ingest/validation/validate-table.ts";
import type { DeclaredKeys } from "../../model/declarations.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type ExitCode, exitCodes, WhatworksError } from "../../model/errors.ts";
import { type Dialect, listed } from "../../model/source.ts";
import { plainText } from "../../model/text.ts";
import { declaredSpec } from "../reading/read-source.ts";

/** As typed on the command line. */
export interface ValidateOptions {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly encoding?: string;
  readonly decimal?: string;
  readonly dateFormat?: string | readonly string[];
  readonly columns?: string;
  /** All that was declared, in place of the single options. */
  readonly keys?: DeclaredKeys;
  readonly missing?: readonly string[];
  readonly suppressed?: readonly string[];
  /** Folder that printed paths are relative to. */
  readonly from?: string;
  readonly progress?: (done: number, total: number, what: string) => void;
}

export interface ValidatedFile {
  readonly path: string;
  readonly sha256: string;
  /** Rows read = used + Σ excluded. */
  readonly rows: number;
  readonly columns: number;
  readonly used: number;
  readonly excluded: readonly { readonly code: string; readonly rows: number }[];
  readonly ok: boolean;
}

export interface Validated {
  readonly ok: boolean;
  readonly exit: ExitCode;
  readonly files: readonly ValidatedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The same options as those of a source, under the keys of a workspace. */
const keysOf = (options: ValidateOptions): DeclaredKeys => {
  const { delimiter, quote, encoding, decimal, dateFormat, missing, suppressed } = options;
  return {
    delimiter,
    quote,
    encoding,
    decimal: decimal as DeclaredKeys["decimal"],
    "date-format": dateFormat === undefined ? undefined : [...listed(dateFormat)],
    missing: missing && [...missing],
    suppressed: suppressed && [...suppressed],
  };
};

/**
 * Is each of these files fit to be used, as it stands? Faults are values in the result; exit 4 when a file holds
 * personal data, 3 when any is refused, else 0.
 */
export const validateFiles = async (
  paths: readonly string[],
  options: ValidateOptions = {},
): Promise<Validated> => {
  const { dialect } = declaredSpec(options.keys ?? keysOf(options), (key) => `--${key}`);
  const specs = options.columns === undefined ? [] : parseColumns(options.columns);
  const files: ValidatedFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [i, path] of paths.entries()) {
    const name = shownPath(path, options.from ?? process.cwd());
    options.progress?.(i, paths.length, name);
    const found = await validateOne({ path, name }, dialect, specs);
    files.push(found.file);
    diagnostics.push(...found.diagnostics);
  }
  const errors = diagnostics.filter((one) => one.severity === "error");
  const personal = errors.some((one) => one.code === "privacy/personal");
  const exit = personal ? exitCodes.privacy : errors.length > 0 ? exitCodes.data : exitCodes.done;
  return { ok: errors.length === 0, exit, files, diagnostics };
};

const shownPath = (path: string, from: string): string =>
  plainText((relative(from, path) || path).replaceAll("\\", "/"));

const validateOne = async (
  file: { path: string; name: string },
  dialect: Dialect,
  specs: ReturnType<typeof parseColumns>,
): Promise<{ file: ValidatedFile; diagnostics: readonly Diagnostic[] }> => {
  const nothing = { path: file.name, sha256: "", rows: 0, columns: 0, used: 0, excluded: [], ok: false };
  try {
    const { rows, columns, used, excluded, diagnostics } = await validateTable(file, dialect, specs);
    const ok = diagnostics.every((one) => one.severity !== "error");
    const sha256 = await digest(file.path);
    return { file: { path: file.name, sha256, rows, columns, used, excluded, ok }, diagnostics };
  } catch (thrown) {
    // One file that cannot be opened does not hide the faults of the others.
    if (!(thrown instanceof WhatworksError) || thrown.exit !== exitCodes.data) throw thrown;
    const { found, expected, hint } = thrown.fault;
    const fault = diagnostic(thrown.code, "error", `${found}; expected ${expected}`, {
      file: file.name,
      fix: hint ?? "",
    });
    return { file: nothing, diagnostics: [fault] };
  }
};

const digest = async (path: string): Promise<string> => {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
};
