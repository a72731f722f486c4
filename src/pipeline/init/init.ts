import { existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { UsageError } from "../../model/errors.ts";
import { stableJson } from "../../model/json.ts";
import { expandFiles, type NamedFile } from "../reading/files.ts";
import { onInterrupt } from "../reports/interrupt.ts";
import { jsonSchema } from "../schemas.ts";
import { workspaceFile } from "../workspace.ts";
import { type FileGuess, guessFile, type OutcomeGuess } from "./guess.ts";
import { exampleRow } from "./register.ts";
import { type GuessedSource, grouped, openQuestions, readGuess } from "./sources.ts";
import { registerFile, schemaFile, workspaceYaml } from "./workspace-yaml.ts";

export interface Proposal {
  readonly folder: string;
  readonly sources: readonly GuessedSource[];
  readonly interventions: FileGuess | null;
  readonly units: FileGuess | null;
  readonly unknown: readonly FileGuess[];
  /** What could not be settled by looking. */
  readonly questions: readonly string[];
  /** Every source reads as it was guessed, and nothing is left to ask. */
  readonly ready: boolean;
  /** Files that `init` would write, by name. */
  readonly files: readonly { readonly name: string; readonly content: string }[];
}

/**
 * Reads data files with the program's own readers and proposes a workspace. Nothing is written.
 *
 * Throws UsageError usage/exists, usage/unsure; InputError when a file is not there.
 */
export const propose = async (given: readonly string[], folder: string): Promise<Proposal> => {
  const root = resolve(folder);
  refuseExisting(root, workspaceFile);
  const named = given.length === 0 ? ["."] : given;
  const files = expandFiles(named, process.cwd()).map(
    ({ path }): NamedFile => ({ path, name: nameIn(root, path) }),
  );
  const guesses = await Promise.all(files.map(guessFile));
  const outcomes = guesses.filter((one): one is OutcomeGuess => one.role === "outcomes");
  const groups = grouped(outcomes);
  const sources = await Promise.all(
    groups.map((group, k) => readGuess(group, patternsOf(group, named, files, root), root, k)),
  );
  if (sources.length === 0) throw unsure(guesses);
  const of = (role: FileGuess["role"]): FileGuess | null => guesses.find((one) => one.role === role) ?? null;
  const questions = sources.flatMap((source) =>
    openQuestions(source).map((asked) => `${source.id}: ${asked}`),
  );
  const [interventions, units] = [of("interventions"), of("units")];
  const example = interventions ? undefined : sources.map(exampleRow).find((one) => one !== undefined);
  const written = { folder: root, sources, interventions, units, example };
  return {
    folder: root,
    sources,
    interventions,
    units,
    questions,
    unknown: guesses.filter(({ role }) => role === "unknown"),
    ready: questions.length === 0,
    files: [
      { name: workspaceFile, content: workspaceYaml(written) },
      ...(interventions === null && !existsSync(join(root, registerFile))
        ? [{ name: registerFile, content: example?.csv ?? "id,title,unit,start,role\n" }]
        : []),
      { name: schemaFile, content: stableJson(jsonSchema("workspace")) },
    ],
  };
};

const nameIn = (root: string, path: string): string => relative(root, path).split(sep).join("/");

/** A folder that holds only files of one layout stays a pattern, so that next month's file is read without a change. */
const patternsOf = (
  group: readonly OutcomeGuess[],
  given: readonly string[],
  files: readonly NamedFile[],
  root: string,
): string[] => {
  const folders = given
    .map((one) => (isAbsolute(one) ? one : resolve(one)))
    .filter((path) => existsSync(path) && statSync(path).isDirectory());
  const paths = new Set(group.map(({ file }) => file.path));
  const within = (folder: string): NamedFile[] =>
    files.filter(({ path }) => path.startsWith(`${folder}${sep}`));
  const whole = folders.filter(
    (folder) => within(folder).length > 0 && within(folder).every(({ path }) => paths.has(path)),
  );
  const covered = whole.flatMap(within);
  if (whole.length === 0 || covered.length < paths.size) return [];
  return whole.flatMap((folder) => patternsIn(nameIn(root, folder), within(folder)));
};

const patternsIn = (folder: string, files: readonly NamedFile[]): string[] => {
  const deep = files.some(({ name }) => name.slice(folder.length + 1).includes("/"));
  const ends = new Set(files.map(({ name }) => /(?:\.[a-z]+)(?:\.gz)?$/i.exec(name)?.[0] ?? ""));
  const base = folder === "" ? "" : `${folder}/`;
  return [...ends].sort().map((end) => `${base}${deep ? "**/" : ""}*${end}`);
};

const unsure = (guesses: readonly FileGuess[]): UsageError =>
  new UsageError("usage/unsure", {
    found: guesses.map(({ file, reasons }) => `${file.name}: ${reasons.at(-1)}`).join("; "),
    expected: "at least one file of outcomes: a unit, a period and a count, or one row an event",
    hint: "rename the columns to unit, period, outcome and value, or name them:  whatworks panel FILE --format long --unit A --period B --value C",
  });

const refuseExisting = (folder: string, name: string): void => {
  if (!existsSync(join(folder, name))) return;
  throw new UsageError("usage/exists", {
    found: `${name} in ${relative(process.cwd(), folder) || "this folder"} already`,
    expected: "a folder without one: init never writes over a file",
    hint: "move it away, or choose another folder with -C",
  });
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
