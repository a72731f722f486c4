import type { Diagnostic } from "../model/diagnostic.ts";
import { plainText } from "../model/text.ts";
import type { Validated, ValidatedFile } from "../pipeline/validate/validate-files.ts";
import { wrapped } from "./states.ts";
import type { Terminal } from "./terminal.ts";

const shown = 20;
const order = { error: 0, warning: 1, note: 2 } as const;

/** What was found, for people: the first faults with a picture of the place, exact totals, one verdict a file. */
export const validationReport = (found: Validated, out: Terminal): string => {
  const told = found.diagnostics.filter(
    (one) => out.verbose || one.severity !== "note" || found.diagnostics.length <= shown,
  );
  const sorted = [...told].sort((a, b) => order[a.severity] - order[b.severity]);
  const parts = sorted.slice(0, shown).map((one) => inText(one, out));
  if (sorted.length > shown)
    parts.push(`… and ${number(sorted.length - shown)} more; --json lists every one.\n`);
  const verdicts = found.files.map((file) => verdict(file, found.diagnostics, out));
  const codes = [...new Set(found.diagnostics.filter((d) => d.severity === "error").map((d) => d.code))];
  const more =
    codes.length > 0
      ? `\nMore: ${codes
          .slice(0, 3)
          .map((code) => `whatworks explain ${code}`)
          .join("; ")}\n`
      : "";
  const list = verdicts.length > 0 ? `${verdicts.join("\n")}\n` : "";
  return `${parts.join("\n")}${parts.length > 0 ? "\n" : ""}${list}${more}`;
};

const number = (value: number): string => value.toLocaleString("en-GB");

const inText = (one: Diagnostic, out: Terminal): string => {
  const paint = { error: out.colour.red, warning: out.colour.yellow, note: out.colour.cyan }[one.severity];
  const place = [one.file, one.line].filter((part) => part !== null).join(":");
  const column = one.column === null ? "" : `  column "${plainText(one.column)}"`;
  const times = one.count > 1 ? `  (${number(one.count)} times)` : "";
  const words = `${plainText(one.message)}${times}`;
  const where = `${plainText(place)}${column}`;
  // What has no place in a file stands beside its severity, not under an empty line.
  const lines = where
    ? [`${paint(one.severity)}  ${where}`, `  ${wrapped(words, 2)}`]
    : [`${paint(one.severity)}  ${wrapped(words, one.severity.length + 2)}`];
  // The picture is masked and plain already, and its two lines must stay two.
  for (const line of one.frame?.split("\n") ?? []) lines.push(`    | ${line}`);
  const code = `[${one.code}]`;
  lines.push(one.fix ? `  try  ${wrapped(`${plainText(one.fix)}  ${code}`, 7)}` : `  ${code}`);
  return `${lines.join("\n")}\n`;
};

const verdict = (file: ValidatedFile, all: readonly Diagnostic[], out: Terminal): string => {
  const of = (severity: Diagnostic["severity"]): number =>
    all.filter((one) => one.file === file.path && one.severity === severity).length;
  // A source of a workspace may be several files in one shape, whose columns are not counted.
  const wide = file.columns === 0 ? "" : ` × ${number(file.columns)} columns`;
  const rows = `${number(file.rows)} row${file.rows === 1 ? "" : "s"}${wide}`;
  const kept =
    file.used === file.rows ? "" : `: ${number(file.used)} sound, ${number(file.rows - file.used)} excluded`;
  const counts = [
    ...(of("error") > 0 ? [`${number(of("error"))} error${of("error") > 1 ? "s" : ""}`] : []),
    ...(of("warning") > 0 ? [`${number(of("warning"))} warning${of("warning") > 1 ? "s" : ""}`] : []),
  ];
  const word = file.ok ? out.colour.green("OK") : out.colour.red("REFUSED");
  return [`${word}  ${file.path}  ${rows}${kept}`, ...counts].join(", ");
};
