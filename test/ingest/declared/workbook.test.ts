import { writeOds } from "hucre/ods";
import { writeXlsx } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import { panelOf, valuesOf } from "./typed.ts";

const day = (month: number): Date => new Date(Date.UTC(2024, month - 1, 1));
const header = ["Ward", "Month", "Offences"];
const rows = [header, ["A", day(1), 3], ["A", day(2), 1204.5], ["B", day(1), 0], ["B", day(2), 7]];
const args = ["--format", "long", "--unit", "Ward", "--period", "Month", "--value", "Offences"];
const expected = {
  "A | 2024-01 | Offences": 3,
  "A | 2024-02 | Offences": 1204.5,
  "B | 2024-01 | Offences": 0,
  "B | 2024-02 | Offences": 7,
};
const named = { name: "table.xlsx" };
const dated = [{}, { numFmt: "yyyy-mm-dd" }, {}];

describe("a workbook", () => {
  it.each(["1900", "1904"] as const)("is read by its own date system: %s", async (dateSystem) => {
    const book = await writeXlsx({ dateSystem, sheets: [{ name: "Data", rows, columns: dated }] });
    expect(valuesOf(await panelOf(book, args, named))).toEqual(expected);
  });
  it("is read as .ods too", async () => {
    const book = await writeOds({ sheets: [{ name: "Data", rows }] });
    expect(valuesOf(await panelOf(book, args, { name: "table.ods" }))).toEqual(expected);
  });
  it("has its dates beside a declared format, and its numbers whatever marks were declared", async () => {
    const book = await writeXlsx({ sheets: [{ name: "Data", rows, columns: dated }] });
    const declared = [...args, "--date-format", "DD/MM/YYYY", "--frequency", "month", "--decimal", ","];
    expect(valuesOf(await panelOf(book, declared, named))).toEqual(expected);
  });
  it("has title rows skipped, or a range read, or a sheet named", async () => {
    const titled = [["Recorded crime"], [], ...rows, [], ["Source: police"]];
    const notes = { name: "Notes", rows: [["About this file"]] };
    const book = await writeXlsx({ sheets: [notes, { name: "Table 1", rows: titled, columns: dated }] });
    const sheet = [...args, "--sheet", "Table 1"];
    expect(valuesOf(await panelOf(book, [...sheet, "--skip", "2", "--footer", "1"], named))).toEqual(
      expected,
    );
    expect(valuesOf(await panelOf(book, [...sheet, "--range", "A3:C7"], named))).toEqual(expected);
    await expect(panelOf(book, [...args, "--sheet", "Table"], named)).rejects.toMatchObject({
      code: "usage/sheet",
      exit: 2,
    });
  });
  it("tells of other sheets, merged cells and hidden rows", async () => {
    const merged = [header, ["A", day(1), 3], [null, day(2), 1204.5], ["B", day(1), 0], ["B", day(2), 7]];
    const book = await writeXlsx({
      sheets: [
        {
          name: "Data",
          rows: merged,
          columns: dated,
          merges: [{ startRow: 1, startCol: 0, endRow: 2, endCol: 0 }],
          rowDefs: new Map([[4, { hidden: true }]]),
        },
        { name: "Other", rows: [["x"]] },
      ],
    });
    const read = await panelOf(book, args, named);
    expect(valuesOf(read)).toEqual(expected);
    expect(read.diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual(
      expect.arrayContaining(["workbook/sheets null", "workbook/merged 2", "workbook/hidden 5"]),
    );
  });
  it("has formulas read by the value that was stored, and refused where none was", async () => {
    const cells = (value: number | null) =>
      new Map([["1,2", { value, type: "formula" as const, formula: "1+2", formulaResult: value }]]);
    const book = (value: number | null) =>
      writeXlsx({ sheets: [{ name: "Data", rows, columns: dated, cells: cells(value) }] });
    expect(valuesOf(await panelOf(await book(3), args, named))).toEqual(expected);
    await expect(panelOf(await book(null), args, named)).rejects.toMatchObject({ code: "workbook/formula" });
  });
  it("is refused where it cannot be read", async () => {
    await expect(panelOf("PK\u0003\u0004 and nothing else", args, named)).rejects.toMatchObject({
      code: "ingest/workbook",
      exit: 3,
    });
  });
});
