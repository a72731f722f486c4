import { line as path } from "d3-shape";
import { left, right, table } from "../document.ts";
import { byPeriod, capital, periodWords, perPeriod, pValue, ratio } from "../numbers.ts";
import { colours, fitted, label, line, type Mark, margin, mark, tenth, textWidth, width } from "../svg.ts";
import { columnFormat } from "../tables.ts";
import { leftAxis, leftRoom, timeAxis, valueScale } from "./axes.ts";
import { type Chart, chart, inventedNote, placed } from "./chart.ts";

const height = 300;
const mostPoints = 3600;
const mostName = 200;

/** Gap between observed and synthetic for the treated unit, over the same gap made up for every donor. */
export const placeboChart = placed(
  { section: "certainty", heading: "The made-up comparison" },
  (finding): Chart | undefined => {
    const placebo = finding.charts?.placebo;
    const treated = placebo?.gaps.find((gap) => gap.treated);
    if (!placebo || !treated || placebo.gaps.length < 3) return undefined;
    if (treated.values.every((value) => value === null)) return undefined;
    const { outcome } = finding;
    const per = perPeriod(outcome.frequency);
    const others = placebo.gaps.filter((gap) => !gap.treated);
    const { rmspe_ratio: own } = treated;
    const larger = own === null || others.some((gap) => (gap.rmspe_ratio ?? 0) >= own);
    // Picture files stay small: where there are very many donors, those whose gaps are largest are drawn.
    const drawn = [...others]
      .sort((a, b) => (b.rmspe_ratio ?? 0) - (a.rmspe_ratio ?? 0) || (a.unit < b.unit ? -1 : 1))
      .slice(0, Math.floor(mostPoints / placebo.periods.length));
    const which =
      drawn.length < others.length ? "the comparison units with the largest gaps" : "each comparison unit";
    // Where the fit before the start was perfect there is no ratio, and nothing to stand out by.
    const title = !larger
      ? `${capital(outcome.label)}: the gap in ${treated.unit} stands out from every placebo`
      : own === null
        ? `${capital(outcome.label)}: the gap in ${treated.unit} and that of each placebo`
        : `${capital(outcome.label)}: some placebo gaps are as large as that of ${treated.unit}`;
    const draw = (top: number): { marks: Mark[]; bottom: number } => {
      const values = placebo.gaps
        .flatMap((gap) => gap.values)
        .filter((value): value is number => value !== null);
      const [y0, y1] = [top + 24 + height, top + 24];
      const y = valueScale([...values, Math.min(0, ...values), 0], [y0, y1]);
      const x0 = margin + leftRoom(y);
      const name = fitted(treated.unit, mostName, true);
      const x1 = width - margin - textWidth(name, 14, true) - 8;
      const axis = timeAxis(placebo.periods, x0, x1);
      const curve = (gaps: readonly (number | null)[]): string =>
        path<number | null>()
          .defined((value) => value !== null)
          .x((_, i) => tenth(axis.at(i)))
          .y((value) => tenth(y(value!)))([...gaps]) ?? "";
      const start = placebo.periods.indexOf(placebo.start);
      const at = start > 0 ? (axis.at(start - 1) + axis.at(start)) / 2 : undefined;
      const last = treated.values.findLast((value) => value !== null)!;
      return {
        marks: [
          ...leftAxis(y, x0, x1),
          line(x0, y(0), x1, y(0), { stroke: colours.ink, "stroke-width": 1.5 }),
          ...drawn.map((gap) =>
            mark("path", { d: curve(gap.values), fill: "none", stroke: "#a6a6a6", "stroke-width": 1 }),
          ),
          mark("path", {
            d: curve(treated.values),
            fill: "none",
            stroke: colours.treated,
            "stroke-width": 3,
          }),
          ...(at === undefined
            ? []
            : [
                line(at, y1, at, y0, { stroke: colours.ink, "stroke-width": 1.5, "stroke-dasharray": "2 3" }),
                label(at - 6, y1 + 4, `start: ${periodWords(placebo.start)}`, { anchor: "end" }),
              ]),
          label(x1 + 8, y(last) + 5, name, { fill: colours.treated, bold: true }),
          label(margin, top + 8, `Observed minus synthetic ${byPeriod(outcome)}`, { fill: colours.quiet }),
          ...axis.marks(y0),
        ],
        bottom: y0 + 30,
      };
    };
    // The plotted gaps, one row a unit and period; the caller puts a table this long into a file of its own.
    const gap = columnFormat(placebo.gaps.flatMap((row) => row.values));
    return chart({
      name: "placebo",
      title,
      subtitle: `Gap between observed and synthetic, ${treated.unit} (thick) and ${which} as a placebo (thin)${inventedNote(finding)}`,
      alt: `Line chart of the gap between observed and synthetic ${outcome.unit} for ${treated.unit} and for ${which} as a placebo. ${title}. Placebo p-value ${pValue(placebo.p_value)}.`,
      table: table(
        "Gap of each unit",
        [left("Unit"), left(capital(per)), right("Gap"), right("Ratio of fit after to before")],
        placebo.gaps.flatMap((row) =>
          placebo.periods.map((period, t) => [
            row.unit,
            periodWords(period),
            gap(row.values[t] ?? null),
            ratio(row.rmspe_ratio),
          ]),
        ),
      ),
      draw,
    });
  },
);
