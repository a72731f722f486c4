import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { estimators } from "../src/estimators/index.ts";

const src = fileURLToPath(new URL("../src/", import.meta.url));
const named = (path: string): string => relative(src, path).split(sep).join("/");
const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => join(entry.parentPath, entry.name));

/** Every import between files of the source, those of types and those at run time too. */
const imports = files.flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(/(?:\bfrom|\bimport\(|\bimport)\s*"(\.[^"]+)"/g)].map(
    ([, target]) => ({ file: named(file), target: named(join(file, "..", target!)) }),
  ),
);

const roomOf = (path: string): string => path.split("/")[0]!;

/** Storeys from the roof down; a storey imports those below it, and the rooms of one storey not each other. */
const storeyOf = (room: string): number =>
  ({ cli: 5, pipeline: 4, unit: 3, study: 1, model: 0, maths: 0 })[room] ?? 2;

it("lets imports point one way: cli → pipeline → unit → rooms → study → model and maths", () => {
  const wrong = imports
    .map(({ file, target }) => ({ file, from: roomOf(file), to: roomOf(target) }))
    .filter(({ from, to }) => from !== to && storeyOf(to) >= storeyOf(from))
    .map(({ file, to }) => `${file} → ${to}`);
  expect([...new Set(wrong)]).toEqual([]);
});

it("keeps the capabilities of the unit apart", () => {
  const capability = (path: string): string | undefined => /^unit\/([^/]+)\//.exec(path)?.[1];
  const wrong = imports.filter(({ file, target }) => {
    const [from, to] = [capability(file), capability(target)];
    return from !== undefined && to !== undefined && from !== to;
  });
  expect(wrong).toEqual([]);
});

/** Groups of files that import each other, however long the way round (Tarjan's strong components). */
const circles = (): string[][] => {
  const next = new Map<string, string[]>();
  for (const { file, target } of imports) next.set(file, [...(next.get(file) ?? []), target]);
  const [number, low] = [new Map<string, number>(), new Map<string, number>()];
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    number.set(file, number.size);
    low.set(file, number.get(file)!);
    stack.push(file);
    for (const target of next.get(file) ?? []) {
      if (!number.has(target)) visit(target);
      if (stack.includes(target)) low.set(file, Math.min(low.get(file)!, low.get(target)!));
    }
    if (low.get(file) !== number.get(file)) return;
    const circle = stack.splice(stack.indexOf(file));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const file of next.keys()) if (!number.has(file)) visit(file);
  return found;
};

it("has no circle of imports between files", () => {
  expect(circles()).toEqual([]);
});

it("keeps every file short enough to be one idea", () => {
  const long = files.filter((file) => readFileSync(file, "utf8").split("\n").length > 320).map(named);
  expect(long).toEqual([]);
});

it("keeps disk, clock and randomness out of everything but the pipeline, ingest and the command line", () => {
  const pure = files.filter(
    (file) => !["pipeline", "cli", "ingest", "engines"].includes(roomOf(named(file))),
  );
  const wrong = pure
    .filter((file) =>
      /Math\.random|Date\.now|new Date\(\)|from "node:(fs|net|http|https|child_process)/.test(
        readFileSync(file, "utf8"),
      ),
    )
    .map(named);
  expect(wrong).toEqual([]);
});

describe("words in one place", () => {
  const lines = files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .map((line, k) => ({ at: `${named(file)}:${k + 1}`, line })),
  );
  const found = (pattern: RegExp, exempt: readonly string[] = []): string[] =>
    lines
      .filter(({ at, line }) => pattern.test(line) && !exempt.some((file) => at.startsWith(`${file}:`)))
      .map(({ at, line }) => `${at} ${line.trim()}`);

  // What the program says, under the names by which it goes.
  const prose =
    "(?:sentence|message|notes?|reason|hint|caveat|reading|threat|headline|unit|words|said|prose)";
  it("reads no number and no state back out of a sentence", () => {
    const readers = "(?:match|matchAll|search|includes|startsWith|endsWith|replace|replaceAll|split)";
    const asked = new RegExp(
      `\\.(?:test|exec)\\([^)]*\\b${prose}\\)|\\b${prose}(?:\\.\\w+\\(\\))*\\.${readers}\\(`,
    );
    expect(
      found(asked, [
        // What people write in a study file is held against what its design can bear.
        "summaries/claims.ts",
        "summaries/reading.ts",
        // Capitals, full stops and line breaks of a finished text.
        "summaries/numbers.ts",
        "summaries/svg.ts",
        "summaries/summary.ts",
        // Messages of other programs: the command line's parser, the readers of YAML and of workbooks.
        "cli/program.ts",
        "ingest/yaml/yaml.ts",
        "ingest/gate/workbook.ts",
        // Names of places and words of a declaration in people's data.
        "evidence/guards/recording.ts",
        "ingest/validation/columns-spec.ts",
      ]),
    ).toEqual([]);
  });
  it("gives what others read a type of its own", () => {
    expect(found(/as Record<(string|PropertyKey), unknown>|\b(facts|diagnostics)(\.\w+)? as\b/)).toEqual([]);
  });
  it("calls things by the field's names, and breaks lines without a spread", () => {
    const coined =
      /\b(?:lottery|lotteries|tickets?|dice|workshop|lookAround|unsaid|hope)\b|Lottery|Ticket|Workshop|Unsaid/;
    // A list of forenames, and an error code that scripts know.
    const kept = /^ingest\/people\/|inference\/no-lottery/;
    expect(found(coined).filter((line) => !kept.test(line))).toEqual([]);
    expect(found(/^\s*\.\.\.\{ [a-z][^}]*\},?$/i)).toEqual([]);
  });
  it("makes sentences about findings in summaries alone", () => {
    // A full sentence with something put into it, where facts are found. Errors say what to do and are told at once.
    const told = found(/`[A-Z][^`]*\$\{[^`]*\.`/).filter((line) => /^(evidence|sensitivity)\//.test(line));
    expect(told).toEqual([]);
  });
});

/** Words that name a method and something else as well: where, or beside what, they mean the other thing. */
const otherMeanings: Readonly<Record<string, { readonly files?: RegExp; readonly line?: RegExp }>> = {
  "rate-ratio": { line: /scale|none =|"difference"|effect\(|effectCells/ },
  "event-study": { files: /^summaries\// },
  imputation: { files: /safety-index/ },
  randomisation: { files: /^inference\// },
};

it("calls methods by what they say of themselves: none is named outside its own file or folder", () => {
  const names = estimators.map(({ name }) => name);
  const isOwn = (file: string, name: string): boolean => {
    const [room, part = ""] = file.split(sep);
    return room === "estimators" && part.replace(/\.ts$/, "") === name;
  };
  const named = files.flatMap((path) => {
    const file = relative(src, path);
    const code = readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    return code.split("\n").flatMap((line) =>
      names
        .filter((name) => line.includes(`"${name}"`) && !isOwn(file, name))
        .filter((name) => {
          const other = otherMeanings[name];
          return !(other?.files?.test(file.split(sep).join("/")) || other?.line?.test(line));
        })
        .map((name) => `${file}: ${name}`),
    );
  });
  expect(named).toEqual([]);
});
