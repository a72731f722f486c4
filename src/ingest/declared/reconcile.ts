import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type Cells, cellStatus } from "../../model/panel.ts";
import { formatPeriod, frequencyName, lastDay, startDay } from "../../model/period.ts";
import { foldSpelling } from "../cells/variants.ts";
import { inLonger, partsOf } from "../rows/frequency.ts";
import type { OfficialTotal } from "../typed/official.ts";

/** A source beside a published total. */
interface Compared {
  readonly official: OfficialTotal;
  readonly found: number;
  /** Periods of the year in which the source has a number for the unit, and how many there are. */
  readonly held: number;
  readonly needed: number;
}

export const usualTolerance = 0.02;

const percent = (share: number): string => `${share < 0 ? "−" : "+"}${(Math.abs(share) * 100).toFixed(1)}%`;

/**
 * What a source holds beside totals that somebody published: every unit and year that is further apart than the
 * tolerance, with the periods that are there, and how many agree. Units of the totals that the source lacks are told.
 */
export const reconcile = (
  cells: Cells,
  totals: readonly OfficialTotal[],
  tolerance = usualTolerance,
): Diagnostic[] => {
  const units = new Map(cells.units.map((name, u) => [foldSpelling(name), u]));
  const known = totals.filter(({ unit }) => units.has(foldSpelling(unit)));
  const compared = known.map((official) => compare(cells, units.get(foldSpelling(official.unit))!, official));
  const apart = compared.filter((one) => isApart(one, tolerance));
  const unknown = [...new Set(totals.map(({ unit }) => unit))].filter(
    (unit) => !units.has(foldSpelling(unit)),
  );
  return [
    ...apart.map((one) => shortfall(one, cells)),
    ...(unknown.length === 0 ? [] : [lacking(unknown)]),
    diagnostic(
      "official/agreement",
      "note",
      `${compared.length - apart.length} of ${compared.length} unit-years agree with the published totals within ${(tolerance * 100).toFixed(1)}%`,
      { fix: "none needed" },
    ),
  ];
};

const isApart = ({ official, found }: Compared, tolerance: number): boolean =>
  Math.abs(found - official.value) > tolerance * Math.abs(official.value) + 1e-9;

const compare = (cells: Cells, unit: number, official: OfficialTotal): Compared => {
  const { ordinal, frequency } = official.year;
  const outcome = official.outcome === undefined ? undefined : foldSpelling(official.outcome);
  const names = cells.outcomes.map(foldSpelling);
  const held = new Set<number>();
  let found = 0;
  for (let j = 0; j < cells.value.length; j++) {
    if (cells.unit[j] !== unit || cells.status[j] !== cellStatus.observed) continue;
    if (outcome !== undefined && names[cells.outcome[j]!] !== outcome) continue;
    const year = inLonger({ frequency: cells.frequency, ordinal: cells.period[j]! }, frequency);
    if (year !== ordinal) continue;
    held.add(cells.period[j]!);
    found += cells.value[j]!;
  }
  const calendar = startDay(ordinal, frequency) !== undefined && lastDay(0, cells.frequency) !== undefined;
  return {
    official,
    found,
    held: held.size,
    needed: calendar ? partsOf(ordinal, frequency, cells.frequency) : 1,
  };
};

const shortfall = ({ official, found, held, needed }: Compared, { frequency }: Cells): Diagnostic => {
  const { unit, year, value, outcome } = official;
  const when = formatPeriod(year.ordinal, year.frequency);
  const share = value === 0 ? "" : ` (${percent(found / value - 1)})`;
  const what = outcome === undefined ? "" : `, ${outcome}`;
  return diagnostic(
    "official/differs",
    "warning",
    `${unit}, ${when}${what}: ${found.toLocaleString("en-GB")} in the source, ${value.toLocaleString("en-GB")} published${share}; ${held} of ${needed} ${frequencyName(frequency)}s are there`,
    {
      fix:
        held < needed
          ? "add the files of the periods that are missing, or leave the unit or the year out"
          : "look for rows that were left out or counted twice, or declare how far apart the two may be: --tolerance 5%",
    },
  );
};

const lacking = (units: readonly string[]): Diagnostic =>
  diagnostic(
    "official/unit",
    "warning",
    `published totals of units that the source does not have (${units.length}): ${units.slice(0, 5).join(", ")}${units.length > 5 ? ", …" : ""}`,
    { count: units.length, fix: 'mend the names, or declare the spelling: --alias "A=B"' },
  );
