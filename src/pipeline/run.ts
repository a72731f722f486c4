import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { publish } from "../evidence/disclosure.ts";
import { exitCodes, type Fault, WhatworksError } from "../model/errors.ts";
import type { Finding } from "../model/finding.ts";
import { stableJson } from "../model/json.ts";
import type { Protocol } from "../model/protocol.ts";
import { type Manifest, manifestKey } from "../provenance/manifest.ts";
import type { Judged } from "../provenance/state.ts";
import { indexPage } from "../summaries/index-page.ts";
import { mergePage } from "../summaries/parts.ts";
import { evaluate } from "./evaluate/evaluate.ts";
import { recover, replaceFile, replaceFolder } from "./files-on-disk.ts";
import { Inputs } from "./gather.ts";
import { withLock } from "./lock.ts";
import { type ReportFile, renderReport } from "./render.ts";
import { Digests, judge, manifestFile, outputHash, readManifest } from "./report-state.ts";
import { chosenStudies, loadWorkspace, type Workspace } from "./workspace.ts";

export interface RunOptions {
  readonly folder: string;
  readonly studies: readonly string[];
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly jobs: number;
  /** Milliseconds to wait for another run to end. */
  readonly patience: number;
  readonly programVersion: string;
  readonly progress: (done: number, total: number, what: string) => void;
}

export interface RanStudy {
  readonly study: string;
  readonly before: Judged["state"];
  readonly reasons: readonly string[];
  readonly done: "written" | "kept" | "refused" | "would-run";
  readonly headline: string | null;
  readonly page: string | null;
  readonly warnings: number;
  readonly error: (Fault & { code: string; exit: number }) | null;
}

export interface RunResult {
  readonly workspace: string;
  /** Folder of the reports, relative to where the command was typed. */
  readonly reports: string;
  readonly studies: readonly RanStudy[];
  readonly exit: number;
}

/** Every study that is not current (or every one, with force): ingest → evaluate → report. */
export const run = async (options: RunOptions): Promise<RunResult> => {
  const workspace = loadWorkspace(options.folder);
  const protocols = chosenStudies(workspace, options.studies);
  if (options.dryRun)
    return resultOf(
      workspace,
      await Promise.all(protocols.map((protocol) => wouldRun(workspace, protocol, options))),
    );
  return withLock(workspace.reports, options.patience, async () => {
    recover(workspace.reports);
    const digests = new Digests();
    const judged = await Promise.all(protocols.map((protocol) => judge(workspace, protocol, digests)));
    const inputs = new Inputs(workspace, options.progress);
    const done: RanStudy[] = [];
    for (const [k, protocol] of protocols.entries()) {
      options.progress(k, protocols.length, protocol.id);
      done.push(await runStudy(workspace, protocol, judged[k]!, inputs, options));
    }
    writeIndex(workspace);
    return resultOf(workspace, done);
  });
};

const resultOf = (workspace: Workspace, studies: readonly RanStudy[]): RunResult => ({
  workspace: workspace.config.workspace,
  reports: workspace.reports,
  studies,
  exit: Math.max(
    exitCodes.done,
    ...studies.map(
      ({ error, done, before }) => error?.exit ?? (done === "kept" && before === "edited" ? exitCodes.no : 0),
    ),
  ),
});

const wouldRun = async (
  workspace: Workspace,
  protocol: Protocol,
  { force }: RunOptions,
): Promise<RanStudy> => {
  const { state, reasons } = await judge(workspace, protocol, new Digests());
  const runs = force || (state !== "current" && state !== "edited");
  return {
    study: protocol.id,
    before: state,
    reasons: reasons.map(({ message }) => message),
    done: runs ? "would-run" : "kept",
    headline: null,
    page: null,
    warnings: 0,
    error: null,
  };
};

const runStudy = async (
  workspace: Workspace,
  protocol: Protocol,
  judged: Judged,
  inputs: Inputs,
  options: RunOptions,
): Promise<RanStudy> => {
  const page = join(workspace.reports, protocol.id, "summary.md");
  const base = {
    study: protocol.id,
    before: judged.state,
    reasons: judged.reasons.map(({ message }) => message),
    headline: null,
    page,
    warnings: 0,
    error: null,
  };
  // A page that someone changed inside a generated part is never written over unasked.
  if (!options.force && (judged.state === "current" || judged.state === "edited"))
    return { ...base, done: "kept" };
  try {
    const finding = evaluate(await inputs.question(protocol, options.programVersion));
    writeReport(workspace, protocol, finding);
    return {
      ...base,
      done: "written",
      headline: finding.headline.sentence,
      warnings: finding.warnings.filter(({ severity }) => severity === "warning").length,
    };
  } catch (thrown) {
    if (!(thrown instanceof WhatworksError)) throw thrown;
    // Without a disk there is nothing left to do for the others either.
    if (thrown.exit === exitCodes.environment) throw thrown;
    return {
      ...base,
      done: "refused",
      page: null,
      error: { ...thrown.fault, code: thrown.code, exit: thrown.exit },
    };
  }
};

/** The files of a report and the manifest that says what they were made from. */
export const reportFiles = (
  finding: Finding,
  protocol: Pick<Protocol, "id" | "freshness">,
  freshness: string | undefined,
  oldPage: string | undefined,
): ReportFile[] => {
  const files = renderReport(publish(finding), oldPage);
  const made = {
    inputs: finding.provenance.inputs,
    protocol: finding.provenance.protocol_sha256,
    methods: finding.provenance.methods,
  };
  const manifest: Manifest = {
    schema: "whatworks/manifest/1",
    study: protocol.id,
    ...made,
    key: manifestKey(made),
    data_to: finding.data.window.after.to,
    freshness: protocol.freshness ?? freshness ?? null,
    outputs: files.map(({ path, content }) => ({ path, sha256: outputHash(path, content) })),
  };
  return [...files, { path: manifestFile, content: stableJson(manifest) }];
};

const writeReport = (workspace: Workspace, protocol: Protocol, finding: Finding): void => {
  const folder = join(workspace.reports, protocol.id);
  const page = join(folder, "summary.md");
  const old = existsSync(page) ? readFileSync(page, "utf8") : undefined;
  const before = new Set(readManifest(folder)?.outputs.map(({ path }) => path) ?? []);
  const files = reportFiles(finding, protocol, workspace.config.freshness, old);
  replaceFolder(workspace.reports, protocol.id, files, (path) => before.has(path) || path === manifestFile);
};

/** The index of a reports folder, from every finding of the workspace that is there: nulls and harms included. */
export const writeIndex = (workspace: Pick<Workspace, "reports" | "config" | "protocols">): void => {
  const entries = workspace.protocols.flatMap(({ id }) => {
    const path = join(workspace.reports, id, "finding.json");
    return existsSync(path)
      ? [{ finding: publish(JSON.parse(readFileSync(path, "utf8")) as Finding), path: `${id}/summary.md` }]
      : [];
  });
  const page = join(workspace.reports, "README.md");
  const fresh = indexPage(entries, workspace.config.title ?? workspace.config.workspace);
  const old = existsSync(page) ? readFileSync(page, "utf8") : undefined;
  const next = old === undefined ? fresh : mergePage(fresh, old, { overwrite: true }).page;
  if (next !== old) replaceFile(page, next);
};
