import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Cells } from "../../model/panel.ts";
import { formatPeriod, parsePeriod } from "../../model/period.ts";
import { isBorough } from "./aliases.ts";
import type { Joined } from "./vintage.ts";

const month = (label: string): number => parsePeriod(label)!.ordinal;
const label = (ordinal: number): string => formatPeriod(ordinal, "month");

/** Changes of recording that look like changes in crime: the first month that is affected, and what changed. */
const knownBreaks: readonly { at: number; category: RegExp; what: string }[] = [
  {
    at: month("2013-04"),
    category: /fraud/i,
    what: "fraud moved to Action Fraud between 2013 and 2015 and fell to almost nothing here",
  },
  {
    at: month("2014-11"),
    category: /violence/i,
    what: "recording of violence rose after the national inspection of crime data",
  },
  {
    at: month("2023-04"),
    category: /^(domestic|res) burglary|^burglary - residential/i,
    what: "domestic burglary became residential burglary of a home and of an unconnected building",
  },
  {
    at: month("2024-02"),
    category: /./,
    what: "the force moved to another record system (CONNECT), and levels may shift",
  },
];

/** Run of empty months at either end that is taken for a change of definition rather than for chance. */
const emptyRun = 6;

/** Everything an analyst should know about borough tables before using their counts. */
export const boroughNotes = (cells: Cells, { parts, diagnostics }: Joined): Diagnostic[] => {
  const used = parts.filter(({ months }) => months.size > 0);
  const months = used.flatMap(({ months: own }) => [...own]).sort((a, b) => a - b);
  const isAreaTable = used.every(({ table }) => table.generation === "ward" || table.generation === "lsoa");
  return [
    ...diagnostics,
    ...breaks(cells, months),
    ...oneSided(parts),
    ...(isAreaTable ? [] : strangers(cells)),
    provisional(used.at(-1)!.table.months),
  ];
};

const breaks = (cells: Cells, months: readonly number[]): Diagnostic[] => {
  const [first, last] = [months[0]!, months.at(-1)!];
  const known = knownBreaks
    .filter(({ at }) => first < at && at <= last)
    .flatMap(({ at, category, what }) => {
      const affected = cells.outcomes.filter((name) => category.test(name));
      if (affected.length === 0) return [];
      const named =
        affected.length === cells.outcomes.length
          ? "every category"
          : affected.map((a) => `"${a}"`).join(", ");
      return [note(`${named} from ${label(at)}: ${what}. A change of recording, not a trend.`, affected)];
    });
  return [...known, ...emptyEnds(cells, months)];
};

const note = (message: string, outcomes: readonly string[]): Diagnostic =>
  diagnostic("ingest/definition-break", "warning", message, {
    count: outcomes.length,
    outcomes,
    fix: "keep before and after on one side of it, or use a category that it does not touch",
  });

/** Categories that are 0 everywhere for a long run at the start or the end. */
const emptyEnds = (cells: Cells, months: readonly number[]): Diagnostic[] => {
  const place = new Map(months.map((m, t) => [m, t]));
  const totals = cells.outcomes.map(() => new Float64Array(months.length));
  for (let j = 0; j < cells.value.length; j++)
    totals[cells.outcome[j]!]![place.get(cells.period[j]!)!]! += cells.value[j]!;
  return cells.outcomes.flatMap((name, k) => {
    const [from, to] = [totals[k]!.findIndex((n) => n > 0), totals[k]!.findLastIndex((n) => n > 0)];
    if (from < 0) return [note(`Category "${name}" is empty in every month.`, [name])];
    const ends = [
      ...(from >= emptyRun ? [`before ${label(months[from]!)}`] : []),
      ...(months.length - 1 - to >= emptyRun ? [`after ${label(months[to]!)}`] : []),
    ];
    return ends.length === 0
      ? []
      : [
          note(`Category "${name}" is empty ${ends.join(" and ")}: a change of definition, not a trend.`, [
            name,
          ]),
        ];
  });
};

/** Categories that one edition has and another has not: absent there, not 0. */
const oneSided = (parts: Joined["parts"]): Diagnostic[] => {
  if (parts.length < 2) return [];
  const sets = parts.map(
    ({ table }) =>
      new Map(table.rows.flatMap(({ major, minor }) => [major, minor]).map((c) => [c.toLowerCase(), c])),
  );
  return parts.flatMap(({ table }, i) => {
    const missing = [
      ...new Set(
        sets
          .flatMap((set) => [...set])
          .filter(([key]) => !sets[i]!.has(key))
          .map(([, name]) => name),
      ),
    ];
    if (missing.length === 0) return [];
    return [
      diagnostic(
        "ingest/category-absent",
        "note",
        `${table.name} does not have ${missing.length} ${missing.length === 1 ? "category" : "categories"} that another edition has: ${missing.slice(0, 4).join("; ")}${missing.length > 4 ? "; …" : ""}. Their counts are absent there, not 0; major totals hold whatever minor categories each edition has.`,
        {
          file: table.name,
          count: missing.length,
          fix: "compare minor categories within one edition only",
        },
      ),
    ];
  });
};

const strangers = (cells: Cells): Diagnostic[] => {
  const outside = cells.units.filter((unit) => !isBorough(unit));
  if (outside.length === 0) return [];
  let offences = 0;
  for (let j = 0; j < cells.value.length; j++)
    if (outside.includes(cells.units[cells.unit[j]!]!)) offences += cells.value[j]!;
  return [
    diagnostic(
      "ingest/not-boroughs",
      "note",
      `Not boroughs: ${outside.join(" and ")} (${offences} offences). Kept as units; leave them out of rates and of the comparison.`,
      {
        count: outside.length,
        fix: "give them the role excluded in interventions.csv",
      },
    ),
  ];
};

const provisional = (months: readonly number[]): Diagnostic => {
  const newest = months.slice(-2).map(label);
  return diagnostic(
    "ingest/provisional",
    "note",
    `The newest months (${newest.join(", ")}) are provisional; counts usually rise on revision, by up to 2.4 % in twenty months.`,
    {
      count: newest.length,
      fix: "end the window before them, or update the file later",
    },
  );
};
