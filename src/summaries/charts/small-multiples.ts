import { scaleLinear } from "d3-scale";
import { line as path } from "d3-shape";
import { left, right, table } from "../document.ts";
import { byPeriod, capital, periodWords, perPeriod, rangeWords } from "../numbers.ts";
import { colours, label, line, type Mark, margin, mark, tenth, width, wrap } from "../svg.ts";
import { columnFormat } from "../tables.ts";
import { type Chart, chart, inventedNote, placed } from "./chart.ts";

const across = 4;
const gap = 18;
const cell = (width - 2 * margin - (across - 1) * gap) / across;
const plot = 64;
const step = plot + 50;
const most = 48;
const mostPoints = 3600;

/** A name that does not fit beside the largest value ends in a mark that says so. */
const shortened = (name: string, bold: boolean): string => {
  const [first = "", ...rest] = wrap(name, cell - 50, 14, bold);
  return rest.length === 0 ? first : `${first} …`;
};

/** Every unit by itself on its own axis from zero: one odd unit or a broken series shows at once. */
export const smallMultiplesChart = placed(
  { section: "certainty", heading: "Unit by unit" },
  (finding): Chart | undefined => {
    const all = (finding.charts?.units ?? []).filter((unit) => unit.values.some((value) => value !== null));
    const order = ["treated", "comparison", "buffer"];
    const units = [...all]
      .sort((a, b) => order.indexOf(a.arm) - order.indexOf(b.arm) || (a.unit < b.unit ? -1 : 1))
      .slice(0, Math.min(most, Math.floor(mostPoints / Math.max(1, all[0]?.periods.length ?? 1))));
    if (units.length < 2) return undefined;
    const leftOut = units.length < all.length ? ". Not every unit has room here" : "";
    const { outcome, data } = finding;
    const per = perPeriod(outcome.frequency);
    const periods = units[0]!.periods;
    const format = columnFormat(units.flatMap((unit) => unit.values));
    const drawUnit = (unit: (typeof units)[number], k: number, top: number): Mark[] => {
      const x0 = margin + (k % across) * (cell + gap);
      const y1 = top + Math.floor(k / across) * step + 24;
      const y0 = y1 + plot;
      const largest = Math.max(...unit.values.map((value) => value ?? 0));
      const x = scaleLinear([0, Math.max(1, unit.periods.length - 1)], [x0, x0 + cell]);
      const y = scaleLinear([0, largest || 1], [y0, y1]);
      const start = unit.periods.indexOf(data.window.after.from);
      const d = path<number | null>()
        .defined((value) => value !== null)
        .x((_, i) => tenth(x(i)))
        .y((value) => tenth(y(value!)))([...unit.values])!;
      const treated = unit.arm === "treated";
      return [
        label(x0, y1 - 6, shortened(unit.unit, treated), { bold: treated }),
        label(x0 + cell, y1 - 6, format(largest), { anchor: "end", fill: colours.quiet }),
        line(x0, y0, x0 + cell, y0, { stroke: colours.quiet }),
        ...(start > 0
          ? [line(x(start - 0.5), y1, x(start - 0.5), y0, { stroke: colours.ink, "stroke-dasharray": "2 3" })]
          : []),
        mark("path", {
          d,
          fill: "none",
          stroke: treated ? colours.treated : unit.arm === "buffer" ? colours.other : colours.comparison,
          "stroke-width": treated ? 2.2 : 1.4,
          "stroke-dasharray": treated ? undefined : unit.arm === "buffer" ? "2 2" : "6 2",
        }),
      ];
    };
    return chart({
      name: "small-multiples",
      title: `${capital(outcome.label)} in each unit`,
      subtitle: `${capital(outcome.unit)} a ${per}, ${rangeWords(periods[0]!, periods.at(-1)!)}; each panel starts at 0 and its largest value stands at the right. Treated units are bold${leftOut}${inventedNote(finding)}`,
      alt: `Grid of small line charts, one a unit, of ${byPeriod(outcome)}. Treated units come first and are bold; a dotted line marks the start. Each panel has its own axis from zero.`,
      table: table(
        `${capital(outcome.unit)} in each unit`,
        [left("Unit"), left("Arm"), left(capital(per)), right(capital(outcome.unit))],
        units.flatMap((unit) =>
          unit.periods.map((period, t) => [
            unit.unit,
            unit.arm,
            periodWords(period),
            format(unit.values[t] ?? null),
          ]),
        ),
      ),
      draw: (top) => ({
        marks: units.flatMap((unit, k) => drawUnit(unit, k, top)),
        bottom: top + Math.ceil(units.length / across) * step - 12,
      }),
    });
  },
);
