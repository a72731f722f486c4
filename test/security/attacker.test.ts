import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { parse } from "csv-parse/sync";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodesOf, parseMarkdown, wordsIn } from "../helpers/markdown.ts";
import { scratch, type } from "../helpers/workspace.ts";
import { forbidden, hiddenCharacters, nasty } from "./nasty.ts";

/*
 * A data set, a register and a workspace file written by someone who wants more than a report: every name and every
 * title holds something that a page, a picture, a spreadsheet, a terminal, a build log or a file system might obey.
 */
const names = Object.values(nasty);
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const outcome = `${nasty.html} ${nasty.command} ${nasty.formula}`;

const data = (): string => {
  const rows = names.flatMap((unit, i) =>
    Array.from({ length: 24 }, (_, t) => {
      const month = `${2022 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}`;
      return `${cell(unit)},${month},${cell(outcome)},${20 + ((i * 7 + t * 5) % 13)}`;
    }),
  );
  return `unit,period,outcome,value\n${rows.join("\n")}\n`;
};
const register = (): string => {
  const rows = names
    .slice(0, 6)
    .map((unit) =>
      ["lights", nasty.image!, unit, "2023-01", "treated", nasty.comment!, `${nasty.link};${nasty.mention}`]
        .map(cell)
        .join(","),
    );
  return `id,title,unit,start,role,problem,partners\n${rows.join("\n")}\n`;
};
const yaml = (): string => {
  const q = JSON.stringify;
  return `workspace: attack
title: ${q(nasty.html)}
invented: true
sources: { crime: { format: long, files: data.csv } }
interventions: interventions.csv
studies:
  lights:
    title: ${q(`${nasty.heading} ${nasty.comment}`)}
    question: ${q(`${nasty.link} ${nasty.part} ${nasty.command}?`)}
    intervention: lights
    outcome: { source: crime, name: ${q(outcome)}, label: ${q(`${nasty.emphasis} ${nasty.older}`)} }
    comparison: { reason: ${q(nasty.table)} }
    notes: [${names.map((name) => q(name)).join(", ")}]
    mechanism: [{ statement: ${q(nasty.svg)}, prediction: ${q(nasty.math)} }]
reports: reports
`;
};

let folder = "";
let ran: ReturnType<typeof type>;
let evaluated: ReturnType<typeof type>;
beforeAll(() => {
  folder = join(scratch(), "work");
  mkdirSync(folder);
  writeFileSync(join(folder, "data.csv"), data());
  writeFileSync(join(folder, "interventions.csv"), register());
  writeFileSync(join(folder, "whatworks.yaml"), yaml());
  ran = type(["run"], { cwd: folder });
  evaluated = type(
    ["evaluate", "-i", "interventions.csv", "-d", "data.csv", "--invented", "--out", "../out"],
    { cwd: folder },
  );
}, 60_000);
afterAll(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

const filesIn = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const made = (): string[] => [...filesIn(join(folder, "reports")), ...filesIn(join(folder, "../out"))];
const ending = (end: string): string[] => made().filter((path) => path.endsWith(end));

const isCommand = (line: string): boolean => /^\s*::.*::/.test(line) || /##\[[^\]]*\]|##vso\[/.test(line);

describe("an attacker's data set", () => {
  it("is evaluated, because names are names", () => {
    expect([ran.exit, evaluated.exit]).toEqual([0, 0]);
    expect(ending("summary.md")).toHaveLength(2);
    expect(ending(".svg").length).toBeGreaterThanOrEqual(6);
  });
  it("steers neither terminal nor build log", () => {
    for (const said of [
      ran,
      evaluated,
      type(["run", "--force", "--json"], { cwd: folder }),
      type(["check"], { cwd: folder }),
    ]) {
      expect(`${said.out}${said.err}`).not.toMatch(forbidden);
      for (const line of `${said.out}\n${said.err}`.split("\n")) expect(isCommand(line), line).toBe(false);
    }
  });
  it("writes nothing outside the folders named for reports", () => {
    expect(readdirSync(join(folder, "..")).sort()).toEqual(["out", "work"]);
    const beside = readdirSync(folder).filter((name) => name !== ".whatworks");
    expect(beside.sort()).toEqual(["data.csv", "interventions.csv", "reports", "whatworks.yaml"]);
    for (const path of made()) expect(path.slice(folder.length - 4)).toMatch(/^[a-z0-9/._-]+$/i);
  });
  it("is on the page as text alone", () => {
    for (const path of [...ending("summary.md"), ...ending("README.md")]) {
      const page = readFileSync(path, "utf8");
      expect(page).not.toMatch(forbidden);
      const root = parseMarkdown(page);
      for (const { value = "" } of nodesOf(root, "html"))
        expect(value).toMatch(
          /^(<!-- -->|<!-- \/?whatworks:part( [a-z-]+ sha256:[0-9a-f]{64})? -->|<!-- made from sha256:[0-9a-f]{64} -->)$/,
        );
      for (const { url = "" } of nodesOf(root, "link")) expect(url).toMatch(/^[a-z0-9/.#-]+$/);
      for (const { url = "" } of nodesOf(root, "image")) expect(url).toMatch(/^[a-z-]+\.svg$/);
      for (const node of ["delete", "definition", "footnoteReference"])
        expect(nodesOf(root, node)).toEqual([]);
    }
    const page = parseMarkdown(readFileSync(join(folder, "reports/lights/summary.md"), "utf8"));
    const words = wordsIn(page).replace(/\s+/g, " ");
    for (const name of names) expect(words).toContain(name.replace(/\s+/g, " ").trim());
  });
  it("is in the pictures as text alone", () => {
    const parser = new XMLParser({ ignoreAttributes: false, preserveOrder: true });
    const tagsOf = (nodes: unknown): string[] =>
      (nodes as Record<string, unknown>[]).flatMap((node) =>
        Object.entries(node).flatMap(([tag, inner]) =>
          tag === ":@" || tag === "#text" ? [] : [tag, ...(Array.isArray(inner) ? tagsOf(inner) : [])],
        ),
      );
    for (const path of ending(".svg")) {
      const svg = readFileSync(path, "utf8");
      expect(XMLValidator.validate(svg)).toBe(true);
      expect(svg).not.toMatch(forbidden);
      const known = ["svg", "title", "desc", "g", "path", "line", "rect", "circle", "polygon", "text"];
      for (const tag of tagsOf(parser.parse(svg))) expect(known).toContain(tag);
      expect(svg).not.toMatch(/<[^>]* (?:on\w+|href|xlink:href|style)=/i);
    }
  });
  it("runs nothing in a spreadsheet, and shows what JSON hides", () => {
    const panel = join(folder, "../out/panel.csv");
    expect(type(["panel", "data.csv", "--out", panel], { cwd: folder }).exit).toBe(0);
    for (const path of [...ending(".csv")])
      for (const row of parse(readFileSync(path, "utf8")) as string[][])
        for (const one of row) if (!/^-?[\d.]+$/.test(one)) expect(one).not.toMatch(/^[=+\-@＝＋－＠\t\r]/);
    for (const path of ending(".json")) expect(readFileSync(path, "utf8")).not.toMatch(forbidden);
  });
  it("cannot put a command of its own into the one that readers copy", () => {
    const found = JSON.parse(
      readFileSync(ending("finding.json").find((path) => path.includes("/out/"))!, "utf8"),
    );
    const quoted = found.provenance.command.match(/--outcome-name ('(?:[^']|'\\'')*') --out/);
    expect(quoted?.[1].slice(1, -1).replaceAll("'\\''", "'")).toBe(outcome);
  });
});

describe("names with hidden characters", () => {
  it("are cleaned or refused before anything is printed", () => {
    const rows = ["A", hiddenCharacters.replace("\u0000", "").replace("\u2028", "")].flatMap((unit) =>
      Array.from(
        { length: 12 },
        (_, t) => `${cell(unit)},${2022}-${String(t + 1).padStart(2, "0")},x,${20 + t}`,
      ),
    );
    writeFileSync(join(folder, "hidden.csv"), `unit,period,outcome,value\n${rows.join("\n")}\n`);
    for (const words of [
      ["panel", "hidden.csv"],
      ["panel", "hidden.csv", "--json", "--out", "../out/h.csv"],
      ["validate", "hidden.csv"],
    ]) {
      const { out, err } = type(words, { cwd: folder, env: { FORCE_COLOR: "1", NO_COLOR: "" } });
      expect(stripVTControlCharacters(`${out}${err}`)).not.toMatch(forbidden);
    }
    rmSync(join(folder, "hidden.csv"));
  });
});
