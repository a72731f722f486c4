import { type Command, Option } from "commander";
import { type DeclaredKeys, frequencies } from "../model/declarations.ts";
import { UsageError } from "../model/errors.ts";
import { suggest } from "../model/nearest.ts";
import { monthNames } from "../model/period.ts";
import { type Format, formats, periodParts } from "../model/source.ts";
import { dimensions } from "../pipeline/panel.ts";
import { declaredSpec, type SourceSpec } from "../pipeline/reading/read-source.ts";

/** What may be declared of a source, as typed: the names of the workspace, the same on every command that reads one. */
export interface DeclaredOptions {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly encoding?: string;
  readonly decimal?: string;
  readonly thousands?: string;
  readonly dateFormat?: string[];
  readonly frequency?: DeclaredKeys["frequency"];
  readonly financialYear?: DeclaredKeys["financial-year"];
  readonly timeZone?: string;
  readonly where?: string[];
  readonly sumOver?: string[];
  readonly absent?: "zero" | "missing";
  readonly zero?: string[];
  readonly missing?: string[];
  readonly suppressed?: string[];
  readonly skip?: string;
  readonly footer?: string;
  readonly sheet?: string;
  readonly range?: string;
  readonly excludeUnit?: string[];
  readonly keepUnit?: string[];
  readonly alias?: string[];
  readonly unplaced?: "exclude" | "refuse";
  readonly unnamedColumns?: "ignore" | "refuse";
  readonly official?: string;
  readonly tolerance?: string;
  readonly drop?: string[];
  readonly allow?: string[];
}

/** Which columns of outcome files are read, and in what shape. */
export interface SourceOptions extends DeclaredOptions {
  readonly format?: Format;
  readonly by?: string;
  readonly level?: "major" | "minor";
  readonly place?: "lsoa" | "authority" | "force";
  readonly unit?: string[];
  readonly period?: string;
  readonly outcomeColumn?: string;
  readonly value?: string[];
  readonly exposure?: string;
}

export const repeat = (value: string, held: string[] = []): string[] => [...held, value];

/** Options that say how files are written and which of their rows count. */
export const withDeclared = (command: Command): Command =>
  command
    .option(
      "--delimiter <character>",
      "what separates cells: one character, or tab; a comma unless told otherwise",
    )
    .option("--quote <character>", 'what quotes cells: one character, or none; " unless told otherwise')
    .option("--encoding <name>", "how characters are stored: utf-8 unless told otherwise")
    .option("--decimal <mark>", 'the decimal mark: "." or ","')
    .option("--thousands <mark>", 'what stands between thousands: "," "." "\'" or space')
    .option("--date-format <format>", "how dates are written, e.g. DD/MM/YYYY (repeatable)", repeat)
    .addOption(
      new Option("--frequency <length>", "add finer periods up into these").choices([...frequencies]),
    )
    .addOption(
      new Option("--financial-year <month>", "first month of financial years").choices([...monthNames]),
    )
    .option("--time-zone <name>", "calendar of instants with an offset, e.g. Europe/London")
    .option("--where <column=value>", "keep these rows; several values with | between (repeatable)", repeat)
    .option("--sum-over <column>", "add up the rows that this column tells apart (repeatable)", repeat)
    .addOption(
      new Option("--absent <meaning>", "what no row, or a blank cell of a wide file, means").choices([
        "zero",
        "missing",
      ]),
    )
    .option("--zero <marker>", "a marker that means zero (repeatable)", repeat)
    .option("--missing <marker>", "a marker that means missing (repeatable)", repeat)
    .option("--suppressed <marker>", "a marker that means hidden by the publisher (repeatable)", repeat)
    .option("--skip <lines>", "lines above the header")
    .option("--footer <lines>", "lines below the table: how many, or a pattern that the first of them fits")
    .option("--sheet <name>", "sheet of a workbook")
    .option("--range <corners>", "part of a sheet, e.g. A5:Z60")
    .option("--exclude-unit <unit=reason>", "a total or other unit to leave out (repeatable)", repeat)
    .option("--keep-unit <unit=reason>", "a unit that looks like a total and is none (repeatable)", repeat)
    .option("--alias <read=meant>", "another spelling of a unit (repeatable)", repeat)
    .addOption(
      new Option("--unplaced <what>", "rows without a unit or a period").choices(["exclude", "refuse"]),
    )
    .addOption(
      new Option("--unnamed-columns <what>", "columns without a header").choices(["ignore", "refuse"]),
    )
    .option("--drop <column>", "a column that is known and never read (repeatable)", repeat)
    .option(
      "--allow <column=reason>",
      "a column that looks personal and may stay, and why (repeatable)",
      repeat,
    );

/** Options that name the columns of a source. */
export const withColumns = (command: Command): Command =>
  command
    .option("--unit <column>", "column of the unit (repeated: several columns are one unit)", repeat)
    .option("--period <column>", "column of the period, or its parts: year=A,month=B")
    .option("--outcome-column <column>", "column of the outcome")
    .option("--value <column>", "column of the count (repeated: each is an outcome)", repeat)
    .option("--exposure <column>", "column of what a rate divides by")
    .option("--official <file>", "unit,year,value of published totals to reconcile with")
    .option("--tolerance <share>", "how far from them the source may be, e.g. 2%")
    .addOption(
      new Option("--level <level>", "offence categories of borough tables").choices(["major", "minor"]),
    )
    .addOption(
      new Option("--place <place>", "units of street files").choices(["lsoa", "authority", "force"]),
    );

export const withSource = (command: Command): Command =>
  withDeclared(
    withColumns(
      command
        .addOption(new Option("--format <format>", "what kind of files these are").choices(formats))
        .option(
          "--by <dimensions>",
          "columns to keep, in this order; the rest is summed over (default: unit,period,outcome)",
        ),
    ),
  );

/** Options as typed → a source, relative to the folder where the command runs. */
export const sourceSpec = (files: readonly string[], options: SourceOptions): SourceSpec => {
  const { format, level, place } = options;
  return {
    ...declaredSpec({ ...declaredKeys(options), ...columnKeys(options) }, optionName),
    files,
    root: process.cwd(),
    by: parseBy(options.by),
    ...defined({ format, level, place }),
  };
};

const flags: Readonly<Record<string, string>> = {
  "exclude-units": "exclude-unit",
  "keep-units": "keep-unit",
  aliases: "alias",
};
export const optionName = (key: string): string => `--${flags[key] ?? key}`;

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const defined = <T extends object>(options: T): Defined<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Defined<T>;

/** Options under the keys of a workspace, so that both are read by the same parser. */
export const declaredKeys = (options: DeclaredOptions): DeclaredKeys => {
  const { zero, missing, suppressed, drop, skip } = options;
  return defined({
    delimiter: options.delimiter,
    quote: options.quote,
    encoding: options.encoding,
    decimal: options.decimal as DeclaredKeys["decimal"],
    thousands: options.thousands,
    "date-format": options.dateFormat,
    frequency: options.frequency,
    "financial-year": options.financialYear,
    "time-zone": options.timeZone,
    where: options.where && whereOf(options.where),
    "sum-over": options.sumOver,
    absent: options.absent,
    markers: zero && { zero },
    missing,
    suppressed,
    skip: skip === undefined ? undefined : lines(skip, "--skip"),
    footer: options.footer,
    sheet: options.sheet,
    range: options.range,
    "exclude-units": options.excludeUnit?.map((text) =>
      reasoned(text, "--exclude-unit", "sum of the others"),
    ),
    "keep-units": options.keepUnit?.map((text) => reasoned(text, "--keep-unit", "a ward of that name")),
    aliases:
      options.alias &&
      Object.fromEntries(
        options.alias.map((text) =>
          pair(
            text,
            "--alias",
            "the spelling that is read, an equals sign and the one that is meant",
            "St. Ann's=St Ann's",
          ),
        ),
      ),
    unplaced: options.unplaced,
    "unnamed-columns": options.unnamedColumns,
    official: options.official,
    tolerance: options.tolerance === undefined ? undefined : tolerance(options.tolerance),
    drop,
    allow: options.allow?.map((text) => {
      const [column, reason] = pair(
        text,
        "--allow",
        "the name of a column, an equals sign and the reason why it may stay",
        "officer=a pseudonym, not a name",
      );
      return { column, reason };
    }),
  });
};

const columnKeys = ({ unit, period, outcomeColumn, value, exposure }: SourceOptions): DeclaredKeys => ({
  columns: defined({
    unit: single(unit),
    period: period === undefined ? undefined : parsePeriodColumns(period),
    outcome: outcomeColumn,
    value: single(value),
    exposure,
  }),
});

const single = (names: string[] | undefined): string | string[] | undefined =>
  names?.length === 1 ? names[0] : names;

const parts: readonly string[] = periodParts;

/** A column, or `year=A,month=B`. A comma belongs to a name unless a part follows it. */
const parsePeriodColumns = (text: string): NonNullable<DeclaredKeys["columns"]>["period"] => {
  const isPart = (piece: string): boolean => parts.includes(piece.slice(0, piece.indexOf("=")).trim());
  const pieces = text.split(/,(?=\s*[a-z-]+=)/);
  if (!pieces.every(isPart)) {
    if (!pieces.some(isPart)) return text;
    const wrong = pieces.find((piece) => !isPart(piece))!;
    throw new UsageError("usage/period", {
      found: `"${wrong}" in --period ${text}`,
      expected: `parts of a period: ${parts.join(", ")}`,
      hint: suggest(wrong.split("=")[0]!.trim(), parts),
    });
  }
  return Object.fromEntries(
    pieces.map((piece) => {
      const at = piece.indexOf("=");
      return [piece.slice(0, at).trim(), piece.slice(at + 1).trim()];
    }),
  );
};

const whereOf = (given: readonly string[]): Record<string, string[]> => {
  const where: Record<string, string[]> = {};
  for (const text of given) {
    const [column, values] = pair(
      text,
      "--where",
      "a column, an equals sign and the value of the rows to keep",
      "Measure=Offences",
    );
    where[column] = [...(where[column] ?? []), ...values.split("|").map((value) => value.trim())];
  }
  return where;
};

const pair = (text: string, flag: string, expected: string, example: string): [string, string] => {
  const at = text.indexOf("=");
  const [left, right] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (at > 0 && left !== "" && right !== "") return [left, right];
  throw new UsageError(flag === "--allow" ? "usage/allow" : "usage/pair", {
    found: `${flag} ${text}`,
    expected,
    hint: `type, for example, ${flag} "${example}"`,
  });
};

const reasoned = (text: string, flag: string, example: string): { unit: string; reason: string } => {
  const [unit, reason] = pair(
    text,
    flag,
    "the name of a unit, an equals sign and the reason",
    `Total=${example}`,
  );
  return { unit, reason };
};

const lines = (text: string, flag: string): number => {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new UsageError("usage/number", {
    found: `${flag} ${text}`,
    expected: "a number of lines",
    hint: `type, for example, ${flag} 4`,
  });
};

const tolerance = (text: string): string => {
  if (/^\d+(\.\d+)?\s*%$/.test(text)) return text;
  throw new UsageError("usage/tolerance", {
    found: `--tolerance ${text}`,
    expected: "a share in percent",
    hint: "type, for example, --tolerance 2%",
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
