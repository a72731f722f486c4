import { expect, it } from "vitest";
import { fileOf, panelOf } from "./typed.ts";

const months = Array.from({ length: 12 }, (_, m) => `2019-${String(m + 1).padStart(2, "0")}`);
const text = `unit,period,value\n${months.map((month) => `A,${month},100\n`).join("")}${months
  .slice(0, 10)
  .map((month) => `B,${month},100\n`)
  .join("")}`;
const told = async (official: string, args: readonly string[] = []) => {
  const read = await panelOf(text, [
    "--format",
    "long",
    "--official",
    fileOf(official, "official.csv"),
    ...args,
  ]);
  return read.diagnostics
    .filter(({ code }) => code.startsWith("official/"))
    .map(({ code, message }) => `${code} ${message}`);
};

it("says which unit-years differ from a published total, and which periods are there", async () => {
  expect(await told("unit,year,value\nA,2019,1210\nB,2019,1200\n")).toEqual([
    "official/differs B, 2019: 1,000 in the source, 1,200 published (−16.7%); 10 of 12 months are there",
    "official/agreement 1 of 2 unit-years agree with the published totals within 2.0%",
  ]);
});
it("holds to the declared tolerance, to financial years and to outcomes", async () => {
  expect(await told("unit,year,value\nA,2019,1300\n", ["--tolerance", "10%"])).toEqual([
    "official/agreement 1 of 1 unit-years agree with the published totals within 10.0%",
  ]);
  expect(await told("unit,year,value\nA,2018/19,300\nA,2019/20,1200\n")).toEqual([
    "official/differs A, 2019/20: 900 in the source, 1,200 published (−25.0%); 9 of 12 months are there",
    "official/agreement 1 of 2 unit-years agree with the published totals within 2.0%",
  ]);
  expect(await told("unit,year,outcome,value\nA,2019,value,1200\n")).toHaveLength(1);
});
it("tells of units that the source does not have, and refuses totals that are none", async () => {
  expect((await told("unit,year,value\nC,2019,5\n"))[0]).toContain("official/unit");
  await expect(told("unit,year,value\nA,soon,5\n")).rejects.toMatchObject({ code: "official/year" });
  await expect(told("unit,year,value\nA,2019,many\n")).rejects.toMatchObject({ code: "official/value" });
});
