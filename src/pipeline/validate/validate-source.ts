import { diagnostic } from "../../model/diagnostic.ts";
import { exitCodes, WhatworksError } from "../../model/errors.ts";
import { readPanel } from "../panel.ts";
import type { SourceSpec } from "../reading/read-source.ts";
import type { Validated, ValidatedFile } from "./validate-files.ts";

/**
 * Files read as the source that was declared, with its columns, rows and units: what `panel` would refuse or tell.
 * They are one source, so that of several files the ledger is not told file by file.
 */
export const validateSource = async (spec: SourceSpec): Promise<Validated> => {
  try {
    const { files, ledger, diagnostics } = await readPanel(spec, { hash: true });
    const alone = files.length === 1;
    const excluded = ledger.excluded.map(({ code, rows }) => ({ code, rows: rows ?? 0 }));
    const found = files.map(
      ({ name, sha256, rows }): ValidatedFile => ({
        path: name,
        sha256,
        rows: rows ?? 0,
        columns: 0,
        used: alone ? (ledger.used ?? 0) : (rows ?? 0),
        excluded: alone ? excluded : [],
        ok: true,
      }),
    );
    return { ok: true, exit: exitCodes.done, files: found, diagnostics };
  } catch (thrown) {
    if (!(thrown instanceof WhatworksError) || thrown.exit === exitCodes.environment) throw thrown;
    const diagnostics = thrown.faults.map(({ code, found, expected, hint, file, line, column }) =>
      diagnostic(code, "error", `${found}; expected ${expected}`, {
        fix: hint ?? "",
        file: file ?? null,
        line: line ?? null,
        column: column ?? null,
      }),
    );
    return { ok: false, exit: thrown.exit, files: [], diagnostics };
  }
};
