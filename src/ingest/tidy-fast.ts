import type { Engine } from "../model/source.ts";
import type { Coded, TidyRequest, TidyRows } from "../model/tidy.ts";
import { cohortOrdinals, periodOrdinals } from "./tidy-periods.ts";

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * A tidy panel counted in by the engine: columns arrive as typed arrays and dictionary codes, never as rows.
 * Returns undefined when anything looks odd (a number that is none, a ragged row, a blank key): the careful
 * reader then reads the same file and finds every fault with its line.
 */
export const readTidyFast = async (
  request: TidyRequest,
  header: readonly string[],
  engine: Engine,
): Promise<TidyRows | undefined> => {
  const { unit, period, cohort } = request;
  const text = [
    ...new Set([
      ...(unit === undefined ? [] : [unit]),
      period,
      ...(cohort === undefined ? [] : [cohort]),
      ...request.text,
    ]),
  ];
  const numeric = request.numeric.filter((name) => !text.includes(name));
  const both = request.numeric.filter((name) => text.includes(name));
  const types = `{${header.map((name) => `${literal(name)}: 'VARCHAR'`).join(", ")}}`;
  const blanks = numeric.map(
    (name) => `try_cast(nullif(nullif(${quoted(name)}, ''), 'NA') as double) as ${quoted(name)}`,
  );
  const odd = numeric.map(
    (name) =>
      `count(*) filter (where ${quoted(name)} is not null and ${quoted(name)} not in ('', 'NA') and (try_cast(${quoted(name)} as double) is null or not isfinite(try_cast(${quoted(name)} as double))))`,
  );
  try {
    await engine.run(
      `create or replace temp table raw as select ${[...text, ...numeric].map(quoted).join(", ")} from read_csv(${literal(request.path)}, header = true, delim = ${literal(request.delimiter)}, quote = '"', escape = '"', auto_detect = false, strict_mode = true, columns = ${types})`,
    );
  } catch {
    return undefined;
  }
  const check = await engine.columns(
    `select ${[...odd, `count(*) filter (where ${quoted(period)} is null or ${quoted(period)} = '')`, ...(unit === undefined ? [] : [`count(*) filter (where ${quoted(unit)} is null or ${quoted(unit)} = '')`]), "0"].join(" + ")} as odd`,
  );
  if (Number(check.odd![0]) > 0 || both.length > 0) return undefined;
  const levels: Record<string, string[]> = {};
  for (const [k, name] of text.entries()) {
    await engine.run(
      `drop type if exists level_${k}; create type level_${k} as enum (select distinct coalesce(${quoted(name)}, '') from raw order by 1)`,
    );
    levels[name] = Array.from(
      (await engine.columns(`select unnest(enum_range(null::level_${k}))::varchar as level`))
        .level as ArrayLike<string>,
    );
  }
  const coded = text.map(
    (name, k) => `enum_code(coalesce(${quoted(name)}, '')::level_${k})::integer as ${quoted(`code ${name}`)}`,
  );
  const found = await engine.columns(`select ${[...coded, ...blanks].join(", ")} from raw`);
  const code = (name: string): Coded => ({
    levels: levels[name]!,
    codes: Int32Array.from(found[`code ${name}`] as ArrayLike<number>),
  });
  const when = code(period);
  const periods = periodOrdinals(when.levels);
  if (!periods) return undefined;
  const starts = cohort === undefined ? undefined : cohortOrdinals(levels[cohort]!, periods.frequency);
  if (cohort !== undefined && !starts) return undefined;
  const rows = when.codes.length;
  return {
    rows,
    file: request.name,
    units: unit === undefined ? ["series"] : levels[unit]!,
    unit: unit === undefined ? new Int32Array(rows) : code(unit).codes,
    frequency: periods.frequency,
    period: Int32Array.from(when.codes, (c) => periods.ordinals[c]!),
    numeric: Object.fromEntries(numeric.map((name) => [name, withBlanks(found[name]!)])),
    text: Object.fromEntries(request.text.map((name) => [name, code(name)])),
    ...(starts && cohort !== undefined
      ? { cohort: Float64Array.from(code(cohort).codes, (c) => starts[c]!) }
      : {}),
  };
};

const withBlanks = (values: ArrayLike<unknown>): Float64Array =>
  values instanceof Float64Array
    ? values
    : Float64Array.from(values as ArrayLike<number | null>, (value) => value ?? Number.NaN);
