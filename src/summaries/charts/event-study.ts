import { scaleLinear } from "d3-scale";
import { area } from "d3-shape";
import type { EventTime } from "../../model/finding.ts";
import { right, table } from "../document.ts";
import { capital, confidence, count, effectCells, effectInterval, perPeriod } from "../numbers.ts";
import { colours, label, line, type Mark, margin, mark, shape, tenth, textWidth, width } from "../svg.ts";
import { effectScale, effectTicks, type Scale, tickWords } from "./axes.ts";
import { type Chart, chart, inventedNote, placed } from "./chart.ts";
import { scaleWords } from "./effect-by-method.ts";
import { startMark } from "./frame.ts";

const height = 300;

const bandMark = (events: readonly EventTime[], x: Scale, y: Scale): Mark[] => {
  const d = area<EventTime>()
    .defined((event) => event.band_low != null && event.band_high != null)
    .x((event) => tenth(x(event.event_time)))
    .y0((event) => tenth(y(event.band_low!)))
    .y1((event) => tenth(y(event.band_high!)))([...events]);
  return d ? [mark("path", { d, fill: colours.band })] : [];
};

const pointMarks = (event: EventTime, x: Scale, y: Scale): Mark[] => {
  if (event.estimate === null) return [];
  const [at, middle] = [x(event.event_time), y(event.estimate)];
  const after = event.event_time >= 0;
  const fill = after ? colours.treated : colours.expected;
  if (event.reference)
    return [shape("circle", at, middle, 5, { fill: colours.ground, stroke: fill, "stroke-width": 2 })];
  const whisker =
    event.conf_low === null || event.conf_high === null
      ? []
      : [line(at, y(event.conf_low), at, y(event.conf_high), { stroke: fill, "stroke-width": 2 })];
  return [...whisker, shape(after ? "circle" : "square", at, middle, after ? 4.5 : 3.6, { fill })];
};

const timeTicks = (events: readonly EventTime[], room: number): number[] => {
  const times = events.map((event) => event.event_time);
  const step = [1, 2, 3, 6, 12, 24, 60].find((s) => ((times.at(-1)! - times[0]!) / s) * 44 <= room) ?? 120;
  return times.filter((time) => time % step === 0);
};

/** Effects by time from the start: before it they should lie around no difference. */
export const eventStudyChart = placed(
  { section: "certainty", heading: "Before and after, step by step" },
  (finding): Chart | undefined => {
    const events = [...finding.event_study].sort((a, b) => a.event_time - b.event_time);
    if (events.filter((event) => event.estimate !== null).length < 3) return undefined;
    const { headline, outcome } = finding;
    const { scale } = headline;
    const level = confidence(finding);
    const banded = events.some((event) => event.band_low != null);
    const bounds = (event: EventTime): (number | null | undefined)[] => [
      event.estimate,
      event.conf_low,
      event.conf_high,
      event.band_low,
      event.band_high,
    ];
    const values = events.flatMap(bounds).filter((value): value is number => value != null);
    const leads = events.filter((event) => event.event_time < 0 && !event.reference);
    const outside = leads.filter((event) => {
      const none = scale === "rate-ratio" ? 1 : 0;
      const [low, high] = banded ? [event.band_low, event.band_high] : [event.conf_low, event.conf_high];
      return low != null && high != null && (low > none || high < none);
    });
    // Small departures that no single interval shows can add up to a drift that the joint test finds.
    const together = finding.checks.some(({ id, status }) => id === "pre-trends" && status === "failed");
    const title =
      outside.length === 0 && together
        ? `${capital(outcome.label)}: no single estimate before the start stands apart, but together they do`
        : outside.length === 0
          ? `${capital(outcome.label)}: before the start, no estimate stands apart from no difference`
          : `${capital(outcome.label)}: ${count(outside.length)} of ${count(leads.length)} estimates before the start ${outside.length === 1 ? "stands" : "stand"} apart from no difference`;
    const ends = `${count(events[0]!.event_time)} to ${count(events.at(-1)!.event_time)}`;
    const draw = (top: number): { marks: Mark[]; bottom: number } => {
      const y = effectScale(values, scale, [top + 24 + height, top + 24]);
      const ticks = effectTicks(y, scale, 30);
      const x0 = margin + Math.max(...ticks.map((tick) => textWidth(tickWords(tick, [tick])))) + 14;
      const x1 = width - margin - textWidth("no difference");
      const x = scaleLinear([events[0]!.event_time - 0.5, events.at(-1)!.event_time + 0.5], [x0, x1]);
      const bottom = top + 24 + height;
      const none = y(scale === "rate-ratio" ? 1 : 0);
      return {
        marks: [
          ...ticks.flatMap((tick) => [
            line(x0, y(tick), x1, y(tick), { stroke: colours.grid }),
            label(x0 - 8, y(tick) + 5, tickWords(tick, [tick]), { anchor: "end", fill: colours.quiet }),
          ]),
          ...bandMark(events, x, y),
          line(x0, none, x1, none, { stroke: colours.ink, "stroke-width": 1.5 }),
          label(x1 + 6, none + 5, "no difference"),
          startMark(x(-0.5), top + 4, bottom),
          label(x(-0.5) - 6, top + 14, "before", { anchor: "end" }),
          label(x(-0.5) + 6, top + 14, "after the start"),
          ...events.flatMap((event) => pointMarks(event, x, y)),
          line(x0, bottom, x1, bottom, { stroke: colours.quiet }),
          ...timeTicks(events, x1 - x0).map((time) =>
            label(x(time), bottom + 20, count(time), { anchor: "middle", fill: colours.quiet }),
          ),
          label((x0 + x1) / 2, bottom + 42, `${capital(perPeriod(outcome.frequency))}s from the start`, {
            anchor: "middle",
            fill: colours.quiet,
          }),
        ],
        bottom: bottom + 50,
      };
    };
    return chart({
      name: "event-study",
      title,
      subtitle: `${scaleWords(finding)}; ${level} intervals${banded ? " and uniform band" : ""}${inventedNote(finding)}`,
      alt: `Event-study plot for ${outcome.label}: the estimate at each time from ${ends} around the start, with ${level} intervals${banded ? " and a uniform band" : ""}. ${title}.`,
      table: table(
        "Estimates by time from the start",
        [
          right(`${capital(perPeriod(outcome.frequency))}s from start`),
          right("Estimate"),
          right(`${level} interval`),
          ...(banded ? [right("Uniform band")] : []),
        ],
        events.map((event) => [
          event.reference ? `${count(event.event_time)} (reference)` : count(event.event_time),
          effectCells(event.estimate, event.conf_low, event.conf_high, scale)[0],
          event.reference ? "fixed" : effectCells(event.estimate, event.conf_low, event.conf_high, scale)[1],
          ...(banded
            ? [event.reference ? "fixed" : effectInterval(event.band_low, event.band_high, scale)]
            : []),
        ]),
      ),
      draw,
    });
  },
);
