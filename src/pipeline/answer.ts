import { type ExitCode, exitCodes, type Fault, WhatworksError } from "../model/errors.ts";
import { indexOf } from "../unit/safety-index/answer.ts";
import { indexHeadline } from "../unit/safety-index/page/index.ts";
import type { IndexQuestion } from "../unit/safety-index/question.ts";
import { evaluate } from "./evaluate/evaluate.ts";
import type { Question } from "./evaluate/question.ts";
import { indexSet, type OldPages } from "./reports/index-files.ts";
import { type ReportFile, reportFiles } from "./reports/render.ts";

/** One report, its data read and ready to be evaluated: plain, so that any thread can do it. */
export type Task = StudyTask | IndexTask;

interface StudyTask {
  readonly kind: "study";
  readonly question: Question;
  readonly oldPage: string | undefined;
}

interface IndexTask {
  readonly kind: "index";
  readonly question: IndexQuestion;
  readonly oldPages: OldPages;
}

export interface Answered {
  readonly files: readonly ReportFile[];
  /** Files that lie beside the contents page, not in the folder of the report. */
  readonly beside: readonly ReportFile[];
  readonly headline: string;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

/** A task → every file of its report. Opens nothing and asks no clock: the same task gives the same bytes. */
export const answer = (task: Task): Answered => (task.kind === "study" ? study(task) : index(task));

const study = ({ question, oldPage }: StudyTask): Answered => {
  const finding = evaluate(question);
  return {
    files: reportFiles(finding, question.protocol, question.data.panel.periods.at(-1), oldPage),
    beside: [],
    headline: finding.headline.sentence,
    warnings: finding.warnings
      .filter(({ severity }) => severity === "warning")
      .map(({ code, message }) => ({ code, message })),
  };
};

const index = ({ question, oldPages }: IndexTask): Answered => {
  const found = indexOf(question);
  return { ...indexSet(found, oldPages), headline: indexHeadline(found), warnings: found.warnings };
};

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

export const replyTo = (task: Task): Reply => {
  try {
    return { answered: answer(task) };
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
