import { power } from "../../maths/power.ts";
import type { Protect } from "../../model/disclosure.ts";
import type { Finding } from "../../model/finding.ts";
import { arms } from "./edition.ts";
import { coarse, roundTo } from "./rounding.ts";

/** Exact counts that sentences of guards and checks may quote: the four totals, and those next door. */
export const exactTotals = ({ counts, displacement }: Finding): ReadonlySet<number> =>
  new Set(
    [
      ...arms.flatMap((arm) => [counts[arm]?.before.total, counts[arm]?.after.total]),
      displacement?.buffer?.before,
      displacement?.buffer?.after,
    ].filter((value) => typeof value === "number"),
  );

/** A sentence of the program with its exact totals rounded, and no number at more digits than effects keep. */
export const reworded =
  (exact: ReadonlySet<number>, rule: Protect, digits: number) =>
  (text: string): string =>
    text.replace(/(?<![\w.,]|\w-)\d+(?:,\d{3})*(?:\.\d+)?(?![\w-])/g, (words, at: number) => {
      const value = Number(words.replaceAll(",", ""));
      const decimals = words.split(".")[1]?.length ?? 0;
      // A change in per cent is a ratio: two digits of it are whole per cents, one digit is tens. A level is whole.
      if (text[at + words.length] === "%")
        return decimals === 0 ? words : String(roundTo(Math.round(value), power(10, 2 - digits)));
      if (exact.has(value)) return String(roundTo(value, rule.rounding));
      return decimals > digits ? String(coarse(value, digits)) : words;
    });
