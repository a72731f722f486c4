import type { SourceRequest } from "../../model/source.ts";
import { isFault, plainRules, readNumber } from "../cells/cells.ts";
import type { Row } from "../gate/bytes.ts";
import type { FaultLog } from "../gate/faults.ts";
import { findColumn } from "../gate/find-columns.ts";
import { foldName } from "../validation/columns-spec.ts";
import { type Header, type Places, usedColumns } from "./places.ts";

/** Whole numbers that count nothing: places on a map, parts of a date, numbers of things. */
const noCounts =
  /^(lat|latitude|lon|lng|long|longitude|x|y|z|xcoordinate|ycoordinate|easting|northing|year|month|day|hour|minute|week|quarter|yr|time|age|zip|zipcode|postcode|plz|fid|gid|oid|objectid|index|row|rownumber|sequence|seq|unnamed)$/;
const identifies =
  /(^|\b|_)(id|ids|no|nr|ref|reference|code|codes|key|uuid|guid|case|crn|beat|district|ward|precinct|sector|tract|block|postcode|zip|phone|version)(\b|_|$)/i;

interface Seen {
  readonly index: number;
  cells: number;
  above: boolean;
  readonly distinct: Set<string>;
}

/** So many different values, nearly one a row, are numbers of things and not how many there were. */
const distinctLimit = 1000;

/**
 * A file of events holds no column of counts: where one stands that nobody reads, each row may be many events. It is
 * refused until the column is summed as the value, or dropped.
 */
export const watchUnreadCounts = (
  { header, headerLine }: Header,
  places: Places,
  { drop = [], allow = [] }: Pick<SourceRequest, "drop" | "allow">,
  log: FaultLog,
) => {
  const known = new Set([
    ...usedColumns(places),
    ...drop.map((name) => findColumn(header, name)),
    ...allow.map(({ column }) => findColumn(header, column)),
  ]);
  const watched: Seen[] = header.flatMap((name, index) =>
    known.has(index) || name === "" || noCounts.test(foldName(name)) || identifies.test(name)
      ? []
      : [{ index, cells: 0, above: false, distinct: new Set<string>() }],
  );
  const asked = places.values.length > 0;
  return {
    row({ cells }: Row): void {
      if (asked) return;
      for (let k = watched.length - 1; k >= 0; k--) {
        const seen = watched[k]!;
        const text = cells[seen.index]!.trim();
        if (text === "") continue;
        const number = wholeNumber(text);
        if (number === undefined) {
          watched.splice(k, 1);
          continue;
        }
        seen.cells++;
        if (number !== 1 && number !== 0) seen.above = true;
        if (seen.distinct.size < distinctLimit) seen.distinct.add(text);
      }
    },
    finish(): void {
      if (asked) return;
      for (const { index, cells, above, distinct } of watched) {
        const numbering = cells > 20 && (distinct.size === cells || distinct.size >= distinctLimit);
        if (!above || numbering) continue;
        const name = header[index]!;
        log.error(
          "data/unread-count",
          "the column holds whole numbers that nobody reads: a row may be many events",
          {
            line: headerLine,
            column: name,
            fix: `if it counts events, add it up: --value "${name}"; if not, say that it is known: --drop "${name}"`,
          },
        );
      }
    },
  };
};

const wholeNumber = (text: string): number | undefined => {
  if (text.length > 12 || !/^\d/.test(text) || (text.length > 1 && text.startsWith("0"))) return undefined;
  const reading = readNumber(text, text.includes(",") ? { ...plainRules, thousands: "," } : plainRules);
  return isFault(reading) || !Number.isInteger(reading.value) ? undefined : reading.value;
};
