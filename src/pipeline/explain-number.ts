import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../model/errors.ts";
import type { Finding } from "../model/finding.ts";
import { suggest } from "../model/nearest.ts";
import { addresses, type Leaf, partAt } from "../provenance/addresses.ts";
import { formulaOf, indexFormulaOf } from "../provenance/formulas.ts";
import { indexJson, indexSource } from "../unit/safety-index/names.ts";
import type { SafetyIndex } from "../unit/safety-index/types.ts";
import { loadWorkspace } from "./workspace.ts";

export interface ExplainedNumber {
  readonly address: string;
  readonly value: Leaf;
  readonly formula: string;
}

export interface Explained {
  readonly study: string;
  readonly asked: string;
  /** Every number that the address, or the printed figure, can mean; the most telling first. */
  readonly numbers: readonly ExplainedNumber[];
  readonly question: string;
  /** The counted cells behind the study's numbers. */
  readonly cells: readonly string[];
  readonly method: string;
  readonly inputs: Finding["provenance"]["inputs"];
  readonly protocol_sha256: string;
  readonly seed: string;
}

/**
 * Where a number of a report comes from. `asked` is a study and an address (`patrols-2024.headline.estimate`), or a
 * study and a figure as the page prints it (`patrols-2024.0.82`, `patrols-2024.1,163`).
 *
 * Throws UsageError usage/study, usage/address; InputError config/no-workspace.
 */
export const explainNumber = (asked: string, folder: string): Explained => {
  const workspace = loadWorkspace(folder);
  const known = [
    ...workspace.protocols.map(({ id }) => id),
    ...(workspace.config.index ? [indexSource] : []),
  ];
  const [, id, address] = /^([^.[]+)[.]?(.*)$/s.exec(asked) ?? ["", asked, ""];
  if (!known.includes(id!))
    throw new UsageError("usage/code", {
      found: `"${asked}", which is neither a code nor a number of a study here`,
      expected: "a code such as csv/width, or STUDY.NUMBER such as patrols-2024.headline.estimate",
      hint: suggest(id!, known),
    });
  const isIndex = id === indexSource && workspace.config.index !== undefined;
  const path = isIndex ? join(workspace.reports, indexJson) : join(workspace.reports, id!, "finding.json");
  if (!existsSync(path))
    throw new UsageError("usage/study", {
      found: `no report of ${id} yet`,
      expected: "a study that was run",
      hint: isIndex ? "whatworks index" : `whatworks run ${id}`,
    });
  const document: unknown = JSON.parse(readFileSync(path, "utf8"));
  const told = { study: id!, asked };
  if (isIndex) {
    const numbers = numbersAt(document, id!, address || `overall`, indexFormulaOf);
    return { ...told, numbers, ...behindIndex(document as SafetyIndex) };
  }
  const numbers = numbersAt(document, id!, address || "headline", formulaOf);
  return { ...told, numbers, ...behind(document as Finding) };
};

const numbersAt = (
  document: unknown,
  id: string,
  asked: string,
  formula: (address: string) => string,
): ExplainedNumber[] => {
  const explained = (address: string, value: Leaf): ExplainedNumber => ({
    address,
    value,
    formula: formula(address),
  });
  const found = partAt(document, asked);
  if (found) {
    const { part, address } = found;
    if (part === null || typeof part !== "object") return [explained(address, part as Leaf)];
    return [...addresses(part)].map(([rest, value]) =>
      explained(rest.startsWith("[") ? `${address}${rest}` : `${address}.${rest}`, value),
    );
  }
  const all = addresses(document);
  const printed = [...all].filter(([, value]) => typeof value === "number" && prints(value, asked));
  if (printed.length > 0) return byWeight(printed.map(([address, value]) => explained(address, value)));
  throw new UsageError("usage/address", {
    found: `${asked} in ${id}`,
    expected: "an address in finding.json (index.json for the index), or a number as the page prints it",
    hint: suggest(asked, [...all.keys()]),
  });
};

const telling = ["headline.", "counts.", "secondary", "disagreement", "data.", "estimates", "event_study"];
const byWeight = (numbers: readonly ExplainedNumber[]): ExplainedNumber[] => {
  const weight = ({ address }: ExplainedNumber): number => {
    const at = telling.findIndex((start) => address.startsWith(start));
    return at < 0 ? telling.length : at;
  };
  return [...numbers].sort((a, b) => weight(a) - weight(b));
};

/** Would a page print this value so? Signs are words there, ratios may be printed as per cent, p-values as bounds. */
const prints = (value: number, text: string): boolean => {
  const digits = text.replace(/[,£\s+−–-]/g, "").replace(/%$/, "");
  if (!/^\d+(\.\d+)?$/.test(digits)) return false;
  const decimals = digits.split(".")[1]?.length ?? 0;
  const shown = (held: number): boolean => Math.abs(held).toFixed(decimals) === digits;
  return shown(value) || (text.endsWith("%") && shown(100 * (value - 1)));
};

const plural = (count: number, word: string): string =>
  `${count.toLocaleString("en-GB")} ${word}${count === 1 ? "" : "s"}`;

const behind = (finding: Finding): Omit<Explained, "study" | "asked" | "numbers"> => {
  const { data, outcome, intervention, design, provenance, study } = finding;
  const { before, after } = data.window;
  const { treated, comparison } = intervention.units;
  const { method, version, estimand, inference } = design.estimator;
  return {
    question: study.question,
    cells: [
      `${outcome.name}, by ${outcome.frequency}: ${before.from} to ${before.to} before (${plural(before.periods, "period")}), ${after.from} to ${after.to} after (${plural(after.periods, "period")})`,
      `${plural(treated.length, "treated unit")}: ${some(treated)}`,
      ...(comparison.length > 0
        ? [`${plural(comparison.length, "comparison unit")}: ${some(comparison)}`]
        : []),
      `${plural(data.rows.used, "row")} used of ${data.rows.read.toLocaleString("en-GB")} read`,
    ],
    method: `${method}, version ${version}: ${estimand}${inference ? `; ${inference}` : ""}`,
    inputs: provenance.inputs,
    protocol_sha256: provenance.protocol_sha256,
    seed: provenance.seed,
  };
};

const behindIndex = (index: SafetyIndex): Omit<Explained, "study" | "asked" | "numbers"> => {
  const { method, provenance, base, indicators, areas } = index;
  return {
    question: `${index.title}: ${index.periods[0]} to ${index.latest}, 100 in ${base.year}`,
    cells: [
      `${plural(areas.length, "area")}, ${plural(indicators.length, "indicator")}: ${some(indicators.map(({ title }) => title))}`,
    ],
    method: `${method.normalisation} by ${base.year}, ${method.weighting} weights, ${method.aggregation} mean; ${method.draws.toLocaleString("en-GB")} draws`,
    inputs: provenance.inputs,
    protocol_sha256: provenance.config_sha256,
    seed: provenance.seed,
  };
};

const some = (names: readonly string[]): string =>
  names.length <= 6 ? names.join(", ") : `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;
