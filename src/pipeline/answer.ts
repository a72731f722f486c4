import { type ExitCode, exitCodes, type Fault, WhatworksError } from "../model/errors.ts";
import type { Inputs, Page, ReportDocument } from "../unit/report.ts";
import { withFiniteNumbers } from "./not-finite.ts";
import type { Family } from "./reports/entry.ts";
import { type OldPages, render } from "./reports/render.ts";

/** One report, its data read and ready to be computed: plain, so that any thread can do it. */
export interface Task {
  /** The key of its kind. */
  readonly kind: string;
  readonly id: string;
  readonly document: string;
  readonly config: unknown;
  readonly inputs: Inputs;
  readonly seed: string;
  readonly old: OldPages;
}

export interface Answered {
  readonly files: readonly Page[];
  /** Files that lie beside the contents page, not in the folder of the report. */
  readonly beside: readonly Page[];
  readonly headline: string;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

/** A task → every file of its report. Opens nothing and asks no clock: the same task gives the same bytes. */
export const answer = (task: Task, family: Family): Answered => {
  const { id, document, config, inputs, seed, old } = task;
  const kind = family.find(({ key }) => key === task.kind)!;
  const data = withFiniteNumbers(() => kind.compute(config, inputs, seed));
  const { read, settings, release } = inputs;
  const made = {
    inputs: read,
    protocol: settings,
    ...(release.protection ? { key_id: release.protection.key_id } : {}),
    data_to: kind.dataTo(data, inputs),
  };
  return {
    ...render({ id, document, data, pages: kind.pages(data), made }, old),
    headline: kind.headline(data),
    warnings: warningsOf(data),
  };
};

/** Warnings of a document; notes and what has another severity are no warnings. */
export const warningsOf = ({ warnings }: Pick<ReportDocument, "warnings">): Answered["warnings"] =>
  warnings
    .filter(({ severity = "warning" }) => severity === "warning")
    .map(({ code, message }) => ({ code, message }));

/** What a thread says back. An error keeps its code, exit and faults, which a plain copy of it would lose. */
export type Reply =
  | { readonly answered: Answered }
  | {
      readonly refused: {
        readonly code: string;
        readonly exit: ExitCode;
        readonly fault: Fault;
        readonly faults: readonly (Fault & { code: string })[];
      };
    }
  | { readonly broken: string };

export const replyTo = (task: Task, family: Family): Reply => {
  try {
    return { answered: answer(task, family) };
  } catch (thrown) {
    if (thrown instanceof WhatworksError) {
      const { code, exit, fault, faults } = thrown;
      return { refused: { code, exit, fault, faults } };
    }
    return { broken: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
  }
};

/** Throws what the reply says went wrong. */
export const openReply = (reply: Reply): Answered => {
  if ("answered" in reply) return reply.answered;
  if ("refused" in reply) {
    const { code, exit, fault, faults } = reply.refused;
    throw new WhatworksError(code, exit, fault, { faults });
  }
  const [found] = reply.broken.split("\n");
  throw Object.assign(new Error(found), { stack: reply.broken, exit: exitCodes.internal });
};
