import { describe, expect, it } from "vitest";
import { type Cells, cellStatus } from "../../src/model/panel.ts";
import { buildPanel, collapse, gapNotes } from "../../src/panel/index.ts";

const { observed, absent, missing, suppressed } = cellStatus;
const NaNs = Number.NaN;

/** Two boroughs, months 0 and 2 of 2019 (1 is nowhere), two offences; one cell missing, one suppressed, one not there. */
const cells = (): Cells => ({
  frequency: "month",
  units: ["Camden", "Barnet"],
  outcomes: ["theft", "robbery"],
  unit: Int32Array.of(0, 0, 0, 0, 1, 1, 1),
  period: Int32Array.of(24_228, 24_228, 24_230, 24_230, 24_228, 24_228, 24_230),
  outcome: Int32Array.of(0, 1, 0, 1, 0, 1, 0),
  value: Float64Array.of(10, 0, 30, NaNs, 5, NaNs, 7),
  status: Uint8Array.of(observed, observed, observed, missing, observed, suppressed, observed),
  exposure: Float64Array.of(1000, 1000, 2000, 2000, 500, 500, 0),
});

describe("the panel", () => {
  it("balances units by name and periods by time, and keeps four kinds of nothing apart", () => {
    const panel = buildPanel(cells());
    expect(panel.units).toEqual(["Barnet", "Camden"]);
    expect(panel.periods).toEqual(["2019-01", "2019-03"]);
    expect([...panel.columns.theft!]).toEqual([5, 7, 10, 30]);
    expect([...panel.columns.robbery!]).toEqual([NaNs, NaNs, 0, NaNs]);
    expect([...panel.status.robbery!]).toEqual([suppressed, absent, observed, missing]);
    expect([...panel.columns.exposure!]).toEqual([500, 0, 1000, 2000]);
  });

  it("refuses two values for one cell", () => {
    const twice = { ...cells(), period: new Int32Array(7).fill(24_228) };
    expect(() => buildPanel(twice)).toThrow(
      expect.objectContaining({ code: "panel/duplicate-cell", exit: 3 }),
    );
  });

  it("reports whole periods, unit-periods and cells that are not there", () => {
    const notes = gapNotes({ ...cells(), unit: Int32Array.of(0, 0, 0, 0, 1, 1, 0) });
    expect(notes.map(({ code, count }) => [code, count])).toEqual([
      ["panel/period-gap", 1],
      ["panel/unit-gap", 1],
      ["panel/missing", 1],
      ["panel/suppressed", 1],
    ]);
    expect(notes[0]!.message).toContain("2019-02");
    expect(notes[1]!.message).toContain("1 of 4 unit-periods are absent, in 1 of 2 units: Barnet");
  });

  it("takes days that lie a week or more apart for what they may stand for, and calls nothing absent", () => {
    const days = (...period: number[]) => ({
      ...cells(),
      frequency: "day" as const,
      period: Int32Array.from({ length: 7 }, (_, j) => period[j % period.length]!),
    });
    const spaced = gapNotes(days(0, 90, 181)).filter(({ code }) => /period-gap|spaced/.test(code));
    expect(spaced.map(({ code, count }) => [code, count])).toEqual([["panel/spaced-days", 1]]);
    expect(spaced[0]!.message).toContain("lie 90 or more apart");
    expect(gapNotes(days(0, 6, 20)).map(({ code }) => code)).toContain("panel/period-gap");
  });

  it("says nothing about a full panel", () => {
    const full = {
      ...cells(),
      period: cells().period.map((p) => (p === 24_230 ? 24_229 : p)),
      status: new Uint8Array(7),
    };
    expect(gapNotes(full)).toEqual([]);
  });
});

describe("summing over a dimension", () => {
  it("adds what is there, and does not call a sum with a missing part a total", () => {
    const sums = collapse(cells(), ["unit", "period"]);
    expect(sums.outcomes).toEqual(["all"]);
    expect([...sums.value]).toEqual([10, NaNs, NaNs, 7]);
    expect([...sums.status]).toEqual([observed, missing, suppressed, observed]);
  });
  it("leaves cells alone when nothing is dropped", () => {
    const all = cells();
    expect(collapse(all, ["outcome", "period", "unit"])).toBe(all);
  });
  it("adds over time", () => {
    expect([...collapse(cells(), ["unit", "outcome"]).value]).toEqual([40, NaNs, 12, NaNs]);
  });
});
