import { type Command, Option } from "commander";
import { UsageError } from "../model/errors.ts";
import { suggest } from "../model/nearest.ts";
import { type Format, formats } from "../model/source.ts";
import { dimensions } from "../pipeline/panel.ts";
import type { SourceSpec } from "../pipeline/read-source.ts";

/** How outcome files are to be read, as typed: the same on every command that reads them. */
export interface SourceOptions {
  readonly format?: Format;
  readonly by?: string;
  readonly level?: "major" | "minor";
  readonly place?: "lsoa" | "authority" | "force";
  readonly unit?: string;
  readonly period?: string;
  readonly outcomeColumn?: string;
  readonly value?: string;
  readonly exposure?: string;
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly dateFormat?: string;
  readonly missing?: string[];
  readonly suppressed?: string[];
  readonly drop?: string[];
  readonly allow?: string[];
}

const repeat = (value: string, held: string[] = []): string[] => [...held, value];

export const withSource = (command: Command): Command =>
  command
    .addOption(new Option("--format <format>", "what kind of files these are").choices(formats))
    .option(
      "--by <dimensions>",
      "columns to keep, in this order; the rest is summed over (default: unit,period,outcome)",
    )
    .addOption(
      new Option("--level <level>", "offence categories of borough tables").choices(["major", "minor"]),
    )
    .addOption(new Option("--place <place>", "units of street files").choices(["lsoa", "authority", "force"]))
    .option("--unit <column>", "column of the unit")
    .option("--period <column>", "column of the period")
    .option("--outcome-column <column>", "column of the outcome")
    .option("--value <column>", "column of the count")
    .option("--exposure <column>", "column of what a rate divides by")
    .option("--delimiter <character>", "what separates cells: a comma unless told otherwise")
    .option("--encoding <name>", "how characters are stored: utf-8 unless told otherwise")
    .option("--date-format <format>", "how dates are written, e.g. DD/MM/YYYY")
    .option("--missing <marker>", "a marker that means missing (repeatable)", repeat)
    .option("--suppressed <marker>", "a marker that means hidden by the publisher (repeatable)", repeat)
    .option("--drop <column>", "a column about persons that is known and never read (repeatable)", repeat)
    .option(
      "--allow <column=reason>",
      "a column that looks personal and may stay, and why (repeatable)",
      repeat,
    );

/** Options as typed → a source, relative to the folder where the command runs. */
export const sourceSpec = (files: readonly string[], options: SourceOptions): SourceSpec => {
  const { format, level, place, unit, period, outcomeColumn: outcome, value, exposure } = options;
  const { delimiter, encoding, dateFormat, missing, suppressed, drop } = options;
  const allow = options.allow?.map(parseAllow);
  return {
    files,
    root: process.cwd(),
    by: parseBy(options.by),
    columns: defined({ unit, period, outcome, value, exposure }),
    dialect: defined({
      delimiter: delimiter === "\\t" ? "\t" : delimiter,
      encoding,
      dateFormat,
      missing,
      suppressed,
    }),
    ...defined({ format, level, place, drop, allow }),
  };
};

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const defined = <T extends object>(options: T): Defined<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Defined<T>;

const parseAllow = (text: string): { column: string; reason: string } => {
  const [column = "", ...rest] = text.split("=");
  const reason = rest.join("=").trim();
  if (column.trim() !== "" && reason !== "") return { column: column.trim(), reason };
  throw new UsageError("usage/allow", {
    found: `--allow ${text}`,
    expected: "the name of a column, an equals sign and the reason why it may stay",
    hint: 'type, for example, --allow "officer=a pseudonym, not a name"',
  });
};

const parseBy = (text: string | undefined): ("unit" | "period" | "outcome")[] => {
  if (text === undefined) return [...dimensions];
  const names = text.split(",").map((name) => name.trim());
  const wrong = names.find((name, i) => !dimensions.includes(name as "unit") || names.indexOf(name) !== i);
  if (wrong === undefined) return names as ("unit" | "period" | "outcome")[];
  throw new UsageError("usage/by", {
    found: `"${wrong}" in --by ${text}`,
    expected: "unit, period and outcome, each at most once, with commas between",
    hint: suggest(wrong, dimensions),
  });
};
