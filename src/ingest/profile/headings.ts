import { parsePeriod } from "../../model/period.ts";
import { dateFormat } from "../cells/dates.ts";
import { monthOf } from "../cells/month-words.ts";
import { wordsOf } from "../people/fold.ts";
import type { Column } from "./columns.ts";

/** The columns of a wide table that are periods, and how their names are to be read. */
export interface WideColumns {
  readonly periods: readonly Column[];
  /** Formats to declare; none where the names are read as they stand. */
  readonly formats: readonly string[];
  /** The column that holds the year, where the columns are months alone. */
  readonly year?: Column;
  /** Columns that add periods up. */
  readonly totals: readonly Column[];
}

const known = [
  ...[
    "YYYYMM",
    "MMM-YY",
    "MMM YY",
    "MMM-YYYY",
    "MMM YYYY",
    "MMMM YYYY",
    "MM/YYYY",
    "YYYY/MM",
    "YYYY MMM",
    "MM-YYYY",
    "YYYY_MM",
    "MM_YYYY",
  ],
  ...["DD/MM/YYYY", "YYYY[Q]Q", "YYYY [Q]Q", "[Q]Q YYYY", "[Q]Q-YYYY"],
];
/** What publishers hang on a period: provisional, revised, a note. */
const suffix = /^(.*?)( ?\((?:p|r|provisional|revised)\)| ?\[[^\]]{1,20}\]|\*|[pr])$/i;

/** A heading that the program reads as a period without a declaration. */
export const readsAsPeriod = (name: string): boolean => {
  const text = name.trim();
  if (/^(?:19|20|21)\d{2}(?:0[1-9]|1[0-2])$/.test(text)) return true;
  if (/^\d{4}[/-]\d{2,4}$/.test(text)) return true;
  if (/^[A-Za-z]{3,9} \d{4} to [A-Za-z]{3,9} \d{4}$/.test(text)) return true;
  const period = parsePeriod(text);
  return period !== undefined && period.frequency !== "integer";
};

const formatOf = (name: string): string | undefined =>
  known.find((format) => dateFormat(format)?.read(name.trim()));

interface Heading {
  readonly column: Column;
  /** "" where no declaration is needed. */
  readonly format: string;
}

const headingOf = (column: Column): Heading | undefined => {
  const { name } = column;
  if (readsAsPeriod(name)) return { column, format: "" };
  const format = formatOf(name);
  if (format) return { column, format };
  const found = suffix.exec(name.trim());
  if (!found) return undefined;
  const [, bare, mark] = found;
  const plain = readsAsPeriod(bare!) ? spellingOf(bare!) : formatOf(bare!);
  return plain === undefined ? undefined : { column, format: `${plain}[${mark}]` };
};

/** The format that spells what the program reads by itself. */
const spellingOf = (name: string): string | undefined =>
  ["YYYY-MM", "YYYYMM", "YYYY-[Q]Q", "YYYY"].find((format) => dateFormat(format)?.read(name.trim()));

const isTotal = ({ name }: Column): boolean =>
  /^(?:grand )?(?:total|totals|sum|summe|gesamt|ensemble|totale|totaal|razem|summa)$/.test(
    wordsOf(name).join(" "),
  );

export const wideColumns = (columns: readonly Column[]): WideColumns | undefined => {
  const counts = columns.filter((one) => one.numbers !== undefined || one.cells.length === 0);
  const headings = counts.flatMap((column) => headingOf(column) ?? []);
  const months = counts.filter(({ name }) => monthOf(name) !== undefined && !/\d/.test(name));
  const totals = counts.filter(isTotal);
  const year = columns.find(
    ({ meanings, years, periods }) =>
      (meanings.has("year") && years) ||
      (meanings.has("financial-year") && periods?.length === "financial-year"),
  );
  if (year && months.length >= 10) return { periods: months, formats: [], year, totals };
  if (headings.length < 2) return undefined;
  const { kept, sums } = ofOneLength(headings);
  const formats = [...new Set(kept.map(({ format }) => format))].filter((format) => format !== "");
  // Names that are read as they stand need their own format beside the declared ones.
  const plain = kept.find(({ format }) => format === "");
  const own = formats.length > 0 && plain ? spellingOf(plain.column.name) : undefined;
  return {
    periods: kept.map(({ column }) => column),
    formats: own ? [own, ...formats] : formats,
    totals: [...totals, ...sums.map(({ column }) => column)],
  };
};

/** Years beside months add them up: the finer periods are kept. */
const ofOneLength = (headings: readonly Heading[]): { kept: Heading[]; sums: Heading[] } => {
  const isYear = ({ column }: Heading): boolean => /^\d{4}$/.test(column.name.trim());
  const finer = headings.filter((one) => !isYear(one));
  return finer.length >= 2
    ? { kept: finer, sums: headings.filter(isYear) }
    : { kept: [...headings], sums: [] };
};
