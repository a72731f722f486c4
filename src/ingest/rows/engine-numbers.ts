import { type CellRules, numberPattern } from "../cells/cells.ts";

/** A piece of SQL text: quotes doubled. */
export const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** SQL that is true where a cell is one of these markers as it stands. */
export const isOneOf = (column: string, marks: readonly string[]): string =>
  marks.length === 0 ? "false" : `${column} IN (${marks.map(literal).join(", ")})`;

const exponent = "^[+-]?[0-9]{1,15}(\\.[0-9]{1,17})?[eE][+-]?[0-9]{1,3}$";
const marks: Readonly<Record<string, string>> = {
  ",": ",",
  ".": "\\.",
  " ": "[ \u00a0\u2009\u202f]",
  "'": "['\u2019]",
};

/** Cells to be read as numbers as the careful reader reads them; whatever it would mend or blame is `spoilt`. */
export const engineNumbers = (rules: CellRules) => {
  const { thousands, decimal, zero, missing, suppressed } = rules;
  const declared = [...zero, ...missing, ...suppressed];
  const pattern = literal(numberPattern(rules));
  const bare = (column: string): string =>
    thousands === undefined ? column : `regexp_replace(${column}, ${literal(marks[thousands]!)}, '', 'g')`;
  const pointed = (column: string): string =>
    decimal === "," ? `replace(${bare(column)}, ',', '.')` : bare(column);
  const plain = (column: string): string =>
    `(regexp_matches(${column}, ${pattern}) OR regexp_matches(${column}, ${literal(exponent)}))`;
  const exact = (column: string): string =>
    `(length(${column}) <= 18 AND ${plain(column)} AND coalesce(abs(try_cast(${pointed(column)} AS DOUBLE)) < 1e15, false))`;
  return {
    spoilt: (column: string): string =>
      `(coalesce(${column}, '') <> '' AND NOT ${isOneOf(column, declared)} AND NOT ${exact(column)})`,
    /** NaN where there is none. */
    value: (column: string): string =>
      `CASE WHEN ${isOneOf(column, zero)} THEN 0 WHEN coalesce(${column}, '') = '' OR ${isOneOf(column, [...missing, ...suppressed])}
        THEN 'nan'::DOUBLE ELSE coalesce(try_cast(${pointed(column)} AS DOUBLE), 'nan'::DOUBLE) END`,
    /** As the careful reader has it: what is declared to be missing is not hidden as well. */
    hidden: (column: string): string =>
      `coalesce(${column} <> '' AND ${isOneOf(column, suppressed)} AND NOT ${isOneOf(column, [...zero, ...missing])}, false)`,
    /** True of a column that may have points between thousands, and nobody said. */
    doubtful: (column: string): string =>
      thousands !== undefined || rules.decimalDeclared
        ? "false"
        : `(count(*) FILTER (WHERE regexp_matches(${column}, '^[+-]?[1-9][0-9]{0,2}\\.[0-9]{3}$')) > 0
          AND count(*) FILTER (WHERE contains(${column}, '.') AND NOT regexp_matches(${column}, '^[+-]?[1-9][0-9]{0,2}\\.[0-9]{3}$')) = 0
          AND count(*) FILTER (WHERE regexp_matches(${column}, '^[0-9]{1,3}$')) > 0)`,
  };
};

/** A whole number that a Parquet file holds as a double comes out as 999.0: a marker 999 means that too. */
export const asNumbers = (rules: CellRules): CellRules => {
  const both = (marked: readonly string[]): string[] =>
    marked.flatMap((mark) => (/^-?\d+$/.test(mark) ? [mark, `${mark}.0`] : [mark]));
  // Numbers of a Parquet file are written as programs write them, whatever was declared of text.
  const { thousands: _none, ...rest } = rules;
  return {
    ...rest,
    decimal: ".",
    decimalDeclared: true,
    zero: both(rules.zero),
    missing: both(rules.missing),
    suppressed: both(rules.suppressed),
  };
};
