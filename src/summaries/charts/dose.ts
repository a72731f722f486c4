import { scaleLinear } from "d3-scale";
import { left, right, table } from "../document.ts";
import { capital, percent, periodWords, perPeriod } from "../numbers.ts";
import { colours, label, line, type Mark, margin, mark, shape } from "../svg.ts";
import { columnFormat } from "../tables.ts";
import { leftAxis, timeAxis, valueScale } from "./axes.ts";
import { type Chart, chart, inventedNote, placed } from "./chart.ts";
import { plotEnds } from "./frame.ts";

const height = 220;

/** What was planned and what was delivered, period by period, and what reached the comparison units. */
export const doseChart = placed({ section: "implementation" }, (finding): Chart | undefined => {
  const rows = finding.charts?.dose ?? [];
  if (rows.length === 0 || rows.every((row) => row.delivered === null)) return undefined;
  const delivery = finding.emmie?.implementation;
  const unit = delivery?.dose_unit ?? "units of the intervention";
  const per = perPeriod(finding.outcome.frequency);
  const planned = rows.some((row) => row.planned !== null);
  const compared = rows.some((row) => row.comparison != null);
  const title =
    delivery?.delivery_percent == null
      ? `${planned ? "Delivered and planned" : "Delivered"} ${unit}`
      : `${percent(delivery.delivery_percent)} of the planned ${unit} were delivered`;
  const draw = (top: number): { marks: Mark[]; bottom: number } => {
    const values = rows
      .flatMap((r) => [r.planned, r.delivered, r.comparison ?? null])
      .filter((v): v is number => v !== null);
    const [y1, y0] = [top + 30, top + 30 + height];
    const y = valueScale([0, ...values], [y0, y1]);
    const { x0, x1 } = plotEnds(y, ["Comparison"]);
    const room = (x1 - x0) / rows.length;
    const x = scaleLinear([0, rows.length - 1 || 1], [x0 + room / 2, x1 - room / 2]);
    const axis = timeAxis(
      rows.map((row) => row.period),
      x0 + room / 2 - 6,
      x1 - room / 2 + 6,
    );
    const end = (value: number | null | undefined): number => y(value ?? 0) + 5;
    const last = rows.at(-1)!;
    return {
      marks: [
        ...leftAxis(y, x0, x1),
        ...rows.flatMap((row, i) => [
          ...(row.delivered === null
            ? []
            : [
                mark("rect", {
                  x: x(i) - room * 0.35,
                  y: y(row.delivered),
                  width: room * 0.7,
                  height: y0 - y(row.delivered),
                  fill: colours.treated,
                }),
              ]),
          ...(row.planned === null
            ? []
            : [
                line(x(i) - room * 0.45, y(row.planned), x(i) + room * 0.45, y(row.planned), {
                  stroke: colours.ink,
                  "stroke-width": 3,
                }),
              ]),
          ...(row.comparison == null
            ? []
            : [
                shape("square", x(i), y(row.comparison), 4, {
                  fill: colours.comparison,
                  stroke: colours.ground,
                }),
              ]),
        ]),
        ...(planned ? [label(x1 + 8, end(last.planned) - 8, "Planned", { bold: true })] : []),
        label(
          x1 + 8,
          planned ? Math.max(end(last.delivered), end(last.planned) + 10) : end(last.delivered),
          "Delivered",
          {
            bold: true,
            fill: colours.treated,
          },
        ),
        ...(compared
          ? [label(x1 + 8, end(last.comparison), "Comparison", { bold: true, fill: colours.comparison })]
          : []),
        label(margin, top + 12, `${capital(unit)} a ${per}`, { fill: colours.quiet }),
        ...axis.marks(y0),
      ],
      bottom: y0 + 30,
    };
  };
  const format = columnFormat(rows.flatMap((row) => [row.planned, row.delivered, row.comparison]));
  return chart({
    name: "dose",
    title,
    subtitle: `${capital(unit)} a ${per}: bars delivered${planned ? ", black lines planned" : ""}${compared ? ", squares in comparison units" : ""}${inventedNote(finding)}`,
    alt: `Bar chart of delivered ${unit} a ${per}${planned ? " with the planned amount as a line" : ""}${compared ? " and what reached the comparison units" : ""}. ${title}.`,
    table: table(
      `${capital(unit)} planned and delivered`,
      [
        left(capital(per)),
        right("Planned"),
        right("Delivered"),
        ...(compared ? [right("In comparison units")] : []),
      ],
      rows.map((row) => [
        periodWords(row.period),
        format(row.planned),
        format(row.delivered),
        ...(compared ? [format(row.comparison)] : []),
      ]),
    ),
    draw,
  });
});
