import { dateFormat, dayOrder } from "./dates.ts";

/** The clock after a day: ` 11:30:00 PM`, `T09:15`. */
const clockFormat = (text: string): string | undefined => {
  const found = /^([ T])(\d{1,2}):(\d{2})(:\d{2}(?:\.\d+)?)?( ?)([AaPp]\.?[Mm]\.?)?$/.exec(text);
  if (!found) return undefined;
  const [, gap, hour, , seconds, space, half] = found;
  const token = half ? "h" : "H";
  const hours = hour!.length === 2 ? token + token : token;
  return `${gap === "T" ? "[T]" : gap}${hours}:mm${seconds ? ":ss" : ""}${half ? `${space}A` : ""}`;
};

const dayFormat = (text: string, order: "day-first" | "month-first"): string | undefined => {
  const found = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})/.exec(text);
  if (!found) return undefined;
  const [whole, first, mark, second, year] = found;
  const padded = first!.length === 2 && second!.length === 2;
  const [day, month] = padded ? ["DD", "MM"] : ["D", "M"];
  const clock = text.length === whole!.length ? "" : clockFormat(text.slice(whole!.length));
  if (clock === undefined) return undefined;
  const parts = order === "day-first" ? [day, month] : [month, day];
  return `${[...parts, year!.length === 4 ? "YYYY" : "YY"].join(mark)}${clock}`;
};

const shapes: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}$/, "YYYY"],
  [/^\d{4}-\d{2}$/, "YYYY-MM"],
  [/^\d{4}-\d{2}-\d{2}$/, "YYYY-MM-DD"],
  [/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/, "YYYY-MM-DD[T]HH:mm:ss"],
  [/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/, "YYYY-MM-DD HH:mm:ss"],
  [/^\d{6}$/, "YYYYMM"],
  [/^\d{8}$/, "YYYYMMDD"],
  [/^\d{5}$/, "serial"],
  [/^\d{4}-Q[1-4]$/, "YYYY-[Q]Q"],
  [/^\d{4}Q[1-4]$/, "YYYY[Q]Q"],
  [/^\d{4}-W\d{2}$/, "YYYY-[W]WW"],
  [/^\d{4}\/\d{2}$/, "YYYY/YY"],
  [/^\d{4}\/\d{1,2}\/\d{1,2}$/, "YYYY/M/D"],
  [/^\d{4}\.\d{1,2}\.\d{1,2}$/, "YYYY.M.D"],
  [/^\d{4}\/\d{1,2}$/, "YYYY/M"],
  [/^\d{4}-\d$/, "YYYY-M"],
  [/^\d{4} \d{1,2}$/, "YYYY M"],
  [/^\d{4}M\d{1,2}$/, "YYYY[M]M"],
  [/^\d{4}m\d{1,2}$/, "YYYY[m]M"],
  [/^\d{1,2}\/\d{4}$/, "M/YYYY"],
  [/^\d{1,2}-\d{4}$/, "M-YYYY"],
  [/^\d{1,2}\.\d{4}$/, "M.YYYY"],
  [/^\d{4} Q[1-4]$/, "YYYY [Q]Q"],
  [/^Q[1-4] \d{4}$/, "[Q]Q YYYY"],
  [/^Q[1-4]-\d{4}$/, "[Q]Q-YYYY"],
  [/^\p{L}{3,}\.?-\d{2}$/u, "MMM-YY"],
  [/^\p{L}{3,}\.?-\d{4}$/u, "MMM-YYYY"],
  [/^\p{L}{3,}\.? \d{2}$/u, "MMM YY"],
  [/^\p{L}{3,}\.? \d{4}$/u, "MMM YYYY"],
  [/^\p{L}{3,}\.?\/\d{4}$/u, "MMM/YYYY"],
  [/^\d{4}-\p{L}{3,}\.?$/u, "YYYY-MMM"],
  [/^\d{4} \p{L}{3,}\.?$/u, "YYYY MMM"],
  [/^\d{1,2} \p{L}{3,}\.? \d{4}$/u, "D MMM YYYY"],
  [/^\d{1,2}-\p{L}{3,}\.?-\d{4}$/u, "D-MMM-YYYY"],
  [/^\d{1,2}-\p{L}{3,}\.?-\d{2}$/u, "D-MMM-YY"],
  [/^\p{L}{3,}\.? \d{1,2}, \d{4}$/u, "MMM D, YYYY"],
];

/** A format that reads this text as a day or a period, to be offered and never assumed; undefined when none is known. */
export const suggestFormat = (text: string, order?: "day-first" | "month-first"): string | undefined => {
  if (text.length > 40) return undefined;
  const known = dayOrder(text);
  const first = order ?? (known === "month-first" ? "month-first" : "day-first");
  const format =
    dayFormat(text, first) ??
    dayFormat(text, "month-first") ??
    shapes.find(([shape]) => shape.test(text))?.[1];
  const candidates = [dayFormat(text, first), dayFormat(text, "month-first"), format];
  return candidates.find((one) => one !== undefined && dateFormat(one)?.read(text) !== undefined);
};
