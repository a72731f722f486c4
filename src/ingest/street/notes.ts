import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { SourceRequest } from "../../model/source.ts";
import { groupBy } from "../rows/group.ts";
import type { Slot, StreetCounts } from "./count.ts";
import { isAntisocial, typeBreaks } from "./crime-types.ts";
import { monthList } from "./files.ts";
import { type ForceMonth, supplyGaps } from "./supply-gap.ts";

/** Everything an analyst should know about these street files before using their counts. */
export const streetNotes = (
  batches: readonly StreetCounts[],
  partial: number,
  request: SourceRequest,
): Diagnostic[] => {
  const slots = batches.flatMap((batch) => batch.slots);
  const months = [...new Set(slots.map(({ month }) => month))].sort((a, b) => a - b);
  const types = [...new Set(batches.flatMap(({ kinds }) => kinds.map((kind) => kind ?? "")))];
  return [
    ...missingMonths(slots, months),
    ...withoutRows(slots),
    ...supplyGaps(forceMonths(batches)),
    ...typeBreaks(types, months),
    ...(request.place === undefined || request.place === "lsoa" ? mixedVintages(batches) : []),
    ...repeated(batches),
    ...withoutId(slots, batches),
    ...withoutPlace(slots),
    ...partly(partial),
  ];
};

const missingMonths = (slots: readonly Slot[], all: readonly number[]): Diagnostic[] =>
  [...groupBy(slots, ({ force }) => force)].flatMap(([force, own]) => {
    const has = new Set(own.map(({ month }) => month));
    const [first, last] = [all[0]!, all.at(-1)!];
    const missing = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter(
      (month) => !has.has(month),
    );
    if (missing.length === 0) return [];
    return [
      diagnostic(
        "ingest/missing-month",
        "warning",
        `${force}: no file for ${monthList(missing)}. These ${missing.length} months are absent, not zero.`,
        { count: missing.length, fix: "add the files, shorten the window, or drop the force" },
      ),
    ];
  });

/** A month of a force without one crime or incident is a download that stopped sooner than a month of peace. */
const withoutRows = (slots: readonly Slot[]): Diagnostic[] =>
  slots
    .filter(({ rows }) => rows === 0)
    .map(({ file, force, month }) =>
      diagnostic(
        "csv/no-rows",
        "warning",
        `${file.name} holds a header and no row: ${force} is counted as 0 in ${monthList([month])}, not as absent.`,
        {
          file: file.name,
          line: 1,
          fix: "download the file again, or leave it out if nobody knows the month",
        },
      ),
    );

const forceMonths = (batches: readonly StreetCounts[]): ForceMonth[] =>
  batches.flatMap(({ slots, kinds, slot, kind, count }) => {
    const antisocial = Uint8Array.from(kinds, (name) => (isAntisocial(name ?? "") ? 1 : 0));
    const asb = new Float64Array(slots.length);
    for (let j = 0; j < count.length; j++) if (antisocial[kind[j]!]) asb[slot[j]!]! += count[j]!;
    return slots.map(({ force, month, rows }, s) => ({
      force,
      month,
      crimes: rows - asb[s]!,
      antisocial: asb[s]!,
    }));
  });

/** The first codes that exist only in the 2021 vintage; 2011 codes end below them (ONS exact-fit lookup, version 3). */
const isNewIn2021 = (code: string): boolean =>
  code >= (code.startsWith("W") ? "W01001959" : "E01033769") && /^[EW]01\d{6}$/.test(code);

const mixedVintages = (batches: readonly StreetCounts[]): Diagnostic[] => {
  const newCodes = new Set<string>();
  const monthsWith = new Map<string, Set<number>>();
  for (const { slots, places, slot, place } of batches) {
    const fresh = Uint8Array.from(places, (code) => (code !== null && isNewIn2021(code) ? 1 : 0));
    if (!fresh.includes(1)) continue;
    for (let j = 0; j < slot.length; j++) {
      if (!fresh[place[j]!]) continue;
      const { force, month } = slots[slot[j]!]!;
      newCodes.add(places[place[j]!]!);
      monthsWith.set(force, (monthsWith.get(force) ?? new Set()).add(month));
    }
  }
  return [
    ...groupBy(
      batches.flatMap((b) => b.slots),
      ({ force }) => force,
    ),
  ].flatMap(([force, own]) => {
    const fresh = monthsWith.get(force) ?? new Set<number>();
    const old = own.map(({ month }) => month).filter((month) => !fresh.has(month));
    if (fresh.size === 0 || old.length === 0) return [];
    return [
      diagnostic(
        "ingest/lsoa-vintage",
        "warning",
        `${force}: LSOA codes mix vintages. Codes of 2021 (${newCodes.size} of them) occur in ${monthList([...fresh])} and not in ${monthList(old)}; an area that was split or merged starts or ends there.`,
        {
          count: newCodes.size,
          fix: "count by --place authority, which both vintages share, or stay within one vintage",
        },
      ),
    ];
  });
};

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const repeated = (batches: readonly StreetCounts[]): Diagnostic[] => {
  const rows = sum(batches.map(({ repeats }) => sum([...repeats.count])));
  const ids = sum(batches.map(({ repeats }) => repeats.ids));
  const reused = sum(batches.map(({ repeats }) => repeats.reused));
  const read = sum(batches.flatMap(({ slots }) => slots.map((slot) => slot.rows)));
  const notes: Diagnostic[] = [];
  if (rows > 0)
    notes.push(
      diagnostic(
        "ingest/repeated-id",
        "warning",
        `${ids} Crime IDs appear more than once within a month with the same type; kept one row each, the located one where there is a choice: ${rows} rows left out. Count without this rule: ${read}.`,
        {
          column: "Crime ID",
          count: rows,
          fix: "nothing to do; both counts are given so that they can be compared",
        },
      ),
    );
  if (reused > 0)
    notes.push(
      diagnostic(
        "ingest/reused-id",
        "note",
        `${reused} Crime IDs occur in more than one month. They are not unique, so the key is the month and the ID: no row is lost to it.`,
        { column: "Crime ID", count: reused, fix: "never de-duplicate these files on the Crime ID alone" },
      ),
    );
  return notes;
};

const withoutId = (slots: readonly Slot[], batches: readonly StreetCounts[]): Diagnostic[] => {
  const rows = sum(slots.map((slot) => slot.withoutId));
  const identical = sum(batches.map(({ repeats }) => repeats.identical));
  if (rows === 0) return [];
  return [
    diagnostic(
      "ingest/no-id",
      "note",
      `${rows} rows have no Crime ID, and ${identical} of them agree with another one in every column. All are kept: identical rows are separate incidents.`,
      { column: "Crime ID", count: rows, fix: "nothing to do" },
    ),
  ];
};

const withoutPlace = (slots: readonly Slot[]): Diagnostic[] => {
  const [rows, all] = [sum(slots.map((slot) => slot.unlocated)), sum(slots.map((slot) => slot.rows))];
  if (rows === 0) return [];
  return [
    diagnostic(
      "ingest/no-location",
      rows === all ? "note" : "warning",
      `${rows} rows (${((100 * rows) / all).toFixed(1)} %) have no LSOA; they are in "(no location)" and in no area's total.`,
      {
        column: "LSOA code",
        count: rows,
        fix: rows === all ? "count by --place force" : "say so beside any area count",
      },
    ),
  ];
};

const partly = (rows: number): Diagnostic[] =>
  rows === 0
    ? []
    : [
        diagnostic(
          "ingest/partial-cover",
          "warning",
          `${rows} rows lie in areas whose own force (the one with most rows there) has no file for the month: those cells are absent, and what other forces recorded there is left out.`,
          { count: rows, fix: "add the missing files, or keep to months that every force covers" },
        ),
      ];
