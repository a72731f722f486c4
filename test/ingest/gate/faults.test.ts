import { describe, expect, it } from "vitest";
import { faultLog } from "../../../src/ingest/gate/faults.ts";
import { ledgerOf } from "../../../src/ingest/rows/source-reader.ts";

describe("the faults of a file", () => {
  it("come by line, and those of the whole file last", () => {
    const log = faultLog("a.csv");
    log.tally("note", "x/whole", "of the file");
    log.error("x/late", "late", { line: 9 });
    log.tally("warning", "x/often", "often", { line: 3, column: "c" });
    log.error("x/early", "early", { line: 1 });
    log.tally("warning", "x/often", "often", { line: 5, column: "c", count: 4 });
    log.tally("warning", "x/often", "often", { line: 4, column: "d" });
    expect(log.list().map(({ code, line, column, count }) => [code, line, column, count])).toEqual([
      ["x/early", 1, null, 1],
      ["x/often", 3, "c", 5],
      ["x/often", 4, "d", 1],
      ["x/late", 9, null, 1],
      ["x/whole", null, null, 1],
    ]);
    expect([log.errors(), log.latest()]).toEqual([2, "x/early"]);
  });
  it("are counted where they are too many to be listed", () => {
    const log = faultLog("a.csv");
    for (let line = 1; line <= 100_003; line++) log.error(line % 2 ? "x/odd" : "x/even", "bad", { line });
    expect(log.errors()).toBe(100_003);
    const list = log.list();
    expect(list).toHaveLength(100_002);
    expect(list.slice(-2).map(({ code, count, line, message }) => [code, count, line, message])).toEqual([
      ["x/odd", 2, null, "2 more of the same, not listed one by one"],
      ["x/even", 1, null, "1 more of the same, not listed one by one"],
    ]);
  });
});

it("gives the reason for which rows are left out, and the code itself where no words are known", () => {
  const excluded = new Map([
    ["x/unheard-of", 2],
    ["csv/width", 1],
  ]);
  expect(ledgerOf(10, excluded)).toEqual({
    read: 10,
    used: 7,
    excluded: [
      { code: "csv/width", reason: "not as wide as the header", rows: 1 },
      { code: "x/unheard-of", reason: "the fault x/unheard-of", rows: 2 },
    ],
  });
});
