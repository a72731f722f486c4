import { wordsOf } from "../people/fold.ts";
import { type Column, decides } from "./columns.ts";

/** What to do with columns that are no unit, period, outcome or count, so that each key has one row. */
export interface Dimensions {
  /** Rows kept: the value of a column that counts what is asked. */
  readonly where: Readonly<Record<string, string>>;
  readonly sumOver: readonly string[];
  readonly reasons: readonly string[];
  readonly questions: readonly string[];
}

type Rows = readonly (readonly string[])[];

const otherThanCounts =
  /\b(rate|rates|percent|per|outcomes?|positive|sanction|detections?|detected|solved|cleared|clearance|index|change|rolling|average|mean|taux|quote|tasa|taxa|median|ratio)\b|%/;
const counts =
  /\b(count|counts|number|offences?|offenses?|recorded|incidents?|crimes?|anzahl|total|nombre|numero|aantal|antal)\b/;

const names = (rows: Rows, columns: readonly Column[]): string[] =>
  rows.map((row) => columns.map(({ at }) => row[at]).join("\u001f"));

const repeats = (rows: Rows, key: readonly Column[]): boolean => new Set(names(rows, key)).size < rows.length;

/** The value of a measure that is a plain count, and whether it stands clear of the others. */
const plainest = (column: Column): { value: string; sure: boolean } => {
  const scored = [...column.values.keys()]
    .map((value) => {
      const text = wordsOf(value).join(" ") + (value.includes("%") ? " %" : "");
      return { value, score: (counts.test(text) ? 1 : 0) - (otherThanCounts.test(text) ? 2 : 0) };
    })
    .sort((a, b) => b.score - a.score);
  const [first, second] = scored;
  return { value: first!.value, sure: second === undefined || first!.score > second.score };
};

/** The kind of area with the most rows of its own, unless its name is that of the unit column. */
const areaKind = (column: Column, unit: readonly Column[]): { value: string; sure: boolean } => {
  const wanted = new Set(unit.flatMap(({ name }) => wordsOf(name)));
  const named = [...column.values.keys()].find((value) => wordsOf(value).some((word) => wanted.has(word)));
  return { value: named ?? [...column.values.keys()][0]!, sure: named !== undefined };
};

const isAreaKind = (column: Column): boolean =>
  column.meanings.has("unit") &&
  wordsOf(column.name).some((word) => ["type", "level", "kind", "typ", "tipo"].includes(word));

/**
 * Rows of one key are told apart by what is left: kinds of area and of measure are picked, finer kinds of offence are
 * added up, and columns that follow from the key (codes, larger areas, constants) are left alone.
 */
export const chooseDimensions = (
  rows: Rows,
  key: readonly Column[],
  others: readonly Column[],
): Dimensions => {
  const where: Record<string, string> = {};
  const sumOver: string[] = [];
  const reasons: string[] = [];
  const questions: string[] = [];
  let left = rows;
  const free = others.filter(
    (one) => one.values.size > 1 && (isAreaKind(one) || !key.some((own) => decides(own, one, rows))),
  );
  for (const column of free) {
    const area = isAreaKind(column);
    if (!area && !(column.meanings.has("measure") && !column.meanings.has("detail"))) continue;
    const { value, sure } = area ? areaKind(column, key) : plainest(column);
    where[column.name] = value;
    left = left.filter((row) => row[column.at] === value);
    const rest = [...column.values.keys()].filter((one) => one !== value);
    const also = rest
      .slice(0, 3)
      .map((one) => `"${one.slice(0, 40)}"`)
      .join(", ");
    reasons.push(
      `"${column.name}" holds ${column.values.size} kinds of row; kept: "${value}", left out: ${also}${rest.length > 3 ? " …" : ""}`,
    );
    if (!sure)
      questions.push(
        `Which rows of "${column.name}" are counted? "${value}" was taken; there are also ${also}.`,
      );
  }
  const fine = free.filter((one) => !(one.name in where) && one.numbers === undefined && !one.periods);
  if (repeats(left, key)) {
    // Only the columns that tell the rows of one key apart are added up over, the coarsest first.
    let wide = [...key];
    for (const column of [...fine].sort((a, b) => a.values.size - b.values.size)) {
      if (!repeats(left, wide)) break;
      if (new Set(names(left, [...wide, column])).size === new Set(names(left, wide)).size) continue;
      wide = [...wide, column];
      sumOver.push(column.name);
    }
    if (sumOver.length > 0)
      reasons.push(
        `rows of one key differ in ${sumOver.map((one) => `"${one}"`).join(", ")} and are added up`,
      );
    if (repeats(left, wide))
      questions.push("Several rows have the same unit, period and kind: are they to be added up?");
  }
  return { where, sumOver, reasons, questions };
};
