import { describe, expect, it } from "vitest";
import { validateTable } from "../../../src/ingest/validation/validate-table.ts";
import { plainDialect } from "../../../src/model/source.ts";
import { cleanUp, scratch } from "../scratch.ts";

cleanUp();
/** What is said of a column of dates, one cell a row from line 2 on. */
const told = async (...dates: readonly string[]): Promise<string[]> => {
  const rows = dates.map((date, i) => `area ${i},${date},7\n`);
  const { diagnostics } = await validateTable(scratch(`ward,date,calls\n${rows.join("")}`), plainDialect);
  return diagnostics.map(({ code, severity, line, count }) => `${code} ${severity} ${line} ×${count}`);
};

describe("a column of dates whose format nobody declared", () => {
  it.each([
    ["the year first throughout", ["2024-01-05", "2024-01-06"], []],
    ["only day first fits one", ["03/04/2024", "25/12/2023"], ["data/date-order note 3 ×1"]],
    ["only month first fits one", ["03/04/2024", "12/25/2023"], ["data/date-order note 3 ×1"]],
    ["both fit all", ["03/04/2024", "05/06/2024"], ["data/date-ambiguous error 2 ×2"]],
    ["one of each", ["25/12/2023", "12/25/2023"], ["data/date-format error 3 ×1"]],
    ["two ways", ["2024-01-05", "25/12/2023", "26/12/2023"], ["data/date-format error 3 ×1"]],
    ["a day that reads the same either way", ["05/05/2024", "25/12/2023"], ["data/date-order note 3 ×1"]],
    [
      "the same either way, with a time",
      ["05/05/2024 10:00", "25/12/2023 11:00"],
      ["data/date-order note 3 ×1"],
    ],
  ])("is judged by all of its cells: %s", async (_, dates, expected) => {
    expect(await told(...dates)).toEqual(expected);
  });
  it.each(["13/13/2024", "00/00/2024", "31/31/2024", "31/02/2024", "30.30.2024"])(
    "has no day %s in it, whatever its neighbours are",
    async (date) => {
      expect(await told("25/12/2023", date)).toEqual([
        "data/date-order note 2 ×1",
        "data/date-format error 3 ×1",
      ]);
    },
  );
});
