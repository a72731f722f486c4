import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL("./", import.meta.url));
const names = (ending: string, of = folder): string[] =>
  readdirSync(of)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length));
const readme = readFileSync(`${folder}README.md`, "utf8");

describe.each(names(".json"))("oracle %s", (name) => {
  const oracle = JSON.parse(readFileSync(`${folder}${name}.json`, "utf8"));

  it("says where it comes from, how it is made and how closely to agree", () => {
    expect(oracle).toMatchObject({ dataset: name, script: `${name}.R`, made_with: { r: expect.any(String) } });
    for (const key of ["source", "licence", "script_reproduces"]) expect(oracle[key], key).toMatch(/\w/);
    for (const tolerance of Object.values(oracle.tolerance)) expect(tolerance).toBeLessThanOrEqual(1e-5);
    expect(existsSync(`${folder}${name}.R`)).toBe(true);
    expect(existsSync(`${folder}data/${oracle.table}.csv`)).toBe(true);
  });
});

it("lists every oracle and every table, with its licence", () => {
  for (const name of [...names(".json"), ...names(".csv", `${folder}data/`)])
    expect(readme).toContain(`| \`${name}\` |`);
});

it("stays small enough to read", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.(json|csv)$/.test(name));
  const bytes = files.reduce((sum, name) => sum + readFileSync(folder + name).length, 0);
  expect(bytes).toBeLessThan(450_000);
});
