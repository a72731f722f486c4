import { describe, expect, it } from "vitest";
import { faultLog } from "../../../src/ingest/gate/faults.ts";
import { watchKeys } from "../../../src/ingest/validation/panel-keys.ts";
import { watchRepeats } from "../../../src/ingest/validation/repeats.ts";

const told = (log: ReturnType<typeof faultLog>): string[] =>
  log.list().map(({ code, line, count }) => `${code} ${line} ×${count}`);

describe("keys of a table too long to be held in memory", () => {
  it("are checked in the first million rows, and the reader is told so", () => {
    const log = faultLog("a.csv");
    const keys = watchKeys("unit", undefined, log);
    const names = Array.from({ length: 1000 }, (_, i) => `n${i}`);
    let line = 1;
    for (const unit of names) for (const period of names) keys.row({ line: ++line, unit, rest: "", period });
    // A key that stands already, twice: behind the limit nobody looks.
    for (const again of [1_000_002, 1_000_003]) keys.row({ line: again, unit: "n0", rest: "", period: "n0" });
    keys.finish();
    expect(told(log)).toEqual(["data/keys-unchecked null ×2"]);
  });
});

describe("periods that a unit lacks between two that it has", () => {
  it("are counted over all units, and told on the first line behind one", () => {
    const log = faultLog("a.csv");
    const keys = watchKeys("unit", undefined, log);
    const row = (line: number, unit: string, ordinal: number) =>
      keys.row({ line, unit, rest: "", period: String(ordinal), place: { ordinal, frequency: "month" } });
    row(2, "A", 24_290);
    row(3, "B", 24_288);
    row(4, "B", 24_292);
    row(5, "A", 24_296);
    row(6, "A", 24_298);
    keys.finish();
    // A: five months before line 5 and one before line 6; B: three before line 4.
    expect(told(log)).toEqual(["data/gap 4 ×9"]);
    expect(log.list()[0]!.message).toContain("no row for 2024-04");
  });
});

describe("rows that repeat an earlier one in every cell", () => {
  const row = (line: number, ...cells: string[]) => ({
    line,
    cells,
    columns: cells.length,
    blank: false,
    odd: false,
  });
  it("are told once, with their first line and their number", () => {
    const log = faultLog("a.csv");
    const repeats = watchRepeats(log);
    for (const line of [2, 3, 4]) repeats.row(row(line, "x", "y", "z"));
    expect(told(log)).toEqual(["data/duplicate-row 3 ×2"]);
    expect(log.list()[0]!.message).toBe("the row repeats line 2 in every cell");
  });
  it.each([
    ["of two columns", ["x", "y"]],
    ["longer than is worth remembering", ["x", "y", "z".repeat(2000)]],
  ])("are nobody's business in rows %s", (_, cells) => {
    const log = faultLog("a.csv");
    const repeats = watchRepeats(log);
    for (const line of [2, 3]) repeats.row(row(line, ...cells));
    expect(told(log)).toEqual([]);
  });
  it("are looked for among the first 200,000 different ones", () => {
    const log = faultLog("a.csv");
    const repeats = watchRepeats(log);
    for (let line = 2; line <= 200_002; line++) repeats.row(row(line, String(line), "", ""));
    repeats.row(row(200_003, "200002", "", ""));
    expect(told(log)).toEqual([]);
    repeats.row(row(200_004, "200001", "", ""));
    expect(told(log)).toEqual(["data/duplicate-row 200004 ×1"]);
  });
});
