import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ValidateOptions, validateFiles } from "../../src/pipeline/validate/validate-files.ts";
import { folderOf } from "../helpers/street.ts";

/** What a user would type beside a table of counts whose columns are known. */
const columns = "ward:text,month:month,arm:category(treated|comparison),burglary:count";
const head = "ward,month,arm,burglary\n";
const table = `${head}Hill,2024-01,treated,14\nMill,2024-01,comparison,17\n`;

const judge = async (text: string, options: Partial<ValidateOptions> = { columns }) => {
  const folder = folderOf({ "table.csv": text });
  const { exit, files, diagnostics } = await validateFiles([join(folder, "table.csv")], options);
  const found = diagnostics
    .filter(({ severity }) => severity !== "note")
    .map(({ code, severity, line }) => `${severity} ${code}:${line}`);
  return { exit, rows: files[0]?.rows, found };
};

describe("a table that is sound, however it is written", () => {
  it.each([
    ["plain", table, { columns }],
    ["Windows line ends and a mark", `\ufeff${table.replaceAll("\n", "\r\n")}`, { columns }],
    ["no end of line at the end", table.trimEnd(), { columns }],
    ["every cell quoted", table.replace(/[^,\n]+/g, '"$&"'), { columns }],
    ["semicolons, declared", table.replaceAll(",", ";"), { columns, delimiter: ";" }],
    ["a comma and a line break in quotes", table.replace("Hill", '"Hill,\nOld ""Town"""'), { columns }],
    [
      "columns in another order",
      "burglary,arm,month,ward\n14,treated,2024-01,Hill\n17,comparison,2024-01,Mill\n",
      { columns },
    ],
  ])("%s", async (_, text, options) => {
    expect(await judge(text, options)).toEqual({ exit: 0, rows: 2, found: [] });
  });
});

describe("a table that is not, with the code and the line", () => {
  it.each([
    ["nothing at all", "", ["error csv/empty:1"]],
    ["a header and no row", head, ["error csv/no-rows:1"]],
    ["a row too short", `${table}Till,2024-01,treated\n`, ["error csv/width:4"]],
    ["a row too long: a thousands separator", `${table}Till,2024-01,treated,1,204\n`, ["error csv/width:4"]],
    [
      "a quote that never ends",
      `${table}"Till,2024-01,treated,13
`,
      ["error csv/quote:4"],
    ],
    [
      "text after a closing quote",
      `${table}"Till"x,2024-01,treated,13
`,
      ["error csv/quote:4"],
    ],
    ["another delimiter than declared", table.replaceAll(",", ";"), ["error csv/delimiter:1"]],
    [
      "a merge conflict",
      `${head}<<<<<<< ours\nHill,2024-01,treated,14\n=======\n`,
      ["error file/conflict:2", "error file/conflict:4"],
    ],
    ["a page of the web", "<!DOCTYPE html><html><body>Sign in</body></html>\n", ["error file/not-csv:1"]],
    ["a NUL byte", table.replace("Mill", "Mi\0ll"), ["error csv/nul:3"]],
    [
      "one header twice",
      table.replace("arm", "ward"),
      ["error csv/header-duplicate:1", "error csv/column-missing:1"],
    ],
    [
      "a header left blank",
      table.replace("arm", ""),
      ["error csv/header-blank:1", "error csv/column-missing:1"],
    ],
    [
      "a month 13",
      `${table}Till,2024-13,treated,13
`,
      ["error data/date-format:4"],
    ],
    ["an unknown category", `${table}Till,2024-01,control,13\n`, ["error data/category:4"]],
    ["a count below zero", `${table}Till,2024-01,treated,-13\n`, ["error data/range:4"]],
    ["half an offence", `${table}Till,2024-01,treated,13.5\n`, ["error data/range:4"]],
    ["a word for a number", `${table}Till,2024-01,treated,NaN\n`, ["error data/count:4"]],
    ["a total under the table", `${table}Total,,,31\n`, ["error data/period-missing:4"]],
    ["the same row twice", `${table}Hill,2024-01,treated,14\n`, ["error data/duplicate-key:4"]],
    ["a letter that cannot be seen", table.replace("Hill", "Hi\u200bll"), ["warning data/control:2"]],
    [
      "a name in two Unicode forms",
      `${table}Caf\u00e9,2024-01,treated,11\nCafe\u0301,2024-02,treated,11\n`,
      ["warning data/variant:5"],
    ],
  ])("%s", async (_, text, expected: string[]) => {
    const { exit, found } = await judge(text);
    expect(found).toEqual(expected);
    expect(exit).toBe(expected[0]!.startsWith("error") ? 3 : 0);
  });
});
