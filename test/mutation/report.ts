import { groups as parts } from "./groups.ts";
import { type FileTally, type GroupTally, scoreOf, sumOf } from "./tally.ts";

const percent = (score: number | null): string => (score === null ? "–" : (100 * score).toFixed(1));

/** What a kind of mutant does to the source, in words. */
const kinds: Readonly<Record<string, string>> = {
  ArithmeticOperator: "another arithmetic operator",
  ArrayDeclaration: "a list emptied",
  ArrowFunction: "a function that returns nothing",
  AssignmentOperator: "another assignment operator",
  BlockStatement: "a block emptied",
  BooleanLiteral: "true for false",
  ConditionalExpression: "a condition that always or never holds",
  EqualityOperator: "a comparison with its boundary moved or turned round",
  LogicalOperator: "and for or",
  MethodExpression: "a method left out or replaced",
  ObjectLiteral: "an object emptied",
  OptionalChaining: "a check for absence left out",
  Regex: "a pattern changed",
  StringLiteral: "a text emptied or filled",
  UnaryOperator: "another sign",
  UpdateOperator: "counting the other way",
};

/** The page that `reports/validation/mutation.md` holds. */
export const mutationReport = (groups: readonly GroupTally[]): string =>
  [
    "# Do the tests notice a fault?",
    "",
    "Small faults are put into the source one at a time, and the tests are run against each. The score is the share of",
    "faults, in per cent, that a test noticed: by failing (killed) or by never coming to an end (timeout). A survivor was",
    "run by some test and passed them all; a fault without coverage was run by none. Written by `npm run mutation`.",
    "",
    "Only tests in the same process count, and only from files of this repository: those that start the built program,",
    "read the shared folder, judge speed or take long are left out, so that the whole suite notices more than is said",
    "here. Constants that are made when a file is loaded are not mutated. Not every survivor is a hole in the tests: a",
    "fault that changes nothing anyone can see is counted all the same, because only a reader can tell.",
    "",
    "| part | faults | killed | timeout | survived | no coverage | score |",
    "| --- | --: | --: | --: | --: | --: | --: |",
    ...groups.map(({ title, files }) => row(title, sumOf(files))),
    "",
    "## File by file",
    "",
    ...groups.flatMap(({ name, title, files }) => [
      `### ${title}`,
      "",
      ...(notes.get(name) ?? []).flatMap((note) => [note, ""]),
      "| file | faults | killed | timeout | survived | no coverage | score |",
      "| --- | --: | --: | --: | --: | --: | --: |",
      ...files.map((one) => row(`\`${one.file}\``, one)),
      "",
    ]),
    "## What was not noticed",
    "",
    ...unnoticed(groups),
    "",
  ].join("\n");

/** What a reader found who went through the survivors. */
const notes = new Map(parts.map(({ name, notes: found }) => [name, found]));

const row = (name: string, counts: Omit<FileTally, "file" | "score" | "left">): string => {
  const { killed, timeout, survived, noCoverage } = counts;
  const numbers = [killed + timeout + survived + noCoverage, killed, timeout, survived, noCoverage];
  return `| ${name} | ${numbers.map((n) => n.toLocaleString("en-GB")).join(" | ")} | ${percent(scoreOf(counts))} |`;
};

const unnoticed = (groups: readonly GroupTally[]): string[] => {
  const count = (files: readonly FileTally[], kind: string): number =>
    files.reduce((n, { left }) => n + (left[kind] ?? 0), 0);
  const all = groups.flatMap(({ files }) => files);
  const found = [...new Set(all.flatMap(({ left }) => Object.keys(left)))].sort(
    (a, b) => count(all, b) - count(all, a) || (a < b ? -1 : 1),
  );
  const most = found.slice(0, 3).map((kind) => `${kinds[kind] ?? kind} (${count(all, kind)})`);
  return [
    `Of what was not noticed the most are ${most.join(", ")}.`,
    "",
    `| the fault | ${groups.map(({ title }) => title).join(" | ")} |`,
    `| --- | ${groups.map(() => "--:").join(" | ")} |`,
    ...found.map(
      (kind) => `| ${kinds[kind] ?? kind} | ${groups.map(({ files }) => count(files, kind)).join(" | ")} |`,
    ),
  ];
};
