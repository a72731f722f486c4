import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import type { FileGuess } from "../../pipeline/init/guess.ts";
import { type Proposal, propose, writeProposal } from "../../pipeline/init/init.ts";
import { faultWords } from "../../pipeline/init/sources.ts";
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

const guessText = (name: string, what: string, lines: readonly string[]): string =>
  [`${name}: ${what}\n`, ...lines.map((line) => `    ${wrapped(line, 4)}\n`)].join("");

const reasonsText = ({ sources, interventions, units, unknown }: Proposal): string =>
  [
    ...sources.map((source) => {
      const { id, guess, seen, reasons, fault } = source;
      const more = guess.file.name === source.files[0] ? "" : ` (${source.files.join(", ")})`;
      return guessText(`${guess.file.name}${more}`, `source ${id}, format ${guess.format}`, [
        seen,
        ...(fault ? [`not ready: ${faultWords(fault)}`] : []),
        ...reasons.map((why) => `because ${why}`),
      ]);
    }),
    ...(interventions ? [leftText(interventions, "the register of interventions")] : []),
    ...(units ? [leftText(units, "what is known of the units")] : []),
    ...unknown.map((one) => leftText(one, "left out")),
    "\n",
  ].join("");

const leftText = ({ file, reasons }: FileGuess, what: string): string =>
  guessText(
    file.name,
    what,
    reasons.map((why) => `because ${why}`),
  );

const questionsText = ({ questions }: Proposal): string =>
  questions.length === 0
    ? ""
    : `To settle before you rely on it:\n${questions.map((asked) => `  ? ${wrapped(asked, 4)}\n`).join("")}\n`;

const closing = (proposal: Proposal, written: readonly string[], out: Terminal): string => {
  const asked = out.quiet ? "" : questionsText(proposal);
  if (written.length === 0)
    return `${out.quiet ? "" : `${proposal.files[0]!.content}\n`}${asked}Nothing was written. To write it: whatworks init … --yes\n`;
  const at = shownPath(proposal.folder);
  const names = written.map((name) => (at === "." ? name : `${at}/${name}`));
  const where = at === "." ? "" : ` -C ${at}`;
  const next = proposal.ready
    ? `whatworks run${where}; then put what was done in the place of the example row in interventions.csv`
    : `answer the questions above in ${names[0]}, then: whatworks validate${where}`;
  return `Wrote ${names.join(", ")}.\n${asked}Next: ${next}.\n`;
};

const initDocument = (
  { sources, interventions, units, unknown, questions, ready, files }: Proposal,
  written: readonly string[],
) => ({
  schema: "whatworks/init/2",
  ok: true,
  sources: Object.fromEntries(sources.map(({ id, declarations }) => [id, declarations])),
  ready,
  questions,
  reasons: sources.flatMap(({ id, seen, reasons }) => [
    `${id}: ${seen}`,
    ...reasons.map((why) => `${id}: ${why}`),
  ]),
  read: sources.map(({ id, guess, seen, outcomes, fault }) => ({
    id,
    file: guess.file.name,
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
