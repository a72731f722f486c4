import type { FileRef, Row } from "../gate/bytes.ts";
import type { FaultLog } from "../gate/faults.ts";
import { readTyped, type TypedRows } from "../gate/typed-rows.ts";
import { amount } from "./amount.ts";

type Learnt = "verified" | "secondary" | "recalled";

/** What one offence costs, from a force's own file. */
export interface UnitCostRow {
  readonly offence: string;
  readonly low: number | null;
  readonly central: number;
  readonly high: number | null;
  readonly priceYear: string;
  readonly source: string;
  readonly status: Learnt;
}

/** What one offence weighs in a scheme, from a force's own file. */
export interface WeightRow {
  readonly scheme: string;
  readonly version: string;
  readonly offence: string;
  readonly weight: number;
  readonly unit: string;
  readonly source: string;
  readonly status: Learnt;
  readonly validFrom?: string;
  readonly validTo?: string;
}

const maybe = (typed: TypedRows, row: Row, column: string, log: FaultLog): number | null => {
  const value = typed.cell(row, column) === "" ? Number.NaN : amount(typed, row, column, log);
  return Number.isNaN(value) ? null : value;
};

// A figure whose origin nobody stated was not seen in its source.
const learnt = (text: string): Learnt => (text === "verified" || text === "secondary" ? text : "recalled");

/** Reads `offence,central,price_year` and optionally `low,high,source,status`. Throws InputError with every fault. */
export const readUnitCosts = async (file: FileRef): Promise<UnitCostRow[]> =>
  (
    await readTyped(file, ["offence", "central", "price_year"], (typed, log) =>
      typed.rows.map((row) => ({
        offence: typed.cell(row, "offence"),
        low: maybe(typed, row, "low", log),
        central: amount(typed, row, "central", log),
        high: maybe(typed, row, "high", log),
        priceYear: typed.cell(row, "price_year"),
        source: typed.cell(row, "source") || file.name,
        status: learnt(typed.cell(row, "status")),
      })),
    )
  ).value;

/** Reads `scheme,version,offence,weight` and optionally `unit,source,status,valid_from,valid_to` (YYYY-MM). */
export const readWeights = async (file: FileRef): Promise<WeightRow[]> =>
  (
    await readTyped(file, ["scheme", "version", "offence", "weight"], (typed, log) =>
      typed.rows.map((row) => {
        const [from, to] = [typed.cell(row, "valid_from"), typed.cell(row, "valid_to")];
        return {
          scheme: typed.cell(row, "scheme"),
          version: typed.cell(row, "version"),
          offence: typed.cell(row, "offence"),
          weight: amount(typed, row, "weight", log),
          unit: typed.cell(row, "unit") || "points",
          source: typed.cell(row, "source") || file.name,
          status: learnt(typed.cell(row, "status")),
          ...(from === "" ? {} : { validFrom: from }),
          ...(to === "" ? {} : { validTo: to }),
        };
      }),
    )
  ).value;

/** Reads a price index, `year,index`: year as price years are written, 2015/16 or 2015. */
export const readDeflator = async (file: FileRef): Promise<Map<string, number>> =>
  (
    await readTyped(
      file,
      ["year", "index"],
      (typed, log) =>
        new Map(typed.rows.map((row) => [typed.cell(row, "year"), amount(typed, row, "index", log)])),
    )
  ).value;

/** Reads who gains, `who,share`; the shares add up to 1. */
export const readShares = async (file: FileRef): Promise<{ who: string; share: number }[]> =>
  (
    await readTyped(file, ["who", "share"], (typed, log) => {
      const rows = typed.rows.map((row) => ({
        who: typed.cell(row, "who"),
        share: amount(typed, row, "share", log),
      }));
      const total = rows.reduce((sum, { share }) => sum + share, 0);
      if (Math.abs(total - 1) > 0.001)
        log.error("economics/shares", `the shares add up to ${total.toFixed(3)}, not 1`, {
          column: "share",
          fix: "let the shares of everybody who gains add up to 1",
        });
      return rows;
    })
  ).value;
