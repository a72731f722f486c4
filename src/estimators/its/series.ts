import type { Design } from "../../model/design.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Frequency } from "../../model/period.ts";
import { commonStart, treatedUnits } from "../counts/groups.ts";
import { seriesOf } from "../counts/totals.ts";
import { listed, splitPeriods } from "../counts/windows.ts";

/** The treated units added up, one row per period used, in order of time. */
export interface TimeSeries {
  /** n rows. */
  readonly y: Float64Array;
  readonly exposure: Float64Array | undefined;
  /** Means over the treated units, so that a temperature or a price keeps its own unit. */
  readonly covariates: readonly { readonly name: string; readonly values: Float64Array }[];
  readonly ordinals: Int32Array;
  readonly labels: readonly string[];
  readonly frequency: Frequency;
  /** Ordinal of the first period of the whole panel: trend is 1 there. */
  readonly first: number;
  /** Row of the first period from the start on. */
  readonly startRow: number;
  readonly units: number;
  readonly warnings: readonly Diagnostic[];
}

/** Throws as `splitPeriods`; negative values are refused only where the outcome must be a count. */
export const timeSeries = (design: Design, values: "counts" | "any"): TimeSeries => {
  const { panel } = design;
  const units = treatedUnits(design);
  const windows = splitPeriods(design, units, commonStart(design, units), values);
  const all = [...windows.before, ...windows.after];
  const means = design.covariates.map((name) => ({
    name,
    at: (t: number) => meanAt(design, units, name, t),
  }));
  const at = all.filter((t) => means.every((covariate) => !Number.isNaN(covariate.at(t))));
  const { y, exposure } = seriesOf(design, units, at);
  const ordinals = Int32Array.from(at, (t) => panel.ordinals[t]!);
  return {
    y,
    exposure: design.exposure ? exposure : undefined,
    covariates: means.map(({ name, at: value }) => ({ name, values: Float64Array.from(at, value) })),
    ordinals,
    labels: at.map((t) => panel.periods[t]!),
    frequency: panel.frequency,
    first: panel.ordinals[0]!,
    startRow: at.filter((t) => panel.ordinals[t]! < windows.start).length,
    units: units.length,
    warnings: [
      ...windows.warnings,
      ...withoutCovariates(design, all.length - at.length),
      ...gaps(
        ordinals,
        at.map((t) => panel.periods[t]!),
      ),
    ],
  };
};

const meanAt = ({ panel }: Design, units: readonly number[], name: string, t: number): number =>
  units.reduce((sum, i) => sum + panel.columns[name]![i * panel.periods.length + t]!, 0) / units.length;

const withoutCovariates = ({ covariates }: Design, count: number): Diagnostic[] =>
  count === 0
    ? []
    : [
        diagnostic(
          "design/missing-covariate",
          "warning",
          `${count} period(s) were left out, because ${covariates.join(" or ")} has no value there`,
          { fix: "supply the values, or leave the covariate out", count },
        ),
      ];

/** Time counts on through a gap, but autocorrelation takes neighbours in the data for neighbours in time. */
const gaps = (ordinals: Int32Array, labels: readonly string[]): Diagnostic[] => {
  const after = labels.filter((_, i) => i + 1 < ordinals.length && ordinals[i + 1]! - ordinals[i]! > 1);
  return after.length === 0
    ? []
    : [
        diagnostic(
          "its/gap",
          "warning",
          `periods are missing after ${listed(after)}; trend counts through the gap, autocorrelation does not`,
          {
            fix: "supply the missing periods if they exist",
            count: after.length,
          },
        ),
      ];
};

/** The same series with only some of its rows. */
export const withRows = (series: TimeSeries, keep: (t: number) => boolean): TimeSeries => {
  const at = Array.from(series.y, (_, t) => t).filter(keep);
  return {
    ...series,
    y: Float64Array.from(at, (t) => series.y[t]!),
    exposure: series.exposure && Float64Array.from(at, (t) => series.exposure![t]!),
    covariates: series.covariates.map(({ name, values }) => ({
      name,
      values: Float64Array.from(at, (t) => values[t]!),
    })),
    ordinals: Int32Array.from(at, (t) => series.ordinals[t]!),
    labels: at.map((t) => series.labels[t]!),
    startRow: at.filter((t) => t < series.startRow).length,
  };
};
