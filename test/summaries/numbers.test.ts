import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  confidence,
  currencySign,
  effect,
  effectCells,
  effectInterval,
  fixed,
  listWords,
  measured,
  percent,
  percentSize,
  periodWords,
  plural,
  pValue,
  rangeWords,
  ratio,
  sentence,
  uncapital,
} from "../../src/summaries/numbers.ts";
import { columnFormat, intervalCell } from "../../src/summaries/tables.ts";
import { comparisonFall } from "../helpers/findings.ts";

describe("numbers", () => {
  it("groups thousands, fixes decimals and never prints minus nothing", () => {
    expect([fixed(1234567.891, 2), fixed(-1234, 0), fixed(-0.04, 1), fixed(999.5), fixed(null)]).toEqual([
      "1,234,567.89",
      "-1,234",
      "0.0",
      "1,000",
      "not available",
    ]);
  });

  it("reads back as the number it printed, within its rounding", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.integer({ min: 0, max: 4 }),
        (value, decimals) => {
          const back = Number(fixed(value, decimals).replace(/,/g, ""));
          expect(Math.abs(back - value)).toBeLessThanOrEqual(0.500001 * 10 ** -decimals);
        },
      ),
    );
  });

  it("prints a ratio close to 1 with a third decimal, so that it is not taken for 1", () => {
    expect([ratio(0.86), ratio(1), ratio(1.004), ratio(0.996), ratio(0.042)]).toEqual([
      "0.86",
      "1.00",
      "1.004",
      "0.996",
      "0.042",
    ]);
  });

  it("gives an estimate and its interval the same decimals", () => {
    expect(effectCells(0.996, 0.99, 0.998, "rate-ratio")).toEqual(["0.996", "0.990 to 0.998"]);
    expect(effectCells(24.8, -1.24, 50.8, "difference")).toEqual(["24.8", "-1.2 to 50.8"]);
    expect(effectCells(0.8, null, 1, "rate-ratio")).toEqual(["0.80", "not available"]);
  });

  it("prints small p-values as below the floor", () => {
    expect([pValue(0.0000001), pValue(0.0314), pValue(0.42), pValue(null)]).toEqual([
      "below 0.001",
      "0.031",
      "0.42",
      "not available",
    ]);
  });

  it("writes periods as people say them", () => {
    expect(["2023-09", "2023-Q3", "2023", "2024-W05", "2024-07-01", "17"].map(periodWords)).toEqual([
      "September 2023",
      "July to September 2023",
      "2023",
      "week 5 of 2024",
      "1 July 2024",
      "period 17",
    ]);
    expect(rangeWords("2022-09", "2023-03")).toBe("September 2022 to March 2023");
    // Not "October to December 2022 to January to March 2024".
    expect(rangeWords("2022-Q4", "2024-Q1")).toBe("October 2022 to March 2024");
    expect(rangeWords("2022-Q4", "2022-Q4")).toBe("October to December 2022");
  });

  it("sizes changes without sign, lists names and counts things", () => {
    expect([percentSize(-22.4), percentSize(0.42), percentSize(9.96)]).toEqual(["22%", "0.4%", "10%"]);
    expect(listWords(["a", "b", "c", "d"], 2)).toBe("a, b and others");
    expect([plural(1, "ward"), plural(1200, "ward")]).toEqual(["1 ward", "1,200 wards"]);
  });

  it("gives a column one number of decimals", () => {
    expect([1, 20, 3].map(columnFormat([1, 20, 3]))).toEqual(["1", "20", "3"]);
    expect([1.25, 20, null].map(columnFormat([1.25, 20, null]))).toEqual(["1.3", "20.0", "not available"]);
  });
});

describe("numbers that do not exist, and words around those that do", () => {
  it("are not available, in whatever dress", () => {
    for (const absent of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY])
      expect([fixed(absent), measured(absent), percent(absent), percentSize(absent), pValue(absent)]).toEqual(
        Array(5).fill("not available"),
      );
    expect(effect(null, "difference")).toBe("not available");
    expect(effectInterval(null, 1, "difference")).toBe("not available");
    expect(intervalCell(undefined, 1, fixed)).toBe("not available");
  });
  it("keep as many decimals as tell small values apart", () => {
    expect([0, 0.00421, 0.421, 4.21, 42.1, 1042].map(measured)).toEqual([
      ...["0", "0.0042", "0.42", "4.2", "42.1", "1,042"],
    ]);
    const column = (values: number[]) => values.map(columnFormat(values));
    expect(column([0.00421, 0.01])).toEqual(["0.0042", "0.0100"]);
    expect(column([0.421, 4.2])).toEqual(["0.42", "4.20"]);
    expect(column([1042.4, -0.2])).toEqual(["1,042", "0"]);
    expect(columnFormat([null, undefined, Number.NaN])(3)).toBe("3");
    expect(fixed(-1234567.5, 1)).toBe("-1,234,567.5");
    expect(fixed(1e15)).toBe("1,000,000,000,000,000");
  });
  it("name the level of an interval without a decimal that says nothing", () => {
    const level = (conf_level: number) =>
      confidence({ headline: { ...comparisonFall().headline, conf_level } });
    expect([level(0.95), level(0.9), level(0.975), level(0.999)]).toEqual(["95%", "90%", "97.5%", "99.9%"]);
  });
  it("stand beside a currency's sign where we know it, else beside its name", () => {
    expect([currencySign("GBP"), currencySign("EUR")]).toEqual(["£", "EUR"]);
  });
  it("leave a label that is no period as it is", () => {
    expect(["spring", "2023-13", "", "-3"].map(periodWords)).toEqual(["spring", "2023-13", "", "period -3"]);
  });
  it("list nobody as none, and lower the first letter but of an abbreviation", () => {
    expect([listWords([]), listWords(["a"]), listWords(["a", "b"], 1)]).toEqual([
      "none",
      "a",
      "a and others",
    ]);
    expect([uncapital("Fall"), uncapital("A fall"), uncapital("GRADE low"), uncapital("")]).toEqual([
      ...["fall", "a fall", "GRADE low", ""],
    ]);
    expect([sentence("Who"), sentence("Who?"), sentence("Who!")]).toEqual(["Who.", "Who?", "Who!"]);
  });
});
