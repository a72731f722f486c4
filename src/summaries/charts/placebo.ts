import { line as path } from "d3-shape";
import { left, right, table } from "../document.ts";
import { byPeriod, capital, periodWords, perPeriod, pValue, ratio } from "../numbers.ts";
import { colours, fitted, label, line, type Mark, mark, tenth } from "../svg.ts";
import { columnFormat } from "../tables.ts";
import { leftAxis, timeAxis, valueScale } from "./axes.ts";
import { type Chart, chart, inventedNote, placed } from "./chart.ts";
import { axisTitle, endName, plotEnds, startMark } from "./frame.ts";

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
      const name = fitted(treated.unit, mostName, true);
      const { x0, x1 } = plotEnds(y, [name], 8);
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
                startMark(at, y1, y0),
                label(at - 6, y1 + 4, `start: ${periodWords(placebo.start)}`, { anchor: "end" }),
              ]),
          endName(x1, y(last) + 5, name, colours.treated),
          axisTitle(`Observed minus synthetic ${byPeriod(outcome)}`, top + 8),
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
