import { describe, expect, it } from "vitest";
import { keyOf, protectSource } from "../../../src/ingest/release/index.ts";
import { PrivacyError } from "../../../src/model/errors.ts";
import { type Cells, cellStatus } from "../../../src/model/panel.ts";
import type { Format } from "../../../src/model/source.ts";

const rounder = { base: 5 as const, key: keyOf("thirty-two characters at the least") };
const T = 24;

/** Counts by unit and outcome over two years. */
const cellsOf = (rows: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>): Cells => {
  const units = Object.keys(rows);
  const outcomes = Object.keys(rows[units[0]!]!);
  const all = units.flatMap((unit, u) =>
    outcomes.flatMap((outcome, o) => rows[unit]![outcome]!.map((value, t) => ({ u, o, t, value }))),
  );
  return {
    frequency: "month",
    units,
    outcomes,
    unit: Int32Array.from(all, ({ u }) => u),
    outcome: Int32Array.from(all, ({ o }) => o),
    period: Int32Array.from(all, ({ t }) => 24_000 + t),
    value: Float64Array.from(all, ({ value }) => value),
    status: new Uint8Array(all.length),
  };
};
const path = (seed: number): number[] =>
  Array.from({ length: T }, (_, t) => (t * seed * 7 + seed * seed + t * t) % 23);
const plus = (...rows: readonly (readonly number[])[]): number[] =>
  rows[0]!.map((_, t) => rows.reduce((sum, row) => sum + row[t]!, 0));
const protect = (cells: Cells, format: Format = "long") =>
  protectSource(
    {
      format,
      cells,
      ledger: { read: 107, used: 104, excluded: [{ code: "data/x", reason: "why", rows: 3 }] },
      files: [{ name: "a.csv", sha256: "f".repeat(64), bytes: 1234, rows: 107 }],
      diagnostics: [
        {
          code: "data/x",
          severity: "note",
          message: "37 rows of Ward A",
          fix: "look at line 9",
          file: "a.csv",
          line: 9,
          column: "x",
          count: 37,
        },
      ],
    },
    () => "Rows that are left out",
    rounder,
  );
const at = ({ cells }: { cells: Cells }, unit: string, outcome: string): number[] =>
  [...cells.value].filter(
    (_, j) => cells.units[cells.unit[j]!] === unit && cells.outcomes[cells.outcome[j]!] === outcome,
  );

describe("a protected source", () => {
  const ward = (seed: number) => {
    const [burglary, theft] = [path(seed), path(seed + 1)];
    return { burglary, theft, all: plus(burglary, theft) };
  };
  const [a, b] = [ward(3), ward(5)];
  const total = {
    burglary: plus(a.burglary, b.burglary),
    theft: plus(a.theft, b.theft),
    all: plus(a.all, b.all),
  };
  const rows = { "Ward A": a, "Ward B": b, Total: total };
  const made = protect(cellsOf(rows));

  it("has totals of outcomes and of units that are the sums of their rounded parts", () => {
    for (const unit of ["Ward A", "Ward B", "Total"])
      expect(at(made, unit, "all")).toEqual(plus(at(made, unit, "burglary"), at(made, unit, "theft")));
    for (const outcome of ["burglary", "theft", "all"])
      expect(at(made, "Total", outcome)).toEqual(
        plus(at(made, "Ward A", outcome), at(made, "Ward B", outcome)),
      );
    expect(at(made, "Ward A", "burglary")).not.toEqual(a.burglary);
  });

  it("gives a cell the same value beside other outcomes, other units and other periods", () => {
    const alone = protect(cellsOf({ "Ward A": { burglary: a.burglary.slice(0, 12) } }));
    expect(at(alone, "Ward A", "burglary")).toEqual(at(made, "Ward A", "burglary").slice(0, 12));
  });

  it("rounds a total on its own where a part of it is not known", () => {
    const cells = cellsOf(rows);
    const gone = cells.value.findIndex(
      (_, j) => cells.units[cells.unit[j]!] === "Ward A" && cells.outcomes[cells.outcome[j]!] === "theft",
    );
    const status = Uint8Array.from(cells.status);
    status[gone] = cellStatus.missing;
    const value = Float64Array.from(cells.value);
    value[gone] = Number.NaN;
    const less = protect({ ...cells, status, value });
    expect(at(less, "Ward A", "theft")[0]).toBeNaN();
    expect(Math.abs(at(less, "Ward A", "all")[0]! - a.all[0]!)).toBeLessThan(5);
    expect(at(less, "Ward A", "all").slice(1)).toEqual(at(made, "Ward A", "all").slice(1));
  });

  it("says nothing of sizes, and nothing of what a reader counted", () => {
    expect(made.files).toEqual([{ name: "a.csv", sha256: "f".repeat(64), bytes: null, rows: null }]);
    const { read, used, excluded } = made.ledger;
    expect([used % 5, excluded[0]!.rows % 5, read]).toEqual([0, 0, used + excluded[0]!.rows]);
    expect(JSON.stringify(made.diagnostics)).not.toMatch(/37|Ward|a\.csv|9/);
    expect(made.diagnostics[0]!.message).toContain("Rows that are left out");
  });

  it("counts rows that are events by its rounded counts: another rounding would be another equation", () => {
    const events = protect(cellsOf({ A: { x: path(3) }, B: { x: path(4) } }), "incidents");
    expect(events.ledger.used).toBe(events.cells.value.reduce((sum, count) => sum + count, 0));
  });

  it("rounds what a rate divides by", () => {
    const cells = cellsOf({ A: { x: path(3) } });
    const exposed = protect({ ...cells, exposure: new Float64Array(T).fill(1237) });
    expect([...exposed.cells.exposure!].every((held) => held === 1235 || held === 1240)).toBe(true);
  });

  it.each([[0.5], [-1]])("refuses %d, which is no count", (value) => {
    expect(() => protect(cellsOf({ A: { x: [3, value] } }))).toThrow(PrivacyError);
  });
});
