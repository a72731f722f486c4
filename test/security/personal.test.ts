import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asWhatworksError } from "../../src/cli/failure.ts";
import { readSource } from "../../src/pipeline/reading/read-source.ts";
import { runHere, smallWorkspace, type } from "../helpers/workspace.ts";

/** A value that must never be seen again, whatever happens to the file that holds it. */
const secret = "zebedee.quux@example.org";
let folder = "";
beforeEach(() => {
  folder = smallWorkspace();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const months = Array.from(
  { length: 24 },
  (_, t) => `${2022 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}`,
);
const long = (column: string, value: string): string =>
  `unit,period,outcome,value,${column}\n${["North", "South"].flatMap((unit) => months.map((month, t) => `${unit},${month},burglary,${20 + (t % 5)},${value}`)).join("\n")}\n`;
const everything = (): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith("source.csv"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");

describe("columns about persons", () => {
  it.each([
    ["email", secret],
    ["contact", secret],
    ["surname", "Quux"],
    ["date_of_birth", "1970-01-01"],
    ["officer_name", "PC Quux"],
    ["phone", "020 7946 0999"],
    ["note", "AB123456C"],
    ["pnc_id", "70/123456Z"],
    ["home address", "1 Quux Road"],
  ])(
    "named %s are refused in long files with exit 4, and their cells are not repeated",
    async (column, value) => {
      put("source.csv", long(column, value));
      const read = readSource({ root: folder, files: ["source.csv"], format: "long" }, { hash: true });
      const thrown = await read.then(
        () => undefined,
        (error: unknown) => asWhatworksError(error),
      );
      expect(thrown).toMatchObject({ code: "privacy/personal", exit: 4 });
      const said = JSON.stringify([thrown!.message, thrown!.fault, thrown!.faults]);
      expect(said).not.toContain(value);
    },
  );
  it("are refused by every command alike", () => {
    put("source.csv", long("email", secret));
    for (const words of [
      ["panel", "source.csv"],
      ["panel", "source.csv", "--json", "--out", "p.csv"],
      ["evaluate", "-i", "interventions.csv", "-d", "source.csv", "--out", "out"],
    ]) {
      const { exit, out, err } = type(words, { cwd: folder });
      expect(exit).toBe(4);
      expect(`${out}${err}`).toContain("privacy/personal");
      expect(`${out}${err}`).not.toContain(secret);
    }
    expect(existsSync(join(folder, "p.csv"))).toBe(false);
    expect(everything()).not.toContain(secret);
  });
  it("are refused in wide files, registers, units, doses and costs too", async () => {
    put("source.csv", `unit,2022-01,2022-02,email\nNorth,20,21,${secret}\nSouth,22,23,${secret}\n`);
    expect(type(["panel", "source.csv", "--format", "wide"], { cwd: folder }).exit).toBe(4);
    const yaml = readFileSync(join(folder, "whatworks.yaml"), "utf8");
    const files: [string, string, string][] = [
      [
        "interventions.csv",
        `id,title,unit,start,contact\nlights,L,North,2023-01,${secret}\nwardens,W,South,2023-01,${secret}\n`,
        yaml,
      ],
      ["units.csv", `unit,population,surname\nNorth,1,Quux\nSouth,2,Quux\n`, yaml],
      [
        "dose.csv",
        `unit,period,planned,delivered,officer_name\nNorth,2023-01,1,1,PC Quux\n`,
        yaml.replace(
          "    design: before-after\n",
          "    design: before-after\n    implementation: { dose: dose.csv }\n",
        ),
      ],
      [
        "costs.csv",
        `partner,item,year,low,central,high,price_year,email\nP,i,2023,1,2,3,2023,${secret}\n`,
        yaml.replace(
          "    design: before-after\n",
          "    design: before-after\n    economics: { costs: costs.csv }\n",
        ),
      ],
    ];
    for (const [name, text, workspace] of files) {
      const before = existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : undefined;
      put(name, text);
      put("whatworks.yaml", workspace);
      const ran = await runHere(folder);
      const said = JSON.stringify(ran);
      expect([name, ran.exit]).toEqual([name, 4]);
      expect(said).toContain("privacy/personal");
      expect(said).not.toMatch(/zebedee|Quux/);
      if (before === undefined) rmSync(join(folder, name));
      else put(name, before);
      rmSync(join(folder, "reports"), { recursive: true, force: true });
      put("whatworks.yaml", yaml);
    }
  });
  it("may be dropped, or allowed with a reason that the report prints", async () => {
    put("source.csv", long("email", secret));
    const yaml = readFileSync(join(folder, "whatworks.yaml"), "utf8").replace(
      "    files: [data/*.csv]\n",
      "    files: source.csv\n",
    );
    const lights = yaml.replace(/ {2}wardens:[\s\S]*?(?=reports:)/, "");
    put("whatworks.yaml", lights);
    expect((await runHere(folder)).exit).toBe(4);
    put("whatworks.yaml", lights.replace("files: source.csv\n", "files: source.csv\n    drop: [email]\n"));
    expect((await runHere(folder)).exit).toBe(0);
    expect(everything()).not.toContain(secret);
    const reason = "a shared mailbox of the unit";
    put(
      "whatworks.yaml",
      lights.replace(
        "files: source.csv\n",
        `files: source.csv\n    allow: [{ column: email, reason: ${reason} }]\n`,
      ),
    );
    const said = type(["run"], { cwd: folder });
    expect(said.exit).toBe(0);
    expect(readFileSync(join(folder, "reports/lights/summary.md"), "utf8")).toContain(reason);
    expect(`${said.out}${said.err}${everything()}`).not.toContain(secret);
    expect(type(["panel", "source.csv", "--drop", "email"], { cwd: folder }).exit).toBe(0);
    expect(type(["panel", "source.csv", "--allow", `email=${reason}`], { cwd: folder }).exit).toBe(0);
    expect(type(["panel", "source.csv", "--allow", "email"], { cwd: folder }).exit).toBe(2);
  });
  it("leaves a place its name and a unit its coordinates", () => {
    put(
      "source.csv",
      long("name", "Northern Quarter")
        .replace("\n", ",latitude,notes\n")
        .replace(/Quarter$/gm, "Quarter,51.5,ok"),
    );
    expect(type(["panel", "source.csv"], { cwd: folder }).exit).toBe(0);
  });
  it("reads markers that a source declares as missing and as hidden", () => {
    put(
      "source.csv",
      long("x", "1")
        .replace("North,2022-01,burglary,20", "North,2022-01,burglary,SUPP")
        .replace("South,2022-01,burglary,20", "South,2022-01,burglary,gone"),
    );
    const said = type(["panel", "source.csv", "--suppressed", "SUPP", "--missing", "gone"], { cwd: folder });
    expect(said.exit).toBe(0);
    expect(said.out).toContain("North,2022-01,burglary,\n");
    expect(type(["panel", "source.csv"], { cwd: folder }).exit).toBe(3);
  });
});
