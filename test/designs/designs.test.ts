import { describe, expect, it } from "vitest";
import { beforeAfter, comparisonGroup, type DesignInput } from "../../src/designs/index.ts";
import { rateRatio } from "../../src/estimators/rate-ratio.ts";
import { rirr } from "../../src/estimators/rirr.ts";
import type { Role } from "../../src/model/design.ts";
import { type Frequency, formatPeriod } from "../../src/model/period.ts";
import { settings } from "../helpers/panels.ts";

const at = (year: number, month: number): number => year * 12 + month - 1;

/** Units of constant counts over months, with any cell overwritten. */
const input = (
  counts: Record<string, number>,
  roles: Record<string, Role>,
  rest: Partial<DesignInput> & {
    first?: number;
    periods?: number;
    frequency?: Frequency;
    holes?: Record<string, number[]>;
  } = {},
): DesignInput => {
  const { first = at(2020, 1), periods = 48, frequency = "month", holes = {}, ...given } = rest;
  const units = Object.keys(counts);
  const ordinals = Int32Array.from({ length: periods }, (_, t) => first + t);
  const column = Float64Array.from(
    units.flatMap((u) =>
      Array.from({ length: periods }, (_, t) => (holes[u]?.includes(t) ? Number.NaN : counts[u]! + (t % 12))),
    ),
  );
  return {
    panel: {
      units,
      frequency,
      ordinals,
      periods: Array.from(ordinals, (o) => formatPeriod(o, frequency)),
      columns: { burglary: column, people: column.map(() => 1000) },
      status: { burglary: new Uint8Array(column.length) },
    },
    outcome: "burglary",
    roles: new Map(Object.entries(roles)),
    start: { ordinal: at(2022, 7), partial: false },
    ...given,
  };
};
const codes = (built: { warnings: readonly { code: string }[] }): string[] =>
  built.warnings.map((w) => w.code);
const codeOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return undefined;
};

describe("a comparison-group design", () => {
  it("cuts the panel to its windows and leaves out the part-treated month", () => {
    const built = comparisonGroup(
      input(
        { T: 20, C: 30, X: 9 },
        { T: "treated", X: "excluded" },
        {
          start: { ordinal: at(2022, 8), partial: true },
          window: { before: "12 months", after: "7 months", washout: "1 month" },
        },
      ),
    );
    expect(built.window).toEqual({
      before: { from: "2021-08", to: "2022-07", periods: 12 },
      after: { from: "2022-09", to: "2023-03", periods: 7 },
      excluded: [{ period: "2022-08", reason: "treated for part of it only" }],
    });
    expect(built.design.panel.units).toEqual(["T", "C"]);
    expect(built.design.panel.periods).not.toContain("2022-08");
    expect(built.design.panel.columns.burglary!.length).toBe(2 * 19);
    expect(built.design.roles).toEqual(["treated", "comparison"]);
    expect(built.excludedUnits).toEqual([{ unit: "X", reason: "excluded in the register" }]);
    expect(codes(built)).toContain("design/part-treated-start");
    expect(codes(built)).toContain("SEA01");
  });

  it("takes units that nobody named for comparison", () => {
    const built = comparisonGroup(input({ T: 20, C: 30, D: 40 }, { T: "treated" }));
    expect(built.design.roles).toEqual(["treated", "comparison", "comparison"]);
    expect([...built.design.cohort]).toEqual([
      at(2022, 7),
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
  });

  it("moves comparison units beside a treated one to the buffer, and says so", () => {
    const neighbours = new Map([["T", ["N"]]]);
    const built = comparisonGroup(input({ T: 20, N: 25, C: 30 }, { T: "treated" }, { neighbours }));
    expect(built.design.roles).toEqual(["treated", "buffer", "comparison"]);
    expect(built.excludedUnits[0]!.reason).toContain("buffer");
    expect(codes(built)).toContain("SPL01");
  });

  it("leaves out a comparison unit with holes, and keeps one with few", () => {
    const holes = { Hollow: Array.from({ length: 20 }, (_, t) => t), Sound: [3] };
    const built = comparisonGroup(input({ T: 20, Hollow: 9, Sound: 11 }, { T: "treated" }, { holes }));
    expect(built.design.panel.units).toEqual(["T", "Sound"]);
    expect(built.excludedUnits).toEqual([{ unit: "Hollow", reason: "no value in 20 of 48 periods" }]);
    expect(codes(built)).toContain("design/incomplete-units");
  });

  it("gives each unit its own window when starts differ, and later ones serve as comparison until then", () => {
    const start = new Map([
      ["A", { ordinal: at(2021, 7), partial: false }],
      ["B", { ordinal: at(2022, 7), partial: false }],
      ["Late", { ordinal: at(2030, 1), partial: false }],
    ]);
    const built = comparisonGroup(
      input(
        { A: 5, B: 6, C: 7, Late: 8 },
        { A: "treated", B: "treated", Late: "treated" },
        { start, window: { before: "6 months", after: "6 months" } },
      ),
    );
    const { panel, outcome, roles } = built.design;
    const T = panel.periods.length;
    const seen = (unit: string): number =>
      panel.periods.filter(
        (_, t) => !Number.isNaN(panel.columns[outcome]![panel.units.indexOf(unit) * T + t]!),
      ).length;
    expect([seen("A"), seen("B"), seen("C")]).toEqual([12, 12, 24]);
    expect(roles).toEqual(["treated", "treated", "comparison", "comparison"]);
    expect(built.excludedUnits).toEqual([
      { unit: "Late", reason: "treated after the data end: serves as comparison" },
    ]);
  });

  it("warns of a single treated unit and of a window longer than the data", () => {
    const built = comparisonGroup(
      input({ T: 20, C: 30 }, { T: "treated" }, { window: { before: "5 years" } }),
    );
    expect(codes(built)).toEqual(expect.arrayContaining(["design/one-treated", "design/short-window"]));
  });

  it("feeds an estimator: the ratio of a fall put in by hand", () => {
    const made = input(
      { T: 40, C: 40 },
      { T: "treated" },
      { window: { before: "12 months", after: "12 months" } },
    );
    const column = made.panel.columns.burglary!;
    for (let t = 30; t < 48; t++) column[t] = column[t]! / 2;
    expect(rirr.fit(comparisonGroup(made).design, settings).estimates![0]!.estimate).toBeCloseTo(
      Math.log(0.5),
      12,
    );
  });

  it("refuses every misspelt unit in one go, with the name that was meant", () => {
    const made = input(
      { Westminster: 20, Camden: 30 },
      { Westminister: "treated", Camdn: "comparison", Unknown: "excluded" },
    );
    expect(() => comparisonGroup(made)).toThrowError(
      expect.objectContaining({
        code: "design/unknown-unit",
        exit: 3,
        faults: [
          expect.objectContaining({ hint: 'did you mean "Westminster"?' }),
          expect.objectContaining({ hint: 'did you mean "Camden"?' }),
        ],
      }),
    );
  });

  it.each([
    ["no treated unit", { T: 1, C: 2 }, {}, {}, "design/no-treated"],
    ["no untreated unit", { T: 1, U: 2 }, { T: "treated", U: "treated" }, {}, "design/no-comparison"],
    [
      "a start after the last month",
      { T: 1, C: 2 },
      { T: "treated" },
      { start: { ordinal: at(2030, 1), partial: false } },
      "design/start-after-end",
    ],
    [
      "a start in the first month",
      { T: 1, C: 2 },
      { T: "treated" },
      { start: { ordinal: at(2020, 1), partial: false } },
      "design/no-before",
    ],
    ["a start that is missing", { T: 1, C: 2 }, { T: "treated" }, { start: new Map() }, "design/no-start"],
    [
      "a washout that eats the after window",
      { T: 1, C: 2 },
      { T: "treated" },
      { window: { washout: "3 years" } },
      "design/empty-window",
    ],
    [
      "a treated unit without before",
      { T: 1, C: 2 },
      { T: "treated" },
      { holes: { T: Array.from({ length: 30 }, (_, t) => t) } },
      "design/no-data-before",
    ],
    [
      "a treated unit without after",
      { T: 1, C: 2 },
      { T: "treated" },
      { holes: { T: Array.from({ length: 18 }, (_, t) => 30 + t) } },
      "design/no-data-after",
    ],
    [
      "a window that is no length",
      { T: 1, C: 2 },
      { T: "treated" },
      { window: { before: "long" } },
      "design/window",
    ],
  ] as const)("refuses %s", (_, counts, roles, rest, code) => {
    const given = rest as Parameters<typeof input>[2];
    expect(
      codeOf(() =>
        comparisonGroup(
          input(counts as unknown as Record<string, number>, roles as unknown as Record<string, Role>, given),
        ),
      ),
    ).toBe(code);
  });
});

describe("a before-after design", () => {
  it("keeps treated units only, and equal calendar months", () => {
    const built = beforeAfter(
      input({ T: 20, C: 30 }, { T: "treated" }, { window: { before: "24 months", after: "7 months" } }),
    );
    expect(built.design.panel.units).toEqual(["T"]);
    // July to January, twice before.
    expect(built.window.before).toEqual({ from: "2020-07", to: "2022-01", periods: 14 });
    expect(built.window.after).toEqual({ from: "2022-07", to: "2023-01", periods: 7 });
    expect(built.window.excluded.map((e) => e.period)).toContain("2021-03");
    expect(codes(built)).toEqual([]);
  });

  it("shows no effect in a purely seasonal series, which whole windows would", () => {
    const made = input({ T: 20 }, { T: "treated" }, { window: { before: "24 months", after: "7 months" } });
    const log = (d: DesignInput): number =>
      rateRatio.fit(beforeAfter(d).design, settings).estimates![0]!.estimate!;
    expect(log(made)).toBeCloseTo(0, 12);
    expect(Math.abs(log({ ...made, sameMonths: false }))).toBeGreaterThan(0.01);
    expect(codes(beforeAfter({ ...made, sameMonths: false }))).toContain("SEA01");
  });

  it("needs no comparison", () => {
    expect(beforeAfter(input({ T: 20, U: 3 }, { T: "treated", U: "treated" })).design.roles).toEqual([
      "treated",
      "treated",
    ]);
  });
});
