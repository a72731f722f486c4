import { basename } from "node:path";
import { refuseFaults } from "../../ingest/gate/refuse.ts";
import { WhatworksError } from "../../model/errors.ts";
import type { Panel } from "../../model/panel.ts";
import { sourceSchema } from "../../model/protocol.ts";
import { buildPanel, exposureColumn } from "../../panel/index.ts";
import { specOf } from "../reading/gather.ts";
import { type ReadSource, readSource } from "../reading/read-source.ts";
import type { OutcomeGuess } from "./guess.ts";
import { type Refused, repair } from "./repair.ts";

type Keys = Readonly<Record<string, unknown>>;

export interface GuessedSource {
  readonly id: string;
  readonly guess: OutcomeGuess;
  /** As `files` is written: names, or a pattern where a folder was given. */
  readonly files: readonly string[];
  /** Every key of the source. */
  readonly declarations: Readonly<Record<string, unknown>>;
  /** What reading the files with this guess gave, or why it failed. */
  readonly seen: string;
  readonly panel: Panel | undefined;
  readonly outcomes: readonly string[];
  readonly reasons: readonly string[];
  readonly questions: readonly string[];
  readonly fault: Fault | null;
}

interface Fault {
  readonly code: string;
  readonly found: string;
  readonly hint: string;
}

/** Files with the same layout are one source. */
export const grouped = (guesses: readonly OutcomeGuess[]): OutcomeGuess[][] => {
  const groups = new Map<string, OutcomeGuess[]>();
  for (const guess of guesses) {
    const key = JSON.stringify(guess.declarations);
    groups.set(key, [...(groups.get(key) ?? []), guess]);
  }
  return [...groups.values()];
};

export const idOf = (name: string, k: number): string => {
  const plain = basename(name)
    .replace(/\..*$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  return plain || `source-${k + 1}`;
};

/** Reads the files as they were guessed: what cannot be read so is no proposal, and what is refused says what to ask. */
export const readGuess = async (
  group: readonly OutcomeGuess[],
  patterns: readonly string[],
  root: string,
  k: number,
): Promise<GuessedSource> => {
  const guess = group[0]!;
  const names = group.map(({ file }) => file.name);
  const files = patterns.length > 0 ? patterns : names;
  const id = guess.format === "police-uk-street" ? "crime" : idOf(names[0]!, k);
  const tried = await settled(guess, (keys) =>
    readSource(specOf(sourceSchema.parse({ ...keys, files: names }), root, id), { hash: false }),
  );
  const { format, ...keys } = tried.declarations;
  const declarations = { format, files: files.length === 1 ? files[0]! : files, ...keys };
  return { ...tried, id, guess, files, declarations };
};

type Tried = Pick<
  GuessedSource,
  "declarations" | "seen" | "panel" | "outcomes" | "reasons" | "questions" | "fault"
>;

/** A first reading may be refused for what only the reader sees; what can be declared about it is, and it is read again. */
const mostRounds = 3;

const settled = async (guess: OutcomeGuess, read: (keys: Keys) => Promise<ReadSource>): Promise<Tried> => {
  let { declarations, reasons, questions }: Pick<OutcomeGuess, "declarations" | "reasons" | "questions"> =
    guess;
  for (let round = 0; ; round++) {
    const { found, thrown, faults } = await attempt(() => read(declarations));
    const base = { declarations, reasons, questions };
    if (found && faults.length === 0) return { ...base, ...panelOf(found), fault: null };
    const mended = round < mostRounds ? repair(declarations, found?.cells, faults) : undefined;
    if (!mended) return { ...base, ...unread(thrown) };
    ({ declarations } = mended);
    reasons = [...reasons, ...mended.reasons];
    questions = [...questions, ...mended.questions];
  }
};

interface Attempt {
  readonly found?: ReadSource;
  readonly thrown?: WhatworksError;
  readonly faults: readonly Refused[];
}

const attempt = async (read: () => Promise<ReadSource>): Promise<Attempt> => {
  let found: ReadSource | undefined;
  try {
    found = await read();
    refuseFaults(found.diagnostics);
    // The reason that nothing could be read, and not that nothing was.
    buildPanel(found.cells);
    return { found, faults: [] };
  } catch (thrown) {
    if (!(thrown instanceof WhatworksError)) throw thrown;
    return { ...(found ? { found } : {}), thrown, faults: thrown.faults };
  }
};

const unread = (
  thrown: WhatworksError | undefined,
): Omit<Tried, "declarations" | "reasons" | "questions"> => {
  const { code, fault } = thrown!;
  const told = { code, found: fault.found, hint: fault.hint ?? "" };
  return { seen: "could not be read so", panel: undefined, outcomes: [], fault: told };
};

const panelOf = (read: ReadSource): Pick<GuessedSource, "seen" | "panel" | "outcomes"> => {
  const panel = buildPanel(read.cells);
  const { units, periods, columns } = panel;
  const outcomes = Object.keys(columns).filter((name) => name !== exposureColumn);
  const of = (n: number, noun: string): string => `${n.toLocaleString("en-GB")} ${noun}${n === 1 ? "" : "s"}`;
  return {
    seen: `${of(read.ledger.read, "row")}: ${of(units.length, "unit")}, ${periods[0]} to ${periods.at(-1)}, ${of(outcomes.length, "outcome")}`,
    panel,
    outcomes,
  };
};

/** Why a source cannot be read as it was guessed. */
export const faultWords = ({ code, found, hint }: Fault): string =>
  [`${code}: ${found}`, hint].filter((part) => part !== "").join("; ");

/** What is left for the analyst to settle before this source can be relied on. */
export const openQuestions = ({ questions, fault }: GuessedSource): string[] => [
  ...(fault ? [`It could not be read so: ${faultWords(fault)}`] : []),
  ...questions,
];
