import { listed, type PeriodParts, periodParts, type SourceRequest } from "../../model/source.ts";
import type { FaultLog } from "../gate/faults.ts";
import { findColumn, needColumn } from "../gate/find-columns.ts";

export interface Header {
  readonly header: readonly string[];
  readonly headerLine: number;
}

export type PeriodPart = (typeof periodParts)[number];
export interface PartPlace {
  readonly part: PeriodPart;
  readonly index: number;
}

/** Where everything that a source reads stands in one of its tables. */
export interface Places {
  /** None: the whole source is one unit. */
  readonly unit: readonly number[];
  /** One column, several that say together when, or none where columns are named as periods. */
  readonly period: readonly PartPlace[] | number | undefined;
  readonly outcome: number | undefined;
  readonly values: readonly number[];
  readonly exposure: number | undefined;
  readonly where: readonly { readonly index: number; readonly values: ReadonlySet<string> }[];
  readonly sumOver: readonly number[];
}

/** Columns that say when. */
export const datedColumns = ({ period }: Places): number[] =>
  typeof period === "object" ? period.map(({ index }) => index) : period === undefined ? [] : [period];

/** Every column that a row is read by. */
export const usedColumns = ({
  unit,
  period,
  outcome,
  values,
  exposure,
  where,
  sumOver,
}: Places): number[] => [
  ...new Set(
    [
      ...unit,
      ...(typeof period === "object" ? period.map(({ index }) => index) : [period]),
      outcome,
      ...values,
      exposure,
      ...where.map(({ index }) => index),
      ...sumOver,
    ].filter((index) => index !== undefined),
  ),
];

/** Columns by purpose; what is missing is told to the log. A dimension that is not asked for may be absent. */
export const placesOf = (
  table: Header,
  request: SourceRequest,
  shape: "long" | "wide" | "incidents",
  log: FaultLog,
): Places => {
  const { columns, by } = request;
  const { header, headerLine } = table;
  const need = (purpose: string, asked: string | undefined, otherwise = purpose): number | undefined =>
    needColumn(header, { purpose, asked, otherwise }, headerLine, log);
  const all = (purpose: string, asked: readonly string[]): number[] =>
    asked.flatMap((name) => need(purpose, name) ?? []);
  const wantsUnit = by === undefined || by.includes("unit") || columns.unit !== undefined;
  const units = listed(columns.unit);
  const own = findColumn(header, "unit");
  const unit = units.length > 0 ? all("unit", units) : wantsUnit ? [need("unit", undefined)] : [own];
  const period =
    typeof columns.period === "object"
      ? partPlaces(columns.period, need)
      : shape === "wide"
        ? undefined
        : need("period", columns.period, shape === "incidents" ? dateName(header) : "period");
  const outcome = columns.outcome ? need("outcome", columns.outcome) : findColumn(header, "outcome");
  const exposure = columns.exposure
    ? need("exposure", columns.exposure)
    : shape === "long"
      ? findColumn(header, "exposure")
      : undefined;
  const named = listed(columns.value);
  const values = shape === "wide" ? [] : named.length > 0 ? all("value", named) : [];
  if (shape === "long" && named.length === 0) values.push(...[need("value", undefined)].filter(isPlace));
  return {
    unit: unit.filter(isPlace),
    period,
    outcome,
    values,
    exposure,
    where: (request.where ?? []).flatMap(({ column, values: kept }) => {
      const index = need("where", column);
      return index === undefined ? [] : [{ index, values: new Set(kept) }];
    }),
    sumOver: all("sum-over", request.sumOver ?? []),
  };
};

const isPlace = (index: number | undefined): index is number => index !== undefined;

const dateName = (header: readonly string[]): string =>
  ["date", "period", "datetime", "month"].find((name) => findColumn(header, name) !== undefined) ?? "date";

const partPlaces = (
  parts: PeriodParts,
  need: (purpose: string, asked: string | undefined) => number | undefined,
): PartPlace[] =>
  periodParts.flatMap((part) => {
    const asked = parts[part];
    const index = asked === undefined ? undefined : need("period", asked);
    return index === undefined ? [] : [{ part, index }];
  });
