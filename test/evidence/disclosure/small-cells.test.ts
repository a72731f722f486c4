import { describe, expect, it } from "vitest";
import { isNarrow, isSmall } from "../../../src/evidence/disclosure/attack.ts";
import { publish } from "../../../src/evidence/disclosure/index.ts";
import { primaryCells, refuseSmallTable } from "../../../src/evidence/disclosure/suppress.ts";
import { type Protect, usualProtection } from "../../../src/model/disclosure.ts";
import type { Finding } from "../../../src/model/finding.ts";
import { ownFinding } from "./helper.ts";

const ruled = (rule: Partial<Protect> = {}): Protect => ({ ...usualProtection, ...rule });
const hiddenOf = (finding: Finding, rule: Partial<Protect> = {}): string[] => [
  ...primaryCells(finding, ruled(rule)),
];

describe("a count", () => {
  it.each<[number, Protect["zeros"], boolean]>([
    [9, "protect", true],
    [10, "protect", false],
    [0, "protect", true],
    [9, "show", true],
    [1, "show", true],
    [0, "show", false],
    [10, "show", false],
  ])("of %i where zeros are %s: too small is %s", (value, zeros, small) => {
    expect(isSmall(value, { threshold: 10, zeros })).toBe(small);
  });
  it.each<[number, number, number, boolean]>([
    // Half of the threshold, unless rounding cannot keep that much open.
    [10, 1, 4, true],
    [10, 1, 5, false],
    [10, 5, 3, true],
    [10, 5, 4, false],
    [9, 1, 4, true],
    [9, 1, 5, false],
    [1, 2, 0, true],
    [1, 2, 1, false],
  ])(
    "below %i, with others rounded to %i, known to within %i is known too well: %s",
    (threshold, rounding, width, narrow) => {
      const bound = { arm: "treated" as const, period: "p", low: 3, high: 3 + width };
      expect(isNarrow(bound, ruled({ threshold, rounding }))).toBe(narrow);
    },
  );
});

describe("a cell that is hidden for its own sake", () => {
  const table = (treated: readonly number[], comparison: readonly number[], start: number): Finding =>
    ownFinding({ treated, comparison, start });
  it.each<[string, Finding, readonly string[]]>([
    ["none of ten or more", table([10, 11, 12, 13], [20, 21, 22, 23], 2), []],
    [
      "one of nine, in its own arm",
      table([10, 11, 12, 13], [20, 9, 22, 23], 2),
      ["series.2022-02.comparison"],
    ],
    [
      "the one that holds all of its total, beside the zeros",
      table([0, 30, 12, 13], [20, 21, 22, 23], 2),
      ["series.2022-01.treated", "series.2022-02.treated"],
    ],
    // Everyone can see that a phase of one period has its total in that period.
    ["none that is the only one of its phase", table([30, 12, 13], [20, 21, 22], 1), []],
    ["none for equalling the total of another phase", table([15, 15, 30, 12], [20, 21, 22, 23], 2), []],
  ])("is %s", (_name, finding, wanted) => {
    expect(hiddenOf(finding)).toEqual(wanted);
  });
  it("is not one that was never measured", () => {
    const finding = table([10, 11, 12, 13], [20, 21, 22, 23], 2);
    const series = finding.series.map((point, t) => (t === 1 ? { ...point, treated: null } : point));
    expect(hiddenOf({ ...finding, series })).toEqual([]);
  });
  it("is neither a zero nor what zeros point at, where zeros are shown", () => {
    expect(hiddenOf(table([0, 30, 12, 13], [20, 21, 22, 23], 2), { zeros: "show" })).toEqual([]);
  });
});

describe("the cells hidden beside it", () => {
  const hidden = (treated: readonly number[], comparison: readonly number[], start: number) =>
    publish(ownFinding({ treated, comparison, start }, { rounding: 1 })).disclosure!.hidden;
  const plain = [40, 41, 42, 43, 44, 45, 46, 47];
  it.each<[string, readonly number[], readonly string[]]>([
    ["are the smallest of the same sum", [22, 14, 3, 15, 11, 12, 13, 16], ["2022-02", "2022-03"]],
    ["are the earliest of equals", [22, 14, 3, 14, 11, 12, 13, 16], ["2022-02", "2022-03"]],
    ["stand in the sum after the start too", [22, 14, 13, 15, 11, 12, 4, 16], ["2022-05", "2022-07"]],
    [
      "are two where one is not room enough",
      [22, 1, 1, 15, 11, 12, 13, 16],
      ["2022-02", "2022-03", "2022-04"],
    ],
  ])("%s", (_name, treated, wanted) => {
    expect(hidden(treated, plain, 4)).toEqual(wanted.map((period) => `series.${period}.treated`));
  });
  it("are none where two small ones keep each other", () => {
    expect(hidden([22, 6, 7, 15, 11, 12, 13, 16], plain, 4)).toEqual([
      "series.2022-02.treated",
      "series.2022-03.treated",
    ]);
  });
});

describe("a table with too few events", () => {
  const refusal = (
    treated: readonly number[],
    comparison: readonly number[],
    rule: Partial<Protect> = {},
  ) => {
    try {
      refuseSmallTable(ownFinding({ treated, comparison, start: 2 }), ruled(rule));
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };
  it.each<[string, readonly number[], readonly number[], Partial<Protect>, RegExp | undefined]>([
    ["is let through at the threshold", [5, 5, 5, 5], [5, 5, 5, 5], {}, undefined],
    ["is refused one below it, before", [5, 4, 5, 5], [5, 5, 5, 5], {}, /1 of the totals behind the answer/],
    ["is refused one below it, after", [5, 5, 5, 4], [5, 5, 5, 5], {}, /1 of the totals behind the answer/],
    ["is refused for its comparison", [5, 5, 5, 5], [5, 4, 5, 4], {}, /2 of the totals behind the answer/],
    ["is refused for a zero", [5, 5, 0, 0], [5, 5, 5, 5], {}, /1 of the totals behind the answer/],
    [
      "is let through with a zero that may be shown",
      [5, 5, 0, 0],
      [5, 5, 5, 5],
      { zeros: "show" },
      undefined,
    ],
  ])("%s", (_name, treated, comparison, rule, words) => {
    const said = refusal(treated, comparison, rule);
    if (words) expect(said).toMatch(words);
    else expect(said).toBeUndefined();
  });
  it("is not refused for a comparison that it does not have", () => {
    const finding = ownFinding({ treated: [5, 5, 5, 5], comparison: [0, 0, 0, 0], start: 2 });
    const alone: Finding = { ...finding, counts: { ...finding.counts, comparison: null } };
    expect(() => refuseSmallTable(alone, ruled())).not.toThrow();
  });
});
