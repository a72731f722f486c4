import { type Block, heading, left, paragraph, right, table } from "../../../summaries/document.ts";
import { listWords, measured, uncapital } from "../../../summaries/numbers.ts";
import type { AreaIndicator, IndexChange, IndexIndicator, SafetyIndex } from "../types.ts";
import { points, type Scored, score } from "./words.ts";

export interface Span extends IndexChange {
  /** Points of one indicator. */
  readonly of: (row: AreaIndicator) => number | null;
}

/** Since the base year and since the year before, but for a year that is the last one or comes twice. */
export const spansOf = ({ latest }: SafetyIndex, { since_base, since_last }: Scored): Span[] => [
  ...(since_base.from === latest ? [] : [{ ...since_base, of: (row: AreaIndicator) => row.since_base }]),
  ...(since_last === null || since_last.from === since_base.from
    ? []
    : [{ ...since_last, of: (row: AreaIndicator) => row.since_last }]),
];

/** The change by indicator, the largest movers first; the parts add up to the change. */
export const parts = (index: SafetyIndex, scored: Scored): Block[] => {
  const { indicators, area } = scored;
  const named = new Map(index.indicators.map((one) => [one.id, one]));
  const spans = spansOf(index, scored);
  const [first] = spans;
  const size = (row: AreaIndicator): number => Math.abs(first?.of(row) ?? 0);
  const rows = [...indicators].sort((a, b) => size(b) - size(a) || (a.id < b.id ? -1 : 1));
  return [
    heading(2, first ? `What moved the score since ${first.from}` : "What the score is made of"),
    ...(first && first.change !== null ? [paragraph(movers(rows, named, first))] : []),
    table(
      `Indicators of ${area}`,
      [
        left("Indicator"),
        ...(first ? [right(first.from)] : []),
        right(index.latest),
        right("Score now"),
        ...spans.map(({ from }) => right(`Points since ${from}`)),
      ],
      rows.map((row) => {
        const { title, unit } = named.get(row.id)!;
        const words = (period: string): string => measured(row.values[index.periods.indexOf(period)]);
        return [
          `${title} (${unit})`,
          ...(first ? [words(first.from)] : []),
          row.imputed ? "filled in" : words(index.latest),
          score(row.score),
          ...spans.map(({ of }) => points(of(row))),
        ];
      }),
    ),
    paragraph(together(index, area, spans)),
    ...sinceEdition(index, area),
  ];
};

const together = ({ latest }: SafetyIndex, area: string, spans: readonly Span[]): string => {
  if (spans.length === 0)
    return `${latest} is the base year and the only one, so that there is no change to tell.`;
  const known = spans.filter(({ change }) => change !== null);
  const said = known.map(
    ({ from, change }, k) => `${points(change)}${k === 0 ? " points" : ""} since ${from}`,
  );
  const untold = spans
    .filter(({ change }) => change === null)
    .map(({ from }) => ` ${area} was not scored in ${from}, so that its change since then cannot be told.`);
  const sum = known.length > 0 ? `Together: ${said.join(", ")}.${remainderWords(known[0]!.remainder)}` : "";
  return `${sum}${untold.join("")}`.trim();
};

/** Since the last edition that was given, which may be older than last year and have had other settings. */
const sinceEdition = ({ revisions, indicators }: SafetyIndex, area: string): Block[] => {
  const found = revisions?.since_previous.find((row) => row.area === area);
  if (!revisions || !found) return [];
  const title = new Map(indicators.map((one) => [one.id, one.title]));
  const moved = [...found.parts]
    .filter((one) => Math.abs(one.points) >= 0.05)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || (a.id < b.id ? -1 : 1))
    .map((one) => `${uncapital(title.get(one.id) ?? one.id)} (${points(one.points)})`);
  return [
    paragraph(
      `Since the last edition (to ${revisions.previous_latest}): ${points(found.difference)} points, from ${score(found.before)} to ${score(found.now)}. By indicator: ${listWords(moved)}.${remainderWords(found.remainder)}`,
    ),
  ];
};

const remainderWords = (remainder: number | null): string =>
  remainder !== null && Math.abs(remainder) >= 0.05
    ? ` The parts leave ${points(remainder)} points, because the mean is not arithmetic.`
    : "";

const movers = (
  rows: readonly AreaIndicator[],
  named: ReadonlyMap<string, IndexIndicator>,
  { from, of }: Span,
): string => {
  const title = (row: AreaIndicator): string => `${uncapital(named.get(row.id)!.title)} (${points(of(row))})`;
  const up = rows.filter((row) => of(row)! >= 0.05).slice(0, 2);
  const down = rows.filter((row) => of(row)! <= -0.05).slice(0, 2);
  const said = [
    ...(up.length > 0 ? [`What added most: ${listWords(up.map(title))}.`] : []),
    ...(down.length > 0 ? [`What took most: ${listWords(down.map(title))}.`] : []),
  ];
  return said.length > 0 ? said.join(" ") : `Nothing moved much since ${from}.`;
};
