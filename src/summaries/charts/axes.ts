import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";
import { power } from "../../maths/power.ts";
import type { EffectScale } from "../../model/finding.ts";
import { parsePeriod } from "../../model/period.ts";
import { fixed, periodWords } from "../numbers.ts";
import { colours, label, line, type Mark, mark, textWidth } from "../svg.ts";

export type Scale = ScaleContinuousNumeric<number, number>;

/** From zero, unless everything lies in the upper half: then the axis says that it starts elsewhere. */
export const valueScale = (values: readonly number[], range: readonly [number, number]): Scale => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const from = low >= 0 && low < 0.6 * high ? 0 : low;
  const to = high > from ? high : from + 1;
  return scaleLinear([from, to], [...range]).nice(5);
};

export const startsAtZero = (scale: Scale): boolean => scale.domain()[0] === 0;

/** Ratios on a log scale so that half and double are equally far; differences on a linear one. */
export const effectScale = (
  values: readonly number[],
  scale: EffectScale,
  range: readonly [number, number],
): Scale => {
  const none = scale === "rate-ratio" ? 1 : 0;
  // A ratio of 0 has no place on a log scale; it is drawn at the end of the axis and printed as it is.
  const all = [
    ...values.filter((value) => Number.isFinite(value) && (scale === "difference" || value > 0)),
    none,
  ];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const [low, high] = scale === "difference" ? [least, most] : [Math.max(least, 0.02), Math.min(most, 50)];
  if (scale === "difference") {
    const pad = (high - low || 1) * 0.06;
    return scaleLinear([low - pad, high + pad], [...range]).clamp(true);
  }
  const pad = Math.max(1.03, power(high / low, 0.06));
  return scaleLog([low / pad, high * pad], [...range]).clamp(true);
};

const ratioTicks = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1, 1.05, 1.1, 1.2, 1.3, 1.5, 2, 3, 4,
  5, 10, 20, 50, 100,
];

/** Round ratios inside the domain, thinned until their labels have room; 1 always stays. */
export const effectTicks = (axis: Scale, scale: EffectScale, room = 56): number[] => {
  if (scale === "difference") return axis.ticks(6);
  const [low, high] = axis.domain() as [number, number];
  const inside = ratioTicks.filter((tick) => tick >= low && tick <= high);
  const kept: number[] = [1];
  for (const tick of [...inside].sort((a, b) => Math.abs(Math.log(b)) - Math.abs(Math.log(a)))) {
    if (kept.every((other) => Math.abs(axis(other) - axis(tick)) >= room)) kept.push(tick);
  }
  return kept.sort((a, b) => a - b);
};

export const tickWords = (value: number, ticks: readonly number[]): string =>
  fixed(value, Math.max(0, ...ticks.map(decimals)));

const decimals = (value: number): number => {
  const [, fraction = ""] = String(Number(value.toPrecision(10))).split(".");
  return Math.min(4, fraction.length);
};

/** Horizontal grid lines with their values on the left. */
export const leftAxis = (scale: Scale, x0: number, x1: number, count = 5): Mark[] => {
  const ticks = scale.ticks(count);
  return ticks.flatMap((tick) => [
    line(x0, scale(tick), x1, scale(tick), { stroke: colours.grid }),
    label(x0 - 8, scale(tick) + 5, tickWords(tick, ticks), { anchor: "end", fill: colours.quiet }),
  ]);
};

/** How much room the labels of a left axis need. */
export const leftRoom = (scale: Scale, count = 5): number => {
  const ticks = scale.ticks(count);
  return Math.max(...ticks.map((tick) => textWidth(tickWords(tick, ticks)))) + 14;
};

export interface TimeAxis {
  readonly at: (index: number) => number;
  readonly marks: (y: number) => Mark[];
}

/** Periods at equal steps with as many labels as have room; years where there are many periods. */
export const timeAxis = (periods: readonly string[], x0: number, x1: number): TimeAxis => {
  const inner = scaleLinear([0, Math.max(1, periods.length - 1)], [x0 + 6, x1 - 6]);
  const at = (index: number): number => inner(index);
  const ticks = timeTicks(periods, x1 - x0);
  const marks = (y: number): Mark[] => [
    line(x0, y, x1, y, { stroke: colours.quiet }),
    ...ticks.flatMap(({ index, words }) => [
      line(at(index), y, at(index), y + 6, { stroke: colours.quiet }),
      label(at(index), y + 21, words, { anchor: "middle", fill: colours.quiet }),
    ]),
  ];
  return { at, marks };
};

const shortMonths = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

const shortPeriod = (period: string): string => {
  const month = /^(\d{4})-(\d{2})$/.exec(period);
  if (month) return `${shortMonths[Number(month[2]) - 1]} ${month[1]}`;
  const quarter = /^(\d{4})-Q(\d)$/.exec(period);
  if (quarter) return `Q${quarter[2]} ${quarter[1]}`;
  return parsePeriod(period)?.frequency === "day" ? periodWords(period) : period;
};

const timeTicks = (periods: readonly string[], room: number): { index: number; words: string }[] => {
  const firsts = periods.flatMap((period, index) =>
    /^\d{4}-(01|Q1|W01|01-01)$/.test(period) ? [index] : [],
  );
  const byYear = firsts.length >= 4;
  const candidates = byYear ? firsts : periods.map((_, index) => index);
  const words = (index: number): string =>
    byYear ? periods[index]!.slice(0, 4) : shortPeriod(periods[index]!);
  const need = Math.max(...candidates.map((index) => textWidth(words(index)))) + 16;
  const step = Math.ceil((candidates.length * need) / room);
  return candidates.filter((_, k) => k % step === 0).map((index) => ({ index, words: words(index) }));
};

/** A shaded run of periods, half a step to either side. */
export const shadeRun = (axis: TimeAxis, from: number, to: number, top: number, bottom: number): Mark => {
  const half = (axis.at(1) - axis.at(0)) / 2;
  const x = axis.at(from) - half;
  return mark("rect", {
    x,
    y: top,
    width: axis.at(to) + half - x,
    height: bottom - top,
    fill: colours.shade,
  });
};

/** Moves labels apart until none stand closer than `gap`, keeping their order; returns the new heights. */
export const keepApart = (heights: readonly number[], gap: number, low: number, high: number): number[] => {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a]! - heights[b]!);
  const placed = [...heights];
  order.forEach((i, k) => {
    const floor = k === 0 ? low : placed[order[k - 1]!]! + gap;
    placed[i] = Math.max(placed[i]!, floor);
  });
  for (let k = order.length - 1; k >= 0; k--) {
    const ceiling = k === order.length - 1 ? high : placed[order[k + 1]!]! - gap;
    placed[order[k]!] = Math.min(placed[order[k]!]!, ceiling);
  }
  return placed;
};
