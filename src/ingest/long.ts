import type { IngestAdapter } from "../model/source.ts";
import { cellRules } from "./cells/rules.ts";
import { findColumn } from "./gate/find-columns.ts";
import { engineRecords } from "./rows/engine-records.ts";
import { longMeasures } from "./rows/measures.ts";
import { placesOf } from "./rows/places.ts";
import { readSourceRows } from "./rows/read-rows.ts";
import { recordRows } from "./rows/records.ts";

/**
 * One row per unit, period and outcome, with its value and, where there is one, its exposure. Other names are mapped
 * by `columns`; without an outcome column the value column names the outcome, and several value columns are as many
 * outcomes. A key that stands twice is a fault, unless columns are declared whose rows are added up.
 *
 * Throws InputError when nothing can be read, PrivacyError when a column is personal.
 */
export const longAdapter: IngestAdapter = {
  name: "long",
  title: "Long: one row per unit, period and outcome",
  recognises: (header) => ["unit", "period", "value"].every((name) => findColumn(header, name) !== undefined),
  async read(request, context) {
    const counted = await engineRecords(request, context, cellRules(request.dialect), {
      shape: "long",
      usual: "missing",
    });
    if (counted) return counted;
    return readSourceRows(request, context, { usual: "missing", events: false }, (table, log, own) => {
      const before = log.errors();
      const places = placesOf(table, request, "long", log);
      if (log.errors() > before || places.period === undefined) return undefined;
      return recordRows(table, log, {
        ...own,
        rules: own.rulesFor(table, places),
        request,
        places,
        measures: longMeasures(places, request, table.header),
        rule: "counts",
      });
    });
  },
};
