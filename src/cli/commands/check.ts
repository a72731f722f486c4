import { Command } from "commander";
import type { Release } from "../../model/release.ts";
import { type CheckResult, check, type Judged } from "../../pipeline/reports/check.ts";
import { shownPath } from "../../pipeline/workspace.ts";
import { type CiFormat, type CiReport, printForCi, withFormat } from "../formats/index.ts";
import { type CommonOptions, withCommon, withFolder, withRelease } from "../options.ts";
import { adviceFor, judgedCase, judgedText, wrapped } from "../states.ts";
import { type Terminal, terminal } from "../terminal.ts";

interface Options extends CommonOptions {
  readonly project: string;
  readonly format: CiFormat;
  readonly counts?: boolean;
  readonly publishable?: boolean;
  readonly release?: Release;
}

const day = 86_400_000;

export const checkCommand = withRelease(withFormat(withFolder(withCommon(new Command("check")))))
  .summary("is every report current, unedited and publishable?")
  .description(
    "Compares every report with what it was made from, by content: file times are never looked at.\n" +
      "One rule: same inputs + same protocol + same method version = same bytes.\n\n" +
      "CURRENT        a run would write the same bytes\n" +
      "STALE          an input, the protocol or a method version moved since\n" +
      "EDITED         a generated part was changed by hand\n" +
      "OLD            the data are older than the study's freshness allows\n" +
      "MISSING        there is no report yet, or a file of it is gone\n" +
      "UNPUBLISHABLE  a privacy gate stopped it; with --publishable, it is internal",
  )
  .argument(
    "[study...]",
    "names of reports or sections; all of them, and the contents page, when none is named",
  )
  .option("--publishable", "internal reports are refused: exit 4, naming each")
  .option("--counts", "read changed data above 64 MiB too, to count the values revised")
  .action(async (studies: string[], options: Options) => {
    const json = options.json || options.format === "json";
    const out = terminal({ ...options, json });
    // The one place where a clock is read: how old data may be is a question about today.
    const today = Math.floor(Date.now() / day);
    const { project: folder, counts = false, publishable = false, release } = options;
    const result = await check({
      folder,
      studies,
      release,
      publishable,
      today,
      counts,
      progress: out.progress,
    });
    process.exitCode = result.exit;
    for (const name of result.recovered)
      out.note(`a run was killed while it wrote ${name}; its report is whole again`);
    if (json) out.document(checkDocument(result));
    else if (!printForCi(ciReport(result), options.format, out)) print(result, out);
  });

const all = ({ family, index }: CheckResult): Judged[] => [...family, ...(index ? [index] : [])];

const ciReport = (result: CheckResult): CiReport => ({
  command: "check",
  title: result.workspace,
  cases: all(result).map((one) => judgedCase(one, result.folder)),
});

const checkDocument = (result: CheckResult): unknown => ({
  schema: "whatworks/check/1",
  workspace: result.workspace,
  reports: shownPath(result.reports),
  ok: result.exit === 0,
  exit: result.exit,
  studies: result.studies,
  safety_index: result.safetyIndex,
  family: result.family,
  index: result.index,
  recovered: result.recovered,
});

const print = (result: CheckResult, out: Terminal): void => {
  const found = all(result);
  const wrong = found.filter(({ state }) => state !== "current");
  if (wrong.length === 0) {
    if (out.quiet) return;
    if (out.verbose || found.length <= 20) for (const one of found) out.result(`${judgedText(one, out)}\n`);
    out.result(`\nAll ${found.length} are current.\n`);
    return;
  }
  for (const one of out.quiet || found.length > 20 ? wrong : found) out.result(`${judgedText(one, out)}\n`);
  const states = [...new Set(wrong.map(({ state }) => state))];
  const tips = states.map(
    (state) => `${state.toUpperCase().padEnd(13)} ${wrapped(adviceFor(state) ?? "", 14)}`,
  );
  out.result(
    `\n${found.length - wrong.length} of ${found.length} are current. What to do:\n${tips.join("\n")}\n`,
  );
};
