import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { incidentsAdapter } from "../../src/ingest/incidents.ts";
import { longAdapter } from "../../src/ingest/long.ts";
import { columnPeriod } from "../../src/ingest/rows/wide-columns.ts";
import { wideAdapter } from "../../src/ingest/wide.ts";
import { PrivacyError } from "../../src/model/errors.ts";
import { type Cells, cellStatus } from "../../src/model/panel.ts";
import { formatPeriod } from "../../src/model/period.ts";
import { type Ingested, plainDialect } from "../../src/model/source.ts";
import { cleanUp, context, request } from "./scratch.ts";

cleanUp();

/** Cells as text, one a line: what a person would check. */
const told = ({ units, outcomes, unit, outcome, period, frequency, value, status }: Cells): string[] =>
  Array.from(value, (v, j) =>
    [
      units[unit[j]!],
      formatPeriod(period[j]!, frequency),
      outcomes[outcome[j]!],
      status[j] === cellStatus.observed ? v : ["", "absent", "missing", "suppressed"][status[j]!],
    ].join(" "),
  );
const faults = ({ diagnostics }: Ingested): string[] =>
  diagnostics.map(({ code, file, line, column }) => `${code} ${file}:${line} ${column}`);
const balanced = ({ ledger, files }: Ingested): void => {
  expect(ledger.used + ledger.excluded.reduce((sum, one) => sum + one.rows, 0)).toBe(ledger.read);
  expect(files.reduce((sum, one) => sum + one.rows!, 0)).toBe(ledger.read);
};

describe("long files", () => {
  const long =
    "unit,period,outcome,value,exposure\nB,2024-02,theft,3,100\nA,2024-01,theft,,90\nA,2024-02,theft,[c],90\n";
  it("gives cells in order of unit, outcome and period, whatever the order of rows and files", async () => {
    const one = await longAdapter.read(request("long", [long]), context);
    expect(told(one.cells)).toEqual([
      "A 2024-01 theft missing",
      "A 2024-02 theft suppressed",
      "B 2024-02 theft 3",
    ]);
    expect(Array.from(one.cells.exposure!)).toEqual([90, 90, 100]);
    expect(faults(one)).toEqual(["data/shorthand source-1.csv:4 value"]);
    const [head, ...rows] = long.trim().split("\n");
    const split = rows.reverse().map((row) => `${head}\n${row}\n`);
    expect((await longAdapter.read(request("long", split), context)).cells).toEqual(one.cells);
    balanced(one);
  });
  it("reads gzip by its bytes, whatever the name", async () => {
    const { cells } = await longAdapter.read(request("long", [gzipSync(long)]), context);
    expect(cells.value).toHaveLength(3);
  });
  it("reads mapped names, a declared dialect, and a table without outcome column", async () => {
    const text = "Ward;Monat;Zahl\nNord;01.02.2024;1,5\n";
    const dialect = {
      delimiter: ";",
      quote: '"',
      encoding: "utf-8",
      decimal: ",",
      dateFormat: "DD.MM.YYYY",
    } as const;
    const columns = { unit: "ward", period: "Monat", value: "Zahl" };
    const { cells, diagnostics } = await longAdapter.read(
      request("long", [text], { columns, dialect }),
      context,
    );
    expect([told(cells), diagnostics]).toEqual([["Nord 2024-02-01 Zahl 1.5"], []]);
  });
  it("takes first days of months for months, as data frames write them", async () => {
    const text = "unit,period,value\nA,2024-01-01,1\nA,2024-02-01,2\n";
    expect(told((await longAdapter.read(request("long", [text]), context)).cells)).toEqual([
      "A 2024-01 value 1",
      "A 2024-02 value 2",
    ]);
  });
  it("finds every fault in one go, uses the sound rows and accounts for the others", async () => {
    const rows = [
      "A,2024-01,1",
      "A,2024-13,2",
      ",2024-02,3",
      "A,2024-02,1k",
      "A,2024-01,9",
      "A,2024-Q1,4",
      "A,2024-03",
    ];
    const found = await longAdapter.read(
      request("long", [`unit,period,value\n${rows.join("\n")}\n`]),
      context,
    );
    expect(faults(found)).toEqual([
      "data/date-format source-1.csv:3 period",
      "data/key-missing source-1.csv:4 unit",
      "data/number source-1.csv:5 value",
      "data/duplicate-key source-1.csv:6 period",
      "data/period-mixed source-1.csv:7 period",
      "csv/width source-1.csv:8 null",
    ]);
    expect([found.ledger.read, found.ledger.used, told(found.cells)]).toEqual([7, 1, ["A 2024-01 value 1"]]);
    balanced(found);
  });
  it("tells rows apart by their unit even where units are to be summed over", async () => {
    const text = "unit,period,value\nA,2024-01,1\nB,2024-01,2\n";
    const found = await longAdapter.read(request("long", [text], { by: ["period"] }), context);
    expect([told(found.cells), found.diagnostics]).toEqual([["A 2024-01 value 1", "B 2024-01 value 2"], []]);
    const alone = await longAdapter.read(
      request("long", ["period,value\n2024-01,1\n"], { by: ["period"] }),
      context,
    );
    expect(told(alone.cells)).toEqual(["all 2024-01 value 1"]);
  });
  it("says which column is not there and what might be meant", async () => {
    const found = await longAdapter.read(request("long", ["unit,month,value\nA,2024-01,1\n"]), context);
    expect(faults(found)).toEqual(["csv/column-missing source-1.csv:1 period"]);
    expect(found.diagnostics[0]!.fix).toContain("--period NAME");
    balanced(found);
  });
  it("says in which file a key stands already", async () => {
    const files = ["unit,period,value\nA,2024-01,1\n", "unit,period,value\nA,2024-01,2\nA,2024-02,3\n"];
    const found = await longAdapter.read(request("long", files), context);
    expect(faults(found)).toEqual(["data/duplicate-key source-2.csv:2 period"]);
    expect(found.diagnostics[0]!.message).toContain("in source-1.csv on line 2");
    expect(told(found.cells)).toEqual(["A 2024-01 value 1", "A 2024-02 value 3"]);
  });
  it.each([
    ["outcome", "--outcome-column NAME"],
    ["exposure", "--exposure NAME"],
  ] as const)("says how to map an %s that is not there", async (purpose, option) => {
    const columns = { [purpose]: "n" };
    const found = await longAdapter.read(
      request("long", ["unit,period,value\nA,2024-01,1\n"], { columns }),
      context,
    );
    // A name that somebody typed is asked wrongly; only the usual name is missing from the data.
    expect(faults(found)).toEqual(["usage/column source-1.csv:1 n"]);
    expect(found.diagnostics[0]!.fix).toContain(option);
    expect([found.ledger.read, found.ledger.used]).toEqual([1, 0]);
  });
  it("repeats no cell that looks like a person's, nor one of a column named after persons", async () => {
    const text = "unit,period,value\nA,07700 900123,1\nA,2024-01,jane@example.com\n";
    const found = await longAdapter
      .read(request("long", [text]), context)
      .catch((error: PrivacyError) => error);
    expect(JSON.stringify(found)).not.toMatch(/07700|jane/);
    const columns = { value: "phone" };
    const mapped = await longAdapter
      .read(request("long", ["unit,period,phone\nA,2024-01,ring me\nA,2024-02,1\n"], { columns }), context)
      .catch((error: PrivacyError) => error);
    expect(JSON.stringify(mapped)).not.toContain("ring me");
  });
  it.each([
    ["rows of delimiters alone", "unit,period,value\n,,\n,,\n"],
    ["a header alone", "unit,period,value\n"],
  ])("throws when there is nothing to read: %s", async (_, text) => {
    await expect(longAdapter.read(request("long", [text]), context)).rejects.toMatchObject({
      code: "csv/no-rows",
      exit: 3,
    });
  });
  it("throws when nothing could be read", async () => {
    await expect(longAdapter.read(request("long", ["<!doctype html>"]), context)).rejects.toMatchObject({
      code: "file/not-csv",
      exit: 3,
    });
  });
});

describe("wide files", () => {
  it("reads one column a period, and leaves others alone", async () => {
    const text = "unit,name of place,202401,202402,outcome\nA,Hill,1,,theft\nB,Dale,3,0,theft\n";
    const found = await wideAdapter.read(request("wide", [text]), context);
    expect(told(found.cells)).toEqual([
      "A 2024-01 theft 1",
      "A 2024-02 theft missing",
      "B 2024-01 theft 3",
      "B 2024-02 theft 0",
    ]);
    balanced(found);
  });
  it("excludes a unit whole rather than half", async () => {
    const found = await wideAdapter.read(request("wide", ["unit,2023,2024\nA,1,x\nB,2,3\n"]), context);
    expect(faults(found)).toEqual(["data/number source-1.csv:2 2024"]);
    expect(told(found.cells)).toEqual(["B 2023 value 2", "B 2024 value 3"]);
    balanced(found);
  });
  it("keeps nothing of a row one of whose periods stands already", async () => {
    const files = ["unit,2024-01,2024-02\nA,1,2\n", "unit,2023-12,2024-01\nA,7,8\nB,5,6\n"];
    const found = await wideAdapter.read(request("wide", files), context);
    expect(faults(found)).toEqual(["data/duplicate-key source-2.csv:2 2024-01"]);
    expect(found.diagnostics[0]!.message).toContain("in source-1.csv on line 2");
    expect(told(found.cells)).toEqual([
      "A 2024-01 value 1",
      "A 2024-02 value 2",
      "B 2023-12 value 5",
      "B 2024-01 value 6",
    ]);
    expect(found.ledger).toMatchObject({ read: 3, used: 2 });
    balanced(found);
  });
  it.each([
    [
      "two columns of one period",
      "unit,2024-Q1,2024Q1\nA,1,2\n",
      "csv/header-duplicate source-1.csv:1 2024Q1",
    ],
    ["periods of two lengths", "unit,2024-01,2024-Q1\nA,1,2\n", "data/period-mixed source-1.csv:1 2024-Q1"],
    ["no period at all", "unit,total\nA,1\n", "data/no-periods source-1.csv:1 null"],
    ["no unit", "area,2024-01,2024-02\nA,1,2\n", "csv/column-missing source-1.csv:1 unit"],
    ["a blank unit", "unit,2024-01,2024-02\n,1,2\n", "data/key-missing source-1.csv:2 unit"],
    ["a blank outcome", "unit,outcome,2024-01\nA,,2\n", "data/outcome-missing source-1.csv:2 outcome"],
  ])("uses no row where the table has %s", async (_, text, fault) => {
    const found = await wideAdapter.read(request("wide", [text]), context);
    expect(faults(found)).toEqual([fault]);
    expect([found.ledger.read, found.ledger.used, told(found.cells)]).toEqual([1, 0, []]);
  });
  it("takes a mapped outcome column", async () => {
    const columns = { outcome: "kind" };
    const text = "unit,kind,2024-01,2024-02\nA,theft,1,2\n";
    const { cells } = await wideAdapter.read(request("wide", [text], { columns }), context);
    expect(told(cells)).toEqual(["A 2024-01 theft 1", "A 2024-02 theft 2"]);
  });
  it("knows a column of a period from a column of another name", () => {
    const read = ["2024-03", "202403", "2024", "2024-Q1", "unit", "202413x"].map((name) => {
      const period = columnPeriod(name);
      return period && formatPeriod(period.ordinal, period.frequency);
    });
    expect(read).toEqual(["2024-03", "2024-03", "2024", "2024-Q1", undefined, undefined]);
  });
  it("is the long file turned on its side", async () => {
    const count = fc.option(fc.nat(99), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(count, count, count), { minLength: 1, maxLength: 5 }),
        async (rows) => {
          const months = ["2024-01", "2024-02", "2024-03"];
          const wide = `unit,${months.join(",")}\n${rows.map((row, i) => `U${i},${row.map((v) => v ?? "").join(",")}`).join("\n")}\n`;
          const long = `unit,period,value\n${rows.flatMap((row, i) => row.map((v, t) => `U${i},${months[t]},${v ?? ""}`)).join("\n")}\n`;
          const [a, b] = await Promise.all([
            wideAdapter.read(request("wide", [wide]), context),
            longAdapter.read(request("long", [long]), context),
          ]);
          expect(a.cells).toEqual(b.cells);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe("a format", () => {
  it.each([
    [["unit", "period", "value"], ["long"]],
    [["Unit", "PERIOD", "value", "outcome"], ["long"]],
    [["unit", "2024-01", "2024-02"], ["wide"]],
    [["unit", "2024-01"], []],
    [["2024-01", "2024-02"], []],
    [["unit", "date"], ["incidents"]],
    [["unit", "datetime", "outcome"], ["incidents"]],
    [["unit", "date", "count"], []],
    [["unit", "date", "value"], []],
    [["unit", "when"], []],
    [["area", "date"], []],
  ])("is recognised by its header: %j", (header, names) => {
    const own = [longAdapter, wideAdapter, incidentsAdapter];
    expect(own.filter((one) => one.recognises(header, "a.csv")).map(({ name }) => name)).toEqual(names);
  });
});

describe("names and periods longer than anybody writes", () => {
  it("are read like any other", async () => {
    const name = "A".repeat(300);
    const text = `unit,period,value\n${name},2024-01,1\n${name},${"2".repeat(70)},2\n${name},2024-02,3\n`;
    const found = await longAdapter.read(request("long", [text]), context);
    expect(told(found.cells)).toEqual([`${name} 2024-01 value 1`, `${name} 2024-02 value 3`]);
    expect(faults(found)).toEqual(["data/date-format source-1.csv:3 period"]);
  });
});

describe("incidents", () => {
  it.each([
    ["without a unit", "unit,date\n,2024-01-05\n", {}, "data/key-missing source-1.csv:2 unit"],
    [
      "without an outcome",
      "unit,date,outcome\nA,2024-01-05,\n",
      {},
      "data/outcome-missing source-1.csv:2 outcome",
    ],
    ["on no day", "unit,date\nA,2024-01-32\n", {}, "data/date-format source-1.csv:2 date"],
    [
      "in a month, where weeks are asked for",
      "unit,date\nA,2024-01\n",
      { frequency: "week" },
      "data/frequency source-1.csv:2 date",
    ],
  ] as const)("are left out with their line: %s", async (_, text, rest, fault) => {
    const found = await incidentsAdapter.read(request("incidents", [text], rest), context);
    expect(faults(found)).toEqual([fault]);
    expect([found.ledger.read, found.ledger.used, told(found.cells)]).toEqual([1, 0, []]);
    balanced(found);
  });
  it.each([
    ["week", ["A 2024-W01 incidents 1", "A 2024-W05 incidents 1"]],
    ["quarter", ["A 2024-Q1 incidents 2"]],
    ["day", ["A 2024-01-05 incidents 1", "A 2024-02-01 incidents 1"]],
  ] as const)("are counted into periods of one %s", async (frequency, expected) => {
    const text = "unit,date\nA,2024-01-05\nA,2024-02-01\n";
    const found = await incidentsAdapter.read(request("incidents", [text], { frequency }), context);
    expect(told(found.cells)).toEqual(expected);
  });
  it("are one series where no unit is asked for, and of the kind that a mapped column says", async () => {
    const text = "date,kind\n2024-01-05,theft\n2024-01-06,theft\n";
    const rest = { by: ["period", "outcome"] as const, columns: { outcome: "kind" } };
    const found = await incidentsAdapter.read(request("incidents", [text], rest), context);
    expect(told(found.cells)).toEqual(["all 2024-01 theft 2"]);
    balanced(found);
  });
  const events =
    "unit,date,outcome\nA,2024-01-05,theft\nA,2024-01-31T23:30:00Z,theft\nB,2024-03-31T23:30:00Z,arson\n";
  it("counts events into months, with zeros where the source covers and does not mention", async () => {
    const london = { dialect: { ...plainDialect, timeZone: "Europe/London" } };
    const found = await incidentsAdapter.read(request("incidents", [events], london), context);
    // 23:30 UTC on 31 March is half past midnight on 1 April in London.
    expect(told(found.cells)).toEqual([
      "A 2024-01 arson 0",
      "A 2024-04 arson 0",
      "A 2024-01 theft 2",
      "A 2024-04 theft 0",
      "B 2024-01 arson 0",
      "B 2024-04 arson 1",
      "B 2024-01 theft 0",
      "B 2024-04 theft 0",
    ]);
    balanced(found);
  });
  it("counts the same total however the events are ordered", async () => {
    const event = fc.tuple(
      fc.constantFrom("A", "B", "C"),
      fc.integer({ min: 1, max: 28 }),
      fc.constantFrom("x", "y"),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 40 }), async (all) => {
        const text = (some: typeof all): string =>
          `unit,date,outcome\n${some.map(([u, d, o]) => `${u},2024-0${1 + (d % 3)}-${String(d).padStart(2, "0")},${o}`).join("\n")}\n`;
        const one = await incidentsAdapter.read(request("incidents", [text(all)]), context);
        const other = await incidentsAdapter.read(request("incidents", [text([...all].reverse())]), context);
        expect(other.cells).toEqual(one.cells);
        expect(one.cells.value.reduce((sum, v) => sum + v, 0)).toBe(all.length);
      }),
      { numRuns: 20 },
    );
  });
  it("refuses columns about persons, by name and by value, until they are dropped", async () => {
    const text =
      "unit,date,suspect_name,contact,crime_ref,account\nA,2024-01-05,Jo Example,07700 900123,01AA/0000001/24,the caller said that the door had been open all night long\n";
    const reading = incidentsAdapter.read(request("incidents", [text]), context);
    const error = await reading.catch((thrown: unknown) => thrown as PrivacyError);
    expect(error).toBeInstanceOf(PrivacyError);
    const { faults: all, exit } = error as PrivacyError;
    expect([exit, all.map((one) => one.column)]).toEqual([
      4,
      ["suspect_name", "contact", "crime_ref", "account"],
    ]);
    for (const word of ["Example", "07700", "01AA", "caller"])
      expect(JSON.stringify(all)).not.toContain(word);
    const drop = ["suspect_name", "contact", "crime_ref", "account"];
    const { cells } = await incidentsAdapter.read(request("incidents", [text], { drop }), context);
    expect(told(cells)).toEqual(["A 2024-01 incidents 1"]);
  });
  it("prints the reason for which a column is allowed", async () => {
    const text = "unit,date,latitude\nA,2024-01-05,51.50001\n";
    const allow = [{ column: "latitude", reason: "snapped to a grid of 1 km" }];
    const found = await incidentsAdapter.read(request("incidents", [text], { allow }), context);
    expect(faults(found)).toEqual(["privacy/allowed source-1.csv:1 latitude"]);
    expect(found.diagnostics[0]!.message).toContain("snapped to a grid of 1 km");
  });
  it("does not guess the order of day and month", async () => {
    const found = await incidentsAdapter.read(request("incidents", ["unit,date\nA,03/04/2024\n"]), context);
    expect(faults(found)).toEqual(["data/date-ambiguous source-1.csv:2 date"]);
    const dialect = { delimiter: ",", quote: '"', encoding: "utf-8", dateFormat: "DD/MM/YYYY" };
    const read = await incidentsAdapter.read(
      request("incidents", ["unit,date\nA,03/04/2024\n"], { dialect }),
      context,
    );
    expect(told(read.cells)).toEqual(["A 2024-04 incidents 1"]);
  });
});
