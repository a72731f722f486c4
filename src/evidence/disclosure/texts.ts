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
    text.replace(/(?<![\w.,-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w-])/g, (words, at: number) => {
      const value = Number(words.replaceAll(",", ""));
      // A change in per cent is a ratio: two digits of it are whole per cents.
      if (text[at + words.length] === "%") return String(Math.round(value));
      if (exact.has(value)) return String(roundTo(value, rule.rounding));
      const decimals = words.split(".")[1]?.length ?? 0;
      return decimals > digits ? String(coarse(value, digits)) : words;
    });
