import { type Cells, cellStatus } from "../../model/panel.ts";
import type { SourceRequest } from "../../model/source.ts";
import type { Slot, StreetCounts } from "./count.ts";
import { typeExists } from "./crime-types.ts";

export const noLocation = "(no location)";
export const noType = "(no type)";
/** The label of a dimension that is summed over. */
export const everything = "all";

export interface StreetTable {
  readonly cells: Cells;
  /** Rows in areas whose own force has no file for the month: left out, since what a neighbour recorded is not the count. */
  readonly partial: number;
}

type Shape = Pick<SourceRequest, "by" | "place">;
type Dimension = "unit" | "period" | "outcome";

const keeps = ({ by }: Shape, dimension: Dimension): boolean => by === undefined || by.includes(dimension);

/**
 * Counts → cells. Every unit × month × type that the files cover is there: 0 where no row mentions it. A unit is
 * covered in the months for which the force that reports most of its rows has a file; in other months it is absent,
 * whatever a neighbour recorded there. Sorted by unit, month and type.
 */
export const streetCells = (batches: readonly StreetCounts[], shape: Shape): StreetTable => {
  const table = layOut(batches, shape);
  batches.forEach((batch, b) => {
    addTo(table, b, batch, 1);
    addTo(table, b, batch.repeats, -1);
  });
  return emit(table, covered(table), existing(table, shape), keeps(shape, "period") ? "month" : "integer");
};

/** A dense U × T × K table of counts, and per batch where a place, slot or type code adds to the index of a cell. */
interface Table {
  readonly units: readonly string[];
  readonly months: readonly number[];
  readonly kinds: readonly string[];
  readonly counts: Float64Array;
  readonly forces: readonly string[];
  /** U × F rows by force; undefined when the unit says which forces cover it. */
  readonly byForce?: Float64Array;
  readonly batches: readonly {
    slots: Int32Array;
    places: Int32Array;
    kinds: Int32Array;
    force: Int32Array;
    unit: Int32Array;
  }[];
  /** What each force-month covers: its force and its place among the months. */
  readonly cover: readonly { force: number; t: number; unit: number }[];
}

const layOut = (batches: readonly StreetCounts[], shape: Shape): Table => {
  const slots = batches.flatMap((batch) => batch.slots);
  const isForce = shape.place === "force" && keeps(shape, "unit");
  const unitOf = (place: string | null): string =>
    keeps(shape, "unit") ? place?.trim() || noLocation : everything;
  const kindOf = (kind: string | null): string =>
    keeps(shape, "outcome") ? kind?.trim() || noType : everything;
  const units = axis(
    isForce ? slots.map((slot) => slot.forceName) : batches.flatMap((b) => b.places.map(unitOf)),
  );
  const kinds = axis(batches.flatMap((batch) => batch.kinds.map(kindOf)));
  const months = keeps(shape, "period") ? [...new Set(slots.map((s) => s.month))].sort((a, b) => a - b) : [0];
  const time = (slot: Slot): number => (keeps(shape, "period") ? months.indexOf(slot.month) : 0);
  const forces = axis(slots.map((slot) => slot.force));
  const [T, K] = [months.length, kinds.names.length];
  const unitOfSlot = (slot: Slot): number => (isForce ? units.at(slot.forceName) : 0);
  const split = keeps(shape, "unit") && !isForce && forces.names.length > 1;
  return {
    units: units.names,
    months,
    kinds: kinds.names,
    counts: new Float64Array(units.names.length * T * K),
    forces: forces.names,
    ...(split && { byForce: new Float64Array(units.names.length * forces.names.length) }),
    batches: batches.map((batch) => {
      const unit = Int32Array.from(batch.places, (place) => (isForce ? 0 : units.at(unitOf(place))));
      return {
        unit,
        places: unit.map((u) => u * T * K),
        slots: Int32Array.from(batch.slots, (slot) => (unitOfSlot(slot) * T + time(slot)) * K),
        kinds: Int32Array.from(batch.kinds, (kind) => kinds.at(kindOf(kind))),
        force: Int32Array.from(batch.slots, (slot) => forces.at(slot.force)),
      };
    }),
    cover: slots.map((slot) => ({
      force: forces.at(slot.force),
      t: time(slot),
      unit: isForce ? unitOfSlot(slot) : -1,
    })),
  };
};

interface Axis {
  readonly names: readonly string[];
  at(name: string): number;
}

const axis = (labels: readonly string[]): Axis => {
  const names = [...new Set(labels)].sort((a, b) => (a < b ? -1 : 1));
  const place = new Map(names.map((name, i) => [name, i]));
  return { names, at: (name) => place.get(name)! };
};

interface Coded {
  readonly slot: Int32Array;
  readonly place: Int32Array;
  readonly kind: Int32Array;
  readonly count: Int32Array;
}

const addTo = (
  { counts, byForce, forces, batches }: Table,
  b: number,
  { slot, place, kind, count }: Coded,
  sign: 1 | -1,
): void => {
  const { slots, places, kinds, force, unit } = batches[b]!;
  for (let j = 0; j < count.length; j++)
    counts[places[place[j]!]! + slots[slot[j]!]! + kinds[kind[j]!]!]! += sign * count[j]!;
  if (!byForce) return;
  for (let j = 0; j < count.length; j++)
    byForce[unit[place[j]!]! * forces.length + force[slot[j]!]!]! += sign * count[j]!;
};

/** U × T: 1 where the unit's own force has a file for the month; undefined where everything is covered. */
const covered = ({ units, months, cover, forces, byForce }: Table): Uint8Array | undefined => {
  const T = months.length;
  const flags = new Uint8Array(units.length * T);
  units.forEach((unit, u) => {
    const home = byForce && unit !== noLocation ? homeForce(byForce, u, forces.length) : -1;
    for (const { force, t, unit: own } of cover)
      if ((own < 0 || own === u) && (home < 0 || home === force)) flags[u * T + t] = 1;
  });
  return flags.includes(0) ? flags : undefined;
};

/** The force that reports most rows of a unit. */
const homeForce = (byForce: Float64Array, unit: number, forces: number): number => {
  let best = 0;
  for (let f = 1; f < forces; f++) if (byForce[unit * forces + f]! > byForce[unit * forces + best]!) best = f;
  return best;
};

/** T × K: 1 where the publisher counts the type in the month; undefined where it counts all of them always. */
const existing = ({ months, kinds }: Table, shape: Shape): Uint8Array | undefined => {
  if (!keeps(shape, "period")) return undefined;
  const flags = Uint8Array.from(
    months.flatMap((month) => kinds.map((kind) => (typeExists(kind, month) ? 1 : 0))),
  );
  return flags.includes(0) ? flags : undefined;
};

const emit = (
  { units, months, kinds, counts }: Table,
  inside: Uint8Array | undefined,
  exists: Uint8Array | undefined,
  frequency: Cells["frequency"],
): StreetTable => {
  const codes = blocks(units.length, months, kinds.length);
  if (!inside && !exists)
    return {
      partial: 0,
      cells: {
        frequency,
        units,
        outcomes: kinds,
        ...codes,
        value: counts,
        status: new Uint8Array(counts.length),
      },
    };
  const [T, K] = [months.length, kinds.length];
  const isInside = (c: number): boolean => !inside || inside[Math.floor(c / K)] === 1;
  const isDefined = (c: number): boolean => !exists || exists[c % (T * K)] === 1;
  let partial = 0;
  const kept = new Int32Array(counts.length);
  let n = 0;
  for (let c = 0; c < counts.length; c++) {
    const within = isInside(c);
    if (!within) partial += counts[c]!;
    else if (counts[c] !== 0 || isDefined(c)) kept[n++] = c;
  }
  const pick = kept.subarray(0, n);
  const cells: Cells = {
    frequency,
    units,
    outcomes: kinds,
    unit: pick.map((c) => codes.unit[c]!),
    period: pick.map((c) => codes.period[c]!),
    outcome: pick.map((c) => codes.outcome[c]!),
    value: Float64Array.from(pick, (c) => counts[c]!),
    status: new Uint8Array(n).fill(cellStatus.observed),
  };
  return { cells, partial };
};

/** Codes of a full U × T × K table: one unit's block, copied for every unit. */
const blocks = (U: number, months: readonly number[], K: number) => {
  const size = months.length * K;
  const period = Int32Array.from({ length: size }, (_, c) => months[Math.floor(c / K)]!);
  const outcome = Int32Array.from({ length: size }, (_, c) => c % K);
  const codes = {
    unit: new Int32Array(U * size),
    period: new Int32Array(U * size),
    outcome: new Int32Array(U * size),
  };
  for (let u = 0; u < U; u++) {
    codes.unit.fill(u, u * size, (u + 1) * size);
    codes.period.set(period, u * size);
    codes.outcome.set(outcome, u * size);
  }
  return codes;
};
