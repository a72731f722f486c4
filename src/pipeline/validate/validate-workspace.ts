import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type ExitCode, exitCodes, WhatworksError } from "../../model/errors.ts";
import { tableOf } from "../../unit/safety-index/table.ts";
import { designQuestion } from "../evaluate/design.ts";
import { Inputs } from "../reading/gather.ts";
import { asItStands } from "../release/levels.ts";
import { indexQuestion } from "../safety-index/question.ts";
import { chosenStudies, loadWorkspace } from "../workspace.ts";
import type { Validated, ValidatedFile } from "./validate-files.ts";

/** What a study would compare, settled without looking at an effect. */
export interface PlannedStudy {
  readonly study: string;
  readonly design: string;
  readonly method: string;
  readonly reason: string;
  readonly before: string;
  readonly after: string;
  readonly treated: number;
  readonly comparison: number;
}

export interface ValidatedWorkspace extends Validated {
  readonly studies: readonly PlannedStudy[];
}

/**
 * Is a workspace fit to be run? Configuration, sources, register, the design of every study and the table of the
 * index; no effect and no score is estimated. Faults of one source or study do not hide those of the others.
 *
 * Throws UsageError and InputError for faults of whatworks.yaml itself, all at once.
 */
export const validateWorkspace = async (
  folder: string,
  ids: readonly string[],
  programVersion: string,
  progress: (done: number, total: number, what: string) => void,
): Promise<ValidatedWorkspace> => {
  const workspace = loadWorkspace(folder);
  const protocols = chosenStudies(workspace, ids);
  const inputs = new Inputs(workspace, progress);
  const diagnostics: Diagnostic[] = [];
  const files: ValidatedFile[] = [];
  const exits: ExitCode[] = [];
  for (const name of Object.keys(workspace.config.sources)) {
    await attempt(diagnostics, exits, async () => {
      const data = await inputs.source(name, asItStands);
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
  const studies: PlannedStudy[] = [];
  for (const protocol of protocols) {
    const ofStudy: Diagnostic[] = [];
    await attempt(ofStudy, exits, async () => {
      const { built, chosen } = designQuestion(await inputs.question(protocol, programVersion));
      const { before, after } = built.window;
      const count = (role: string): number => built.design.roles.filter((held) => held === role).length;
      ofStudy.push(...built.warnings);
      studies.push({
        study: protocol.id,
        design: chosen.label,
        method: chosen.estimator.name,
        reason: chosen.reason,
        before: `${before.from} to ${before.to}`,
        after: `${after.from} to ${after.to}`,
        treated: count("treated"),
        comparison: count("comparison"),
      });
    });
    diagnostics.push(...named(protocol.id, ofStudy, diagnostics));
  }
  const index = ids.length === 0 && workspace.config.index ? workspace : undefined;
  if (index)
    await attempt(diagnostics, exits, async () => {
      const question = await indexQuestion(index, inputs, programVersion);
      tableOf(question, question.asked, ({ code, message }) =>
        diagnostics.push(diagnostic(code, "warning", message)),
      );
    });
  const exit = exits.length === 0 ? exitCodes.done : (Math.max(...exits) as ExitCode);
  return { ok: exits.length === 0, exit, files, diagnostics: unique(diagnostics), studies };
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
