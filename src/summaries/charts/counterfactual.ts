import { area, line as path } from "d3-shape";
import type { Finding, SeriesPoint } from "../../model/finding.ts";
import { left, right, type Table, table } from "../document.ts";
import { byPeriod, capital, confidence, periodWords, perPeriod, plural, rangeWords } from "../numbers.ts";
import { colours, label, type Mark, margin, mark, shape, tenth, textWidth, width } from "../svg.ts";
import { columnFormat, intervalCell } from "../tables.ts";
import { verdictWords } from "../words/headline.ts";
import { keepApart, leftAxis, leftRoom, shadeRun, type TimeAxis, timeAxis, valueScale } from "./axes.ts";
import { type Chart, chart, inventedNote, placed } from "./chart.ts";
import { axisTitle, endName, startMark } from "./frame.ts";

type Field = "treated" | "comparison" | "counterfactual";
type Drawn = SeriesPoint & { readonly index: number };

const title = (finding: Finding): string => {
  const { headline, outcome, counts } = finding;
  const what = capital(outcome.label);
  const basis = counts.comparison === null ? "the time before" : "the comparison group";
  if (headline.verdict === "fall") return `${what}: below what ${basis} led to expect`;
  if (headline.verdict === "rise") return `${what}: above what ${basis} led to expect`;
  if (headline.verdict === "equivalent") return `${what}: changed by less than would matter`;
  if (headline.verdict === "uncertain") return `${what}: the change since the start is uncertain`;
  return `${what}: observed and expected`;
};

/** A level is a mean over units; counts are totals. */
const measured = ({ measure, unit }: Finding["outcome"]): string =>
  measure === "level" ? `mean ${unit}` : unit;

const seriesTable = ({ series, outcome, headline, counts }: Finding): Table => {
  const [observed, comparison, expected] = (["treated", "comparison", "counterfactual"] as const).map(
    (field) => columnFormat(series.map((point) => point[field])),
  );
  const bounds = columnFormat(series.flatMap(({ low, high }) => [low, high]));
  const level = confidence({ headline });
  const compared = counts.comparison !== null;
  return table(
    `${capital(measured(outcome))} by ${perPeriod(outcome.frequency)}`,
    [
      left(capital(perPeriod(outcome.frequency))),
      left("Phase"),
      right("Treated units"),
      ...(compared ? [right("Comparison units")] : []),
      right("Expected in treated units"),
      right(`${level} interval of expected`),
    ],
    series.map((point) => [
      periodWords(point.period),
      point.phase === "excluded" ? "left out" : point.phase,
      observed!(point.treated),
      ...(compared ? [comparison!(point.comparison)] : []),
      expected!(point.counterfactual),
      point.low === null ? "not available" : intervalCell(point.low, point.high, bounds),
    ]),
  );
};

const curve = (points: readonly Drawn[], field: Field, axis: TimeAxis, y: (v: number) => number): string =>
  path<Drawn>()
    .defined((point) => point[field] !== null)
    .x((point) => tenth(axis.at(point.index)))
    .y((point) => tenth(y(point[field]!)))(points)!;

const band = (points: readonly Drawn[], axis: TimeAxis, y: (v: number) => number): Mark[] => {
  const d = area<Drawn>()
    .defined((point) => point.low !== null && point.high !== null)
    .x((point) => tenth(axis.at(point.index)))
    .y0((point) => tenth(y(point.low!)))
    .y1((point) => tenth(y(point.high!)))(points);
  return d ? [mark("path", { d, fill: colours.band })] : [];
};

const dots = (points: readonly Drawn[], field: Field, axis: TimeAxis, y: (v: number) => number): Mark[] => {
  const [kind, fill] =
    field === "treated" ? (["circle", colours.treated] as const) : (["square", colours.comparison] as const);
  // Past a hundred points the markers would merge into the line.
  if (points.length > 100) return [];
  return points.flatMap((point) =>
    point[field] === null ? [] : [shape(kind, axis.at(point.index), y(point[field]), 2.4, { fill })],
  );
};

const excludedRuns = (points: readonly Drawn[]): [number, number][] => {
  const runs: [number, number][] = [];
  for (const { index, phase } of points) {
    if (phase !== "excluded") continue;
    const last = runs.at(-1);
    if (last && last[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  }
  return runs;
};

interface Panel {
  readonly points: readonly Drawn[];
  /** As the register writes it. */
  readonly start: string;
  readonly axis: TimeAxis;
  readonly x0: number;
  readonly x1: number;
  readonly top: number;
  readonly bottom: number;
}

const dated = /^\d{4}(-\d{2}){0,2}$/;

/** First period from the start on. A spell left out before the start stands before its line, a washout behind it. */
const startAt = (points: readonly Drawn[], start: string): number => {
  const label = start.slice(0, points[0]!.period.length);
  return dated.test(label) && points.every(({ period }) => dated.test(period))
    ? points.findIndex(({ period }) => period >= label)
    : points.findIndex(({ phase }) => phase !== "before");
};

const startLine = ({ points, axis, top, bottom, start }: Panel, words?: string): Mark[] => {
  const first = startAt(points, start);
  if (first < 0) return [];
  const x = first === 0 ? axis.at(0) : (axis.at(first - 1) + axis.at(first)) / 2;
  const room = textWidth(words ?? "") + 8;
  const end = x - room < axis.at(0);
  return [
    startMark(x, top, bottom),
    ...(words ? [label(end ? x + 6 : x - 6, top + 12, words, { anchor: end ? "start" : "end" })] : []),
  ];
};

const strokes = {
  treated: { stroke: colours.treated, "stroke-width": 2.5 },
  comparison: { stroke: colours.comparison, "stroke-width": 2, "stroke-dasharray": "9 3 2 3" },
  counterfactual: { stroke: colours.expected, "stroke-width": 2, "stroke-dasharray": "6 4" },
} as const;
const names = { treated: "Observed", comparison: "Comparison", counterfactual: "Expected" } as const;

const drawPanel = (panel: Panel, fields: readonly Field[], words: string, startWords?: string): Mark[] => {
  const { points, axis, x0, x1, top, bottom } = panel;
  const drawn = points.flatMap((point) => [
    ...fields.map((field) => point[field]),
    ...(fields.includes("counterfactual") ? [point.low, point.high] : []),
  ]);
  const scale = valueScale(
    drawn.filter((value): value is number => value !== null),
    [bottom, top + 20],
  );
  const y = (value: number): number => scale(value);
  const ends = fields.map((field) => points.findLast((point) => point[field] !== null)![field]!);
  const heights = keepApart(
    ends.map((end) => y(end) + 5),
    18,
    top + 20,
    bottom,
  );
  return [
    ...excludedRuns(points).map(([from, to]) => shadeRun(axis, from, to, top, bottom)),
    ...leftAxis(scale, x0, x1, bottom - top > 160 ? 5 : 3),
    ...(fields.includes("counterfactual") ? band(points, axis, y) : []),
    ...startLine(panel, startWords),
    ...[...fields].reverse().flatMap((field) => [
      mark("path", {
        d: curve(points, field, axis, y),
        fill: "none",
        "stroke-linejoin": "round",
        ...strokes[field],
      }),
      ...(field === "counterfactual" ? [] : dots(points, field, axis, y)),
    ]),
    ...fields.map((field, i) => endName(x1, heights[i]!, names[field], strokes[field].stroke)),
    axisTitle(words, top - 8, scale),
  ];
};

/** Observed against expected in the treated units over time; the comparison units below on an axis of their own. */
export const counterfactualChart = placed(
  { section: "effect", above: true },
  (finding): Chart | undefined => {
    const points = finding.series.map((point, index) => ({ ...point, index }));
    if (points.filter((point) => point.treated !== null).length < 2) return undefined;
    const { outcome, counts, headline } = finding;
    const compared = points.some((point) => point.comparison !== null);
    const expected = points.some((point) => point.counterfactual !== null);
    const words = outcome.measure === "level" ? measured(outcome) : byPeriod(outcome);
    const unit = capital(words);
    const from = rangeWords(points[0]!.period, points.at(-1)!.period);
    const subtitle = `${unit}, ${plural(counts.treated.units, "treated unit")}, ${from}${inventedNote(finding)}`;
    const alt = [
      `Line chart of ${words} in the treated units, ${from}.`,
      expected
        ? `The observed line is drawn against the expected line with its ${confidence(finding)} interval.`
        : "",
      compared ? "A second panel shows the comparison units." : "",
      `Result: ${verdictWords[headline.verdict].toLowerCase()}.`,
      `Start: ${periodWords(finding.intervention.start)}.`,
    ];
    const draw = (top: number): { marks: Mark[]; bottom: number } => {
      const values = points
        .flatMap((p) => [p.treated, p.comparison, p.high])
        .filter((v): v is number => v !== null);
      const x0 = margin + leftRoom(valueScale(values, [1, 0]));
      const x1 = width - margin - textWidth(compared ? names.comparison : names.counterfactual, 14, true) - 6;
      const axis = timeAxis(
        points.map((point) => point.period),
        x0,
        x1,
      );
      const shared = { points, axis, x0, x1, start: finding.intervention.start };
      const first = { ...shared, top: top + 24, bottom: top + 24 + (compared ? 230 : 300) };
      const second = { ...shared, top: first.bottom + 44, bottom: first.bottom + 44 + 120 };
      const fields: Field[] = expected ? ["treated", "counterfactual"] : ["treated"];
      const start = `start: ${periodWords(finding.intervention.start)}`;
      const bottom = compared ? second.bottom : first.bottom;
      return {
        marks: [
          ...drawPanel(first, fields, `Treated units: ${words}`, start),
          ...(compared ? drawPanel(second, ["comparison"], `Comparison units: ${words}`) : []),
          ...axis.marks(bottom),
        ],
        bottom: bottom + 30,
      };
    };
    return chart({
      name: "counterfactual",
      title: title(finding),
      subtitle,
      alt: alt.filter(Boolean).join(" "),
      table: seriesTable(finding),
      draw,
    });
  },
);
