import type { Finding } from "../../model/finding.ts";
import { type Block, heading, left, list, paragraph, right, table, withFileNames } from "../document.ts";
import { count, listWords, missing, periodWords, perPeriod, plural } from "../numbers.ts";
import { releaseSentence } from "../release.ts";
import type { Section } from "./section.ts";

/** Where the rows came from and where each one went: read = used + excluded, shown as a sum. */
export const dataSection: Section = {
  id: "data",
  build: ({ finding }) => {
    const { data, outcome } = finding;
    return [
      heading(2, "Data and exclusions"),
      table(
        "Sources",
        [left("Source"), left("Publisher"), left("Edition"), left("Licence")],
        data.sources.map((s) => [
          s.title,
          s.publisher ?? missing,
          s.edition ?? missing,
          s.licence ?? missing,
        ]),
      ),
      rowsTable(finding),
      paragraph(
        `The panel holds ${plural(data.units, "unit")} and ${plural(data.periods, perPeriod(outcome.frequency))}. Cells that are zero: ${count(data.zero_cells)}; not covered by the source: ${count(data.absent_cells)}; blank in the source: ${count(data.missing_cells)}.`,
      ),
      ...excluded(finding),
      paragraph(releaseSentence(finding)),
    ];
  },
};

const rowsTable = ({ data }: Finding): Block => {
  const { rows } = data;
  return table(
    "Rows",
    [left("Rows"), right("Number")],
    [
      ["Read", count(rows.read)],
      ...rows.excluded.map((row) => [
        withFileNames(`Left out: ${row.reason} (${row.code})`),
        count(row.rows),
      ]),
      ["Used", count(rows.used)],
    ],
  );
};

const excluded = ({ data, intervention }: Finding): Block[] => {
  const items = [
    ...byReason(
      data.window.excluded.map(({ period, reason }) => ({ unit: periodWords(period), reason })),
    ).map(([reason, periods]) => `Left out, ${reason}: ${listWords(periods)}.`),
    ...(data.gaps.length === 0 ? [] : [`Not in the data: ${listWords(data.gaps.map(periodWords))}.`]),
    ...byReason(intervention.units.excluded).map(
      ([reason, units]) => `Not compared, ${reason}: ${listWords(units)}.`,
    ),
    ...(intervention.units.buffer.length === 0
      ? []
      : [`Buffer units, never compared: ${listWords(intervention.units.buffer)}.`]),
  ];
  return items.length === 0 ? [] : [list(items.map(withFileNames))];
};

const byReason = (
  rows: readonly { readonly unit: string; readonly reason: string }[],
): [reason: string, units: string[]][] => {
  const groups = new Map<string, string[]>();
  for (const { unit, reason } of rows) groups.set(reason, [...(groups.get(reason) ?? []), unit]);
  return [...groups];
};
