import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyOf } from "../../../src/ingest/release/index.ts";
import { identity, rounded } from "../../../src/ingest/release/rounding.ts";
import { type Row, rangeOf } from "../../helpers/highs.ts";
import { checkHere, runHere } from "../../helpers/workspace.ts";
import {
  cellKey,
  csvOf,
  months,
  type Printed,
  parts,
  printedIn,
  secret,
  type Truth,
  truthOf,
  units,
  wards,
} from "./workspace.ts";

/*
 * A reader who knows how the program works, which counts are sums of which, and every byte of every report, and has a
 * solver. A printed cell lies less than a base from its true count; a printed sum tells more only where it is not the
 * sum of the printed cells, because then it was rounded by itself.
 */

const base = 5;
beforeAll(() => void (process.env.WHATWORKS_KEY = secret));
afterAll(() => void delete process.env.WHATWORKS_KEY);

/** How many values the attacker is left with for each of these cells at the least. */
const leftFor = async (printed: readonly Printed[], month: string): Promise<number> => {
  const names = [...units, "Borough"].flatMap((unit) =>
    [...parts, "all"].map((outcome) => cellKey(unit, outcome, month)),
  );
  const at = (cell: string): number => names.indexOf(cell);
  const basic = units.flatMap((unit) => parts.map((outcome) => cellKey(unit, outcome, month)));
  const known = new Map<string, number[]>();
  const own = printed.filter(({ cells }) => cells.every((cell) => cell.endsWith(month)));
  for (const { cells, value } of own)
    if (cells.length === 1) known.set(cells[0]!, [...(known.get(cells[0]!) ?? []), value]);
  const sums: { whole: string; of: string[] }[] = [
    ...[...units, "Borough"].map((unit) => ({
      whole: cellKey(unit, "all", month),
      of: parts.map((outcome) => cellKey(unit, outcome, month)),
    })),
    ...[...parts, "all"].map((outcome) => ({
      whole: cellKey("Borough", outcome, month),
      of: units.map((unit) => cellKey(unit, outcome, month)),
    })),
  ];
  const isMade = (value: number, of: readonly string[]): boolean =>
    of.some((cell) => !known.has(cell)) || of.reduce((sum, cell) => sum + known.get(cell)![0]!, 0) === value;
  const bounds = names.map((cell): [number, number] =>
    (known.get(cell) ?? []).reduce<[number, number]>(
      ([low, high], value) =>
        sums.some(({ whole, of }) => whole === cell && isMade(value, of))
          ? [low, high]
          : [Math.max(low, value - base + 1), Math.min(high, value + base - 1)],
      [0, 10_000],
    ),
  );
  const rows: Row[] = [
    ...sums.map(({ whole, of }) => ({
      terms: new Map([[at(whole), 1], ...of.map((cell) => [at(cell), -1] as const)]),
      low: 0,
      high: 0,
    })),
    ...own
      .filter(({ cells, value }) => cells.length > 1 && !isMade(value, cells))
      .map(({ cells, value }) => ({
        terms: new Map(cells.map((cell) => [at(cell), 1])),
        low: value - base + 1,
        high: value + base - 1,
      })),
  ];
  let least = Number.POSITIVE_INFINITY;
  for (const cell of basic) {
    const range = await rangeOf(at(cell), bounds, rows);
    least = Math.min(least, range ? Math.floor(range.high + 1e-6) - Math.ceil(range.low - 1e-6) + 1 : 0);
  }
  return least;
};

/** A month of cells as somebody would print them who rounds every table by itself. */
const roundedApart = (truth: Truth, month: string): Printed[] => {
  const rounder = { base: base as 5, key: keyOf(secret) };
  return [...truth]
    .filter(([cell]) => cell.endsWith(month))
    .map(([cell, value]) => ({ cells: [cell], value: rounded(value, identity(cell), rounder) }));
};

describe("a reader of everything that is protected", () => {
  it.each(process.env.WHATWORKS_LONG ? ["one", "two", "three", "six"] : ["one"])(
    "is left with a base's worth of values for every count (%s)",
    async (seed) => {
      const truth = truthOf(seed);
      const folder = wards(truth);
      try {
        expect((await runHere(folder)).exit).toBe(0);
        const printed = printedIn(join(folder, "reports"));
        expect(printed.length).toBeGreaterThan(300);
        for (const month of ["2021-03", "2022-07", "2023-01", "2023-12"])
          expect(await leftFor(printed, month)).toBeGreaterThanOrEqual(base);
        // Longer totals are sums of the cells beside them, never another rounding.
        const cells = new Map(
          printed.flatMap(({ cells: of, value }) => (of.length === 1 ? [[of[0]!, value]] : [])),
        );
        for (const { cells: of, value } of printed)
          if (of.every((cell) => cells.has(cell)))
            expect(value).toBe(of.reduce((sum, cell) => sum + cells.get(cell)!, 0));
        for (const { value } of printed) expect(value % base).toBe(0);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );

  it("would find counts where every table was rounded by itself", async () => {
    const truth = truthOf("one");
    const left = await Promise.all(
      months.slice(0, 12).map((month) => leftFor(roundedApart(truth, month), month)),
    );
    expect(Math.min(...left)).toBeLessThan(base);
  });

  it("sees the same value of a cell in the next edition, for as long as its count stands", async () => {
    const truth = truthOf("four");
    const folder = wards(truth);
    try {
      await runHere(folder);
      const before = new Map(
        printedIn(join(folder, "reports")).map(({ cells, value }) => [cells.join(), value]),
      );
      const revised = new Map(truth);
      // Another count of one ward; its totals with it.
      const cell = cellKey("Corby", "burglary", "2022-05");
      for (const whole of [
        cell,
        cellKey("Corby", "all", "2022-05"),
        cellKey("Borough", "burglary", "2022-05"),
        cellKey("Borough", "all", "2022-05"),
      ])
        revised.set(whole, revised.get(whole)! + 11);
      writeFileSync(join(folder, "data/counts.csv"), csvOf(revised));
      expect((await checkHere(folder)).exit).toBe(1);
      await runHere(folder);
      for (const { cells, value } of printedIn(join(folder, "reports")))
        if (!cells.some((one) => one.endsWith("2022-05")) && before.has(cells.join()))
          expect([cells.join(), value]).toEqual([cells.join(), before.get(cells.join())]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 180_000);

  it("cannot check a guess of the file against any fingerprint", async () => {
    const truth = truthOf("five");
    const folder = wards(truth);
    try {
      await runHere(folder);
      const { createHash } = await import("node:crypto");
      const plain = createHash("sha256").update(csvOf(truth)).digest("hex");
      const { readdirSync } = await import("node:fs");
      const files = readdirSync(join(folder, "reports"), { recursive: true, withFileTypes: true }).filter(
        (one) => one.isFile(),
      );
      for (const { parentPath, name } of files)
        expect(readFileSync(join(parentPath, name), "utf8").includes(plain), name).toBe(false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 180_000);
});
