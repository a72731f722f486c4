import { describe, expect, it } from "vitest";
import {
  effectScale,
  effectTicks,
  leftAxis,
  startsAtZero,
  timeAxis,
  valueScale,
} from "../../../src/summaries/charts/axes.ts";
import { fitted, label, textWidth, wrap } from "../../../src/summaries/svg.ts";

const days = (from: string, length: number): string[] =>
  Array.from({ length }, (_, t) => new Date(Date.parse(from) + t * 86_400_000).toISOString().slice(0, 10));
const words = (periods: readonly string[], room = 600): string[] =>
  timeAxis(periods, 0, room)
    .marks(0)
    .flatMap(({ tag, children }) => (tag === "text" ? children : []));

describe("a scale of values", () => {
  it.each<[string, number[], [number, number]]>([
    ["starts at nought where something is low", [3, 40], [0, 40]],
    ["starts elsewhere where everything is high", [90, 100], [90, 100]],
    ["has room where all values are one value", [5, 5], [5, 6]],
    ["has room for nothing but noughts", [0, 0, 0], [0, 1]],
    ["has room for one point", [7], [7, 8]],
    ["goes below nought where values do", [-30, 10], [-30, 10]],
    ["stays below nought where all are", [-30, -10], [-30, -10]],
    ["takes huge values", [0, 2e12], [0, 2e12]],
  ])("%s", (_name, values, domain) => {
    const scale = valueScale(values, [100, 0]);
    expect(scale.domain()).toEqual(domain);
    expect(startsAtZero(scale)).toBe(domain[0] === 0);
    for (const value of values) expect(scale(value)).toBeGreaterThanOrEqual(0);
  });
  it("labels its ticks with the decimals that tell them apart", () => {
    const said = leftAxis(valueScale([0, 0.004], [100, 0]), 0, 10).flatMap(({ children }) => children);
    expect(said).toEqual(["0.000", "0.001", "0.002", "0.003", "0.004"]);
  });
});

describe("a scale of effects", () => {
  it("holds no difference though no value does, and a difference of nothing has room", () => {
    expect(effectScale([], "difference", [0, 100])(0)).toBe(50);
    const [low, high] = effectScale([0.5], "rate-ratio", [0, 100]).domain() as [number, number];
    expect([low < 0.5, high > 1]).toEqual([true, true]);
  });
  it("ends where a ratio is out of all proportion, nought or not a number", () => {
    const scale = effectScale([0, 1e9, Number.NaN, 1e-9], "rate-ratio", [0, 100]);
    expect(scale.domain()[0]).toBeGreaterThan(0.01);
    expect(scale.domain()[1]).toBeLessThan(100);
    expect([scale(1e-9), scale(1e9)]).toEqual([0, 100]);
  });
  it("keeps 1 among its ticks however little room there is", () => {
    const scale = effectScale([0.1, 10], "rate-ratio", [0, 100]);
    expect(effectTicks(scale, "rate-ratio", 1000)).toEqual([1]);
    expect(effectTicks(scale, "rate-ratio", 40)).toEqual([0.1, 1, 10]);
    expect(effectTicks(effectScale([-2, 2], "difference", [0, 100]), "difference")).toContain(0);
  });
});

describe("an axis of time", () => {
  it.each<[string, string[], string[]]>([
    ["months", ["2022-11", "2022-12", "2023-01"], ["Nov 2022", "Dec 2022", "Jan 2023"]],
    ["quarters", ["2022-Q4", "2023-Q1"], ["Q4 2022", "Q1 2023"]],
    ["years", ["2021", "2022"], ["2021", "2022"]],
    ["weeks", ["2024-W05"], ["2024-W05"]],
    ["days", ["2024-07-01", "2024-07-02"], ["1 July 2024", "2 July 2024"]],
    ["numbers", ["1", "2", "3"], ["1", "2", "3"]],
    ["one period", ["2024-03"], ["Mar 2024"]],
  ])("names %s", (_name, periods, wanted) => {
    expect(words(periods)).toEqual(wanted);
  });
  it("names years where four of them begin, by whatever period", () => {
    const years = ["2020", "2021", "2022", "2023"];
    expect(words(years.flatMap((year) => [`${year}-01`, `${year}-07`]))).toEqual(years);
    expect(words(years.flatMap((year) => [`${year}-Q1`, `${year}-Q3`]))).toEqual(years);
    expect(words(years.flatMap((year) => [`${year}-W01`, `${year}-W30`]))).toEqual(years);
    expect(words(days("2020-01-01", 1200))).toEqual(years);
  });
  it("does not call the first day of a month a year", () => {
    const said = words(days("2024-03-01", 150));
    expect(new Set(said).size).toBe(said.length);
    expect(said[0]).toBe("1 March 2024");
  });
  it("leaves labels out rather than set them over one another", () => {
    const months = Array.from(
      { length: 36 },
      (_, t) => `${2020 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}`,
    );
    const said = words(months, 300);
    expect(said.length * textWidth("May 2020")).toBeLessThan(300);
    expect(said.length).toBeGreaterThan(1);
  });
});

describe("words in a picture", () => {
  it("are broken where a single word is wider than its room, and none is lost", () => {
    const long = "E01000001_a-name-without-a-space".repeat(3);
    const lines = wrap(`in ${long} today`, 120);
    expect(lines.join("").replace(/ /g, "")).toBe(`in${long}today`);
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(120);
    expect(wrap("ab", 1)).toEqual(["a", "b"]);
    expect(wrap("😀😀", 1)).toEqual(["😀", "😀"]);
  });
  it("fit on one line, or say that they were cut", () => {
    expect(fitted("Oak", 100)).toBe("Oak");
    const cut = fitted("Kensington and Chelsea, north of the park", 150, true);
    expect(cut).toBe("Kensington and …");
    expect(textWidth(cut, 14, true)).toBeLessThanOrEqual(150);
    expect(fitted("Kensingtonandchelseanorthofthepark", 150)).toMatch(/^Kensingtonandc\w+ …$/);
  });
  it("start where they are put unless told otherwise", () => {
    expect(label(1, 2, "x", { anchor: "start" }).attributes["text-anchor"]).toBeUndefined();
    expect(label(1, 2, "x", { anchor: "end" }).attributes["text-anchor"]).toBe("end");
  });
});
