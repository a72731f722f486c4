import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { parseColumns } from "../../../src/ingest/validation/columns-spec.ts";
import { validateTable } from "../../../src/ingest/validation/validate-table.ts";
import type { Diagnostic } from "../../../src/model/diagnostic.ts";
import { type Dialect, plainDialect } from "../../../src/model/source.ts";
import { cleanUp, scratch } from "../scratch.ts";

cleanUp();
const columns = "place:text,month:month,arm:category(treated|comparison),crimes:count";
const head = "place,month,arm,crimes\n";
const good = `${head}North,2024-01,treated,14\nNorth,2024-02,treated,11\nSouth,2024-01,comparison,9\nSouth,2024-02,comparison,12\n`;

const validate = (text: string | Uint8Array, dialect: Partial<Dialect> = {}, spec = "", name = "table.csv") =>
  validateTable(scratch(text, name), { ...plainDialect, ...dialect }, spec ? parseColumns(spec) : []);
const short = (all: readonly Diagnostic[]): string[] => all.map(({ code, line }) => `${code} ${line}`);
const faults = async (
  text: string | Uint8Array,
  dialect: Partial<Dialect> = {},
  spec = columns,
): Promise<string[]> => short((await validate(text, dialect, spec)).diagnostics);

it("finds nothing in a good file, and counts it", async () => {
  const { rows, used, columns: wide, diagnostics } = await validate(good, {}, columns);
  expect([rows, used, wide, diagnostics]).toEqual([4, 4, 4, []]);
});

describe("columns as they are declared", () => {
  it.each([
    ["a category without words", "arm:category"],
    ["words for a count", "n:count(a|b)"],
    ["a blank word", "arm:category(a||b)"],
    ["a type that is none", "n:cuont"],
    ["no type", "ward"],
    ["no name", ":count"],
    ["one name twice", "ward:text,WARD:text"],
  ])("are refused with %s", (_, spec) => {
    expect(() => parseColumns(spec)).toThrow(expect.objectContaining({ code: "usage/columns", exit: 2 }));
  });
  it("may hold commas between the words of a category", () => {
    expect(parseColumns("a:text, arm : category( x | y,z )")).toEqual([
      { name: "a", kind: "text" },
      { name: "arm", kind: "category", words: ["x", "y,z"] },
    ]);
  });
});

describe("files that are no table", () => {
  it.each([
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])],
    ["a workbook", Buffer.from("PK\u0003\u0004rest")],
    ["a page", "<!doctype html><title>Sign in</title>"],
    ["JSON", '[{"a":1}]'],
    ["a pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n"],
    ["a document", "%PDF-1.4\n"],
    ["gzip by another name", gzipSync(good)],
  ])("%s", async (_, bytes) => {
    expect(await faults(bytes)).toEqual(["file/not-csv 1"]);
  });
  it("reads gzip that says so, and refuses gzip cut short", async () => {
    expect((await validate(gzipSync(good), {}, columns, "table.csv.gz")).rows).toBe(4);
    const cut = gzipSync(Buffer.from(good.repeat(500))).subarray(0, 40);
    const { diagnostics } = await validate(cut, {}, columns, "table.csv.gz");
    expect(short(diagnostics)).toContain("file/gzip 1");
  });
  it("sees an unfinished merge", async () => {
    expect(await faults(`${head}<<<<<<< HEAD\nNorth,2024-01,treated,1\n=======\n`)).toContain(
      "file/conflict 2",
    );
  });
  it("tells an empty file from a header without rows", async () => {
    expect(await faults(" \n\t\n")).toEqual(["csv/empty 1"]);
    expect(await faults(head)).toEqual(["csv/no-rows 1"]);
  });
});

describe("encodings", () => {
  it("keeps the rows above a fault of UTF-16, and names its line", async () => {
    const bytes = Buffer.from(`\ufeff${good}`, "utf16le");
    bytes.set([0x00, 0xdc], bytes.indexOf(Buffer.from("South", "utf16le")));
    const { diagnostics, rows } = await validate(bytes, {}, columns);
    expect(short(diagnostics)).toEqual(["csv/encoding 4"]);
    expect(diagnostics[0]!.message).toContain("is not utf-16le");
    expect(rows).toBe(2);
  });
  it("names the byte, its offset and its line, and reads the file once the encoding is declared", async () => {
    const latin = Buffer.from(good.replaceAll("North", "Caf\xe9 \xa31"), "latin1");
    const { diagnostics } = await validate(latin, {}, columns);
    expect(diagnostics[0]).toMatchObject({ code: "csv/encoding", line: 2 });
    expect(diagnostics[0]!.message).toContain(`0xE9 at offset ${head.length + 3}`);
    expect(await faults(latin, { encoding: "windows-1252" })).toEqual([]);
  });
  it("reads UTF-16 with its mark and asks about UTF-16 without", async () => {
    expect(await faults(Buffer.from(`\ufeff${good}`, "utf16le"))).toEqual([]);
    const { diagnostics } = await validate(Buffer.from(good, "utf16le"), {}, columns);
    expect(diagnostics[0]).toMatchObject({ code: "csv/nul", line: 1 });
    expect(diagnostics[0]!.fix).toContain("utf-16le");
  });
});

describe("structure", () => {
  it("finds every ragged row, not only the first", async () => {
    const text = `${head}a,2024-01,treated\nb,2024-01,treated,1\nc,2024-01,comparison,1,204\n`;
    const { diagnostics, rows, used } = await validate(text, {}, columns);
    expect(short(diagnostics)).toEqual(["csv/width 2", "csv/width 4"]);
    expect(diagnostics[1]!.fix).toContain("thousands");
    expect([rows, used]).toEqual([3, 1]);
  });
  it.each([
    ["a title above the header", `Extract of crimes\n\n${good}`, "csv/header-title 1"],
    ["a comment above the header", `# extract\n${good}`, "csv/header-title 1"],
    ["no header", good.slice(head.length), "csv/header-missing 1"],
    ["another delimiter", good.replaceAll(",", ";"), "csv/delimiter 1"],
    ["two headers", `Area,Period,Group,Count\n${good}`, "csv/header-two 1"],
    ["the header again", `${good}${head}`, "csv/header-repeated 6"],
    ["a blank name", good.replace("arm", ""), "csv/header-blank 1"],
    ["one name twice", good.replace("arm", "MONTH"), "csv/header-duplicate 1"],
    ["spaces around a name", good.replace("crimes", " crimes "), "csv/header-spelling 1"],
    ["blank rows", good.replace("South", "\n,,,\nSouth"), "csv/blank-row 4"],
    ["mixed line ends", good.replace("14\n", "14\r\n"), "csv/line-ends 2"],
    ["a quote never closed", good.replace("South", '"South'), "csv/quote 4"],
    ["a note below", `${good}\nSource: records\n`, "csv/width 7"],
    ["the end mark of a DOS file", `${good}\u001a`, "csv/width 6"],
  ])("%s", async (_, text, expected) => {
    expect(await faults(text, {}, "")).toContain(expected);
  });
  it.each([
    ["tabs", good.replaceAll(",", "\t"), "csv/delimiter 1", "declare it: --delimiter tab"],
    [
      "a title over numbers alone",
      "Crimes,,\n1,2,3\n4,5,6\n",
      "csv/header-title 1",
      "start the file with its header",
    ],
    ["rows of delimiters alone", `${head},,,\n,,,\n`, "csv/no-rows 1", "check that the export finished"],
  ])("says what to do about %s", async (_, text, expected, fix) => {
    const { diagnostics } = await validate(text);
    expect(short(diagnostics)).toContain(expected);
    expect(diagnostics.find(({ severity }) => severity === "error")!.fix).toBe(fix);
  });
  it("takes Excel's word for the delimiter and keeps the line numbers", async () => {
    const text = `sep=;\r\n${good.replaceAll(",", ";").replaceAll("\n", "\r\n").replace("14", "x")}`;
    expect(await faults(text)).toEqual(["csv/sep-line 1", "data/count 3"]);
  });
  it("does not take the columns of a wide table for data", async () => {
    expect(await faults("place,2023,2024\nNorth,2100,2022\n", {}, "")).toEqual([]);
  });
  it("keeps hostile column names as plain data", async () => {
    const { header, rows } = await validate("place,__proto__,constructor\nNorth,x,y\n");
    expect([header, rows]).toEqual([["place", "__proto__", "constructor"], 1]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe("size", () => {
  it("answers at once to cells of a million characters made to slow a reader down", async () => {
    const nasty = [
      "a".repeat(1e6),
      "1,".repeat(4e5),
      " ".repeat(1e6),
      "\t".repeat(1e6),
      "(".repeat(1e6),
      "é".repeat(5e5),
      "\u202e".repeat(3e5),
      "0 ".repeat(5e5),
    ];
    for (const cell of nasty) {
      // Work that grows with the square of a cell would take hours here: the suite's own limit ends it.
      const { rows } = await validate(`${head}"${cell}",2024-01,treated,"${cell}"\n`, {}, columns);
      expect(rows).toBe(1);
    }
  });
  it("refuses one column more than a spreadsheet has, and one character more than a cell may", async () => {
    const names = (n: number): string => Array.from({ length: n }, (_, i) => `c${i}`).join(",");
    expect(await faults(`${names(16_384)}\n${"1,".repeat(16_383)}1\n`, {}, "")).toEqual([]);
    expect(await faults(`${names(16_385)}\n${"1,".repeat(16_384)}1\n`, {}, "")).toContain(
      "csv/column-limit 1",
    );
    expect(await faults(`a,b\n1,${"x".repeat(1_048_577)}\n`, {}, "")).toEqual(["csv/cell-limit 2"]);
  });
});

describe("values and keys", () => {
  it("finds a bad value behind five thousand good ones", async () => {
    const rows = Array.from(
      { length: 5000 },
      (_, i) => `P${i},2024-01,${i % 2 ? "treated" : "comparison"},${i % 9}`,
    );
    expect(await faults(`${head}${rows.join("\n")}\nlast,2024-01,treated,nil\n`)).toContain(
      "data/count 5002",
    );
  });
  it("finds a key twice behind more periods than are remembered by their spelling", async () => {
    const rows = Array.from({ length: 20_001 }, (_, i) => `A,${i + 3000},9`);
    const text = `ward,period,burglary\n${rows.join("\n")}\nA,23000,9\n`;
    expect(await faults(text, {}, "")).toEqual(["data/duplicate-key 20003"]);
  });
  it("lists 2,500 faults as 2,500", async () => {
    const rows = Array.from({ length: 2500 }, (_, i) => `P${i},2024-01,treated,bad`);
    const found = await faults(`${head}${rows.join("\n")}\n`);
    expect(found.filter((one) => one.startsWith("data/count"))).toHaveLength(2500);
  });
  it.each([
    ["one key twice", `${good}North,2024-02,treated,11\n`, "data/duplicate-key 6"],
    [
      "a unit that changes its arm",
      good.replace("2024-02,treated", "2024-02,comparison"),
      "data/arm-changes 3",
    ],
    ["a gap", `${good}South,2024-04,comparison,5\n`, "data/gap 6"],
    ["a total below", `${good}Total,,,46\n`, "data/period-missing 6"],
    ["a third arm", good.replace("comparison,9", "control,9"), "data/category 4"],
    ["two spellings of a unit", good.replace("South,2024-02", "SOUTH ,2024-02"), "data/variant 5"],
    ["a Cyrillic letter", good.replace("South,2024-02", "Sоuth,2024-02"), "data/variant 5"],
    ["an escape sequence", good.replace("South", "\u001b[31mSouth"), "data/control 4"],
    ["a spreadsheet's identifier", good.replaceAll("North", "1.23E+11"), "data/spreadsheet-id 2"],
    ["markers of official statistics", good.replace(",9", ",[c]"), "data/shorthand 4"],
    ["one arm only", good.replaceAll("comparison", "treated"), "data/no-comparison null"],
    ["small counts", good.replace(/\d+\n/g, "2\n").replace(/^.*\n/, head), "privacy/small-counts 2"],
  ])("%s", async (_, text, expected) => {
    expect(await faults(text)).toContain(expected);
  });
  it("refuses dates that fit two readings, unless the format is declared", async () => {
    const text = "ward,date,arm,calls\nE,03/04/2024,treated,4\nE,05/06/2024,treated,5\n";
    expect(await faults(text, {}, "")).toEqual(["data/date-ambiguous 2"]);
    expect(await faults(text, { dateFormat: "DD/MM/YYYY" }, "")).toEqual([]);
    expect(await faults(text.replace("05/06", "25/06"), {}, "")).toEqual(["data/date-order 3"]);
    expect(await faults(text.replace("05/06/2024", "2024-06-05"), {}, "")).toEqual(["data/date-format 3"]);
    expect(await faults(text.replace("03/04", "13/04").replace("05/06", "05/16"), {}, "")).toEqual([
      "data/date-format 3",
    ]);
  });
  it.each([
    ["periods of two lengths", "ward,period,burglary\nA,2024-01,9\nA,2024-Q2,9\n", ["data/period-mixed 3"]],
    [
      "areas told apart by two columns",
      "ward,ward_name,month,burglary\nA,North,2024-01,9\nA,South,2024-01,9\nA,North,2024-01,7\n",
      ["data/duplicate-key 4"],
    ],
    [
      "a blank unit, which may be a total",
      "ward,month,burglary\nA,2024-01,9\n,2024-01,9\n,2024-02,9\n",
      ["data/key-missing 3"],
    ],
    [
      "times with their offsets: one hour twice is two rows",
      "ward,time,calls\nA,2024-10-27T01:30+01:00,9\nA,2024-10-27T01:30Z,9\nA,2024-10-27T00:30Z,9\n",
      ["data/duplicate-key 4"],
    ],
    ["counts of events that nobody dated", "a,b,c\n1,x,2\n2,x,2\n1,x,2\n", ["data/duplicate-row 4"]],
  ])("looks at keys as names of columns tell: %s", async (_, text, expected) => {
    expect(await faults(text, {}, "")).toEqual(expected);
  });
  it("refuses a blank unit where the column was declared to name it", async () => {
    const { diagnostics, used, excluded } = await validate(good.replace("South", ""), {}, columns);
    expect(short(diagnostics)).toEqual(["data/key-missing 4"]);
    expect([used, excluded]).toEqual([3, [{ code: "data/key-missing", rows: 1 }]]);
  });
  it("reads numbers where numbers are declared, and words of a category that is no arm", async () => {
    const text =
      "place,month,kind,rate\nN,2024-01,theft,1.5\nN,2024-01,arson,-2\nN,2024-02,theft,x\nN,2024-02,arson,1\n";
    const spec = "place:text,month:month,kind:category(theft|arson),rate:number";
    expect(await faults(text, {}, spec)).toEqual(["data/number 4"]);
    // Without the kind of crime the same unit and period stand twice.
    expect(await faults(text, {}, "place:text,month:month,rate:number")).toEqual([
      "data/duplicate-key 3",
      "data/number 4",
    ]);
  });
  it("takes a declared name for a column that is spelt otherwise, and says so", async () => {
    expect(await faults(good.replace("crimes", "Crimes"))).toEqual(["csv/header-spelling 1"]);
  });
  it("heeds declared markers in counts", async () => {
    const text = good.replace(",9", ",999");
    const { diagnostics } = await validate(
      `${text}East,2024-01,treated,3\nEast,2024-02,treated,2\nWest,2024-01,treated,1\nWest,2024-02,treated,1\n`,
      { suppressed: ["999"] },
      columns,
    );
    // Four of seven counts are small: the hidden one is not counted among them.
    expect(diagnostics.map(({ code, count }) => `${code} ×${count}`)).toEqual(["privacy/small-counts ×4"]);
  });
  it("checks no keys where every unit stands in every arm", async () => {
    const text = `${head}All,2024-01,treated,9\nAll,2024-01,comparison,9\nAll,2024-01,comparison,8\n`;
    expect(await faults(text)).toEqual(["data/arm-crossed null"]);
  });
});

describe("people", () => {
  const secret = ["Jane Example", "1990-01-02", "ZZ99 3WZ", "07700 900123", "jane@example.com", "QQ123456C"];
  it("refuses columns about persons and repeats none of their cells", async () => {
    const text = `ward,month,burglary,name,dob,postcode,phone,email,nino\nE1,2024-01,4,${secret.join(",")}\n`;
    const { diagnostics } = await validate(text);
    const personal = diagnostics.filter((one) => one.code === "privacy/personal").map((one) => one.column);
    expect(personal).toEqual(["name", "dob", "postcode", "phone", "email", "nino"]);
    for (const word of secret) expect(JSON.stringify(diagnostics)).not.toContain(word);
  });
  it("repeats no personal cell that strays into a column of counts, or into a broken line", async () => {
    const text = `ward,month,burglary\nE1,2024-01,jane@example.com\nE1,2024-02,"07700 900123" x\nE2,2024-01,QQ123456C\n`;
    const { diagnostics } = await validate(text);
    expect(diagnostics.length).toBeGreaterThan(2);
    for (const word of secret) expect(JSON.stringify(diagnostics)).not.toContain(word);
  });
  it("takes one address for a fault of the whole column, and one number like a telephone's for chance", async () => {
    const codes = Array.from({ length: 20 }, (_, i) => `R${i},x,y`);
    const text = (cell: string): string => `ref,b,c\n${codes.join("\n")}\n${cell},x,y\n`;
    expect(await faults(text("jane@example.com"), {}, "")).toEqual(["privacy/personal 1"]);
    expect(await faults(text("07700 900123"), {}, "")).toEqual([]);
    // Beside numbers by chance the address is a fault all the same.
    expect(await faults(text("07700 900123,x,y\n07700 900124,x,y\njane@example.com"), {}, "")).toEqual([
      "privacy/personal 1",
    ]);
    const { diagnostics } = await validate(
      `ref,b,c\njane@example.com,x,y\n${"07700 900123,x,z\n".repeat(2)}`,
    );
    expect(diagnostics[0]!.message).toContain("telephone numbers");
  });
  it("only wonders about a name or an address", async () => {
    const { diagnostics } = await validate(
      "id,name,address\n1,North Gallery,1 Main Street\n2,South Gallery,2 Main Street\n",
    );
    expect(diagnostics.map((one) => one.severity)).toEqual(["note", "note"]);
  });
});
