import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { comparisonGroup, type DesignInput } from "../../src/designs/index.ts";
import { rirr } from "../../src/estimators/rirr.ts";
import type { Role } from "../../src/model/design.ts";
import { formatPeriod, parsePeriod } from "../../src/model/period.ts";
import { settings } from "../helpers/panels.ts";
import { sharedPath } from "../helpers/shared.ts";

const folder = "data/police/mps-recorded-crime";
type Row = Record<string, string>;
const table = (relative: string): Row[] =>
  parse(readFileSync(sharedPath(relative)!, "utf8"), { columns: true, bom: true });

/** Borough × month counts of the offences wanted, from the historical table and its sequel. */
const boroughs = (files: readonly string[], wanted: (row: Row) => boolean): DesignInput["panel"] => {
  const cells = new Map<string, Map<number, number>>();
  for (const file of files) {
    for (const row of table(`${folder}/${file}`)) {
      if (!wanted(row)) continue;
      const unit = row.BoroughName ?? row.LookUp_BoroughName!;
      const months = cells.get(unit) ?? new Map<number, number>();
      cells.set(unit, months);
      for (const [name, value] of Object.entries(row)) {
        const month = /^20\d{4}$/.test(name)
          ? parsePeriod(`${name.slice(0, 4)}-${name.slice(4)}`)!.ordinal
          : undefined;
        if (month !== undefined) months.set(month, (months.get(month) ?? 0) + Number(value));
      }
    }
  }
  const units = [...cells.keys()].sort();
  const ordinals = Int32Array.from(
    [...new Set(units.flatMap((u) => [...cells.get(u)!.keys()]))].sort((a, b) => a - b),
  );
  return {
    units,
    frequency: "month",
    ordinals,
    periods: Array.from(ordinals, (o) => formatPeriod(o, "month")),
    // A borough without a row of an offence had none.
    columns: {
      crimes: Float64Array.from(units.flatMap((u) => Array.from(ordinals, (o) => cells.get(u)!.get(o) ?? 0))),
    },
    status: {},
  };
};

const rolesOf = (id: string, known: readonly string[]): ReadonlyMap<string, Role> => {
  const named = table("data/police/real-intervention-units.csv").filter((row) => row.intervention_id === id);
  const roles = new Map<string, Role>(known.map((unit) => [unit, "excluded"]));
  for (const row of named) roles.set(row.unit!, row.role as Role);
  return roles;
};

const counts = (
  id: string,
  panel: DesignInput["panel"],
  rest: Pick<DesignInput, "start" | "window" | "sameMonths">,
): unknown =>
  rirr.fit(
    comparisonGroup({ panel, outcome: "crimes", roles: rolesOf(id, panel.units), ...rest }).design,
    settings,
  ).diagnostics.counts;

const month = (text: string): number => parsePeriod(text)!.ordinal;
const historical = "MPS Borough Level Crime (Historical)__201004-202201.csv";

describe.skipIf(!sharedPath(folder))("the designs on recorded crime of London boroughs", () => {
  // Counts of an independent Python script over the same windows: expected/mps-did-reference.csv.
  it("counts the ULEZ expansion of 29 August 2023, September to March on both sides", () => {
    const panel = boroughs(
      [
        "MPS Borough Level Crime (Historical)__201004-202311.csv",
        "MPS Borough Level Crime (most recent 24 months)__202312-202511.csv",
      ],
      (row) => /^criminal damage$/i.test(row.MinorText!),
    );
    const start = { ordinal: month("2023-08"), partial: true };
    const window = { before: "12 months", after: "7 months", washout: "1 month" };
    expect(counts("ulez-outer-expansion-2023", panel, { start, window, sameMonths: true })).toEqual({
      t0: 7628,
      t1: 8946,
      c0: 6399,
      c1: 6796,
    });
  });

  it("counts the borough mergers with January 2017 as washout", () => {
    const panel = boroughs([historical], (row) => /^burglary$/i.test(row.MajorText!));
    const start = { ordinal: month("2017-01"), partial: false };
    const window = { before: "1 year", after: "12 months", washout: "1 month" };
    expect(counts("met-bcu-pathfinder-2017", panel, { start, window })).toEqual({
      t0: 9818,
      t1: 12590,
      c0: 58582,
      c1: 64537,
    });
  });

  it("counts the Night Tube of 19 August 2016", () => {
    const panel = boroughs([historical], (row) => /^robbery$/i.test(row.MajorText!));
    const start = { ordinal: month("2016-08"), partial: true };
    expect(
      counts("night-tube-2016", panel, { start, window: { before: "11 months", after: "11 months" } }),
    ).toEqual({
      t0: 10045,
      t1: 13319,
      c0: 3326,
      c1: 4361,
    });
  });
});
