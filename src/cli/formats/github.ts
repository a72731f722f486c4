import { appendFileSync, existsSync, statSync } from "node:fs";
import { commandData, commandProperty, logLine, markdownText } from "../../model/escape.ts";
import { type CiReport, ciPath, type Notice, ranked } from "./report.ts";

/** GitHub shows ten annotations of a kind for a step and drops the rest without a word. */
const shown = 10;
/** GitHub drops a whole job summary above 1 MiB; other steps of ours may add to it. */
const summaryCap = 900_000;

const kinds = { error: "error", warning: "warning", note: "notice" } as const;

const annotation = ({ level, code, message, path, line }: Notice): string => {
  const properties = [
    ...(path === null ? [] : [`file=${commandProperty(ciPath(path))}`]),
    ...(path === null || line === null ? [] : [`line=${line}`]),
    `title=${commandProperty(code)}`,
  ];
  return `::${kinds[level]} ${properties.join(",")}::${commandData(message)}`;
};

/** Workflow commands: the worst ten of each kind, what was left off, and one line for each thing checked. */
export const githubLog = (report: CiReport): string => {
  const notices = ranked(report);
  const lines = (["error", "warning", "note"] as const).flatMap((level) => {
    const found = notices.filter((one) => one.level === level);
    return [
      ...found.slice(0, shown).map(annotation),
      ...(found.length > shown
        ? [
            `and ${found.length - shown} more ${level}${found.length - shown === 1 ? "" : "s"} in the lines below`,
          ]
        : []),
    ];
  });
  const cases = report.cases.flatMap(({ name, state, notices: own }) => [
    `  ${state.padEnd(13)} ${logLine(name)}`,
    ...own.map(({ message }) => `                ${logLine(message)}`),
  ]);
  return `${[...lines, ...cases].join("\n")}\n`;
};

/** Sections of the job summary: what is wrong first; a section is written whole or not at all. */
const sections = (report: CiReport): [head: string, ...rows: string[]] => {
  const wrong = report.cases.filter(({ notices }) => notices.length > 0);
  const head = [
    `## whatworks ${report.command}: ${markdownText(report.title)}`,
    "",
    wrong.length === 0
      ? `Nothing to say about ${report.cases.length}: all is as it should be.`
      : `${wrong.length} of ${report.cases.length} need a look.`,
    "",
    "| What | State | Why |",
    "| --- | --- | --- |",
  ].join("\n");
  const rows = [...wrong, ...report.cases.filter((one) => !wrong.includes(one))].map(
    ({ name, state, notices }) =>
      `| ${markdownText(name)} | ${markdownText(state)} | ${notices.map(({ message }) => markdownText(message)).join("; ")} |`,
  );
  return [head, ...rows];
};

export const githubSummary = (report: CiReport, cap = summaryCap): string => {
  const [head, ...rows] = sections(report);
  let text = `${head}\n`;
  let left = 0;
  for (const row of rows) {
    if (left > 0 || Buffer.byteLength(text) + Buffer.byteLength(row) + 200 > cap) left += 1;
    else text += `${row}\n`;
  }
  return left === 0
    ? text
    : `${text}\n${left} more row${left === 1 ? "" : "s"} did not fit in the summary; the log has ${left === 1 ? "it" : "them"}.\n`;
};

/** Adds the summary to the file that the runner names, within what is left of its cap. */
export const writeJobSummary = (report: CiReport): void => {
  const path = process.env.GITHUB_STEP_SUMMARY;
  if (!path) return;
  const taken = existsSync(path) ? statSync(path).size : 0;
  if (taken < summaryCap) appendFileSync(path, githubSummary(report, summaryCap - taken));
};
