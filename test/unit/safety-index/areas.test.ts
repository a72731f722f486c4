import { describe, expect, it } from "vitest";
import type { UnitTable } from "../../../src/model/register.ts";
import { slugsOf, tilesOf } from "../../../src/unit/safety-index/areas.ts";

const unitsOf = (rows: readonly (readonly [unit: string, x: number, y: number])[]): UnitTable =>
  ({
    units: rows.map(([unit]) => ({ unit })),
    numbers: new Map([
      ["tile_x", Float64Array.from(rows, ([, x]) => x)],
      ["tile_y", Float64Array.from(rows, ([, , y]) => y)],
    ]),
  }) as unknown as UnitTable;

describe("addresses of areas", () => {
  it.each([
    [
      ["Éire", "Orléans-la-Source"],
      ["eire", "orleans-la-source"],
    ],
    [
      ["北京", "東京", "Москва"],
      ["area", "area-2", "area-3"],
    ],
    [
      ["a", "A!", "a-2", "(a)"],
      ["a", "a-2", "a-2-2", "a-3"],
    ],
    [
      ["../../etc", "<b>", " "],
      ["etc", "b", "area"],
    ],
    [[`${"long ".repeat(60)}`], [`${"long-".repeat(15)}long`]],
  ])("are letters, digits and hyphens, each once: %j", (names, slugs) => {
    expect(slugsOf(names)).toEqual(slugs);
    for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
    for (const slug of slugs) expect(slug.length).toBeLessThanOrEqual(84);
  });
});

describe("tiles of areas", () => {
  it("are London's where the area is one of its boroughs, and none without columns", () => {
    expect(tilesOf(["Barnet", "Elsewhere"], undefined)).toEqual([{ code: "BNT", x: 2, y: 1 }, null]);
    const bare = { units: [{ unit: "Elsewhere" }], numbers: new Map() } as unknown as UnitTable;
    expect(tilesOf(["Elsewhere"], bare)).toEqual([null]);
  });

  it("are those of units.csv, without a place that is missing, and one area on each", () => {
    const units = unitsOf([
      ["Northam", 3, 4],
      ["Southam", Number.NaN, 4],
      ["Westham", 3, 4],
      ["Eastham", -2, 4.5],
    ]);
    expect(tilesOf(["Eastham", "Northam", "Southam", "Westham", "Unlisted"], units)).toEqual([
      { code: "EAS", x: -2, y: 4.5 },
      { code: "NOR", x: 3, y: 4 },
      null,
      null,
      null,
    ]);
  });

  it("have each a code of its own, in any script and however alike the names", () => {
    const wards = Array.from({ length: 25 }, (_, i) => `Ward ${i + 1}`);
    const names = ["Ay", "É 1", "東京都", "Aaa", "Aaaa", "Aaaaa", ...wards];
    const codes = tilesOf(names, unitsOf(names.map((unit, i) => [unit, i, 0]))).map((tile) => tile!.code);
    expect(codes.slice(0, 8)).toEqual(["AY", "E1", "東京都", "AAA", "A1", "A2", "WAR", "WAD"]);
    expect(new Set(codes).size).toBe(names.length);
    for (const code of codes) expect(code).toMatch(/^[\p{L}\p{N}]{2,3}$/u);
  });
});
