import {
  type Frequency,
  frequencyName,
  lastDay,
  type Period,
  periodOfDay,
  startDay,
} from "../../model/period.ts";
import { type CellFault, cellFault } from "../cells/cells.ts";

/** The longer period that holds a period whole, or why there is none. */
export const inLonger = ({ frequency, ordinal }: Period, longer: Frequency): number | CellFault => {
  if (frequency === longer) return ordinal;
  const [first, last] = [startDay(ordinal, frequency), lastDay(ordinal, frequency)];
  if (first !== undefined && last !== undefined && longer !== "integer") {
    const [from, to] = [periodOfDay(first, longer), periodOfDay(last, longer)];
    if (from === to && lastDay(from, longer)! - startDay(from, longer)! >= last - first) return from;
  }
  const name = frequencyName(frequency);
  return cellFault(
    "data/frequency",
    `is a ${name}, which is not inside one ${frequencyName(longer)}`,
    frequency === "integer"
      ? "whole numbers have no calendar: write the periods as YYYY-MM"
      : `count by ${name}: --frequency ${frequency}, or into periods that hold it whole`,
  );
};

/** How many periods of one length another has: 31 days of January, 3 months of a quarter. */
export const partsOf = (ordinal: number, longer: Frequency, shorter: Frequency): number => {
  const [first, last] = [startDay(ordinal, longer)!, lastDay(ordinal, longer)!];
  return periodOfDay(last, shorter) - periodOfDay(first, shorter) + 1;
};
