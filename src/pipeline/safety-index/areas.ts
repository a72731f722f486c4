import { areaKey, canonicalArea } from "../../ingest/borough/aliases.ts";
import { InputError, UsageError } from "../../model/errors.ts";
import type { IndexConfig } from "../../model/index-config.ts";
import { suggest } from "../../model/nearest.ts";
import type { Panel } from "../../model/panel.ts";
import type { UnitTable } from "../../model/register.ts";
import { londonTiles } from "../../summaries/charts/tile-map.ts";

/** One name for an area however a publisher spells it. */
export const keyOf = (name: string): string => areaKey(canonicalArea(name));

/** The areas of the index: every unit of a source with an indicator, by name, without those that are left out. */
export const areasOf = (panels: Iterable<Panel>, config: IndexConfig["areas"]): string[] => {
  const names = new Map<string, string>();
  for (const { units } of panels) for (const unit of units) names.set(keyOf(unit), canonicalArea(unit));
  const known = [...names.values()];
  const listed = (wanted: readonly string[] | undefined): Set<string> | undefined => {
    const missing = wanted?.find((name) => !names.has(keyOf(name)));
    if (missing !== undefined)
      throw new UsageError("index/area", {
        key: "index.areas",
        found: `no area called "${missing}"`,
        expected: "an area of a source of the index",
        hint: suggest(missing, known),
      });
    return wanted && new Set(wanted.map(keyOf));
  };
  const [only, exclude] = [listed(config?.only), listed(config?.exclude)];
  return known
    .filter((name) => (only?.has(keyOf(name)) ?? true) && !exclude?.has(keyOf(name)))
    .sort((a, b) => (a < b ? -1 : 1));
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

/** Names in addresses: lower-case letters, digits and hyphens, each once. */
export const slugsOf = (areas: readonly string[]): string[] => {
  const taken = new Set<string>();
  return areas.map((area) => {
    const plain =
      area
        .normalize("NFKD")
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
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
  const codes = new Set<string>();
  return areas.map((area) => {
    const london = londonTiles.get(keyOf(area).replace(/[^a-z]/g, ""));
    if (london) return london;
    const row = units?.units.findIndex(({ unit }) => keyOf(unit) === keyOf(area)) ?? -1;
    if (!x || !y || row < 0 || Number.isNaN(x[row]!) || Number.isNaN(y[row]!)) return null;
    return { code: shortName(area, codes), x: x[row]!, y: y[row]! };
  });
};

/** Three capital letters that no other area has: the first of the name, or the first and two later ones. */
const shortName = (area: string, taken: Set<string>): string => {
  const letters = area.toUpperCase().replace(/[^A-Z]/g, "");
  for (let second = 1; second < letters.length; second++)
    for (let third = second + 1; third < letters.length; third++) {
      const code = `${letters[0]}${letters[second]}${letters[third]}`;
      if (!taken.has(code)) {
        taken.add(code);
        return code;
      }
    }
  return letters.slice(0, 3);
};
