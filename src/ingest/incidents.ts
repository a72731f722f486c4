import type { IngestAdapter } from "../model/source.ts";
import { cellRules } from "./cells/rules.ts";
import { findColumn } from "./gate/find-columns.ts";
import { engineRecords } from "./rows/engine-records.ts";
import { incidentMeasures } from "./rows/measures.ts";
import { placesOf } from "./rows/places.ts";
import { readSourceRows } from "./rows/read-rows.ts";
import { recordRows } from "./rows/records.ts";
import { watchUnreadCounts } from "./rows/unread-counts.ts";

/**
 * One row per event, or the number of them in a declared value column, counted into unit × period × outcome and
 * forgotten. Only the columns that are needed are kept; a file with columns about persons is refused unless they are
 * declared as dropped, and one with a column of counts that nobody reads unless it is summed or dropped. A period in
 * which the source holds any event is covered: a unit and outcome without one in it is 0 there, and a period without
 * any is absent.
 *
 * Throws InputError when nothing can be read, PrivacyError when a column is personal and not declared.
 */
export const incidentsAdapter: IngestAdapter = {
  name: "incidents",
  title: "Incidents: one row per event",
  recognises: (header) => {
    const has = (names: readonly string[]): boolean =>
      names.some((name) => findColumn(header, name) !== undefined);
    return has(["unit"]) && has(["date", "datetime"]) && !has(["value", "count"]);
  },
  async read(request, context) {
    const counted = await engineRecords(request, context, cellRules(request.dialect), {
      shape: "incidents",
      usual: "zero",
    });
    if (counted) return counted;
    return readSourceRows(request, context, { usual: "zero", events: true }, (table, log, own) => {
      const before = log.errors();
      const places = placesOf(table, request, "incidents", log);
      if (log.errors() > before || places.period === undefined) return undefined;
      const reader = recordRows(table, log, {
        ...own,
        rules: own.rulesFor(table, places),
        request,
        places,
        measures: incidentMeasures(places, request, table.header),
        rule: "events",
      });
      const unread = watchUnreadCounts(table, places, request, log);
      return {
        row(row) {
          unread.row(row);
          return reader.row(row);
        },
        finish() {
          reader.finish?.();
          unread.finish();
        },
      };
    });
  },
};
