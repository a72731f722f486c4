import { describe, expect, it } from "vitest";
import {
  attackFinding,
  boundHidden,
  editionOf,
  publish,
  stillTrue,
} from "../../../src/evidence/disclosure/index.ts";
import { coarse, countsBehind, roundTo } from "../../../src/evidence/disclosure/rounding.ts";
import { totalsBehind } from "../../../src/evidence/disclosure/totals.ts";
import type { Edition } from "../../../src/model/disclosure.ts";
import type { Finding } from "../../../src/model/finding.ts";
import { ownFinding } from "./helper.ts";

const rule = { threshold: 10 };
const edition = (
  cells: (number | null)[],
  sums: [periods: number[], low: number, high: number][],
  rounding = 1,
): Edition => ({
  rounding,
  cells: { treated: cells.map((value, t) => [`p${t}`, value] as const), comparison: [] },
  sums: sums.map(([periods, low, high]) => ({
    arm: "treated" as const,
    periods: periods.map((t) => `p${t}`),
    low,
    high,
  })),
});
const bounds = (...editions: Edition[]) => boundHidden(editions, rule).map(({ low, high }) => [low, high]);

describe("an attacker", () => {
  it("subtracts printed cells from a printed total", () => {
    expect(bounds(edition([12, null, 20], [[[0, 1, 2], 36, 36]]))).toEqual([[4, 4]]);
  });
  it("knows two hidden cells only up to their sum", () => {
    expect(bounds(edition([12, null, null], [[[0, 1, 2], 36, 36]]))).toEqual([
      [0, 24],
      [0, 24],
    ]);
  });
  it("knows nothing without a total", () => {
    expect(bounds(edition([null, 20], []))).toEqual([[0, Number.POSITIVE_INFINITY]]);
    expect(boundHidden([], rule)).toEqual([]);
  });
  it("subtracts last month's total from this month's", () => {
    const before = edition([12, null, 20], [[[0, 1, 2], 36, 36]]);
    const now = edition([12, null, 20, null], [[[0, 1, 2, 3], 41, 41]]);
    expect(bounds(before, now)).toEqual([
      [4, 4],
      [5, 5],
    ]);
  });
  it("reads a hidden cell in an edition that still printed it", () => {
    expect(bounds(edition([12, 14], []), edition([12, null], []))).toEqual([[14, 14]]);
  });
  it("is held off by rounding", () => {
    expect(bounds(edition([10, null, 20], [[[0, 1, 2], 33, 37]], 5))).toEqual([[0, 9]]);
  });
  it("cannot combine what a revision made false", () => {
    const before = edition([12, null, 20], [[[0, 1, 2], 500, 500]]);
    const now = edition([12, null, 20], [[[0, 1, 2], 36, 36]]);
    expect(bounds(before, now)).toEqual([[4, 4]]);
    const other = edition([12, 14], []);
    expect(bounds(other, edition([30, null], [[[0, 1], 35, 35]]))).toEqual([[5, 5]]);
    expect(bounds(edition([30, null], [[[0, 1], 5, 5]]))).toEqual([[0, 0]]);
  });
  it("gets the fourth cell from three and the standard error", () => {
    const finding = ownFinding({
      treated: [31, 31, 23, 23],
      comparison: [53, 53, 47, 47],
      start: 2,
    }) as Finding;
    const rounded = publish(
      ownFinding({ treated: [31, 31, 23, 23, 4], comparison: [53, 53, 47, 47, 44], start: 2 }),
    );
    // Totals to the nearest 5 beside exact effects: only one whole table agrees with both.
    const beside: Finding = {
      ...finding,
      counts: {
        ...finding.counts,
        treated: {
          ...finding.counts.treated,
          before: { ...finding.counts.treated.before, total: 60, per_unit_period: 15 },
          after: { ...finding.counts.treated.after, total: 45, per_unit_period: 11.25 },
        },
      },
      disclosure: { ...finding.disclosure!, applied: true, digits: 12 },
    };
    expect(totalsBehind(beside, 5).treated).toEqual({ before: [62, 62], after: [46, 46] });
    // With effects of two digits, several do.
    const { before } = totalsBehind(rounded, 5).treated!;
    expect(before[1] - before[0]).toBeGreaterThanOrEqual(3);
  });
  it("does the same with a before and after alone, and with a ratio from the table of methods", () => {
    const two = ownFinding({ treated: [31, 31, 23, 23, 4], comparison: [53, 53, 47, 47, 44], start: 2 });
    const row = { ...two.estimates[0]!, method: "rate-ratio", term: "log_rate_ratio" };
    const alone: Finding = {
      ...two,
      counts: { ...two.counts, comparison: null },
      series: two.series.map((point) => ({ ...point, comparison: null })),
      estimates: [{ ...row, estimate: Math.log(50 / 3 / 31), std_error: Math.sqrt(1 / 62 + 1 / 50) }],
      disagreement: [
        {
          ...{ method: "rate-ratio", title: "Ratio", estimate: 50 / 3 / 31, conf_low: null, conf_high: null },
          ...{ scale: "rate-ratio", note: "", primary: true },
        },
      ],
    };
    const out = publish(alone);
    expect(out.counts.comparison).toBeNull();
    expect(attackFinding(out)).toEqual([]);
    const [before, after] = [totalsBehind(out, 5).treated!.before, totalsBehind(out, 5).treated!.after];
    // The truth is among the tables that agree with what is printed, and it is not the only one.
    expect(before[0] <= 62 && 62 <= before[1] && after[0] <= 50 && 50 <= after[1]).toBe(true);
    expect(before[1] - before[0] + after[1] - after[0]).toBeGreaterThan(0);
    // Rounding too wide to go through table by table narrows nothing.
    const { treated } = totalsBehind(publish(two), 60);
    expect(treated!.before[1] - treated!.before[0]).toBeGreaterThan(30);
    const silent: Finding = {
      ...out,
      counts: {
        ...out.counts,
        treated: { ...out.counts.treated, before: { ...out.counts.treated.before, total: null } },
      },
    };
    expect(totalsBehind(silent, 5)).toEqual({});
    expect(editionOf(silent).sums).toEqual([]);
  });
  it("says which printed count is too small, and which finding was never controlled", () => {
    const finding = publish(
      ownFinding({ treated: [20, 21, 22, 23], comparison: [30, 31, 32, 33], start: 2 }),
    );
    const edited: Finding = {
      ...finding,
      series: finding.series.map((point, t) => (t === 1 ? { ...point, treated: 4 } : point)),
      charts: { units: [{ unit: "A", arm: "treated", periods: ["p0", "p1"], values: [3, null] }] },
      displacement: {
        measures: [],
        buffer: { units: 1, before: 2, after: 30 },
        verdict: "fall",
        sentence: "",
      },
    };
    expect(attackFinding(edited).map(({ address }) => address)).toEqual([
      "series.2022-02.treated",
      "charts.units.A.p0",
      "displacement.buffer.before",
    ]);
    const next = { ...edited.displacement!, buffer: { units: 1, before: null, after: 3 } };
    expect(attackFinding({ ...finding, displacement: next }).map(({ address }) => address)).toEqual([
      "displacement.buffer.after",
    ]);
    const nobody = { ...edited.displacement!, buffer: { units: 1, before: 30, after: null } };
    expect(attackFinding({ ...finding, displacement: nobody })).toEqual([]);
    expect(attackFinding(ownFinding({ treated: [20, 21], comparison: [30, 31], start: 1 }))[0]!.address).toBe(
      "disclosure",
    );
  });
  it("fails a finding whose pattern someone loosened", () => {
    const finding = publish(
      ownFinding(
        { treated: [12, 14, 3, 15, 22, 13], comparison: [40, 41, 42, 43, 44, 45], start: 3 },
        { rounding: 1 },
      ),
    );
    expect(finding.disclosure!.hidden).toHaveLength(2);
    const loosened: Finding = {
      ...finding,
      series: finding.series.map((point, t) => (t === 0 ? { ...point, treated: 12 } : point)),
      disclosure: { ...finding.disclosure!, hidden: ["series.2022-03.treated"] },
    };
    expect(attackFinding(loosened)[0]!.message).toMatch(/worked out to within 0/);
  });
  it("sums before and after where units start at different times", () => {
    const finding = ownFinding({ treated: [12, 14, 13, 15], comparison: [40, 41, 42, 43], start: 2 });
    const staggered: Finding = {
      ...finding,
      counts: {
        ...finding.counts,
        treated: { ...finding.counts.treated, before: { ...finding.counts.treated.before, periods: 3 } },
      },
    };
    const { sums } = editionOf(staggered);
    expect(sums.filter(({ arm }) => arm === "treated")).toHaveLength(1);
    expect(sums.filter(({ arm }) => arm === "comparison")).toHaveLength(2);
  });
});

describe("what stays true of an earlier edition", () => {
  it("drops what the data no longer bear out and keeps what was hidden", () => {
    const finding = ownFinding({ treated: [20, 21, 22, 23], comparison: [30, 31, 32, 33], start: 2 });
    const periods = finding.series.map(({ period }) => period);
    const old: Edition = {
      rounding: 1,
      cells: {
        treated: [
          [periods[0]!, 20],
          [periods[1]!, 99],
          [periods[2]!, null],
          ["1999-01", 7],
        ],
        comparison: [],
      },
      sums: [
        { arm: "treated", periods: periods.slice(0, 2), low: 41, high: 41 },
        { arm: "treated", periods: periods.slice(0, 3), low: 60, high: 60 },
        { arm: "treated", periods: ["1999-01"], low: 7, high: 7 },
      ],
    };
    const [now] = stillTrue([old], finding);
    expect(now!.cells.treated.map(([period]) => period)).toEqual([periods[0], periods[2], "1999-01"]);
    expect(now!.sums.map(({ low }) => low)).toEqual([41, 7]);
  });
  it("takes a printed multiple for any count that rounds to it, small ones too where no threshold is named", () => {
    const { disclosure: _none, ...finding } = ownFinding({
      ...{ treated: [20, 21, 4, 23], comparison: [30, 31, 32, 33], start: 2 },
    });
    const cells = finding.series.map(({ period }) => [period, 5] as const);
    const [now] = stillTrue([{ rounding: 5, cells: { treated: cells, comparison: [] }, sums: [] }], finding);
    expect(now!.cells.treated).toEqual([cells[2]]);
  });
});

describe("rounding", () => {
  it("stands for every whole number that rounds to it", () => {
    for (const base of [1, 2, 3, 5, 10])
      for (let n = 10; n < 60; n++) {
        const [low, high] = countsBehind(roundTo(n, base), base, 10);
        expect(low <= n && n <= high).toBe(true);
      }
    expect(countsBehind(0, 5, 10)).toEqual([0, 0]);
  });
  it("keeps two digits of what an effect is", () => {
    expect(
      [0.78123, 1.2345, -0.24711, 0.08349, 13.49, 1234, 0, null].map((value) => coarse(value, 2)),
    ).toEqual([0.78, 1.23, -0.25, 0.083, 13, 1200, 0, null]);
    expect(coarse(Number.NaN, 2)).toBeNaN();
  });
});
