import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDuckDb } from "../../../src/engines/duckdb.ts";
import { readTidyFast } from "../../../src/ingest/tidy/fast.ts";
import { cohortOrdinal, periodOrdinals } from "../../../src/ingest/tidy/periods.ts";
import { readTidy } from "../../../src/ingest/tidy/tidy.ts";
import type { WhatworksError } from "../../../src/model/errors.ts";
import type { Engine } from "../../../src/model/source.ts";
import type { TidyRequest, TidyRows } from "../../../src/model/tidy.ts";
import { cleanUp, scratch } from "../scratch.ts";

cleanUp();
let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb();
});
afterAll(() => engine.close());

const asking = (text: string, rest: Partial<TidyRequest> = {}): TidyRequest => ({
  ...scratch(text, "panel.csv"),
  delimiter: ",",
  unit: "unit",
  period: "period",
  numeric: ["y"],
  text: [],
  ...rest,
});
const noEngine = { engine: () => Promise.reject(new Error("no engine is needed for a small file")) };
const careful = (text: string, rest: Partial<TidyRequest> = {}) => readTidy(asking(text, rest), noEngine);
const fast = (text: string, rest: Partial<TidyRequest> = {}) => {
  const header = text.split("\n", 1)[0]!.split(",");
  return readTidyFast(asking(text, rest), header, engine);
};
const refusal = async (reading: Promise<unknown>): Promise<string[]> => {
  const thrown = (await reading.catch((error: unknown) => error)) as WhatworksError;
  return thrown.faults.map(({ code, line, column }) => `${code} ${line} ${column}`);
};
/** Each row as a person would read it: labels for codes. */
const told = ({ rows, units, unit, period, numeric, text, cohort }: TidyRows): string[] =>
  Array.from({ length: rows }, (_, r) =>
    [
      units[unit[r]!],
      period[r],
      ...Object.values(numeric).map((column) => column[r]),
      ...Object.values(text).map(({ levels, codes }) => levels[codes[r]!]),
      ...(cohort ? [cohort[r]] : []),
    ].join(" "),
  );

const panel =
  "unit,period,y,area,cohort\nB,2001,1,north,0\nA,2001,2.5,south,2002\nA,2002,NA,south,2002.0\nB,2002,,north,never\n";
const roles = { cohort: "cohort", text: ["area"] };

describe("a tidy panel", () => {
  it("is the same by the engine as by the careful reader, but for the lines that only the latter knows", async () => {
    const [slow, quick] = [await careful(panel, roles), await fast(panel, roles)];
    expect(told(slow)).toEqual([
      "B 2001 1 north Infinity",
      "A 2001 2.5 south 2002",
      "A 2002 NaN south 2002",
      "B 2002 NaN north Infinity",
    ]);
    expect(told(quick!)).toEqual(told(slow));
    expect([slow.frequency, quick!.frequency]).toEqual(["year", "year"]);
    expect([Array.from(slow.lines!), quick!.lines]).toEqual([[2, 3, 4, 5], undefined]);
  });
  it("is one series where no column names a unit", async () => {
    const series = { unit: undefined } as unknown as Partial<TidyRequest>;
    const text = "period,y\n2001,1\n2002,2\n";
    for (const found of [await careful(text, series), await fast(text, series)])
      expect(told(found!)).toEqual(["series 2001 1", "series 2002 2"]);
  });
  it("is read under blank lines, and past blank ones inside", async () => {
    expect(told(await careful("\n\nunit,period,y\n\nA,2001,1\n"))).toEqual(["A 2001 1"]);
  });
  it.each([
    ["a number that is none", panel.replace("2.5", "2k")],
    ["an infinite number", panel.replace("2.5", "1e999")],
    ["a torn row", `${panel}A,2003\n`],
    ["a blank unit", panel.replace("B,2002", ",2002")],
    ["a unit with spaces around it", panel.replace("B,2002", "B ,2002")],
    ["a period that is none", panel.replace("B,2002", "B,soon")],
    ["periods of two lengths", panel.replace("B,2002", "B,2002-03")],
    ["a cohort that is none", panel.replace("never", "soon")],
    ["no rows", "unit,period,y,area,cohort\n"],
    ["a label NA, which is not a blank", panel.replace("south", "NA")],
  ])("goes to the careful reader for %s", async (_, text) => {
    expect(await fast(text, roles)).toBeUndefined();
  });
  it("is read from its own file, not from one that its name would match as a pattern", async () => {
    const folder = mkdtempSync(join(tmpdir(), "whatworks-tidy-"));
    writeFileSync(join(folder, "panel1.csv"), "unit,period,y\nB,2001,2\n");
    writeFileSync(join(folder, "panel[1].csv"), "unit,period,y\nA,2001,1\n");
    const asked = { ...asking(""), path: join(folder, "panel[1].csv") };
    expect(told((await readTidyFast(asked, ["unit", "period", "y"], engine))!)).toEqual(["A 2001 1"]);
    rmSync(folder, { recursive: true });
  });
  it("goes to the careful reader where one column is both a number and a label", async () => {
    expect(await fast(panel, { ...roles, text: ["y"] })).toBeUndefined();
    expect(told(await careful(panel, { text: ["y"] }))).toContain("A 2001 2.5 2.5");
  });
  it("is read by the engine once it is large, and by the careful reader when the engine finds it odd", async () => {
    const name = (i: number): string => `U${i % 500}`.padEnd(200, "x");
    const rows = Array.from({ length: 11_000 }, (_, i) => `${name(i)},${1900 + (i % 22)},${i}`);
    const text = `unit,period,y\n${rows.join("\n")}\n`;
    const withEngine = { engine: async () => engine };
    const quick = await readTidy(asking(text), withEngine);
    expect([quick.rows, quick.units.length, quick.lines]).toEqual([11_000, 500, undefined]);
    const spoilt = await readTidy(asking(`${text}U1,1950,odd\n`), withEngine);
    expect(spoilt.rows).toBe(11_000);
    expect(spoilt.faults!.map(({ code, line, column }) => [code, line, column])).toEqual([
      ["data/number", 11_002, "y"],
    ]);
  });
});

describe("faults of a tidy panel", () => {
  const rows = "A,2001,1,x,0\n";
  const head = "unit,period,y,area,cohort\n";
  it.each([
    ["a number that is none", `${head}${rows}A,2002,2k,x,0\n`, ["data/number 3 y"]],
    ["a blank unit", `${head}${rows},2002,2,x,0\n`, ["panel/unit-missing 3 unit"]],
    ["a cohort that is none", `${head}${rows}A,2002,2,x,soon\n`, ["panel/cohort 3 cohort"]],
    ["a cohort on another scale", `${head}${rows}A,2002,2,x,2002-03\n`, ["panel/cohort 3 cohort"]],
    ["a torn row", `${head}${rows}A,2002\n`, ["csv/width 3 undefined"]],
    ["a quote out of place", `${head}${rows}A,2002,"2"k,x,0\n`, ["csv/quote 3 undefined"]],
  ])("are kept beside the rows that are sound: %s", async (_, text, faults) => {
    const found = await careful(text, roles);
    expect(found.faults!.map(({ code, line, column }) => `${code} ${line} ${column}`)).toEqual(faults);
    expect(told(found)).toEqual(["A 2001 1 x Infinity"]);
    expect(Array.from(found.lines!)).toEqual([2]);
  });
  it("do not make a header of the first row where the header itself is spoilt", async () => {
    const found = await careful('unit,period,y,"area"s,cohort\nA,2001,1,x,0\n', { cohort: "cohort" });
    expect(found.faults!.map(({ code, line }) => [code, line])).toEqual([["csv/quote", 1]]);
    expect(told(found)).toEqual(["A 2001 1 Infinity"]);
  });
  it.each([
    ["no row", head, ["csv/no-rows undefined undefined"]],
    ["no sound row", `${head}A,2001,x,x,0\nA,2002,y,x,0\n`, ["data/number 2 y", "data/number 3 y"]],
    ["a period that is none", `${head}${rows}A,soon,1,x,0\n`, ["data/period 3 period"]],
    ["a blank period", `${head}${rows}A,,1,x,0\n`, ["data/period 3 period"]],
    ["a period of another length", `${head}${rows}A,2001-Q1,1,x,0\n`, ["data/period 3 period"]],
    ["torn rows only", `${head}A\n`, ["csv/no-rows undefined undefined", "csv/width 2 undefined"]],
    [
      "bytes that are no text",
      `${head}${rows}A,2002,1,x,\u0000\n`.replace("A,2001,1", "A,2001,z"),
      ["data/number 2 y", "csv/nul 3 undefined"],
    ],
  ])("refuse the file where there is %s", async (_, text, faults) => {
    expect(await refusal(careful(text, roles))).toEqual(faults);
  });
  it("are told of every column that is not there, with what there is", async () => {
    const wanted = { numeric: ["z"], text: ["group"] };
    expect(await refusal(careful(panel, wanted))).toEqual([
      "usage/column undefined z",
      "usage/column undefined group",
    ]);
    const wide = `${Array.from({ length: 40 }, (_, i) => `c${i}`).join(",")}\n`;
    const thrown: WhatworksError = await careful(wide).catch((error) => error);
    expect(thrown.fault.expected).toMatch(/c29, …$/);
  });
  it("tell an empty file from a table", async () => {
    expect(await refusal(careful(" \n"))).toEqual(["csv/empty undefined undefined"]);
  });
  it("repeat no cell that looks like a person's", async () => {
    const text = "unit,period,y,start\nA,2001,jane@example.com,QQ123456C\nA,07700 900123,1,0\n";
    const thrown = await careful(text, { cohort: "start" }).catch((error: WhatworksError) => error);
    const words = JSON.stringify((thrown as WhatworksError).faults);
    expect(words).not.toMatch(/jane|QQ12|07700/);
    expect(words).toContain("a cell that is not shown");
  });
});

describe("periods of a tidy panel", () => {
  it.each([
    [["2001", "2002"], "year", [2001, 2002]],
    [["1", "1999", "3"], "integer", [1, 1999, 3]],
    [["2024-01", "2024-03"], "month", [24_288, 24_290]],
    [["2024-01", "2024"], undefined, undefined],
    [["2024-01", "17"], undefined, undefined],
    [["2024-01", "soon"], undefined, undefined],
  ])("are on one scale or on none: %j", (levels, frequency, ordinals) => {
    expect(periodOrdinals(levels)).toEqual(frequency && { frequency, ordinals });
  });
  it.each([
    ["", "year", Number.POSITIVE_INFINITY],
    ["Inf", "month", Number.POSITIVE_INFINITY],
    ["2006.0", "year", 2006],
    ["2006", "integer", 2006],
    ["17", "year", 17],
    ["2006", "month", undefined],
    ["2006-03", "month", 24_074],
    ["soon", "year", undefined],
  ] as const)(
    "say when a unit was first treated: %j among periods of the kind %s",
    (text, frequency, ordinal) => {
      expect(cohortOrdinal(text, frequency)).toBe(ordinal);
    },
  );
});
