import { existsSync, linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { stringify } from "yaml";
import { refuseFaults } from "../../ingest/gate/refuse.ts";
import { UsageError, WhatworksError } from "../../model/errors.ts";
import { stableJson } from "../../model/json.ts";
import { buildPanel, exposureColumn } from "../../panel/index.ts";
import { expandFiles } from "../reading/files.ts";
import { readSource, type SourceSpec } from "../reading/read-source.ts";
import { onInterrupt } from "../reports/interrupt.ts";
import { jsonSchema } from "../schemas.ts";
import { workspaceFile } from "../workspace.ts";
import { type FileGuess, guessFile } from "./guess.ts";

export interface GuessedSource {
  readonly id: string;
  readonly guess: FileGuess;
  readonly files: readonly string[];
  /** What reading the files with this guess gave, or why it failed. */
  readonly seen: string;
  readonly outcomes: readonly string[];
  readonly fault: { readonly code: string; readonly found: string; readonly hint: string } | null;
}

export interface Proposal {
  readonly folder: string;
  readonly sources: readonly GuessedSource[];
  readonly interventions: FileGuess | null;
  readonly units: FileGuess | null;
  readonly unknown: readonly FileGuess[];
  /** Files that `init` would write, by name. */
  readonly files: readonly { readonly name: string; readonly content: string }[];
}

export const schemaFile = ".whatworks.schema.json";
const registerFile = "interventions.csv";

/**
 * Reads data files with the program's own readers and proposes a workspace. Nothing is written.
 *
 * Throws UsageError usage/exists, usage/unsure; InputError when a file is not there.
 */
export const propose = async (given: readonly string[], folder: string): Promise<Proposal> => {
  const root = resolve(folder);
  refuseExisting(root, workspaceFile);
  const named = given.length === 0 ? ["."] : given;
  const guesses = expandFiles(named, process.cwd()).map(({ path }) =>
    guessFile({ path, name: relative(root, path).split(sep).join("/") }),
  );
  const of = (role: FileGuess["role"]): FileGuess[] => guesses.filter((one) => one.role === role);
  const sources = await Promise.all(grouped(of("outcomes")).map((group, k) => readGuess(group, root, k)));
  if (sources.length === 0)
    throw new UsageError("usage/unsure", {
      found: guesses.map(({ file, reasons }) => `${file.name}: ${reasons.at(-1)}`).join("; "),
      expected: "at least one file of outcomes: a unit, a period and a count, or one row an event",
      hint: "rename the columns to unit, period, outcome and value, or write the source by hand",
    });
  const [interventions = null, units = null] = [of("interventions")[0], of("units")[0]];
  const proposal = { folder: root, sources, interventions, units, unknown: of("unknown") };
  return { ...proposal, files: filesOf(proposal) };
};

const refuseExisting = (folder: string, name: string): void => {
  if (!existsSync(join(folder, name))) return;
  throw new UsageError("usage/exists", {
    found: `${name} in ${relative(process.cwd(), folder) || "this folder"} already`,
    expected: "a folder without one: init never writes over a file",
    hint: "move it away, or choose another folder with -C",
  });
};

/** Files with the same layout are one source. */
const grouped = (guesses: readonly FileGuess[]): FileGuess[][] => {
  const groups = new Map<string, FileGuess[]>();
  for (const guess of guesses) {
    const key = JSON.stringify([
      guess.format,
      guess.columns,
      guess.delimiter,
      guess.dateFormat,
      guess.decimal,
    ]);
    groups.set(key, [...(groups.get(key) ?? []), guess]);
  }
  return [...groups.values()];
};

const idOf = (name: string, k: number): string => {
  const plain = basename(name)
    .replace(/\..*$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  return plain || `source-${k + 1}`;
};

const readGuess = async (group: readonly FileGuess[], root: string, k: number): Promise<GuessedSource> => {
  const guess = group[0]!;
  const files = group.map(({ file }) => file.name);
  const id = guess.format === "police-uk-street" ? "crime" : idOf(files[0]!, k);
  const spec: SourceSpec = {
    files,
    root,
    ...(guess.format ? { format: guess.format } : {}),
    columns: guess.columns,
    dialect: {
      delimiter: guess.delimiter,
      ...(guess.dateFormat ? { dateFormat: guess.dateFormat } : {}),
      ...(guess.decimal ? { decimal: guess.decimal } : {}),
    },
  };
  const base = { id, guess, files };
  try {
    const read = await readSource(spec, { hash: false });
    // The reason that nothing could be read, and not that nothing was.
    refuseFaults(read.diagnostics);
    const { units, periods, columns } = buildPanel(read.cells);
    const outcomes = Object.keys(columns).filter((name) => name !== exposureColumn);
    const seen = `${read.ledger.read.toLocaleString("en-GB")} rows: ${units.length} units, ${periods[0]} to ${periods.at(-1)}, ${outcomes.length} outcome${outcomes.length === 1 ? "" : "s"}`;
    return { ...base, seen, outcomes, fault: null };
  } catch (thrown) {
    if (!(thrown instanceof WhatworksError)) throw thrown;
    const { code, fault } = thrown;
    return {
      ...base,
      seen: "could not be read so",
      outcomes: [],
      fault: { code, found: fault.found, hint: fault.hint ?? "" },
    };
  }
};

/** Why a source cannot be read as it was guessed. */
export const faultWords = ({ code, found, hint }: NonNullable<GuessedSource["fault"]>): string =>
  [`${code}: ${found}`, hint].filter((part) => part !== "").join("; ");

const filesOf = (proposal: Omit<Proposal, "files">): Proposal["files"] => [
  { name: workspaceFile, content: yamlOf(proposal) },
  ...(proposal.interventions === null && !existsSync(join(proposal.folder, registerFile))
    ? [{ name: registerFile, content: "id,title,unit,start,role\n" }]
    : []),
  { name: schemaFile, content: stableJson(jsonSchema("workspace")) },
];

const comment = (text: string, indent = ""): string => `${indent}# ${text}\n`;
const inline = (value: unknown): string => stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();

const sourceYaml = ({ id, guess, files, seen, fault }: GuessedSource): string => {
  const lines = [
    `  ${id}:\n`,
    comment(`${seen}.`, "    "),
    ...guess.reasons.map((why) => comment(`${why}.`, "    ")),
    ...(fault ? [comment(`NOT READY: ${faultWords(fault)}`, "    ")] : []),
    `    format: ${guess.format}\n`,
    `    files: ${inline(files.length === 1 ? files[0] : files)}\n`,
  ];
  if (Object.keys(guess.columns).length > 0) lines.push(`    columns: ${inline(guess.columns)}\n`);
  if (guess.delimiter !== ",")
    lines.push(`    delimiter: ${inline(guess.delimiter === "\t" ? "\\t" : guess.delimiter)}\n`);
  if (guess.decimal) lines.push(`    decimal: ${inline(guess.decimal)}\n`);
  if (guess.dateFormat) lines.push(`    date-format: ${inline(guess.dateFormat)}\n`);
  return lines.join("");
};

const yamlOf = ({ folder, sources, interventions, units }: Omit<Proposal, "files">): string => {
  const first = sources.find(({ outcomes }) => outcomes.length > 0) ?? sources[0]!;
  const outcome = first.outcomes[0] ?? "burglary";
  return [
    comment(`yaml-language-server: $schema=${schemaFile}`),
    comment("Written by whatworks init. Every guess stands here with its reason: change what is not so."),
    `workspace: ${idOf(basename(folder), 0)}\n`,
    "sources:\n",
    ...sources.map(sourceYaml),
    comment(
      "One row per intervention and unit: id,title,unit,start and, where it helps, end,role,problem,partners.",
    ),
    `interventions: ${inline(interventions?.file.name ?? registerFile)}\n`,
    units
      ? `units: ${inline(units.file.name)} # ${units.reasons.at(-1)}\n`
      : comment("units: units.csv   # unit, population, neighbours, covariates"),
    comment(
      "One question each. Fill in the register, take the marks away, then: whatworks validate; whatworks run",
    ),
    comment("studies:"),
    comment("  my-first-study:"),
    comment(`    question: Did … change ${outcome}?`),
    comment("    intervention: …   # an id in the register"),
    comment(
      `    outcome: ${inline({ source: first.id, name: outcome, ...(first.guess.level ? { measure: "level" } : {}) })}${first.guess.level ? "   # and better: higher, where more is better" : ""}`,
    ),
    comment("    design: auto"),
    comment("    window: { before: 24 months, after: 12 months }"),
    "reports: reports\n",
    comment("freshness: 3 months   # check says OLD when the data end longer ago than this"),
  ].join("");
};

/**
 * Writes what was proposed; a file that has come up meanwhile is never written over. Each file appears whole, and the
 * workspace file last: an `init` that was killed has left nothing that the next one would refuse.
 */
export const writeProposal = ({ folder, files }: Proposal): string[] => {
  mkdirSync(folder, { recursive: true });
  for (const { name } of files) if (name !== schemaFile) refuseExisting(folder, name);
  const last = files.find(({ name }) => name === workspaceFile);
  for (const file of [...files.filter((one) => one !== last), ...(last ? [last] : [])])
    writeNew(folder, file, file.name === schemaFile);
  return files.map(({ name }) => name);
};

const writeNew = (
  folder: string,
  { name, content }: { name: string; content: string },
  over: boolean,
): void => {
  const draft = join(folder, `.whatworks.${process.pid}.part`);
  const quiet = onInterrupt(() => rmSync(draft, { force: true }));
  try {
    writeFileSync(draft, content, { flush: true });
    if (over) renameSync(draft, join(folder, name));
    // A link is made only where nothing stands; some file systems have none, and there the name is asked for once more.
    else putNew(draft, join(folder, name));
  } finally {
    rmSync(draft, { force: true });
    quiet();
  }
};

const putNew = (draft: string, path: string): void => {
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw error;
    refuseExisting(dirname(path), basename(path));
    renameSync(draft, path);
  }
};
