import { join } from "node:path";
import type { Judged, ReportState, StateReason } from "../pipeline/reports/check.ts";
import { movedWords } from "../pipeline/reports/words.ts";
import type { Case, Notice } from "./formats/index.ts";
import type { Terminal } from "./terminal.ts";

/** `data/crime.csv changed (9,600 → 9,632 rows; 3 old values revised)`. */
export const reasonWords = ({ message, moved }: StateReason): string => {
  const words = moved ? movedWords(moved) : "";
  return words === "" ? message : `${message} (${words})`;
};

const advice: Readonly<Record<ReportState, string | undefined>> = {
  current: undefined,
  stale: "whatworks run",
  missing: "whatworks run",
  edited: "put your words between the generated parts, or: whatworks run --force",
  old: "fetch newer data, or change freshness in whatworks.yaml",
  unpublishable:
    "whatworks run says which gate stopped it; an internal report needs release: protected, or public: REASON",
};
export const adviceFor = (state: ReportState): string | undefined => advice[state];

const width = 80;

/** Words in lines of at most 80 columns, those after the first behind an indent. */
export const wrapped = (text: string, indent: number): string => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > width) {
      lines.push(line.trimEnd());
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.join(`\n${" ".repeat(indent)}`);
};

const indent = 14;

/** One judged report for people: its state, its name and every reason on lines of its own. */
export const judgedText = ({ study, state, reasons }: Judged, out: Terminal): string => {
  const { green, red, yellow } = out.colour;
  const paint = state === "current" ? green : state === "old" ? yellow : red;
  const said = reasons.map((one) => `${" ".repeat(indent)}${wrapped(reasonWords(one), indent)}`);
  return [`${paint(state.toUpperCase().padEnd(indent - 1))} ${study}`, ...said].join("\n");
};

export const judgedCase = ({ study, state, reasons }: Judged, folder: string): Case => ({
  name: study,
  state: state.toUpperCase(),
  notices: reasons.map(
    (one): Notice => ({
      level: state === "old" ? "warning" : "error",
      code: one.code,
      message: `${study} is ${state}: ${reasonWords(one)}`,
      path: one.file === null ? null : join(folder, one.file),
      line: one.line,
    }),
  ),
});
