import { type Frequency, type Period, parsePeriod, plainFrequency } from "../../model/period.ts";
import { isFault, plainRules, readNumber } from "../cells/cells.ts";
import { financialPeriod } from "../cells/dates.ts";
import type { FileRef } from "../gate/bytes.ts";
import { readTyped } from "../gate/typed-rows.ts";

/** A published total of one unit and year; of one outcome where the file names it, otherwise of all. */
export interface OfficialTotal {
  readonly unit: string;
  readonly outcome?: string;
  readonly year: Period;
  readonly value: number;
}

const yearOf = (text: string): Period | undefined => {
  const period = parsePeriod(text) ?? financialPeriod(text);
  return period && plainFrequency(period.frequency as Frequency) === "year" ? period : undefined;
};

/** `unit,year,value` and optionally `outcome`: totals that somebody published. Throws with every fault of the file. */
export const readOfficial = async (file: FileRef): Promise<readonly OfficialTotal[]> => {
  const { value } = await readTyped(file, ["unit", "year", "value"], (typed, log) =>
    typed.rows.flatMap((row): OfficialTotal[] => {
      const [unit, outcome] = [typed.cell(row, "unit"), typed.cell(row, "outcome")];
      const year = yearOf(typed.cell(row, "year"));
      const number = readNumber(typed.cell(row, "value"), plainRules);
      if (!year)
        log.error("official/year", "the year is neither like 2019 nor like 2019/20", {
          line: row.line,
          column: "year",
          fix: "write 2019 for a calendar year and 2019/20 for a financial one",
        });
      if (isFault(number) || Number.isNaN(number.value))
        log.error("official/value", "the total is not a number", {
          line: row.line,
          column: "value",
          fix: "write digits only, and leave rows without a total out",
        });
      if (!year || isFault(number) || Number.isNaN(number.value)) return [];
      return [{ unit, year, value: number.value, ...(outcome === "" ? {} : { outcome }) }];
    }),
  );
  return value;
};
