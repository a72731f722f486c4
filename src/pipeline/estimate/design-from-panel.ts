import type { Design, Role } from "../../model/design.ts";
import { UsageError } from "../../model/errors.ts";
import { suggest } from "../../model/nearest.ts";
import type { Panel } from "../../model/panel.ts";
import { type Frequency, frequencyName, parsePeriod } from "../../model/period.ts";

/** Roles and starts said on the command line by unit name. */
export interface NamedTreatment {
  readonly treatedUnits?: readonly string[];
  readonly start?: string;
  readonly bufferUnits?: readonly string[];
  readonly bufferComparisonUnits?: readonly string[];
}

/** A start as typed, on the scale of the panel. */
export const startOrdinal = (text: string, frequency: Frequency): number => {
  const period = parsePeriod(text);
  const numeric = (f: Frequency): boolean => f === "year" || f === "integer";
  if (!period || (period.frequency !== frequency && !(numeric(period.frequency) && numeric(frequency)))) {
    throw new UsageError("usage/start", {
      found: `--start ${text}`,
      expected: `a ${frequency === "integer" ? "whole number" : frequencyName(frequency)} like the periods of the panel`,
      hint: "write the start as the periods are written in the file",
    });
  }
  return period.ordinal;
};

/** Cohorts from named treated units; with no unit named, a single series is the treated one. */
export const namedCohorts = (panel: Panel, named: NamedTreatment): Float64Array => {
  const cohort = new Float64Array(panel.units.length).fill(Number.POSITIVE_INFINITY);
  if (named.start === undefined) return cohort;
  const ordinal = startOrdinal(named.start, panel.frequency);
  const treated = named.treatedUnits ?? panel.units;
  for (const unit of treated) cohort[unitIndex(panel, unit, "--treated-units")] = ordinal;
  return cohort;
};

export const namedRoles = (panel: Panel, cohort: Float64Array, named: NamedTreatment): Role[] => {
  const roles: Role[] = Array.from(cohort, (start) => (Number.isFinite(start) ? "treated" : "comparison"));
  for (const unit of named.bufferUnits ?? []) roles[unitIndex(panel, unit, "--buffer-units")] = "buffer";
  for (const unit of named.bufferComparisonUnits ?? []) {
    roles[unitIndex(panel, unit, "--buffer-comparison-units")] = "buffer-comparison";
  }
  return roles;
};

const unitIndex = (panel: Panel, unit: string, flag: string): number => {
  const at = panel.units.indexOf(unit);
  if (at >= 0) return at;
  throw new UsageError("usage/unit", {
    found: `${flag} names "${unit}", which is not in the panel`,
    expected: `one of its ${panel.units.length} units`,
    hint: suggest(unit, panel.units),
  });
};

/** Clusters: a column that is constant within units, or every unit its own. */
export const clusterOf = (
  panel: Panel,
  labels: readonly string[] | undefined,
): Pick<Design, "cluster" | "clusters"> => {
  if (!labels) return { cluster: Int32Array.from(panel.units.keys()), clusters: panel.units };
  const clusters = [...new Set(labels)].sort();
  const place = new Map(clusters.map((label, g) => [label, g]));
  return { cluster: Int32Array.from(labels, (label) => place.get(label)!), clusters };
};
