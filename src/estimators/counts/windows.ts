import type { Design } from "../../model/design.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { DesignError } from "../../model/errors.ts";
import { formatPeriod } from "../../model/period.ts";

/** Period indices on either side of the start in which every unit concerned is observed. */
export interface Windows {
  readonly start: number;
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly warnings: readonly Diagnostic[];
}

/**
 * Splits the periods at `start`. A period that is NaN for every unit is outside the window and goes silently; one
 * that lacks only some of the units is dropped whole and reported, because a total over fewer units looks like a fall.
 *
 * Throws    DesignError: design/start-after-end, design/no-before, design/no-complete-period, counts/negative,
 *           counts/exposure.
 */
export const splitPeriods = (
  design: Design,
  units: readonly number[],
  start: number,
  values: "counts" | "any" = "counts",
): Windows => {
  const { panel } = design;
  checkStart(design, start);
  checkValues(design, units, values);
  const partial: number[] = [];
  const kept: number[] = [];
  for (let t = 0; t < panel.periods.length; t++) {
    const observed = units.filter((i) => isObserved(design, i, t)).length;
    if (observed === units.length) kept.push(t);
    else if (observed > 0) partial.push(t);
  }
  const before = kept.filter((t) => panel.ordinals[t]! < start);
  const after = kept.filter((t) => panel.ordinals[t]! >= start);
  if (before.length === 0 || after.length === 0) throw nothingLeft(units, before.length === 0);
  return { start, before, after, warnings: partial.length > 0 ? [incomplete(design, units, partial)] : [] };
};

const isObserved = ({ panel, outcome, exposure }: Design, i: number, t: number): boolean => {
  const at = i * panel.periods.length + t;
  return (
    !Number.isNaN(panel.columns[outcome]![at]!) && !(exposure && Number.isNaN(panel.columns[exposure]![at]!))
  );
};

const checkStart = ({ panel }: Design, start: number): void => {
  const [first, last] = [panel.periods[0], panel.periods.at(-1)];
  const found = `the start ${formatPeriod(start, panel.frequency)} in data from ${first} to ${last}`;
  if (start > panel.ordinals.at(-1)!) {
    const hint = `choose a start no later than ${last}, or add later data`;
    throw new DesignError("design/start-after-end", {
      found,
      expected: "at least one period from the start on",
      hint,
    });
  }
  if (start <= panel.ordinals[0]!) {
    const hint = `choose a start later than ${first}, or add earlier data`;
    throw new DesignError("design/no-before", {
      found,
      expected: "at least one period before the start",
      hint,
    });
  }
};

const checkValues = (design: Design, units: readonly number[], values: "counts" | "any"): void => {
  const { panel, outcome, exposure } = design;
  const T = panel.periods.length;
  const where = (column: string, bad: (v: number) => boolean): string[] =>
    units.flatMap((i) =>
      panel.periods.flatMap((period, t) =>
        bad(panel.columns[column]![i * T + t]!) ? [`${panel.units[i]} ${period}`] : [],
      ),
    );
  const negative = values === "counts" ? where(outcome, (v) => v < 0) : [];
  if (negative.length > 0) {
    throw new DesignError("counts/negative", {
      found: `${negative.length} negative values of ${outcome} (${listed(negative)})`,
      expected: "counts of zero or more",
      hint: "correct or leave out these rows; a change or a score is not a count: use did",
    });
  }
  const empty = exposure ? where(exposure, (v) => v <= 0) : [];
  if (empty.length > 0) {
    throw new DesignError("counts/exposure", {
      found: `${empty.length} values of the exposure ${exposure} that are zero or less (${listed(empty)})`,
      expected: "an exposure above zero wherever there is a count",
      hint: "correct these rows, or leave out --exposure",
    });
  }
};

const nothingLeft = (units: readonly number[], isBefore: boolean): DesignError =>
  new DesignError("design/no-complete-period", {
    found: `no period ${isBefore ? "before" : "from"} the start in which all ${units.length} units have a value`,
    expected: "at least one complete period on either side of the start",
    hint: "leave out the units with missing months, or supply the months",
  });

const incomplete = ({ panel }: Design, units: readonly number[], partial: readonly number[]): Diagnostic =>
  diagnostic(
    "counts/incomplete-period",
    "warning",
    `${partial.length} periods were left out because some of the ${units.length} units have no value there ` +
      `(${listed(partial.map((t) => panel.periods[t]!))})`,
    { fix: "supply the missing months, or leave out the units that lack them", count: partial.length },
  );

/** The first three of a list, and how many more. */
export const listed = (items: readonly string[]): string =>
  items.length <= 3 ? items.join(", ") : `${items.slice(0, 3).join(", ")} and ${items.length - 3} more`;
