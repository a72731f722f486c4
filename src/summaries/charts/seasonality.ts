import { scaleLinear } from "d3-scale";
import { line as path } from "d3-shape";
import { left, right, table } from "../document.ts";
import { byPeriod, capital, perPeriod } from "../numbers.ts";
import { colours, label, line, type Mark, mark, shape, tenth } from "../svg.ts";
import { columnFormat } from "../tables.ts";
import { keepApart, leftAxis, valueScale } from "./axes.ts";
import { type Chart, chart, inventedNote, placed } from "./chart.ts";
import { axisTitle, endName, plotEnds } from "./frame.ts";

const height = 250;

/** The yearly pattern before and after: a comparison of unlike months would mistake season for change. */
export const seasonalityChart = placed(
  { section: "certainty", heading: "Season" },
  (finding): Chart | undefined => {
    const rows = finding.charts?.seasonality ?? [];
    const held = rows.filter((row) => row.treated_before !== null || row.treated_after !== null);
    if (held.length < 3) return undefined;
    const { outcome } = finding;
    const per = perPeriod(outcome.frequency);
    const compared = rows.some((row) => row.comparison_before != null || row.comparison_after != null);
    const title = `${capital(outcome.label)} through the year, before and after the start`;
    const draw = (top: number): { marks: Mark[]; bottom: number } => {
      const values = rows
        .flatMap((r) => [r.treated_before, r.treated_after])
        .filter((v): v is number => v !== null);
      const [y1, y0] = [top + 28, top + 28 + height];
      const y = valueScale(values, [y0, y1]);
      const { x0, x1 } = plotEnds(y, ["Before"]);
      const x = scaleLinear([0, rows.length - 1], [x0 + 16, x1 - 8]);
      const kinds = (
        [
          { field: "treated_before", words: "Before", colour: colours.expected, dash: "6 4", kind: "square" },
          {
            field: "treated_after",
            words: "After",
            colour: colours.treated,
            dash: undefined,
            kind: "circle",
          },
        ] as const
      ).filter(({ field }) => rows.some((row) => row[field] !== null));
      const ends = kinds.map(({ field }) => y(rows.findLast((row) => row[field] !== null)![field]!) + 5);
      const heights = keepApart(ends, 18, y1, y0);
      return {
        marks: [
          ...leftAxis(y, x0, x1),
          ...kinds.flatMap(({ field, words, colour, dash, kind }, k) => {
            const points = rows.map((row, i) => ({ at: x(i), value: row[field] }));
            const d = path<(typeof points)[number]>()
              .defined((point) => point.value !== null)
              .x((point) => tenth(point.at))
              .y((point) => tenth(y(point.value!)))(points)!;
            return [
              mark("path", {
                d,
                fill: "none",
                stroke: colour,
                "stroke-width": 2.5,
                "stroke-dasharray": dash,
              }),
              ...points.flatMap((point) =>
                point.value === null ? [] : [shape(kind, point.at, y(point.value), 3.5, { fill: colour })],
              ),
              endName(x1, heights[k]!, words, colour),
            ];
          }),
          axisTitle(`${capital(outcome.unit)} a ${per}, treated units`, top + 10, y),
          line(x0, y0, x1, y0, { stroke: colours.quiet }),
          ...rows.map((row, i) =>
            label(x(i), y0 + 21, row.season.slice(0, 3), { anchor: "middle", fill: colours.quiet }),
          ),
        ],
        bottom: y0 + 30,
      };
    };
    const format = columnFormat(
      rows.flatMap((r) => [r.treated_before, r.treated_after, r.comparison_before, r.comparison_after]),
    );
    return chart({
      name: "seasonality",
      title,
      subtitle: `Mean ${byPeriod(outcome)} in the treated units, by time of year${inventedNote(finding)}`,
      alt: `Line chart of mean ${byPeriod(outcome)} in the treated units by time of year, one line before the start and one after it. The table gives every value.`,
      table: table(
        `Mean ${byPeriod(outcome)} by time of year`,
        [
          left("Time of year"),
          right("Treated, before"),
          right("Treated, after"),
          ...(compared ? [right("Comparison, before"), right("Comparison, after")] : []),
        ],
        rows.map((row) => [
          row.season,
          format(row.treated_before),
          format(row.treated_after),
          ...(compared ? [format(row.comparison_before), format(row.comparison_after)] : []),
        ]),
      ),
      draw,
    });
  },
);
