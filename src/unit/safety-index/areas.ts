import { areaKey, canonicalArea } from "../../ingest/borough/aliases.ts";
import { InputError, UsageError } from "../../model/errors.ts";
import { suggest } from "../../model/nearest.ts";
import type { Panel } from "../../model/panel.ts";
import type { UnitTable } from "../../model/register.ts";
import { londonTiles } from "../../summaries/charts/tile-map.ts";
import type { IndexConfig } from "./config.ts";

/** One name for an area however a publisher spells it. */
export const keyOf = (name: string): string => areaKey(canonicalArea(name));

/** The areas of the index: every unit of a source with an indicator, by name, without those that are left out. */
export const areasOf = (
  panels: Iterable<Panel>,
  config: IndexConfig["areas"],
  base: readonly string[] | undefined,
): string[] => {
  const names = new Map<string, string>();
  for (const { units } of panels) for (const unit of units) names.set(keyOf(unit), canonicalArea(unit));
  const known = [...names.values()];
  const listed = (wanted: readonly string[] | undefined, key = "index.areas"): Set<string> | undefined => {
    const missing = wanted?.find((name) => !names.has(keyOf(name)));
    if (missing !== undefined)
      throw new UsageError("index/area", {
        key,
        found: `no area called "${missing}"`,
        expected: "an area of a source of the index",
        hint: suggest(missing, known),
      });
    return wanted && new Set(wanted.map(keyOf));
  };
  const [only, exclude] = [listed(config?.only), listed(config?.exclude)];
  listed(base, "index.base.areas");
  const left = known.filter((name) => (only?.has(keyOf(name)) ?? true) && !exclude?.has(keyOf(name)));
  if (left.length === 0)
    throw new UsageError("index/area", {
      key: "index.areas",
      found: `no area left of the ${known.length} in the sources of the index`,
      expected: "at least one area to score",
      hint: "name areas under only, or take the line out to score all of them",
    });
  return left.sort((a, b) => (a < b ? -1 : 1));
};

/** Rows of a panel by area. An area under two spellings has two rows, in different years or not at all. */
export const rowsByArea = ({ units }: Panel): Map<string, number[]> => {
  const rows = new Map<string, number[]>();
  units.forEach((unit, row) => {
    rows.set(keyOf(unit), [...(rows.get(keyOf(unit)) ?? []), row]);
  });
  return rows;
};

/** Joins what the spellings of one area say; two values for one year cannot both be right. */
export const joined = (
  parts: readonly Map<number, number>[],
  area: string,
  what: string,
): Map<number, number> => {
  const out = new Map<number, number>();
  for (const part of parts)
    for (const [year, value] of part) {
      if (out.has(year))
        throw new InputError("index/area-twice", {
          found: `two values of ${what} for ${area} in ${year}, under two spellings`,
          expected: "one value for each area and year",
          hint: "correct the names in the file",
        });
      out.set(year, value);
    }
  return out;
};

/** Longer names of files are refused by some disks, and read by nobody. */
const longest = 80;

/** Names in addresses: lower-case letters, digits and hyphens, each once. */
export const slugsOf = (areas: readonly string[]): string[] => {
  const taken = new Set<string>();
  return areas.map((area) => {
    const plain =
      area
        .normalize("NFKD")
        .replace(/\p{M}/gu, "")
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .slice(0, longest)
        .replace(/^-|-$/g, "") || "area";
    let slug = plain;
    for (let again = 2; taken.has(slug); again++) slug = `${plain}-${again}`;
    taken.add(slug);
    return slug;
  });
};

export interface Tile {
  readonly code: string;
  readonly x: number;
  readonly y: number;
}

/** Where areas lie on a tile map: the columns tile_x and tile_y of units.csv, or London's boroughs. */
export const tilesOf = (areas: readonly string[], units: UnitTable | undefined): (Tile | null)[] => {
  const [x, y] = [units?.numbers.get("tile_x"), units?.numbers.get("tile_y")];
  const [codes, places] = [new Set<string>(), new Set<string>()];
  return areas.map((area) => {
    const london = londonTiles.get(keyOf(area).replace(/[^a-z]/g, ""));
    if (london) return london;
    if (!units || !x || !y) return null;
    const row = units.units.findIndex(({ unit }) => keyOf(unit) === keyOf(area));
    const place = `${x[row]} ${y[row]}`;
    // One square shows one area: a second one on it would hide the first.
    if (row < 0 || Number.isNaN(x[row]! + y[row]!) || places.has(place)) return null;
    places.add(place);
    return { code: shortName(area, codes), x: x[row]!, y: y[row]! };
  });
};

/** Three letters or digits that no other area has: the first of the name and two later ones, or the first and a number. */
const shortName = (area: string, taken: Set<string>): string => {
  const letters = [
    ...area
      .normalize("NFKD")
      .toUpperCase()
      .replace(/[^\p{L}\p{N}]/gu, ""),
  ];
  const [first = "", ...rest] = letters;
  const pairs = rest.flatMap((one, k) => rest.slice(k + 1).map((other) => `${first}${one}${other}`));
  const wanted = letters.length < 3 ? [letters.join("")] : pairs;
  let code = wanted.find((one) => one !== "" && !taken.has(one));
  for (let number = 1; code === undefined; number++)
    if (!taken.has(`${first}${number}`)) code = `${first}${number}`;
  taken.add(code);
  return code;
};
