import { verdictOf } from "../../model/verdict.ts";
import { left, right, table } from "../document.ts";
import { capital, confidence, effect, effectCells } from "../numbers.ts";
import { type Chart, chart, inventedNote, placed } from "./chart.ts";
import { scaleWords } from "./effect-by-method.ts";
import { forest } from "./forest.ts";

const most = 40;

/** The estimate without each unit in turn, lowest first; does one unit carry the result? */
export const leaveOneOutChart = placed(
  { section: "certainty", heading: "Leaving units out" },
  (finding): Chart | undefined => {
    const all = (finding.charts?.leave_one_out ?? [])
      .filter((row) => row.estimate !== null)
      .sort((a, b) => a.estimate! - b.estimate! || (a.unit < b.unit ? -1 : 1));
    if (all.length < 2) return undefined;
    // Beyond forty rows the middle says nothing more: the ends show what one unit can do.
    const rows = all.length > most ? [...all.slice(0, most / 2), ...all.slice(-most / 2)] : all;
    const { headline, outcome } = finding;
    const { scale } = headline;
    const level = confidence(finding);
    const judged = all.every((row) => row.conf_low !== null && row.conf_high !== null);
    const none = scale === "rate-ratio" ? 1 : 0;
    const side = (estimate: number | null): boolean => estimate !== null && estimate < none;
    // Without intervals of their own, refits can tell a change of direction and no more.
    const same = judged
      ? all.every((row) => verdictOf(row.conf_low, row.conf_high, scale) === headline.verdict)
      : all.every((row) => side(row.estimate) === side(headline.estimate));
    const what = judged ? "verdict" : "direction of the estimate";
    const title = same
      ? `${capital(outcome.label)}: no single unit changes the ${what}`
      : `${capital(outcome.label)}: the ${what} depends on single units`;
    const [first, last] = [all[0]!, all.at(-1)!];
    return chart({
      name: "leave-one-out",
      title,
      subtitle: `Estimate without the unit named${judged ? `, ${level} intervals` : ""}. ${scaleWords(finding)}${inventedNote(finding)}`,
      alt: `Forest plot of the estimate for ${outcome.label} without each unit in turn, from ${effect(first.estimate, scale)} without ${first.unit} to ${effect(last.estimate, scale)} without ${last.unit}. ${title}.`,
      table: table(
        "Estimates without one unit",
        [left("Without"), right("Estimate"), right(`${level} interval`)],
        rows.map((row) => [row.unit, ...effectCells(row.estimate, row.conf_low, row.conf_high, scale)]),
      ),
      draw: (top) =>
        forest({
          rows: rows.map((row) => ({
            name: row.unit,
            estimate: row.estimate,
            low: row.conf_low,
            high: row.conf_high,
          })),
          scale,
          top,
          axisWords: scaleWords(finding),
          ...(headline.estimate === null
            ? {}
            : { reference: { at: headline.estimate, words: "- - with every unit" } }),
        }),
    });
  },
);
