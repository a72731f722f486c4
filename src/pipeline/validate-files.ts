import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { relative } from "node:path";
import { dateFormat } from "../ingest/cells/dates.ts";
import { knownEncoding } from "../ingest/gate/encoding.ts";
import { parseColumns } from "../ingest/validation/columns-spec.ts";
import { validateTable } from "../ingest/validation/validate-table.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { type ExitCode, exitCodes, UsageError, WhatworksError } from "../model/errors.ts";
import { type Dialect, plainDialect } from "../model/source.ts";
import { plainText } from "../model/text.ts";

/** As typed on the command line. */
export interface ValidateOptions {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly encoding?: string;
  readonly decimal?: string;
  readonly dateFormat?: string;
  readonly columns?: string;
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

const usage = (code: string, found: string, expected: string, hint: string): UsageError =>
  new UsageError(code, { found, expected, hint });

const spelledOut: Readonly<Record<string, string>> = {
  tab: "\t",
  "\\t": "\t",
  comma: ",",
  semicolon: ";",
  pipe: "|",
};

/** Throws UsageError `usage/delimiter`, `usage/quote`, `usage/encoding`, `usage/decimal`, `usage/date-format`. */
export const dialectFrom = (options: ValidateOptions): Dialect => {
  const delimiter = spelledOut[options.delimiter ?? ""] ?? options.delimiter ?? plainDialect.delimiter;
  if (delimiter.length !== 1 || /[\r\n"]/.test(delimiter))
    throw usage(
      "usage/delimiter",
      `--delimiter "${plainText(delimiter)}"`,
      "one character",
      'write ";", "|" or tab',
    );
  const quote = options.quote === "none" ? "" : (options.quote ?? plainDialect.quote);
  if (quote.length > 1 || quote === delimiter)
    throw usage(
      "usage/quote",
      `--quote "${plainText(quote)}"`,
      "one character, or none",
      'write --quote "\'"',
    );
  const encoding = knownEncoding(options.encoding ?? plainDialect.encoding);
  if (encoding === undefined)
    throw usage(
      "usage/encoding",
      `--encoding "${plainText(options.encoding ?? "")}"`,
      "a known encoding",
      "write utf-8, windows-1252 or utf-16le",
    );
  const { decimal, missing, suppressed } = options;
  if (decimal !== undefined && decimal !== "." && decimal !== ",")
    throw usage("usage/decimal", `--decimal "${plainText(decimal)}"`, '"." or ","', 'write --decimal ","');
  if (options.dateFormat !== undefined && dateFormat(options.dateFormat) === undefined)
    throw usage(
      "usage/date-format",
      `--date-format "${plainText(options.dateFormat)}"`,
      "a format with a year and a month, such as DD/MM/YYYY, MMM-YY or YYYYMM",
      "write --date-format DD/MM/YYYY",
    );
  return {
    delimiter,
    quote,
    encoding,
    ...(decimal ? { decimal } : {}),
    ...(missing ? { missing } : {}),
    ...(suppressed ? { suppressed } : {}),
    ...(options.dateFormat ? { dateFormat: options.dateFormat } : {}),
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
  const dialect = dialectFrom(options);
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
