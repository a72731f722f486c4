import type { EstimateDocument } from "../model/estimate.ts";

const number = (value: number | null): string => {
  if (value === null || !Number.isFinite(value)) return "";
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e6 || size < 1e-4)
    ? value.toExponential(4)
    : value.toFixed(size >= 100 ? 2 : size >= 1 ? 4 : 6);
};

const pValue = (value: number | null): string =>
  value === null ? "" : value < 0.0001 ? "<0.0001" : value.toFixed(4);

/** The estimates as an aligned table of at most 80 columns. */
export const estimateTable = (document: EstimateDocument): string => {
  const label = (e: EstimateDocument["estimates"][number]): string =>
    [
      e.term,
      e.comparison,
      e.cohort && `g=${e.cohort}`,
      e.period && `t=${e.period}`,
      e.event_time === null ? undefined : `e=${e.event_time}`,
      e.m === undefined ? undefined : `m=${e.m}`,
    ]
      .filter((part) => part !== undefined && part !== null && part !== "")
      .join(" ");
  const rows = document.estimates.map((e) => [
    label(e),
    number(e.estimate),
    number(e.std_error),
    number(e.conf_low),
    number(e.conf_high),
    pValue(e.p_value),
  ]);
  const head = ["term", "estimate", "std error", "low", "high", "p"];
  const width = head.map((title, k) => Math.max(title.length, ...rows.map((row) => row[k]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, k) => (k === 0 ? cell.padEnd(width[k]!) : cell.padStart(width[k]!)))
      .join("  ")
      .trimEnd();
  const { model } = document;
  const about = [
    `${document.method}: ${model.observations} observations, ${model.units} units, ${model.periods} periods, ${model.treated_units} treated`,
    model.vcov
      ? `${model.vcov}${model.df === null ? "" : `, df ${Number.isInteger(model.df) ? model.df : model.df.toFixed(2)}`}`
      : "",
  ].filter((text) => text !== "");
  return `${[...about, "", line(head), ...rows.map(line)].join("\n")}\n`;
};
