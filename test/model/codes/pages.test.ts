import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { codePages, families } from "../../../src/model/codes/index.ts";

const source = fileURLToPath(new URL("../../../src/", import.meta.url));
const folder = join(source, "model", "codes");
const pages = codePages();
const known = new Set(pages.map(({ code }) => code));

/** Every line of the program, without its comments and without the names of what it imports. */
const lines = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.startsWith(join("model", "codes")))
  .flatMap((name) => {
    const text = readFileSync(join(source, name), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    return text.split("\n").map((line) => ({ name, line }));
  })
  .filter(({ line }) => !/^\s*\/\/|\bfrom "|\bimport\("/.test(line));

const subject = "[a-z]{2,}(?:-[a-z]+)*";
const literal = new RegExp(`(["'\`])(${subject}/[a-z][a-z0-9]*(?:-[a-z0-9]+)*|[A-Z]{3}\\d{2})\\1`, "g");
const { dependencies } = JSON.parse(readFileSync(join(source, "..", "package.json"), "utf8"));
/** A media type, or a file of a package. */
const isNoCode = (text: string): boolean =>
  /^(application|font|image|text)\//.test(text) || text.slice(0, text.indexOf("/")) in dependencies;

const printed = new Map(
  lines.flatMap(({ name, line }) =>
    [...line.matchAll(literal)].filter(([, , text]) => !isNoCode(text!)).map(([, , code]) => [code!, name]),
  ),
);

it("has a page for every code that the source can print", () => {
  expect([...printed].filter(([code]) => !known.has(code))).toEqual([]);
});

it("has no page of a code that nothing prints", () => {
  expect([...known].filter((code) => !printed.has(code))).toEqual([]);
});

it("finds codes because they are written out: none is put together while the program runs", () => {
  const composed = new RegExp(
    `\`${subject}/(?:[a-z0-9-]|\\$\\{[^}\`]*\\})*\\$\\{[^}\`]*\\}[a-z0-9-]*\`|"${subject}/"\\s*\\+`,
  );
  expect(lines.filter(({ line }) => composed.test(line))).toEqual([]);
});

it("has one page a code", () => {
  expect(pages.map(({ code }) => code).filter((code, k, all) => all.indexOf(code) !== k)).toEqual([]);
});

it("reads the file of every family, and pages are written nowhere else", () => {
  const files = readdirSync(folder);
  const code = ["index.ts", "markdown.d.ts", "page.ts", "parse.ts"];
  expect([...Object.keys(families).map((family) => `${family}.md`), ...code].sort()).toEqual(files.sort());
});
