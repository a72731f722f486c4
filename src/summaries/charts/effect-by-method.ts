import type { Finding } from "../../model/finding.ts";
import { verdictOf } from "../../model/verdict.ts";
import { left, right, table } from "../document.ts";
import { capital, confidence, differenceIn, effectCells } from "../numbers.ts";
import { type Chart, chart, inventedNote, placed } from "./chart.ts";
import { forest } from "./forest.ts";

export const scaleWords = (finding: Pick<Finding, "headline" | "outcome" | "counts">): string =>
  finding.headline.scale === "rate-ratio"
    ? finding.counts.comparison === null
      ? "Ratio: after ÷ before"
      : "Ratio: after ÷ before, treated ÷ comparison"
    : differenceIn(finding.outcome);

/** Every method's answer to the same question on one scale: the reader sees how much the choice matters. */
export const effectByMethodChart = placed({ section: "effect" }, (finding): Chart | undefined => {
  const { disagreement: rows, headline, outcome } = finding;
  if (!rows.some((row) => row.estimate !== null)) return undefined;
  const level = confidence(finding);
  const main = rows.find((row) => row.primary);
  const settled = rows.filter((row) => row.estimate !== null && !row.primary);
  const verdict = (row: (typeof rows)[number]): string => verdictOf(row.conf_low, row.conf_high, row.scale);
  const agree = main ? settled.filter((row) => verdict(row) === verdict(main)).length : 0;
  const finds =
    settled.length === 0
      ? `${capital(outcome.label)}: the estimate with its interval`
      : agree === settled.length
        ? `${capital(outcome.label)}: every method gives the same verdict`
        : `${capital(outcome.label)}: methods differ in their verdict`;
  const axisWords = scaleWords(finding);
  return chart({
    name: "effect-by-method",
    title: finds,
    subtitle: `${axisWords}; ${level} intervals. The primary method is bold${inventedNote(finding)}`,
    alt: `Forest plot of the estimate for ${outcome.label} by method, with ${level} intervals and the line of no difference. Primary method: ${effectCells(main?.estimate, main?.conf_low, main?.conf_high, headline.scale).join(", ")}. ${finds}.`,
    table: table(
      "Estimates by method",
      [left("Method"), right(axisWords), right(`${level} interval`), left("Note")],
      rows.map((row) => [
        row.title,
        ...effectCells(row.estimate, row.conf_low, row.conf_high, row.scale),
        row.note,
      ]),
    ),
    draw: (top) =>
      forest({
        rows: rows.map((row) => ({
          name: row.title,
          estimate: row.estimate,
          low: row.conf_low,
          high: row.conf_high,
          ...(row.primary ? { main: true } : {}),
        })),
        scale: headline.scale,
        top,
        axisWords,
        ...(headline.equivalence_band ? { band: headline.equivalence_band } : {}),
      }),
  });
});
