import { markdownCode, markdownText } from "../model/escape.ts";
import type { Compared, Comparison, MovedNumber } from "../pipeline/reports/compare.ts";
import { wrapped } from "./states.ts";

/** Numbers shown of each study; JSON has every one. */
const shown = 12;

const figure = (value: number | null): string => {
  if (value === null) return "none";
  const size = Math.abs(value);
  if (Number.isInteger(value)) return value.toLocaleString("en-GB");
  return size >= 1e6 || size < 1e-4 ? value.toExponential(3) : value.toPrecision(4);
};

const change = ({ change: by, percent }: MovedNumber): string => {
  if (by === null) return "";
  const sign = by > 0 ? "+" : "−";
  const share = percent === null ? "" : ` (${sign}${Math.abs(percent).toPrecision(2)}%)`;
  return `${sign}${figure(Math.abs(by))}${share}`;
};

/** The headline's numbers say most; what merely follows from them comes later. */
const byWeight = (numbers: readonly MovedNumber[]): MovedNumber[] => {
  const weight = ({ address }: MovedNumber): number =>
    address.startsWith("headline.")
      ? 0
      : address.startsWith("counts.")
        ? 1
        : address.startsWith("data.")
          ? 2
          : 3;
  return [...numbers].sort((a, b) => weight(a) - weight(b));
};

const moves = ({ numbers, words }: Comparison): string =>
  numbers.length === 0 && words === 0
    ? "nothing moved"
    : `${numbers.length} number${numbers.length === 1 ? "" : "s"} moved`;

const onlyIn = ({ added, removed }: Compared): string[] => [
  ...added.map((id) => `${id} is new`),
  ...removed.map((id) => `${id} is gone`),
];

const textOf = (one: Comparison): string => {
  const lines = [`${one.study}: ${moves(one)}`];
  for (const cause of one.causes) lines.push(`  because  ${wrapped(cause, 11)}`);
  if (one.headline.before !== one.headline.after) {
    lines.push(`  before   ${wrapped(one.headline.before, 11)}`);
    lines.push(`  now      ${wrapped(one.headline.after, 11)}`);
  }
  const rows = byWeight(one.numbers).slice(0, shown);
  const width = Math.min(40, Math.max(0, ...rows.map(({ address }) => address.length)));
  for (const row of rows)
    lines.push(
      `    ${row.address.padEnd(width)}  ${figure(row.before)} → ${figure(row.after)}  ${change(row)}`.trimEnd(),
    );
  if (one.numbers.length > shown)
    lines.push(`    … and ${one.numbers.length - shown} more; --json lists every one`);
  return lines.join("\n");
};

export const comparedText = (compared: Compared): string =>
  `${[...compared.family.map(textOf), ...onlyIn(compared)].join("\n\n")}\n`;

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const text = (words: string): string => markdownText(words);

const markdownOf = (one: Comparison): string => {
  const lines = [`### ${text(one.title)} (${markdownCode(one.study)})`, ""];
  const same = one.headline.before === one.headline.after;
  lines.push(
    same ? `Headline as before: ${text(one.headline.after)}` : `**Before:** ${text(one.headline.before)}`,
    "",
  );
  if (!same) lines.push(`**Now:** ${text(one.headline.after)}`, "");
  if (one.causes.length > 0) lines.push("Because:", "", ...one.causes.map((cause) => `- ${text(cause)}`), "");
  const rows = byWeight(one.numbers).slice(0, shown);
  if (rows.length > 0) {
    lines.push(row(["Number", "Before", "Now", "Change"]), "| --- | ---: | ---: | ---: |");
    for (const number of rows)
      lines.push(
        row([
          markdownCode(number.address, true),
          figure(number.before),
          figure(number.after),
          change(number),
        ]),
      );
    if (one.numbers.length > shown) lines.push("", `And ${one.numbers.length - shown} more numbers.`);
    lines.push("");
  }
  return lines.join("\n");
};

/** The body of a pull request: what moved first, then report by report. */
export const comparedMarkdown = (compared: Compared): string => {
  const movedReports = compared.family.filter(({ numbers, words }) => numbers.length + words > 0);
  const still = compared.family.filter((one) => !movedReports.includes(one));
  return [
    `## What moved from ${markdownCode(compared.old)} to ${markdownCode(compared.new)}`,
    "",
    `${movedReports.length} of ${compared.family.length} ${compared.family.length === compared.studies.length ? "evaluations" : "reports"} moved.`,
    "",
    ...movedReports.map(markdownOf),
    ...(still.length > 0
      ? [`Unmoved: ${still.map(({ study }) => markdownCode(study)).join(", ")}.`, ""]
      : []),
    ...onlyIn(compared).map((words) => `- ${text(words)}`),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
};
