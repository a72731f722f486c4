import { expect, it } from "vitest";
import { comparisonGroup } from "../../src/designs/index.ts";
import { rirr } from "../../src/estimators/rirr.ts";
import type { Role } from "../../src/model/design.ts";
import { parsePeriod } from "../../src/model/period.ts";
import { buildPanel } from "../../src/panel/index.ts";
import { settings } from "../helpers/panels.ts";
import { readFolder } from "../helpers/street.ts";

/*
 * Two editions of an invented borough table in the shape of the published one, 2022 and 2023; borough i has 100 i + the
 * number of the month, so that every sum below can be added up on paper.
 */
const boroughs = ["Barnet", "Brent", "Camden", "Ealing"];
const months = (year: number): string[] =>
  Array.from({ length: 12 }, (_, m) => `${year}${String(m + 1).padStart(2, "0")}`);
const edition = (year: number): string =>
  [
    `MajorText,MinorText,BoroughName,${months(year)}`,
    ...boroughs.flatMap((name, i) => [
      `ARSON AND CRIMINAL DAMAGE,CRIMINAL DAMAGE,${name},${months(year).map((_, m) => 100 * (i + 1) + m + 1)}`,
      `ARSON AND CRIMINAL DAMAGE,ARSON,${name},${months(year).map(() => 1000)}`,
    ]),
    "",
  ].join("\n");

const roles = new Map<string, Role>([
  ["Barnet", "treated"],
  ["Brent", "treated"],
  ["Camden", "comparison"],
  ["Ealing", "excluded"],
]);
const counts = async (start: string, window: object, sameMonths?: boolean): Promise<unknown> => {
  const files = { "old.csv": edition(2022), "new.csv": edition(2023) };
  const panel = buildPanel((await readFolder(files, { level: "minor" })).cells);
  const { design } = comparisonGroup({
    panel,
    outcome: "CRIMINAL DAMAGE",
    roles,
    start: { ordinal: parsePeriod(start)!.ordinal, partial: false },
    window: window as { before: string },
    ...(sameMonths ? { sameMonths } : {}),
  });
  return rirr.fit(design, settings).diagnostics.counts;
};

it("counts a minor category over a year on both sides of a start, across two editions", async () => {
  // January to December: treated 12 × (100 + 200) + 2 × 78, comparison 12 × 300 + 78, the same in both years.
  expect(await counts("2023-01", { before: "12 months", after: "12 months" })).toEqual({
    t0: 3756,
    t1: 3756,
    c0: 3678,
    c1: 3678,
  });
});

it("leaves the month of the start out as washout", async () => {
  // Before: October to December 2022; after: February to April 2023.
  expect(await counts("2023-01", { before: "3 months", after: "3 months", washout: "1 month" })).toEqual({
    t0: 3 * 300 + 2 * 33,
    t1: 3 * 300 + 2 * 9,
    c0: 3 * 300 + 33,
    c1: 3 * 300 + 9,
  });
});

it("compares the same months of the year where asked", async () => {
  // After: April to June 2023, and so April to June of the year before.
  expect(await counts("2023-04", { before: "12 months", after: "3 months" }, true)).toEqual({
    t0: 3 * 300 + 2 * 15,
    t1: 3 * 300 + 2 * 15,
    c0: 3 * 300 + 15,
    c1: 3 * 300 + 15,
  });
});
