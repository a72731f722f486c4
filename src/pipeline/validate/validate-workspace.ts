import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type ExitCode, exitCodes, WhatworksError } from "../../model/errors.ts";
import type { Planned } from "../../unit/report.ts";
import { loadWorkspace } from "../load-workspace.ts";
import { Reader } from "../reading/gather.ts";
import { asItStands } from "../release/levels.ts";
import { asBefore } from "../reports/as-before.ts";
import { chosenEntries } from "../reports/entries.ts";
import type { Family } from "../reports/entry.ts";
import type { Validated, ValidatedFile } from "./validate-files.ts";

/** What a report would compare or score, settled without looking at a result. */
export interface PlannedReport {
  /** The key of its kind. */
  readonly kind: string;
  readonly report: string;
  readonly plan: NonNullable<Planned["plan"]>;
  readonly lines: readonly string[];
}

type PlannedStudy = PlannedReport["plan"] & { readonly study: string };

export interface ValidatedWorkspace extends Validated {
  readonly family: readonly PlannedReport[];
  /** The plans of studies among them, as scripts know them. */
  readonly studies: readonly PlannedStudy[];
}

/**
 * Is a workspace fit to be run? Configuration, sources, register, and what every report says of itself before it is
 * made; no effect and no score is estimated. Faults of one source or report do not hide those of the others.
 *
 * Throws UsageError and InputError for faults of whatworks.yaml itself, all at once.
 */
export const validateWorkspace = async (
  folder: string,
  names: readonly string[],
  programVersion: string,
  progress: (done: number, total: number, what: string) => void,
  kinds?: Family,
): Promise<ValidatedWorkspace> => {
  const workspace = loadWorkspace(folder, { family: kinds });
  const entries = chosenEntries(workspace.entries, names);
  const reader = new Reader(workspace, progress);
  const diagnostics: Diagnostic[] = [];
  const files: ValidatedFile[] = [];
  const exits: ExitCode[] = [];
  for (const name of Object.keys(workspace.config.sources)) {
    await attempt(diagnostics, exits, async () => {
      const data = await reader.source(name, asItStands);
      diagnostics.push(...data.diagnostics);
      const { excluded } = data.ledger;
      for (const { name: path, sha256, rows } of data.files)
        files.push({ path, sha256, rows: rows ?? 0, columns: 0, used: rows ?? 0, excluded: [], ok: true });
      if (data.files.length === 1)
        files.splice(-1, 1, {
          ...files.at(-1)!,
          used: data.ledger.used,
          excluded: excluded.map(({ code, rows }) => ({ code, rows })),
        });
    });
  }
  const family: PlannedReport[] = [];
  for (const entry of entries) {
    const own: Diagnostic[] = [];
    await attempt(own, exits, async () => {
      const planned = entry.kind.plan?.(entry.config, await reader.gather(entry, programVersion));
      own.push(...(planned?.warnings ?? []));
      if (planned?.plan)
        family.push({
          kind: entry.kind.key,
          report: entry.id,
          plan: planned.plan,
          lines: planned.lines ?? [],
        });
    });
    diagnostics.push(...(entry.id === entry.name ? named(entry.id, own, diagnostics) : own));
  }
  const exit = exits.length === 0 ? exitCodes.done : (Math.max(...exits) as ExitCode);
  return {
    ok: exits.length === 0,
    exit,
    files,
    diagnostics: unique(diagnostics),
    family,
    studies: asBefore(family).studies.map(({ report, plan }) => ({ study: report, ...plan })),
  };
};

const attempt = async (
  diagnostics: Diagnostic[],
  exits: ExitCode[],
  work: () => Promise<void>,
): Promise<void> => {
  try {
    await work();
  } catch (thrown) {
    if (!(thrown instanceof WhatworksError) || thrown.exit === exitCodes.environment) throw thrown;
    exits.push(thrown.exit);
    for (const { code, found, expected, hint, file, line, column } of thrown.faults)
      diagnostics.push(
        diagnostic(code, "error", `${found}; expected ${expected}`, {
          fix: hint ?? "",
          file: file ?? null,
          line: line ?? null,
          column: column ?? null,
        }),
      );
  }
};

/**
 * What was found about a study, under its name: of twenty studies one has the window that is too short. What has a
 * place in a file is found there, and what its source said already is not the study's own.
 */
const named = (study: string, found: readonly Diagnostic[], told: readonly Diagnostic[]): Diagnostic[] =>
  found
    .filter((one) => !told.some(({ code, message }) => code === one.code && message === one.message))
    .map((one) => (one.file === null ? { ...one, message: `${study}: ${one.message}` } : one));

const unique = (all: readonly Diagnostic[]): Diagnostic[] => {
  const seen = new Set<string>();
  return all.filter(({ code, message, file, line }) => {
    const key = `${code}|${message}|${file}|${line}`;
    return seen.has(key) ? false : seen.add(key);
  });
};
