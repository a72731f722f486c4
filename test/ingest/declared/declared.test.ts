import { describe, expect, it } from "vitest";
import { panelOf, valuesOf } from "./typed.ts";

const long = ["--format", "long"];
const columns = ["--unit", "Ward", "--period", "Month", "--value", "Count"];
const both = async (text: string, args: readonly string[]) => {
  const slow = await panelOf(text, args);
  const fast = await panelOf(text, args, { engineFrom: 0 });
  expect(fast.cells).toEqual(slow.cells);
  expect(fast.ledger).toEqual(slow.ledger);
  return slow;
};
const refusal = async (text: string, args: readonly string[]) =>
  panelOf(text, args).then(
    () => undefined,
    (thrown: { code: string; faults: { found: string; hint?: string; code: string }[] }) => thrown,
  );

describe("a declaration, read alike by both readers", () => {
  it("keeps the rows that where names, and counts the others", async () => {
    const text =
      "Ward,Month,Measure,Count\nA,2024-01,Offences,3\nA,2024-01,Rate,0.5\nA,2024-02,Offences,4\nA,2024-02,Rate,0.6\n";
    const read = await both(text, [...long, ...columns, "--where", "Measure=Offences"]);
    expect(valuesOf(read)).toEqual({ "A | 2024-01 | Count": 3, "A | 2024-02 | Count": 4 });
    expect(read.ledger).toMatchObject({ read: 4, used: 2, excluded: [{ code: "declared/where", rows: 2 }] });
  });
  it("takes several values of where, and several columns", async () => {
    const text =
      "Ward,Month,Measure,Level,Count\nA,2024-01,x,1,3\nA,2024-01,y,1,5\nA,2024-01,z,1,9\nA,2024-01,x,2,7\n";
    const args = ["--where", "Measure=x|y", "--where", "Level=1", "--sum-over", "Measure"];
    expect(valuesOf(await both(text, [...long, ...columns, ...args]))).toEqual({ "A | 2024-01 | Count": 8 });
  });
  it("adds up over columns, and still refuses a key that repeats", async () => {
    const text = "Ward,Month,Code,Count\nA,2024-01,1,3\nA,2024-01,2,4\nA,2024-02,1,5\n";
    const args = [...long, ...columns, "--sum-over", "Code"];
    expect(valuesOf(await both(text, args))).toEqual({ "A | 2024-01 | Count": 7, "A | 2024-02 | Count": 5 });
    expect((await refusal(`${text}A,2024-01,2,4\n`, args))?.code).toBe("data/duplicate-key");
  });
  it("makes a sum missing or hidden where a part is", async () => {
    const text =
      "Ward,Month,Code,Count\nA,2024-01,1,3\nA,2024-01,2,\nA,2024-02,1,c\nA,2024-02,2,4\nB,2024-01,1,2\n";
    const read = await both(text, [...long, ...columns, "--sum-over", "Code", "--suppressed", "c"]);
    expect(valuesOf(read)).toEqual({
      "A | 2024-01 | Count": null,
      "A | 2024-02 | Count": null,
      "B | 2024-01 | Count": 2,
    });
    expect([...read.cells.status]).toEqual([2, 3, 0]);
  });
  it("joins several columns into one unit", async () => {
    const text = "State,Ward,Month,Count\nX,A,2024-01,3\nY,A,2024-01,4\n";
    const args = ["--unit", "State", "--unit", "Ward", "--period", "Month", "--value", "Count"];
    expect(valuesOf(await both(text, [...long, ...args]))).toEqual({
      "X / A | 2024-01 | Count": 3,
      "Y / A | 2024-01 | Count": 4,
    });
  });
  it("makes an outcome of each of several value columns", async () => {
    const text = "Ward,Month,burglary,robbery\nA,2024-01,3,1\nA,2024-02,4,0\n";
    const args = ["--unit", "Ward", "--period", "Month", "--value", "burglary", "--value", "robbery"];
    expect(valuesOf(await both(text, [...long, ...args]))).toEqual({
      "A | 2024-01 | burglary": 3,
      "A | 2024-02 | burglary": 4,
      "A | 2024-01 | robbery": 1,
      "A | 2024-02 | robbery": 0,
    });
  });
  it.each([
    ["year=Y,month=M", "Y,M", ["2023,1", "2023,12"], ["2023-01", "2023-12"]],
    ["year=Y,month=M", "Y,M", ["2023,styczeń", "2023,Dezember"], ["2023-01", "2023-12"]],
    ["year=Y,month=M,day=D", "Y,M,D", ["2023,Jan,5", "2023,Jan,6"], ["2023-01-05", "2023-01-06"]],
    ["year=Y,quarter=Q", "Y,Q", ["2023,1", "2023,Q4"], ["2023-Q1", "2023-Q4"]],
    ["year=Y,week=W", "Y,W", ["2023,1", "2023,52"], ["2023-W01", "2023-W52"]],
    ["financial-year=F,quarter=Q", "F,Q", ["2018/19,1", "2018/19,4"], ["2018/19-Q1", "2018/19-Q4"]],
    ["financial-year=F,month=M", "F,M", ["2018/19,April", "2018/19,March"], ["2018-04", "2019-03"]],
  ])("puts a period together from %s", async (period, names, cells, expected) => {
    const text = `Ward,${names},Count\n${cells.map((cell, i) => `A,${cell},${i + 1}`).join("\n")}\n`;
    const read = await both(text, [...long, "--unit", "Ward", "--value", "Count", "--period", period]);
    expect(Object.keys(valuesOf(read))).toEqual(expected.map((when) => `A | ${when} | Count`));
  });
  it("adds days up into months and says which months are not whole", async () => {
    const text = "Ward,Month,Count\nA,2024-01-01,3\nA,2024-01-31,4\nA,2024-02-01,5\n";
    const read = await both(text, [...long, ...columns, "--frequency", "month"]);
    expect(valuesOf(read)).toEqual({ "A | 2024-01 | Count": 7, "A | 2024-02 | Count": 5 });
    expect(read.diagnostics.map(({ code }) => code)).toContain("data/partial-period");
  });
  it("adds months up into financial years that begin where they were said to", async () => {
    const months = ["2023-06", "2023-07", "2024-06", "2024-07"];
    const text = `Ward,Month,Count\n${months.map((month, i) => `A,${month},${10 ** i}`).join("\n")}\n`;
    const years = (month: string) =>
      both(text, [...long, ...columns, "--frequency", "financial-year", "--financial-year", month]);
    expect(valuesOf(await years("april"))).toEqual({
      "A | 2023/24 | Count": 11,
      "A | 2024/25 | Count": 1100,
    });
    expect(valuesOf(await years("july"))).toEqual({
      "A | 2022/23 | Count": 1,
      "A | 2023/24 | Count": 110,
      "A | 2024/25 | Count": 1000,
    });
  });
  it("does not share a quarter out over months, nor a week over two of them", async () => {
    for (const [period, frequency] of [
      ["2024-Q1", "month"],
      ["2024-W05", "month"],
      ["2024", "financial-year"],
    ])
      expect(
        (await refusal(`Ward,Month,Count\nA,${period},3\n`, [...long, ...columns, "--frequency", frequency!]))
          ?.code,
      ).toBe("data/frequency");
  });
  it.each([
    ["MM/DD/YYYY hh:mm:ss A", ["01/31/2024 11:30:00 PM", "02/01/2024 12:01:00 AM"], ["2024-01", "2024-02"]],
    ["D.M.YYYY H:mm", ["5.1.2024 9:05", "15.2.2024 19:05"], ["2024-01", "2024-02"]],
    ["[Week] W YYYY", ["Week 1 2024", "Week 9 2024"], ["2024-W01", "2024-W09"]],
    ["YYYY [quarter] Q", ["2024 quarter 1", "2024 quarter 2"], ["2024-Q1", "2024-Q2"]],
    ["MMM YYYY", ["mars 2024", "août 2024"], ["2024-03", "2024-08"]],
    ["YYYY-YY", ["2010-11", "2011-12"], ["2010/11", "2011/12"]],
    ["serial-1904", ["43830", "43861"], ["2024-01", "2024-02"]],
  ])("reads %s", async (format, cells, expected) => {
    const text = `Ward,Month,Count\n${cells.map((cell, i) => `A,${cell},${i + 1}`).join("\n")}\n`;
    const frequency = format.includes("D") ? ["--frequency", "month"] : [];
    const read = await both(text, [...long, ...columns, "--date-format", format, ...frequency]);
    expect(Object.keys(valuesOf(read))).toEqual(expected.map((when) => `A | ${when} | Count`));
  });
  it("reads cells in either of two declared formats, and refuses one that they read differently", async () => {
    const text = "Ward,Month,Count\nA,2024-01,1\nA,Feb 2024,2\n";
    const formats = ["--date-format", "YYYY-MM", "--date-format", "MMM YYYY"];
    expect(Object.keys(valuesOf(await both(text, [...long, ...columns, ...formats])))).toHaveLength(2);
    const clash = ["--date-format", "DD/MM/YYYY", "--date-format", "MM/DD/YYYY"];
    expect((await refusal("Ward,Month,Count\nA,03/04/2024,1\n", [...long, ...columns, ...clash]))?.code).toBe(
      "data/date-ambiguous",
    );
  });
  it("puts instants on the declared calendar, and says so where none was declared", async () => {
    const text = "Ward,Month\nA,2023-06-01T02:30:00Z\nA,2023-06-01T16:00:00Z\n";
    const args = ["--format", "incidents", "--unit", "Ward", "--period", "Month"];
    const there = await both(text, [...args, "--time-zone", "America/New_York"]);
    expect(valuesOf(there)).toEqual({ "A | 2023-05 | incidents": 1, "A | 2023-06 | incidents": 1 });
    const written = await both(text, args);
    expect(valuesOf(written)).toEqual({ "A | 2023-06 | incidents": 2 });
    expect(written.diagnostics.map(({ code }) => code)).toContain("data/calendar");
  });
  it.each([
    [
      ["--thousands", ","],
      ["1,035", "12", "1,234,567.5"],
      [1035, 12, 1234567.5],
    ],
    [
      ["--thousands", "."],
      ["1.035", "12", "1.234.567,5"],
      [1035, 12, 1234567.5],
    ],
    [
      ["--thousands", "space", "--decimal", ","],
      ["1 035", "12", "1\u00a0234,5"],
      [1035, 12, 1234.5],
    ],
    [
      ["--thousands", "'"],
      ["1'035", "12", "1'234.5"],
      [1035, 12, 1234.5],
    ],
    [
      ["--decimal", "."],
      ["1.035", "12", "7"],
      [1.035, 12, 7],
    ],
  ])("reads numbers as %s says", async (args, cells, expected) => {
    const text = `Ward;Month;Count\n${cells.map((cell, i) => `A;2024-0${i + 1};${cell}`).join("\n")}\n`;
    const read = await both(text, [...long, ...columns, "--delimiter", ";", ...args]);
    expect(Object.values(valuesOf(read))).toEqual(expected);
  });
  it("reads markers as zero, missing and hidden", async () => {
    const text = "Ward,Month,Count\nA,2024-01,-\nA,2024-02,:\nA,2024-03,c\nA,2024-04,5\n";
    const marks = ["--zero", "-", "--missing", ":", "--suppressed", "c"];
    const read = await both(text, [...long, ...columns, ...marks]);
    expect([...read.cells.status]).toEqual([0, 2, 3, 0]);
    expect(read.cells.value[0]).toBe(0);
  });
  it("leaves units out with their reason, takes spellings for one, and rows without a unit as declared", async () => {
    const text = "Ward,Month,Count\nA,2024-01,1\na.,2024-02,2\n,2024-01,3\nTotal,2024-01,4\n";
    const args = ["--exclude-unit", "Total=sum", "--alias", "a.=A", "--unplaced", "exclude"];
    const read = await both(text, [...long, ...columns, ...args]);
    expect(valuesOf(read)).toEqual({ "A | 2024-01 | Count": 1, "A | 2024-02 | Count": 2 });
    expect(read.ledger).toEqual({
      read: 4,
      used: 2,
      excluded: [
        { code: "declared/exclude-units", reason: "units left out as declared: Total (sum)", rows: 1 },
        { code: "declared/unplaced", reason: "no unit or no period, left out as declared", rows: 1 },
      ],
    });
  });
  it("fills what no row mentions with zeros where that was said", async () => {
    const text = "Ward,Month,Count\nA,2024-01,1\nB,2024-02,2\n";
    expect(valuesOf(await both(text, [...long, ...columns, "--absent", "zero"]))).toEqual({
      "A | 2024-01 | Count": 1,
      "A | 2024-02 | Count": 0,
      "B | 2024-01 | Count": 0,
      "B | 2024-02 | Count": 2,
    });
  });
  it("skips lines above the header", async () => {
    const text = "Recorded crime,,\n\nWard,Month,Count\nA,2024-01,1\nA,2024-02,2\n";
    expect(Object.values(valuesOf(await both(text, [...long, ...columns, "--skip", "2"])))).toEqual([1, 2]);
  });
  it.each(["2", "^Source"])("leaves the lines below the table out: %s", async (footer) => {
    const text = "Ward,Month,Count\nA,2024-01,1\nA,2024-02,2\n\nSource: police,,\nNote: provisional,,\n";
    const read = await both(text, [...long, ...columns, "--footer", footer]);
    expect(Object.values(valuesOf(read))).toEqual([1, 2]);
    expect(read.ledger).toMatchObject({ read: 4, used: 2, excluded: [{ code: "declared/footer", rows: 2 }] });
  });
  it("adds the value up in events", async () => {
    const text = "Ward,Month,Count\nA,2024-01-05,3\nA,2024-01-06,4\nB,2024-01-06,1\n";
    const args = ["--format", "incidents", ...columns];
    expect(valuesOf(await both(text, args))).toEqual({ "A | 2024-01 | Count": 7, "B | 2024-01 | Count": 1 });
  });
});

describe("a column as a whole", () => {
  const periods = async (cells: readonly string[], args: readonly string[] = []) => {
    const text = `Ward,Month,Count\n${cells.map((cell, i) => `A,${cell},${i + 1}`).join("\n")}\n`;
    const read = await both(text, [...long, ...columns, ...args]);
    return Object.keys(valuesOf(read)).map((key) => key.split(" | ")[1]);
  };
  it("is of financial years where every cell is a year and the next", async () => {
    expect(await periods(["2001-02", "2002-03"])).toEqual(["2001/02", "2002/03"]);
    expect(await periods(["2001-02", "2001-03"])).toEqual(["2001-02", "2001-03"]);
    expect(await periods(["2001-02", "2002-03"], ["--frequency", "month"])).toEqual(["2001-02", "2002-03"]);
    expect(await periods(["2001-02"], ["--financial-year", "april"])).toEqual(["2001/02"]);
  });
  it("is read again where a later cell does not keep to what the first ones said", async () => {
    const cells = Array.from(
      { length: 80 },
      (_, i) => `${1920 + i}-${String((21 + i) % 100).padStart(2, "0")}`,
    );
    const months = cells.filter((cell) => Number(cell.slice(5)) >= 1 && Number(cell.slice(5)) <= 12);
    expect(await periods([...months, "2024-01"])).toEqual([...months, "2024-01"]);
  });
  it("is of dates where every number is one", async () => {
    expect(await periods(["202101", "202102"])).toEqual(["2021-01", "2021-02"]);
    expect(await periods(["20210105", "20210212"])).toEqual(["2021-01-05", "2021-02-12"]);
    expect(await periods(["44197", "44228"])).toEqual(["2021-01", "2021-02"]);
    expect(await periods(["1", "24"])).toEqual(["1", "24"]);
  });
});

type Counts = readonly [name: string, counts: readonly number[]];

describe("what is wrong without a word elsewhere", () => {
  const ward = (name: string, counts: readonly number[]): string =>
    counts.map((count, t) => `${name},2024-${String(t + 1).padStart(2, "0")},${count}\n`).join("");
  const [a, b, c, d] = [
    [40, 45, 41, 46, 42, 47],
    [50, 55, 51, 47, 52, 48],
    [12, 17, 13, 18, 14, 10],
    [8, 21, 9, 33, 15, 6],
  ] as const;
  const sum = (...all: readonly (readonly number[])[]): number[] =>
    all[0]!.map((_, t) => all.reduce((total, one) => total + one[t]!, 0));
  it.each([
    ["the sum of all others under any name", ["Zone", sum(a, b, c)], ["A", a], ["B", b], ["C", c]],
    ["a region among its districts", ["Zone", sum(a, c)], ["A", a], ["B", b], ["C", c], ["D", d]],
    ["a name that says it", ["Grand Total", [1, 2, 3, 4, 5, 7]], ["A", a], ["B", b]],
    ["England and Wales", ["England and Wales", [1, 2, 3, 4, 5, 7]], ["A", a], ["B", b]],
  ] as [string, Counts, ...Counts[]][])("finds %s among the units", async (_, total, ...parts) => {
    const text = `Ward,Month,Count\n${[total, ...parts].map((one) => ward(one[0], one[1])).join("")}`;
    const found = await refusal(text, [...long, ...columns]);
    expect(found?.faults.map(({ code }) => code)).toEqual(["data/total-unit"]);
    expect(found?.faults[0]?.found).toContain(total[0]);
    const settled = [...long, ...columns, "--exclude-unit", `${total[0]}=a total`];
    expect((await panelOf(text, settled)).cells.units).not.toContain(total[0]);
    const kept = [...long, ...columns, "--keep-unit", `${total[0]}=a ward`];
    expect((await panelOf(text, kept)).cells.units).toContain(total[0]);
  });
  it("finds regions and the country above them", async () => {
    const units = [
      ["Land", sum(a, b, c, d)],
      ["North", sum(a, d)],
      ["South", sum(b, c)],
      ["A", a],
      ["B", b],
      ["C", c],
      ["D", d],
    ] as const;
    const text = `Ward,Month,Count\n${units.map(([name, counts]) => ward(name, counts)).join("")}`;
    const found = await refusal(text, [...long, ...columns]);
    expect(found?.faults.map(({ found: said }) => said.split('"')[1]).sort()).toEqual([
      "Land",
      "North",
      "South",
    ]);
  });
  it("does not call a unit a total for chance among small counts", async () => {
    const text = `Ward,Month,Count\n${ward("A", [2, 1])}${ward("B", [1, 1])}${ward("C", [1, 0])}`;
    expect((await panelOf(text, [...long, ...columns])).cells.units).toEqual(["A", "B", "C"]);
  });
  it.each(["Unknown", "not disclosed", "-1", "(no location)", "Unbekannt", "Number"])(
    "asks about a unit called %s",
    async (name) => {
      const text = `Ward,Month,Count\n${ward("A", a)}${ward(name, d)}`;
      expect((await refusal(text, [...long, ...columns]))?.code).toBe("data/no-place");
    },
  );
  it("reads every column of numbers in a wide table, or refuses it by name", async () => {
    const text = "Ward,2024-01,2024-02,2024-03 (p),Note\nA,1,2,3,x\nB,4,5,6,y\n";
    const args = ["--format", "wide", "--unit", "Ward"];
    const found = await refusal(text, args);
    expect(found?.faults.map(({ code }) => code)).toEqual(["data/unread-column"]);
    expect(found?.faults[0]?.found).toContain("2024-03 (p)");
    const formats = ["--date-format", "YYYY-MM", "--date-format", "YYYY-MM[ (p)]"];
    expect(Object.keys(valuesOf(await panelOf(text, [...args, ...formats])))).toHaveLength(6);
    expect(Object.keys(valuesOf(await panelOf(text, [...args, "--drop", "2024-03 (p)"])))).toHaveLength(4);
  });
  it("reads months as columns with the year in the row", async () => {
    const text = "Ward,Year,Jan,Feb,März\nA,2023,1,2,3\nA,2024,4,5,6\n";
    const read = await panelOf(text, ["--format", "wide", "--unit", "Ward", "--period", "year=Year"]);
    expect(valuesOf(read)).toEqual({
      "A | 2023-01 | value": 1,
      "A | 2023-02 | value": 2,
      "A | 2023-03 | value": 3,
      "A | 2024-01 | value": 4,
      "A | 2024-02 | value": 5,
      "A | 2024-03 | value": 6,
    });
  });
  it("counts no rows as events while a column of counts is unread", async () => {
    const text = "Ward,Month,Kind,Number of them\nA,2024-01-05,x,51\nA,2024-01-06,x,48\n";
    const args = ["--format", "incidents", "--unit", "Ward", "--period", "Month"];
    for (const engineFrom of [0, Number.POSITIVE_INFINITY])
      await expect(panelOf(text, args, { engineFrom })).rejects.toMatchObject({ code: "data/unread-count" });
    const dropped = await panelOf(text, [...args, "--drop", "Number of them"]);
    expect(valuesOf(dropped)).toEqual({ "A | 2024-01 | incidents": 2 });
  });
  it("asks about points that may stand between thousands", async () => {
    const text = "Ward;Month;Count\nA;2024-01;1.204\nA;2024-02;987\n";
    const args = [...long, ...columns, "--delimiter", ";"];
    for (const engineFrom of [0, Number.POSITIVE_INFINITY])
      await expect(panelOf(text, args, { engineFrom })).rejects.toMatchObject({ code: "data/thousands" });
    const rates = await panelOf("Ward;Month;Count\nA;2024-01;1.204\nA;2024-02;0.98\n", args);
    expect(Object.values(valuesOf(rates))).toEqual([1.204, 0.98]);
  });
});
