import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CellFault,
  isFault,
  plainRules,
  readCount,
  readNumber,
} from "../../../src/ingest/cells/cells.ts";
import { dateFormat, dayOrder, financialPeriod, spreadsheetSerial } from "../../../src/ingest/cells/dates.ts";
import { calendarOf, readInstant } from "../../../src/ingest/cells/instants.ts";
import { readPeriod } from "../../../src/ingest/cells/periods.ts";
import { cellStatus } from "../../../src/model/panel.ts";
import { formatPeriod } from "../../../src/model/period.ts";

const code = (reading: object): string | undefined =>
  isFault(reading) ? (reading as CellFault).fault : undefined;

describe("a count", () => {
  it("reads back every whole number of up to 15 figures", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), (n) => {
        expect(readCount(` ${n} `)).toEqual({ value: n, status: cellStatus.observed });
      }),
    );
    expect(readCount("14.0")).toEqual({ value: 14, status: cellStatus.observed });
  });
  it("knows blank, hidden and missing apart, and takes none of them for zero", () => {
    expect(readCount("")).toMatchObject({ status: cellStatus.missing, value: Number.NaN });
    expect(readCount("[c]")).toMatchObject({ status: cellStatus.suppressed, value: Number.NaN });
    expect(readCount("[x]")).toMatchObject({ status: cellStatus.missing });
    for (const hidden of ["<5", "< 10", "≤3", "*", "..", "suppressed"])
      expect(code(readCount(hidden))).toBe("data/suppressed");
    for (const marker of ["NA", "n/a", "-", "NULL", "."])
      expect(code(readCount(marker))).toBe("data/missing-marker");
  });
  it("takes markers as declared", () => {
    const rules = { ...plainRules, missing: ["NA"], suppressed: ["<5"] };
    expect(readCount("NA", rules)).toMatchObject({ status: cellStatus.missing });
    expect(readCount("<5", rules)).toMatchObject({ status: cellStatus.suppressed });
  });
  it.each(["999", "-1", "not published this year"])(
    "is none where %s was declared to be a marker",
    (mark) => {
      for (const read of [readCount, readNumber]) {
        expect(read(mark, { ...plainRules, suppressed: [mark] })).toEqual({
          value: Number.NaN,
          status: cellStatus.suppressed,
        });
        expect(read(mark, { ...plainRules, missing: [mark], suppressed: [mark] })).toMatchObject({
          status: cellStatus.missing,
        });
        expect(read("4", { ...plainRules, suppressed: [mark] })).toMatchObject({ value: 4 });
      }
    },
  );
  it.each(["N/A", "NULL", "*", "Suppressed", "Fewer than 5"])(
    "can be declared as the advice about %s says",
    (text) => {
      const { fix } = readCount(text) as CellFault;
      const [, option, mark] = /--(missing|suppressed) "(.+)"$/.exec(fix)!;
      expect(readCount(text, { ...plainRules, [option!]: [mark!] })).toMatchObject({ value: Number.NaN });
    },
  );
  it("refuses every spelling that programs read differently", () => {
    const spoilt = [
      "1,204",
      "1 204",
      "1,5",
      "12%",
      "£9",
      "(12)",
      "−5",
      "1e309",
      "1e3",
      "NaN",
      "Infinity",
      "0x1F",
      "0b11",
      "１２",
      "12a",
    ];
    for (const text of spoilt) expect([text, code(readCount(text))]).toEqual([text, "data/count"]);
    for (const text of ["-5", "5.5"]) expect(code(readCount(text))).toBe("data/range");
    expect(code(readCount("9".repeat(17)))).toBe("data/count");
  });
  it("answers at once to a cell of a million characters", () => {
    // Work that grows with the square of a cell would take hours here: the suite's own limit ends it.
    const long = ["1".repeat(1e6), "1,".repeat(5e5), " ".repeat(1e6), "(".repeat(1e6)];
    expect(long.map((text) => code(readCount(text)))).toEqual([
      "data/count",
      "data/count",
      undefined,
      "data/count",
    ]);
  });
});

describe("a number", () => {
  it("has one decimal mark: the declared one", () => {
    expect(readNumber(".25")).toMatchObject({ value: 0.25 });
    expect(readNumber("1.5e-3")).toMatchObject({ value: 0.0015 });
    expect(readNumber("0,56", { ...plainRules, decimal: "," })).toMatchObject({ value: 0.56 });
    expect(code(readNumber("0,56"))).toBe("data/number");
    expect(code(readNumber("1e999"))).toBe("data/number");
  });
});

describe("a period", () => {
  const read = (text: string, kind?: Parameters<typeof readPeriod>[1]): string => {
    const reading = readPeriod(text, kind);
    return isFault(reading) ? reading.fault : formatPeriod(reading.ordinal, reading.frequency);
  };
  it("reads one thing or nothing", () => {
    expect(read("2024-03", "month")).toBe("2024-03");
    expect(read("202403", "month")).toBe("2024-03");
    expect(read("2023/24", "year")).toBe("2023/24");
    expect(read("2023/25", "year")).toBe("data/date-format");
    expect(read("03/04/2024", "date")).toBe("data/date-ambiguous");
    expect(read("2024-02-30", "date")).toBe("data/date-format");
    expect(read("45285", "date")).toBe("data/date-format");
    expect(read("Jan-24", "month")).toBe("data/date-format");
    expect(read("", "month")).toBe("data/period-missing");
  });
  it.each([
    ["25/12/2023", "data/date-format", "DD/MM/YYYY"],
    ["12/25/2023", "data/date-format", "MM/DD/YYYY"],
    ["03/04/2024", "data/date-ambiguous", '"DD/MM/YYYY" or --date-format "MM/DD/YYYY"'],
    ["05/05/2024", "data/date-format", '--date-format "DD/MM/YYYY"'],
    ["31/31/2024", "data/date-format", "or declare --date-format"],
  ])("is not guessed from a slashed date: %s", (text, code, advice) => {
    expect(readPeriod(text, "date")).toMatchObject({ fault: code, fix: expect.stringContaining(advice) });
  });
  it("shows the date behind a spreadsheet's serial number", () => {
    expect(spreadsheetSerial("45285")).toBe("2023-12-25");
    expect((readPeriod("45285", "date") as CellFault).why).toContain("2023-12-25");
    // Days of 1927 and of 2173 are no dates of a register: the numbers are numbers.
    expect(["10000", "99999", "4528"].map(spreadsheetSerial)).toEqual([undefined, undefined, undefined]);
  });
  it("places an instant on the declared calendar, and reads it as written without one", () => {
    const london = calendarOf("Europe/London");
    const day = (text: string, calendar?: typeof london): string =>
      formatPeriod(readInstant(text, calendar)!.day, "day");
    expect(day("2018-03-31T23:00:00+00:00", london)).toBe("2018-04-01");
    expect(day("2018-03-31T23:00:00+00:00")).toBe("2018-03-31");
    // Clocks went forward at 01:00 UTC on 31 March 2024, and back on 27 October.
    expect(day("2024-03-30T23:30Z", london)).toBe("2024-03-30");
    expect(day("2024-10-26T23:30Z", london)).toBe("2024-10-27");
    expect(day("2024-10-27T23:30Z", london)).toBe("2024-10-27");
    expect(readInstant("2024-03-31T00:30Z")!.utc).not.toBe(readInstant("2024-03-31T02:30+01:00")!.utc);
    expect(readInstant("2024-10-27T01:30")!.utc).toBeUndefined();
    expect(readInstant("2024-10-27T25:30Z")).toBeUndefined();
    // Half past eleven in the evening, five hours behind London's winter, is the next morning there.
    expect(day("2024-01-05T23:30-05:00", london)).toBe("2024-01-06");
    expect(day("2024-01-05T23:30-05:00", calendarOf("America/New_York"))).toBe("2024-01-05");
  });
  it("reads a declared format and nothing else", () => {
    const uk = dateFormat("DD/MM/YYYY")!;
    expect(formatPeriod(uk.read("03/04/2024")!.ordinal, "day")).toBe("2024-04-03");
    expect(uk.read("2024-04-03")).toBeUndefined();
    expect(uk.read("31/02/2024")).toBeUndefined();
    expect(formatPeriod(dateFormat("MMM-YY")!.read("Jan-24")!.ordinal, "month")).toBe("2024-01");
    expect(formatPeriod(dateFormat("MMM-YY")!.read("Jan-70")!.ordinal, "month")).toBe("1970-01");
    expect(formatPeriod(dateFormat("MMM-YY")!.read("Jan-69")!.ordinal, "month")).toBe("2069-01");
    expect(uk.read(`03/04/2024${" ".repeat(40)}`)).toBeUndefined();
    expect(dateFormat("DD/MM")).toBeUndefined();
    expect(dateFormat("DD/DD/YYYY MM")).toBeUndefined();
  });
  it("knows which orders a slashed date allows", () => {
    const dates = ["25/12/2023", "12/25/2023", "03/04/2024", "5/05/2024", "31/31/2024", "2024-01-01"];
    expect(dates.map(dayOrder)).toEqual(["day-first", "month-first", "either", "same", "neither", undefined]);
    const years = ["1999/00", "1999-2000", "Apr 2018 to Mar 2019", "FY 2015-16", "2024-01"].map(
      financialPeriod,
    );
    expect(years.map((year) => year?.ordinal)).toEqual([1999, 1999, 2018, 2015, undefined]);
    expect(financialPeriod("Jan 2018 to Dec 2018")).toEqual({ frequency: "year", ordinal: 2018 });
    expect(financialPeriod("Jul 2018 to Jun 2019")?.frequency).toBe("financial-year-july");
    expect(financialPeriod("Q3 2015/16")).toEqual({ frequency: "financial-quarter", ordinal: 2015 * 4 + 2 });
  });
});
