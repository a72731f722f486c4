import type { FileRef } from "../gate/bytes.ts";
import { readTyped } from "../gate/typed-rows.ts";
import { amount } from "./amount.ts";

/** Planned and delivered dose of one unit in one period. */
export interface DoseRow {
  readonly unit: string;
  readonly period: string;
  readonly planned: number;
  readonly delivered: number;
}

/** What one partner spent, at stated prices. */
export interface CostRow {
  readonly partner: string;
  readonly item: string;
  readonly year: string;
  readonly low: number | null;
  readonly central: number;
  readonly high: number | null;
  readonly price_year: string;
}

/** Reads `unit,period,planned,delivered`. Throws InputError with every fault of the file. */
export const readDose = async (file: FileRef): Promise<DoseRow[]> =>
  (
    await readTyped(file, ["unit", "period", "planned", "delivered"], (typed, log) =>
      typed.rows.map((row) => ({
        unit: typed.cell(row, "unit"),
        period: typed.cell(row, "period"),
        planned: amount(typed, row, "planned", log),
        delivered: amount(typed, row, "delivered", log),
      })),
    )
  ).value;

/** Reads `partner,item,year,low,central,high,price_year`; low and high may be blank. Throws InputError with every fault. */
export const readCosts = async (file: FileRef): Promise<CostRow[]> =>
  (
    await readTyped(file, ["partner", "item", "year", "central", "price_year"], (typed, log) =>
      typed.rows.map((row) => {
        const side = (column: "low" | "high"): number | null => {
          const value = typed.cell(row, column) === "" ? Number.NaN : amount(typed, row, column, log);
          return Number.isNaN(value) ? null : value;
        };
        return {
          partner: typed.cell(row, "partner"),
          item: typed.cell(row, "item"),
          year: typed.cell(row, "year"),
          low: side("low"),
          central: amount(typed, row, "central", log),
          high: side("high"),
          price_year: typed.cell(row, "price_year"),
        };
      }),
    )
  ).value;
