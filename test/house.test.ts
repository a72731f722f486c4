import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const src = fileURLToPath(new URL("../src/", import.meta.url));
const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => join(entry.parentPath, entry.name));

const roomOf = (path: string): string => relative(src, path).split(sep)[0]!;
const foundations = ["model", "maths"];
const roof = ["pipeline", "cli"];

const imports = files.flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(([, target]) => ({
    file: relative(src, file),
    from: roomOf(file),
    to: roomOf(join(file, "..", target!)),
  })),
);

it("lets imports point one way: cli → pipeline → rooms → study → model and maths", () => {
  const wrong = imports.filter(({ from, to }) => {
    if (from === to || foundations.includes(to))
      return from === "maths" && to === "model" ? false : from === "model" && to === "maths";
    if (to === "study") return foundations.includes(from);
    if (from === "cli") return to !== "pipeline";
    return from !== "pipeline" || roof.includes(to);
  });
  expect(wrong).toEqual([]);
});

it("keeps every file short enough to be one idea", () => {
  const long = files
    .filter((file) => readFileSync(file, "utf8").split("\n").length > 320)
    .map((file) => relative(src, file));
  expect(long).toEqual([]);
});

it("keeps disk, clock and randomness out of everything but the pipeline, ingest and the command line", () => {
  const pure = files.filter((file) => !["pipeline", "cli", "ingest", "engines"].includes(roomOf(file)));
  const wrong = pure
    .filter((file) =>
      /Math\.random|Date\.now|new Date\(\)|from "node:(fs|net|http|https|child_process)/.test(
        readFileSync(file, "utf8"),
      ),
    )
    .map((file) => relative(src, file));
  expect(wrong).toEqual([]);
});
