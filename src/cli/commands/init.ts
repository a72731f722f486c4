import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import type { FileGuess } from "../../pipeline/init/guess.ts";
import { faultWords, type Proposal, propose, writeProposal } from "../../pipeline/init/init.ts";
import { shownPath } from "../../pipeline/workspace.ts";
import { type CommonOptions, withCommon, withFolder } from "../options.ts";
import { wrapped } from "../states.ts";
import { type Terminal, terminal } from "../terminal.ts";

interface Options extends CommonOptions {
  readonly project: string;
  readonly yes?: boolean;
}

export const initCommand = withFolder(withCommon(new Command("init")))
  .summary("a workspace from your own files, with the reason for every guess")
  .description(
    "Reads data files with whatworks' own readers, says what it takes them for and why, and writes a\n" +
      "commented whatworks.yaml, an empty register and a schema for your editor. Never writes over a file.",
  )
  .argument("[files...]", "data files, folders or patterns; this folder when none is named")
  .option("-y, --yes", "write without asking")
  .action(async (files: string[], options: Options) => {
    const out = terminal(options);
    const proposal = await propose(files, options.project);
    if (!out.json && !out.quiet) out.result(reasonsText(proposal));
    const agreed = options.yes === true || (await agrees(out));
    const written = agreed ? writeProposal(proposal) : [];
    if (out.json) out.document(initDocument(proposal, written));
    else out.result(closing(proposal, written, out));
  });

/** Asks only where someone can answer. */
const agrees = async (out: Terminal): Promise<boolean> => {
  if (out.json || !process.stdin.isTTY || !process.stderr.isTTY) return false;
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question("Write these files? [y/N] ");
  asking.close();
  return /^y(es)?$/i.test(answer.trim());
};

const guessText = ({ file, reasons }: FileGuess, what: string, more: readonly string[] = []): string =>
  [
    `${file.name}: ${what}\n`,
    ...[...more, ...reasons.map((why) => `because ${why}`)].map((line) => `    ${wrapped(line, 4)}\n`),
  ].join("");

const reasonsText = ({ sources, interventions, units, unknown }: Proposal): string =>
  [
    ...sources.map(({ id, guess, files, seen, fault }) =>
      guessText(
        guess,
        `${files.length > 1 ? `and ${files.length - 1} more: ` : ""}source ${id}, format ${guess.format}`,
        [seen, ...(fault ? [`not ready: ${faultWords(fault)}`] : [])],
      ),
    ),
    ...(interventions ? [guessText(interventions, "the register of interventions")] : []),
    ...(units ? [guessText(units, "what is known of the units")] : []),
    ...unknown.map((one) => guessText(one, "left out")),
    "\n",
  ].join("");

const closing = (proposal: Proposal, written: readonly string[], out: Terminal): string => {
  if (written.length === 0)
    return `${out.quiet ? "" : `${proposal.files[0]!.content}\n`}Nothing was written. To write it: whatworks init … --yes\n`;
  const at = shownPath(proposal.folder);
  const names = written.map((name) => (at === "." ? name : `${at}/${name}`));
  const next =
    proposal.interventions === null
      ? "fill in interventions.csv, then ask a question under studies"
      : "ask a question under studies, then: whatworks validate";
  return `Wrote ${names.join(", ")}.\nNext: ${next}.\n`;
};

const initDocument = (
  { sources, interventions, units, unknown, files }: Proposal,
  written: readonly string[],
) => ({
  schema: "whatworks/init/1",
  ok: true,
  sources: sources.map(({ id, guess, files: named, seen, outcomes, fault }) => ({
    id,
    format: guess.format ?? null,
    files: named,
    columns: guess.columns,
    delimiter: guess.delimiter,
    reasons: guess.reasons,
    seen,
    outcomes,
    fault,
  })),
  interventions: interventions?.file.name ?? null,
  units: units?.file.name ?? null,
  left_out: unknown.map(({ file, reasons }) => ({ file: file.name, reasons })),
  proposed: files.map(({ name, content }) => ({ name, content: name.endsWith(".json") ? null : content })),
  written,
});
