import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attackReport } from "../../src/pipeline/reports/publishing.ts";
import { checkHere, runHere, smallWorkspace, type } from "../helpers/workspace.ts";

/* A force's own counts, end to end: what the program writes, what `check` says of it, and what a reader can work out. */
let folder = "";
beforeEach(() => {
  folder = smallWorkspace();
  const path = join(folder, "whatworks.yaml");
  writeFileSync(
    path,
    readFileSync(path, "utf8")
      .replace("invented: true\n", "")
      .replace(/ {2}wardens:[\s\S]*?(?=reports:)/, "")
      .replace("after: 12 months", "after: 60 months"),
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Counts of two units; the first is small in some months. */
const counts = (months: number, size = 7): string => {
  const rows = ["North", "South"].flatMap((unit, u) =>
    Array.from({ length: months }, (_, t) => {
      const month = `${2022 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}`;
      return `${unit},${month},burglary,${1 + ((t * 5 + u * 3) % size)}`;
    }),
  );
  return `unit,period,outcome,value\n${rows.join("\n")}\n`;
};
const put = (text: string): void => writeFileSync(join(folder, "data/burglary.csv"), text);
const report = (name: string): string => join(folder, "reports/lights", name);
const finding = () => JSON.parse(readFileSync(report("finding.json"), "utf8"));

describe("a force's own counts", () => {
  it("come out with small ones hidden in page, picture, table and JSON alike", async () => {
    put(counts(36));
    expect((await runHere(folder)).exit).toBe(0);
    const { disclosure, series } = finding();
    expect(disclosure).toMatchObject({ rule: "protect", applied: true, threshold: 10 });
    expect(disclosure.hidden.length).toBeGreaterThan(2);
    for (const { treated } of series) expect(treated === null || treated >= 10).toBe(true);
    const page = readFileSync(report("summary.md"), "utf8");
    expect(page).toContain("Disclosure control: no count below 10 is printed");
    expect(existsSync(report("small-multiples.svg"))).toBe(false);
    const evidence = JSON.parse(readFileSync(report("disclosure.json"), "utf8"));
    expect(evidence).toMatchObject({ schema: "whatworks/disclosure/1", earlier: [] });
    expect(evidence.hidden.map(({ address }: { address: string }) => address).sort()).toEqual(
      [...disclosure.hidden].sort(),
    );
    expect(attackReport(join(folder, "reports/lights"))).toEqual([]);
    expect((await checkHere(folder)).exit).toBe(0);
  });
  it("stay hidden from edition to edition, and no difference of two editions tells", async () => {
    let before: string[] = [];
    for (const months of [36, 48, 60]) {
      put(counts(months, 9));
      expect((await runHere(folder)).exit).toBe(0);
      const { hidden } = finding().disclosure;
      for (const address of before) expect(hidden).toContain(address);
      before = hidden;
      expect((await checkHere(folder)).exit).toBe(0);
    }
    const evidence = JSON.parse(readFileSync(report("disclosure.json"), "utf8"));
    expect(evidence.earlier).toHaveLength(2);
    for (const { low, high } of evidence.hidden)
      expect((high ?? Number.POSITIVE_INFINITY) - low).toBeGreaterThanOrEqual(evidence.least_width);
    const page = readFileSync(report("summary.md"), "utf8");
    expect((await runHere(folder, { force: true })).exit).toBe(0);
    expect(readFileSync(report("summary.md"), "utf8")).toBe(page);
    expect(JSON.parse(readFileSync(report("disclosure.json"), "utf8"))).toEqual(evidence);
  });
  it("are not published at all where the answer rests on a handful, by run and by evaluate: exit 4", async () => {
    put(counts(24).replace(/,\d+$/gm, ",0").replace("North,2022-03,burglary,0", "North,2022-03,burglary,4"));
    const said = await runHere(folder);
    expect(said.exit).toBe(4);
    expect(said.studies[0]!.error!.code).toBe("disclosure/headline");
    expect(existsSync(report("finding.json"))).toBe(false);
    expect((await checkHere(folder)).exit).toBe(4);
    const words = ["evaluate", "-i", "interventions.csv", "-d", "data/burglary.csv", "--out", "out"];
    expect(type(words, { cwd: folder }).exit).toBe(4);
    expect(existsSync(join(folder, "out/lights-burglary"))).toBe(false);
  });
  it("are printed with the reason, where someone gives one", async () => {
    put(counts(36));
    const path = join(folder, "whatworks.yaml");
    writeFileSync(
      path,
      `${readFileSync(path, "utf8")}disclosure: { rule: none, reason: printed in the annual report }\n`,
    );
    expect((await runHere(folder)).exit).toBe(0);
    expect(readFileSync(report("summary.md"), "utf8")).toContain("printed in the annual report");
    expect(existsSync(report("disclosure.json"))).toBe(false);
    const words = ["evaluate", "-i", "interventions.csv", "-d", "data/burglary.csv", "--out", "out"];
    expect(type([...words, "--public", "in the press"], { cwd: folder }).exit).toBe(0);
    expect(readFileSync(join(folder, "out/lights-burglary/summary.md"), "utf8")).toContain("in the press");
  });
  it("make a report stale when the rule changes", async () => {
    put(counts(36));
    expect((await runHere(folder)).exit).toBe(0);
    const path = join(folder, "whatworks.yaml");
    writeFileSync(path, `${readFileSync(path, "utf8")}disclosure: { threshold: 5 }\n`);
    expect((await checkHere(folder)).exit).toBe(1);
  });
  it("are found out by the attacker when someone puts one back", async () => {
    put(counts(36));
    expect((await runHere(folder)).exit).toBe(0);
    const told = finding();
    const [, period] = told.disclosure.hidden[0].split(".");
    told.series.find((point: { period: string }) => point.period === period).treated = 4;
    writeFileSync(report("finding.json"), JSON.stringify(told));
    expect(attackReport(join(folder, "reports/lights"))[0]!.address).toBe(`series.${period}.treated`);
    expect((await checkHere(folder)).exit).not.toBe(0);
  });
});
