import type { SourceRequest } from "../../model/source.ts";
import type { Row } from "../gate/bytes.ts";
import type { FaultLog } from "../gate/faults.ts";
import { visibleText } from "../gate/hidden.ts";
import { shownCell } from "../people/shown.ts";
import type { Header, Places } from "./places.ts";
import { unitJoint } from "./units.ts";
import type { WideColumn } from "./wide-columns.ts";

/**
 * A row that names something and has no value in any period is a note or a heading, not a unit: "Note: figures are
 * provisional". A unit with a value in another row is one, and so are all where it was declared what a blank means.
 */
export const watchHeadings = (
  { header }: Header,
  places: Places,
  periods: readonly WideColumn[],
  { absent }: Pick<SourceRequest, "absent">,
  log: FaultLog,
) => {
  const valued = new Set<string>();
  const empty = new Map<string, number>();
  const nameOf = (row: Row): string =>
    places.unit.map((index) => visibleText(row.cells[index]!)).join(unitJoint);
  return {
    row(row: Row): void {
      if (absent !== undefined || places.unit.length === 0) return;
      const name = nameOf(row);
      if (periods.some(({ index }) => row.cells[index]!.trim() !== "")) valued.add(name);
      else if (!empty.has(name)) empty.set(name, row.line);
    },
    finish(): void {
      const column = places.unit.map((index) => header[index]!).join(unitJoint);
      for (const [name, line] of empty) {
        if (valued.has(name)) continue;
        const shown = shownCell(name, column, "a row");
        log.error("data/no-values", `${shown} has no value in any period: a note or a heading, not a unit`, {
          line,
          column,
          fix: `leave it out: --exclude-unit "${name.replaceAll('"', "'")}=a note, not a unit"; or, if it is a unit without any value, --absent missing`,
        });
      }
    },
  };
};
