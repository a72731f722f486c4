import { Command } from "commander";
import type { CodePage } from "../../model/codes/page.ts";
import { UsageError, WhatworksError } from "../../model/errors.ts";
import { suggest } from "../../model/nearest.ts";
import type { Explained } from "../../pipeline/explain-number.ts";
import { type CommonOptions, withCommon, withFolder } from "../options.ts";
import { wrapped } from "../states.ts";
import { type Terminal, terminal } from "../terminal.ts";

interface Options extends CommonOptions {
  readonly project: string;
}

export const explainCommand = withFolder(withCommon(new Command("explain")))
  .summary("what a message means; where a printed number comes from")
  .description(
    "Explains a code, offline, or a number of a report: by its address in finding.json or as the\npage prints it.\n\n" +
      "  whatworks explain csv/width\n" +
      "  whatworks explain patrols-2024.headline.estimate\n" +
      "  whatworks explain patrols-2024.0.82\n" +
      "  whatworks explain 'index.areas[Canalside].points[2025].combined.score'",
  )
  .argument("<what>", "a code, or STUDY.NUMBER")
  .action(async (what: string, options: Options) => {
    const out = terminal(options);
    const { codePages } = await import("../../model/codes/index.ts");
    const pages = codePages();
    const page = pages.find(({ code }) => code.toLowerCase() === what.toLowerCase());
    if (page) {
      if (out.json) out.document({ schema: "whatworks/code/1", ...page });
      else out.result(pageText(page));
      return;
    }
    if (/^[a-z-]+\/[a-z0-9-]*$|^[A-Z]{3}\d{2}$/.test(what)) throw unknownCode(what, pages);
    const explained = await numberOrUnknown(what, options.project, pages);
    if (out.json) out.document({ schema: "whatworks/explain/1", ...explained });
    else out.result(numberText(explained, out));
  });

/** A single word is a code where there is no workspace that could hold a study of that name. */
const numberOrUnknown = async (
  what: string,
  project: string,
  pages: readonly CodePage[],
): Promise<Explained> => {
  // A code is explained without what a workspace needs to be read.
  const { explainNumber } = await import("../../pipeline/explain-number.ts");
  try {
    return explainNumber(what, project);
  } catch (thrown) {
    const alone = thrown instanceof WhatworksError && thrown.code === "config/no-workspace";
    throw alone && !what.includes(".") ? unknownCode(what, pages) : thrown;
  }
};

const unknownCode = (code: string, pages: readonly CodePage[]): UsageError =>
  new UsageError("usage/code", {
    found: `the code "${code}"`,
    expected: `one of ${pages.length} codes`,
    hint: suggest(
      code,
      pages.map((page) => page.code),
    ),
  });

const row = (title: string, words: string): string => `${title.padEnd(12)}${wrapped(words, 12)}\n`;

const pageText = (page: CodePage): string =>
  [
    `${page.code} (${page.severity})  ${page.title}\n\n`,
    row("What", page.meaning),
    row("Why", page.why),
    row("What to do", page.fix),
    ...(page.example ? [row("Example", page.example.replaceAll("\n", `\n${" ".repeat(12)}`))] : []),
  ].join("");

const shown = 12;

const numberText = (found: Explained, out: Terminal): string => {
  const numbers = out.verbose ? found.numbers : found.numbers.slice(0, shown);
  const lines = numbers.flatMap(({ address, value, formula }) => [
    `${found.study}.${address} = ${value === null ? "none" : typeof value === "string" ? JSON.stringify(value) : value}\n`,
    `            ${wrapped(formula, 12)}\n`,
  ]);
  if (found.numbers.length > numbers.length)
    lines.push(`… and ${found.numbers.length - numbers.length} more; --verbose lists every one\n`);
  return [
    ...lines,
    "\n",
    row("Question", found.question),
    ...found.cells.map((cell, k) => row(k === 0 ? "Cells" : "", cell)),
    row("Method", found.method),
    ...found.inputs.map(({ name, sha256, rows }, k) =>
      row(
        k === 0 ? "Files" : "",
        `${name} (${rows === null ? "keyed fingerprint" : `${rows.toLocaleString("en-GB")} rows, sha256`} ${sha256.slice(0, 16)}…)`,
      ),
    ),
    row("Protocol", `sha256 ${found.protocol_sha256.slice(0, 16)}…`),
    row("Seed", found.seed),
  ].join("");
};
