import { describe, expect, it } from "vitest";
import { type Reading, watchPersonal } from "../../../src/ingest/people/columns.ts";
import { isRecord, shownNames } from "../../../src/ingest/people/shown.ts";

/** Column names over their cells; those with a star are read as unit, period, outcome or value. */
const judged = (reading: Reading, columns: Readonly<Record<string, readonly string[]>>): string[] => {
  const names = Object.keys(columns);
  const header = names.map((name) => name.replace("*", ""));
  const used = new Set(names.flatMap((name, i) => (name.includes("*") ? [i] : [])));
  const watch = watchPersonal({ header, reading, exempt: () => false, used });
  names.forEach((name, i) => {
    for (const cell of columns[name]!) watch.cell(i, cell);
  });
  return watch.verdicts().map(({ column, suspicion }) => `${suspicion} ${header[column]}`);
};
const days = ["2024-01-10", "2024-02-11", "2024-03-12"];
const months = ["2024-01", "2024-02", "2024-03"];
const neutral = ["a", "b", "a"];

describe("columns about persons", () => {
  it("hold dates of birth where their dates lie long before those of the events", () => {
    const born = ["1986-03-15", "1985-09-22", "1967-09-27"];
    expect(judged("events", { "date*": days, info: born })).toEqual(["certain info"]);
    expect(judged("events", { "date*": days, info: ["08/11/1991", "23/09/1968", "08/09/1981"] })).toEqual([
      "certain info",
    ]);
    expect(judged("counts", { "month*": days, info: born })).toEqual(["certain info"]);
    expect(judged("events", { "date*": days, reported: ["2024-01-12", "2024-02-11", "2024-03-13"] })).toEqual(
      [],
    );
  });
  it("are named after a part that a person plays: always in events, over words alone in counts", () => {
    expect(judged("events", { "date*": days, suspect: ["1", "2", "1"] })).toEqual(["certain suspect"]);
    expect(judged("counts", { "month*": months, suspect: ["Ann", "Bo", "Cy"] })).toEqual(["certain suspect"]);
    expect(judged("counts", { "month*": months, suspects: ["1", "2", "1"] })).toEqual([]);
    expect(judged("counts", { "officer*": ["A1", "B2", "C3"], "month*": months })).toEqual([]);
  });
  it("tell traits of a person beside a day, and of many beside a month", () => {
    for (const trait of ["race", "ethnicity", "sex", "age group"]) {
      expect(judged("counts", { "ward*": neutral, "date*": days, [trait]: neutral })).toEqual([
        `certain ${trait}`,
      ]);
      expect(judged("counts", { "ward*": neutral, "month*": months, [trait]: neutral })).toEqual([]);
      expect(judged("events", { "ward*": neutral, "date*": days, [trait]: neutral })).toEqual([
        `certain ${trait}`,
      ]);
    }
  });
  it("may be read as units when they name officers, and are found by their cells", () => {
    expect(
      judged("counts", { "unit*": ["Smith, Jane", "Okafor, Chen", "Lee, Tom"], "month*": months }),
    ).toEqual(["certain unit"]);
    expect(judged("counts", { "unit*": ["PC 1234 Jones", "North", "South"], "month*": months })).toEqual([
      "certain unit",
    ]);
    expect(judged("counts", { "outcome*": ["Theft", "ring 07700 900123", "Robbery"] })).toEqual([
      "certain outcome",
    ]);
  });
  it("are not the codes of places, nor numbers with one check digit by chance", () => {
    const tracts = ["06037200000", "01073000100", "02020000101", "08031000201"];
    for (const name of ["geoid*", "geoid", "tract"]) expect(judged("events", { [name]: tracts })).toEqual([]);
    expect(judged("counts", { "unit*": tracts })).toEqual([]);
    expect(judged("counts", { amount: ["200000000", "200000000"] })).toEqual([]);
    expect(judged("counts", { "unit*": ["9434765919", "4010232137", "9434765870"] })).toEqual([
      "certain unit",
    ]);
  });
  it("drag a doubtful column with them", () => {
    expect(judged("counts", { name: neutral, "month*": months })).toEqual(["likely name"]);
    expect(judged("counts", { name: neutral, dob: days })).toEqual(["certain name", "certain dob"]);
  });
  it("are told as a note where ages are all that they might be", () => {
    expect(judged("events", { "date*": days, info: ["13", "60", "83"] })).toEqual(["hint info"]);
  });
});

describe("a first row", () => {
  it("that is somebody's record is no header, and none of it is said", () => {
    const record = ["Jane Doe", "12 Harbour Rd Ely", "Assault at home by partner", "Dr Patel"];
    expect(isRecord(record)).toBe(true);
    expect(shownNames(record, 8)).not.toMatch(/Jane|Harbour|Patel|Assault/);
    expect(isRecord(["Tom Lee", "3 Mill Lane Ely", "Burglary", "none"])).toBe(true);
    expect(isRecord(["+49 151 23456789", "burglary"])).toBe(true);
  });
  it("of names is one", () => {
    for (const header of [
      ["unit", "period", "value"],
      ["studyid", "yi", "vi", "sei"],
      ["month", "Jane Smith", "Tom Lee"],
      ["Camden", "Barnet"],
    ])
      expect(isRecord(header)).toBe(false);
    expect(shownNames(["unit", "period"], 8)).toBe("unit, period");
  });
});
