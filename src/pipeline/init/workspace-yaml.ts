import { basename } from "node:path";
import { stringify } from "yaml";
import type { FileGuess } from "./guess.ts";
import { type Example, exampleId } from "./register.ts";
import { faultWords, type GuessedSource, idOf, openQuestions } from "./sources.ts";

export const schemaFile = ".whatworks.schema.json";
export const registerFile = "interventions.csv";

export interface Written {
  readonly folder: string;
  readonly sources: readonly GuessedSource[];
  readonly interventions: FileGuess | null;
  readonly units: FileGuess | null;
  readonly example: Example | undefined;
}

const comment = (text: string, indent = ""): string => `${indent}# ${text.replace(/\s+/g, " ")}\n`;
const inline = (value: unknown): string => stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();

const sourceYaml = (source: GuessedSource): string => {
  const { id, seen, reasons, declarations, fault } = source;
  return [
    `  ${id}:\n`,
    comment(`${seen}.`, "    "),
    ...reasons.map((why) => comment(`${why}.`, "    ")),
    ...(fault ? [comment(`NOT READY: ${faultWords(fault)}`, "    ")] : []),
    ...openQuestions(source).flatMap((asked) =>
      fault && asked.includes(fault.code) ? [] : [comment(`QUESTION: ${asked}`, "    ")],
    ),
    ...Object.entries(declarations).map(([key, value]) => `    ${key}: ${inline(value)}\n`),
  ].join("");
};

/** The whole file: every guess with its reason, a study that runs, and what else a workspace may hold. */
export const workspaceYaml = ({ folder, sources, interventions, units, example }: Written): string => {
  const first = sources.find(({ outcomes }) => outcomes.length > 0) ?? sources[0]!;
  const survey = sources.find(({ guess }) => guess.level);
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
      ? `units: ${inline(units.file.name)}\n`
      : comment("units: units.csv   # unit, population, neighbours, covariates"),
    studyYaml(
      first,
      interventions === null &&
        example !== undefined &&
        sources.every((one) => openQuestions(one).length === 0),
    ),
    "reports: reports\n",
    comment("freshness: 3 months   # check says OLD when the data end longer ago than this"),
    ...(survey ? [indexYaml(survey, first)] : []),
  ].join("");
};

/** With an example row the study runs as it stands; with a register of one's own its ids are for the analyst to name. */
const studyYaml = (source: GuessedSource, runs: boolean): string => {
  const outcome = source.outcomes[0] ?? "burglary";
  const level = source.guess.level ? { measure: "level" } : {};
  const mark = runs ? "" : "# ";
  const lines = [
    "studies:",
    `  ${runs ? exampleId : "my-first-study"}:`,
    `    question: Did … change ${outcome}?`,
    `    intervention: ${runs ? exampleId : "…   # an id in the register"}`,
    `    outcome: ${inline({ source: source.id, name: outcome, ...level })}${source.guess.level ? "   # and better: higher, where more is better" : ""}`,
    "    design: auto",
  ].map((line) => `${mark}${line}\n`);
  const why = runs
    ? `One question each. ${registerFile} holds an example row: replace it, say what was asked, then whatworks run.`
    : "One question each. Settle what is asked above, take the marks away, name an intervention of the register, then whatworks run.";
  return [comment(why), ...lines].join("");
};

/** What people say beside what was recorded makes an index. */
const indexYaml = (survey: GuessedSource, crime: GuessedSource): string => {
  const said = survey.outcomes[0] ?? "trust";
  const recorded = crime.guess.level ? undefined : crime.outcomes[0];
  const key = (name: string): string => idOf(name, 0);
  return [
    comment(
      "What people say beside what was recorded: a Community Safety Index. Take the marks away to have one.",
    ),
    comment("index:"),
    comment("  base: 2022   # the year that scores are measured against"),
    comment("  themes:"),
    comment("    safety:"),
    comment("      title: Safety"),
    comment("      indicators:"),
    ...(recorded
      ? [
          comment(
            `        ${key(recorded)}: ${inline({ title: recorded, source: crime.id, name: recorded, better: "lower", kind: "objective" })}`,
          ),
        ]
      : []),
    comment(
      `        ${key(said)}: ${inline({ title: said, source: survey.id, name: said, better: "higher", kind: "subjective" })}`,
    ),
  ].join("");
};
