import type { Start } from "../../designs/index.ts";
import { DesignError } from "../../model/errors.ts";
import {
  type Frequency,
  formatPeriod,
  frequencyName,
  isFinancial,
  lastDay,
  periodOfDay,
  plainFrequency,
} from "../../model/period.ts";
import type { Moment } from "../../model/register.ts";

/** Frequencies by the length of their periods, which all have a first day. */
const shortToLong = ["day", "week", "month", "quarter", "year"];

/** The day on which a period begins, where the periods of the data are longer and so hold it whole or start in it. */
const dayWithin = ({ ordinal, frequency }: Moment["period"], longer: Frequency): number | undefined =>
  frequency !== "integer" &&
  shortToLong.indexOf(plainFrequency(frequency)) < shortToLong.indexOf(plainFrequency(longer))
    ? lastDay(ordinal - 1, frequency)! + 1
    : undefined;

/**
 * A start as the register writes it, on the scale of the panel. One register serves monthly counts, a quarterly survey
 * and a yearly index, so a day, week, month or quarter is placed in the longer period that it falls in, and a start
 * inside a period makes that period part-treated. A start that is longer than the periods says no first one.
 */
export const startOn = (moment: Moment, frequency: Frequency): Start => {
  const { period, text } = moment;
  if (isOnScale(period.frequency, frequency)) {
    return { ordinal: period.ordinal, partial: false };
  }
  const day = dayWithin(period, frequency);
  if (day !== undefined) {
    const ordinal = periodOfDay(day, frequency);
    return { ordinal, partial: periodOfDay(day - 1, frequency) === ordinal };
  }
  throw new DesignError("design/start-scale", {
    found: `a start of ${text} for data by ${frequency === "integer" ? "whole-number period" : frequencyName(frequency)}`,
    expected: "a start no longer than one period of the data",
    hint: startHint(period, frequency),
  });
};

/** The day is right for data of any calendar, so it is what to write. */
const startHint = ({ ordinal, frequency }: Moment["period"], wanted: Frequency): string => {
  const end = lastDay(ordinal - 1, frequency);
  return end === undefined || wanted === "integer"
    ? "write the start in the register as the periods of the data are written"
    : `write the day in the register, for example ${formatPeriod(end + 1, "day")}: it can be placed in data of any calendar`;
};

const numeric = (frequency: Frequency): boolean => frequency === "year" || frequency === "integer";

/** Written as the periods of the data are: `2015/16` is a financial year whichever month begins it there. */
export const isOnScale = (written: Frequency, panel: Frequency): boolean =>
  written === panel ||
  (numeric(written) && numeric(panel)) ||
  (isFinancial(written) && isFinancial(panel) && plainFrequency(written) === plainFrequency(panel));

/**
 * The last period that an intervention was on in, as the register writes it. A day, week or month inside a longer
 * period leaves that period treated for part of it; a longer end than a period is its last one.
 */
export const endOn = (moment: Moment, frequency: Frequency): { ordinal: number; partial: boolean } => {
  const { period, text } = moment;
  if (isOnScale(period.frequency, frequency)) return { ordinal: period.ordinal, partial: false };
  const day = period.frequency === "integer" ? undefined : lastDay(period.ordinal, period.frequency);
  if (day !== undefined && frequency !== "integer") {
    const ordinal = periodOfDay(day, frequency);
    return { ordinal, partial: periodOfDay(day + 1, frequency) === ordinal };
  }
  throw new DesignError("design/start-scale", {
    found: `an end of ${text} for data by ${frequency === "integer" ? "whole-number period" : frequencyName(frequency)}`,
    expected: "an end on the calendar of the data",
    hint: "write the end in the register as the periods of the data are written",
  });
};
