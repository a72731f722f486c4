/** How a figure was learnt; printed beside it wherever it is used. */
export type Learnt = "verified" | "secondary" | "recalled";

/** What one offence weighs in a scheme of harm. */
export interface Weight {
  readonly offence: string;
  /** Other names of the same offence, lower case. */
  readonly also?: readonly string[];
  readonly weight: number;
  readonly status: Learnt;
}

/** A scheme of weights. Never summed with another: each answers on its own scale. */
export interface WeightTable {
  readonly scheme: string;
  readonly version: string;
  /** What a weight counts: "days of custody". */
  readonly unit: string;
  readonly source: string;
  /** First day for which the weights were made, and the last where they have been replaced: YYYY-MM. */
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly weights: readonly Weight[];
}

/** What one offence costs society, at the prices of one year. */
export interface UnitCost {
  readonly offence: string;
  readonly also?: readonly string[];
  readonly low: number | null;
  readonly central: number;
  readonly high: number | null;
  readonly status: Learnt;
  readonly source: string;
  /** "2015/16" or "2024". */
  readonly priceYear: string;
}

const plain = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, " ");

/** The row of an offence by its name or one of its other names; case and spaces are ignored. */
export const rowOf = <Row extends { readonly offence: string; readonly also?: readonly string[] }>(
  rows: readonly Row[],
  offence: string,
): Row | undefined => {
  const wanted = plain(offence);
  return rows.find((row) => plain(row.offence) === wanted) ?? rows.find((row) => row.also?.includes(wanted));
};
