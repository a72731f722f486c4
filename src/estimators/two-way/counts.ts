import { DesignError } from "../../model/errors.ts";
import { nameCells } from "./names.ts";
import type { Rows } from "./rows.ts";

/** Refuses a count below zero, which no Poisson-type model has a mean for. */
export const refuseNegative = (rows: Rows): void => {
  const bad = rows.cell.filter((_, r) => rows.y[r]! < 0);
  if (bad.length === 0) return;
  throw new DesignError("design/negative-outcome", {
    found: `${bad.length} negative value(s) of '${rows.design.outcome}': ${nameCells(rows.design.panel, [...bad])}`,
    expected: "counts, or other amounts of zero or more",
    hint: "use a method in levels for an outcome that can be negative",
  });
};
