import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Report, ReportDocument } from "../../unit/report.ts";
import { loadWorkspace } from "../load-workspace.ts";
import { type Ran, type RunOptions, run } from "./run.ts";

export interface Built<Data> {
  /** As it now lies among the reports. */
  readonly data: Data;
  /** Absolute path of the front page. */
  readonly page: string;
  /** What was done, and what it was before. */
  readonly ran: Ran;
}

export type BuildOptions = Pick<
  RunOptions,
  "folder" | "release" | "force" | "patience" | "programVersion" | "progress"
>;

/** Brings one report of a kind up to date, for the command of that kind; undefined where the workspace has none. */
export const buildReport = async <Config, Data extends ReportDocument, Section>(
  kind: Report<Config, Data, Section>,
  options: BuildOptions,
): Promise<Built<Data> | undefined> => {
  const entry = loadWorkspace(options.folder, options).entries.find((one) => one.kind.key === kind.key);
  if (!entry) return undefined;
  const result = await run({ ...options, studies: [entry.id], thrown: true, dryRun: false, jobs: 1 });
  return {
    data: JSON.parse(readFileSync(join(result.reports, entry.document), "utf8")) as Data,
    page: join(result.reports, entry.page),
    ran: result.family.at(-1)!,
  };
};
