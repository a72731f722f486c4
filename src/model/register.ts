import type { Role } from "./design.ts";
import type { Period } from "./period.ts";

/** A moment as the register writes it: `2024-04`, `2024-04-15`, `2024-Q2`, `2024` or a whole number. */
export interface Moment {
  readonly text: string;
  /** A day is kept as a day: which month it falls in is for the design to say. */
  readonly period: Period;
}

/** One unit's part in an intervention. */
export interface RegisterUnit {
  readonly unit: string;
  readonly role: Role;
  /** Absent only for units that are not treated. */
  readonly start?: Moment;
  readonly end?: Moment;
  /** Line of the register. */
  readonly line: number;
}

/** What was done, where and from when: the rows of one id. */
export interface Intervention {
  readonly id: string;
  readonly title: string;
  /** The earliest start of a treated unit. */
  readonly start: Moment;
  /** True when treated units start at different times. */
  readonly staggered: boolean;
  readonly units: readonly RegisterUnit[];
  readonly problem?: string;
  /** Separated by semicolons in the file. */
  readonly partners: readonly string[];
  /** Further columns that say the same on every row of the intervention. */
  readonly extra: ReadonlyMap<string, string>;
}

export interface Register {
  readonly interventions: readonly Intervention[];
}

/** What is known of a unit apart from outcomes. */
export interface UnitRecord {
  readonly unit: string;
  readonly line: number;
  readonly neighbours: readonly string[];
}

export interface UnitTable {
  readonly units: readonly UnitRecord[];
  /** Columns that hold numbers only (population, covariates), by unit in the order of `units`; NaN where blank. */
  readonly numbers: ReadonlyMap<string, Float64Array>;
  /** Every other column, as text. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
}
