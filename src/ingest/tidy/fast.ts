import type { Engine } from "../../model/source.ts";
import type { Coded, TidyRequest, TidyRows } from "../../model/tidy.ts";
import { literal } from "../rows/engine-numbers.ts";
import { literalPath } from "../rows/engine-rows.ts";
import { cohortOrdinals, periodOrdinals } from "./periods.ts";

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

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
  if (both.length > 0) return undefined;
  const isNumber = new Set(numeric);
  const types = `{${header.map((name) => `${literal(name)}: '${isNumber.has(name.trim()) ? "DOUBLE" : "VARCHAR"}'`).join(", ")}}`;
  const named = (name: string): string => quoted(header.find((one) => one.trim() === name)!);
  const chosen = [...text, ...numeric].map((name) => `${named(name)} as ${quoted(name)}`);
  try {
    await engine.run(
      `create or replace temp table tidy as select ${chosen.join(", ")} from read_csv(${literalPath(request.path)}, header = true, delim = ${literal(request.delimiter)}, quote = '"', escape = '"', auto_detect = false, strict_mode = true, null_padding = false, buffer_size = 8388608, nullstr = ['', 'NA'], columns = ${types})`,
    );
  } catch {
    return undefined;
  }
  const infinite = numeric.map((name) => `count(*) filter (where not isfinite(${quoted(name)}))`);
  const check = await engine.columns(
    `select ${[...infinite, "0"].join(" + ")} as odd, count(*) as rows from tidy`,
  );
  if (Number(check.odd![0]) > 0 || Number(check.rows![0]) === 0) return undefined;
  const levels: Record<string, string[]> = {};
  for (const [k, name] of text.entries()) {
    await engine.run(
      `drop type if exists level_${k}; create type level_${k} as enum (select distinct coalesce(${quoted(name)}, '') from tidy order by 1)`,
    );
    levels[name] = Array.from(
      (await engine.columns(`select unnest(enum_range(null::level_${k}))::varchar as level`))
        .level as ArrayLike<string>,
    );
    // A blank or NA is one more label to the careful reader, and a cohort that is never treated.
    const mayBeBlank = name === cohort;
    if (levels[name].some((level) => level !== level.trim() || (level === "" && !mayBeBlank)))
      return undefined;
  }
  const coded = text.map(
    (name, k) => `enum_code(coalesce(${quoted(name)}, '')::level_${k})::integer as ${quoted(`code ${name}`)}`,
  );
  // A null among the numbers would make a plain array of the whole column.
  const filled = numeric.map((name) => `coalesce(${quoted(name)}, 'nan'::double) as ${quoted(name)}`);
  const found = await engine.columns(`select ${[...coded, ...filled].join(", ")} from tidy`);
  await engine.run("drop table tidy");
  const codes = (name: string): Int32Array => found[`code ${name}`] as Int32Array;
  const periods = periodOrdinals(levels[period]!);
  if (!periods) return undefined;
  const starts = cohort === undefined ? undefined : cohortOrdinals(levels[cohort]!, periods.frequency);
  if (cohort !== undefined && !starts) return undefined;
  const rows = codes(period).length;
  return {
    rows,
    file: request.name,
    units: unit === undefined ? ["series"] : levels[unit]!,
    unit: unit === undefined ? new Int32Array(rows) : codes(unit),
    frequency: periods.frequency,
    period: looked(new Int32Array(rows), codes(period), periods.ordinals),
    numeric: Object.fromEntries(numeric.map((name) => [name, found[name] as Float64Array])),
    text: Object.fromEntries(
      request.text.map((name): [string, Coded] => [name, { levels: levels[name]!, codes: codes(name) }]),
    ),
    ...(starts && cohort !== undefined
      ? { cohort: looked(new Float64Array(rows), codes(cohort), starts) }
      : {}),
  };
};

const looked = <A extends Int32Array | Float64Array>(out: A, codes: Int32Array, of: readonly number[]): A => {
  for (let r = 0; r < out.length; r++) out[r] = of[codes[r]!]!;
  return out;
};
