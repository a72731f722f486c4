import { join } from "node:path";
import type { Protocol } from "../../model/protocol.ts";
import { indexFolder, indexPage } from "../../unit/safety-index/names.ts";
import type { Task } from "../answer.ts";
import type { Inputs } from "../reading/gather.ts";
import { indexQuestion } from "../safety-index/question.ts";
import type { Workspace } from "../workspace.ts";
import { oldPagesOf, placeOf } from "./index-files.ts";
import { writtenBefore } from "./manifest-file.ts";
import { oldPageOf } from "./render.ts";
import { indexReport, type Report, studyReport } from "./report.ts";

/** One report to be made: what it is, and everything a thread needs to make it. */
export interface Job {
  readonly kind: "study" | "index";
  readonly report: Report;
  /** Its page, from its folder. */
  readonly page: string;
  /** Reads what it is made from, and what stands there now. */
  task(inputs: Inputs, programVersion: string): Promise<Task>;
}

export const studyJob = (workspace: Workspace, protocol: Protocol): Job => ({
  kind: "study",
  report: studyReport(workspace, protocol),
  page: "summary.md",
  task: async (inputs, programVersion) => {
    const folder = join(workspace.reports, protocol.id);
    return {
      kind: "study",
      question: await inputs.question(protocol, programVersion),
      oldPage: oldPageOf(folder),
    };
  },
});

/** The index of a workspace that has one; nothing for any other. */
export const indexJob = (workspace: Workspace): Job[] => {
  const report = indexReport(workspace);
  if (!report) return [];
  return [
    {
      kind: "index",
      report,
      page: placeOf(indexPage),
      task: async (inputs, programVersion) => ({
        kind: "index",
        question: await indexQuestion(workspace, inputs, programVersion),
        oldPages: oldPagesOf(workspace.reports, writtenBefore(join(workspace.reports, indexFolder))),
      }),
    },
  ];
};
