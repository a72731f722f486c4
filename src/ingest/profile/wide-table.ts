import type { Column } from "./columns.ts";
import { chooseDimensions } from "./dimensions.ts";
import { dimensionDeclarations, namesOf, single, type TableGuess, whys } from "./guess.ts";
import { wideColumns } from "./headings.ts";
import { chooseOutcome, chooseUnit } from "./roles.ts";
import type { Sample } from "./sample.ts";
import { merged, mergedNumbers, notesOf, numberDeclarations, quotedList, totalsOf } from "./settle.ts";

/** A table with one row a unit and one column a period; undefined where its columns are no periods. */
export const wideTable = (sample: Sample, columns: readonly Column[]): TableGuess | undefined => {
  const wide = wideColumns(columns);
  if (!wide) return undefined;
  const rest = columns.filter((one) => !wide.periods.includes(one) && !wide.totals.includes(one));
  const unit = chooseUnit(rest, sample.rows, true);
  if (!unit) return undefined;
  const taken = new Set([...unit.found, ...(wide.year ? [wide.year] : [])]);
  const outcome = chooseOutcome(rest, taken, sample.rows);
  const key = [...unit.found, ...(wide.year ? [wide.year] : []), ...(outcome ? [outcome.found] : [])];
  const left = rest.filter((one) => !key.includes(one));
  const dims = chooseDimensions(sample.rows, key, left);
  const cells = mergedNumbers(wide.periods);
  const drop = wide.totals.map(({ name }) => name);
  const totals = merged([totalsOf(unit.found, sample), notesOf(unit.found, wide.periods, sample)]);
  const blanks = wide.periods.some(({ blank }) => blank > 0);
  const spelling = numberDeclarations(cells, sample.delimiter);
  return {
    declarations: {
      format: "wide",
      columns: {
        unit: namesOf(unit.found),
        ...(wide.year ? { period: { year: wide.year.name } } : {}),
        ...(outcome ? { outcome: outcome.found.name } : {}),
      },
      ...(wide.formats.length > 0 ? { "date-format": single(wide.formats) } : {}),
      ...dimensionDeclarations(dims),
      ...spelling.declarations,
      ...(drop.length > 0 ? { drop } : {}),
      ...totals.declarations,
    },
    reasons: [
      `${wide.periods.length} columns are periods, "${wide.periods[0]!.name}" to "${wide.periods.at(-1)!.name}": one row a unit`,
      ...whys([unit, outcome]),
      ...dims.reasons,
      ...(drop.length > 0 ? [`${quotedList(drop)} adds other columns up and is left out`] : []),
      ...spelling.reasons,
      ...totals.reasons,
    ],
    questions: [
      ...dims.questions,
      ...spelling.questions,
      ...(blanks
        ? [
            "Is a blank cell nothing recorded (absent: zero) or not known (absent: missing)? It is taken as not known.",
          ]
        : []),
    ],
    level: false,
  };
};
