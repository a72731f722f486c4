import { describe, expect, it } from "vitest";
import { readBreaks } from "../../../src/ingest/typed/breaks.ts";
import { readRegister } from "../../../src/ingest/typed/register.ts";
import { readUnits } from "../../../src/ingest/typed/units.ts";
import { InputError } from "../../../src/model/errors.ts";
import { cleanUp, scratch } from "../scratch.ts";

cleanUp();
const faults = async (reading: Promise<unknown>): Promise<string[]> => {
  const error = await reading.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).faults.map(({ code, line, column }) => `${code} ${line} ${column}`);
};

describe("interventions.csv", () => {
  const register = (rows: string): Promise<unknown> =>
    readRegister(scratch(`id,title,unit,start,end,role,problem,partners,cost\n${rows}`, "interventions.csv"));
  it("groups rows by id, with roles, the earliest start and whatever else is said", async () => {
    const { register: found, diagnostics } = await readRegister(
      scratch(
        "id,title,unit,start,role,partners,cost\nlights,New lights,Hill,2024-06-15,,council; police,9\nlights,New lights,Dale,2024-04,treated,,\nlights,New lights,Mead,,comparison,,\n",
        "interventions.csv",
      ),
    );
    expect(diagnostics).toEqual([]);
    const [lights] = found.interventions;
    expect(lights).toMatchObject({
      id: "lights",
      title: "New lights",
      staggered: true,
      partners: ["council", "police"],
    });
    expect(lights!.start.text).toBe("2024-04");
    expect(lights!.units.map(({ unit, role, start }) => [unit, role, start?.period.frequency])).toEqual([
      ["Hill", "treated", "day"],
      ["Dale", "treated", "month"],
      ["Mead", "comparison", undefined],
    ]);
    expect(lights!.extra.get("cost")).toBe("9");
  });
  it("finds every fault at once, each with its line and column", async () => {
    const rows = [
      "A b,T,Hill,2024-01,,,,,",
      ",T,Hill,2024-01,,,,,",
      "ok,T,,2024-01,,,,,",
      "ok,T,Dale,2024-13,,,,,",
      "ok,T,Mead,,,treeted,,,",
      "ok,T,Ford,2024-05,2024-01,,,,",
      "ok,T,Lea,,,,,,",
      "late,T,Hill,2024-01,,comparison,,,",
    ];
    expect(await faults(register(`${rows.join("\n")}\n`))).toEqual([
      "register/id 2 id",
      "register/id 3 id",
      "register/blank 4 unit",
      "register/start 5 start",
      "register/role 6 role",
      "register/end 7 end",
      "register/start 8 start",
      "register/no-treated 9 role",
    ]);
  });
  it("refuses a unit twice in one intervention, however it is spelt", async () => {
    expect(await faults(register("a,T,Hill,2024-01,,,,,\na,T,hill ,2024-02,,comparison,,,\n"))).toContain(
      "register/twice 3 unit",
    );
  });
  it("tells of rows that differ and takes the first", async () => {
    const { register: found, diagnostics } = await readRegister(
      scratch("id,title,unit,start\na,One,Hill,2024-01\na,Two,Dale,2024-01\n", "interventions.csv"),
    );
    expect(found.interventions[0]!.title).toBe("One");
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual(["register/differs 3"]);
  });
  it.each([
    ["2024-04-15", "2024-04", true],
    ["2024-04-15", "2024", true],
    ["2024-04", "2024-Q2", true],
    ["2024-04-15", "2024-W16", true],
    ["2024-04-15", "2024-W15", false],
    ["2024-04", "2023", false],
    ["2024-Q2", "2024-03", false],
    ["7", "9", true],
    ["7", "6", false],
    ["2024-04", "6", false],
  ])("with a start of %s takes an end of %s by the last day that it means", async (start, end, sound) => {
    const reading = register(`a,T,Hill,${start},${end},,,,\n`);
    if (sound) await expect(reading).resolves.toMatchObject({ diagnostics: [] });
    else expect(await faults(reading)).toEqual(["register/end 2 end"]);
  });
  it("keeps what is said of the problem and the end, and takes the id for a title", async () => {
    const { register: found } = await readRegister(
      scratch(
        "id,title,unit,start,end,problem\nlights,,Hill,2024-Q2,2024-09,robbery\nlights,,Dale,2024-W20,,\nlights,,Mead,2023,,\n",
      ),
    );
    const [lights] = found.interventions;
    expect(lights).toMatchObject({ title: "lights", problem: "robbery", start: { text: "2023" } });
    expect(lights!.units.map(({ end }) => end?.text)).toEqual(["2024-09", undefined, undefined]);
  });
  it("refuses starts of which some are dates and others whole numbers", async () => {
    expect(await faults(register("a,T,Hill,2024-01,,,,,\na,T,Dale,17,,,,,\n"))).toEqual([
      "register/mixed-periods 2 start",
    ]);
  });
  it.each([
    ["nothing", "", "csv/empty 1 undefined"],
    ["a web page", "<!doctype html>", "file/not-csv 1 undefined"],
    ["a header alone", "id,title,unit,start\n", "csv/no-rows 1 undefined"],
  ])("is refused when it holds %s", async (_, text, fault) => {
    expect(await faults(readRegister(scratch(text)))).toEqual([fault]);
  });
  it("names the columns that are not there", async () => {
    expect(await faults(readRegister(scratch("id,name\na,b\n", "interventions.csv")))).toEqual([
      "csv/column-missing 1 title",
      "csv/column-missing 1 unit",
      "csv/column-missing 1 start",
    ]);
  });
});

describe("a cell that looks like a person's", () => {
  const told = async (reading: Promise<unknown>): Promise<string> =>
    JSON.stringify(((await reading.catch((thrown: unknown) => thrown)) as InputError).faults);
  it("is not repeated, in whatever column of a register it stands", async () => {
    const rows = ["jane@example.com,T,Hill,2024-01,", "b,T,Dale,07700 900123,", "c,T,Mead,2024-01,QQ123456C"];
    const words = await told(readRegister(scratch(`id,title,unit,start,role\n${rows.join("\n")}\n`)));
    expect(words).not.toMatch(/jane|07700|QQ12/);
    expect(words).toContain("the start (not shown) is no day or period");
  });
  it("is not repeated from a list of neighbours, or from a column of numbers", async () => {
    const text = "unit,neighbours,people\nHill,jane@example.com,1\nDale,,2\nMead,,07700 900123\n";
    const words = await told(readUnits(scratch(text)));
    expect(words).not.toMatch(/jane|07700/);
  });
  it("is repeated from no register of breaks", async () => {
    const words = await told(readBreaks(scratch("from,title\njane@example.com,a\n")));
    expect(words).not.toContain("jane");
  });
});

describe("units.csv", () => {
  it("refuses a unit without a name", async () => {
    expect(await faults(readUnits(scratch("unit,population\n,1\nHill,2\n")))).toEqual([
      "register/blank 2 unit",
    ]);
  });
  it("tells numbers from text, and keeps neighbours", async () => {
    const { table, diagnostics } = await readUnits(
      scratch(
        "unit,population,kind,neighbours\nHill,1200,hill,Dale\nDale,,valley,Hill;Nowhere\n",
        "units.csv",
      ),
    );
    expect([...table.numbers]).toEqual([["population", Float64Array.from([1200, Number.NaN])]]);
    expect([...table.texts]).toEqual([["kind", ["hill", "valley"]]]);
    expect(table.units.map((one) => one.neighbours)).toEqual([["Dale"], ["Hill", "Nowhere"]]);
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual(["register/neighbour 3"]);
  });
  it("refuses a number that is none, and a unit twice", async () => {
    const text = 'unit,population\nHill,1200\nDale,"1,300"\nHILL,5\n';
    expect(await faults(readUnits(scratch(text, "units.csv")))).toEqual([
      "register/number 3 population",
      "register/twice 4 unit",
    ]);
  });
});
