import type { Format } from "./source.ts";

/** A dated change in what is recorded, or in the world, that looks like an effect when it falls inside a window. */
export interface Break {
  readonly id: string;
  /** First and last month touched; `to` is the same month for a step. */
  readonly from: string;
  readonly to: string;
  readonly title: string;
  /** Outcomes it concerns, lower case, matched as part of the name; empty = every outcome. */
  readonly outcomes: readonly string[];
  /** Units it concerns, lower case, matched as part of the name; absent = every unit. */
  readonly units?: readonly string[];
  /** Formats of source it concerns; empty = every English and Welsh police source. */
  readonly formats: readonly Format[];
  readonly kind: "recording" | "world" | "supply";
  readonly source: string;
  /** How the date was learnt. */
  readonly status: "seen in data" | "published" | "recalled";
}
