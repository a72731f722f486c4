import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, it } from "vitest";
import { power } from "../../src/maths/power.ts";

it("multiplies whole powers out, by hand", () => {
  expect([power(3, 4), power(2, -2), power(7, 0), power(-2, 3), power(10, 15)]).toEqual([
    81, 0.25, 1, -8, 1e15,
  ]);
});

it("agrees with ** to a few units in the last place", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.double({ min: -8, max: 8, noNaN: true }),
      (x, y) => {
        expect(power(x, y) / x ** y).toBeCloseTo(1, 13);
      },
    ),
  );
});

it("is what the source uses: ** only squares, and raises two to whole numbers, the same on every engine", () => {
  const source = fileURLToPath(new URL("../../src/", import.meta.url));
  const found: string[] = [];
  for (const name of readdirSync(source, { recursive: true, encoding: "utf8" }).filter((one) =>
    one.endsWith(".ts"),
  ))
    for (const line of readFileSync(join(source, name), "utf8").split("\n")) {
      const code = line.replace(/\/\/.*$/, "").replace(/(["'`/]).*?\1/g, "");
      if (/^\s*\/?\*/.test(line) || !/\S \*\* \S|Math\.pow/.test(code)) continue;
      if (!/\*\* 2(?![\d.])|(?<![\d.])2 \*\* /.test(code)) found.push(`${name}: ${line.trim()}`);
    }
  expect(found).toEqual([]);
});
