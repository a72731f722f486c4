import type { Design } from "../../model/design.ts";
import type { Settings } from "../../model/estimate.ts";
import { type DonorTable, list, type TreatedGroup } from "./donor-table.ts";
import type { Match, MatcherUpTo, Target } from "./matcher.ts";

/** One fit of a synthetic control, whole: what its diagnostics and warnings are written from. */
export interface Run {
  readonly design: Design;
  readonly settings: Settings;
  readonly table: DonorTable;
  readonly group: TreatedGroup;
  readonly upTo: MatcherUpTo;
  readonly treated: Target;
  readonly match: Match;
  readonly gap: Float64Array;
}

export const matchOf = (settings: Settings): "outcome" | "predictors" =>
  (settings.match as "outcome" | "predictors" | undefined) ??
  (predictorsOf(settings).length > 0 ? "predictors" : "outcome");

export const predictorsOf = (settings: Settings): readonly string[] => {
  const given = settings.predictors;
  if (given === undefined) return [];
  return typeof given === "object" ? given : String(given).split(",");
};

export const nameOf = ({ table, treated }: Run): string =>
  list(
    Array.from(treated.rows, (row) => table.units[row]!),
    4,
  );
