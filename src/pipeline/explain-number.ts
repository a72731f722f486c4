import { existsSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../model/errors.ts";
import { suggest } from "../model/nearest.ts";
import { addresses, type Leaf, partAt } from "../provenance/addresses.ts";
import type { ReadFile } from "../unit/report.ts";
import { loadWorkspace } from "./load-workspace.ts";
import { documentAt } from "./reports/document.ts";
import type { Entry, Family } from "./reports/entry.ts";

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
  /** The counted cells behind the report's numbers. */
  readonly cells: readonly string[];
  readonly method: string;
  readonly inputs: readonly ReadFile[];
  readonly protocol_sha256: string;
  readonly seed: string;
}

/** How `explain` calls a report: as its results do, or by its section where that name has a dot and it is the only one. */
const calledBy = ({ kind, id, name }: Entry, entries: readonly Entry[]): string[] =>
  id !== name && entries.filter((one) => one.kind === kind).length === 1 ? [kind.key, id] : [id];

/**
 * Where a number of a report comes from. `asked` is a report and an address (`patrols-2024.headline.estimate`), or a
 * report and a figure as the page prints it (`patrols-2024.0.82`, `patrols-2024.1,163`).
 *
 * Throws UsageError usage/study, usage/address; InputError config/no-workspace, report/not-made.
 */
export const explainNumber = (asked: string, folder: string, family?: Family): Explained => {
  const { entries, reports } = loadWorkspace(folder, { family });
  const [, id, address] = /^([^.[]+)[.]?(.*)$/s.exec(asked) ?? ["", asked, ""];
  const entry =
    entries.find((one) => one.id === id) ?? entries.find((one) => calledBy(one, entries).includes(id!));
  if (!entry)
    throw new UsageError("usage/code", {
      found: `"${asked}", which is neither a code nor a number of a report here`,
      expected: "a code such as csv/width, or STUDY.NUMBER such as patrols-2024.headline.estimate",
      hint: suggest(
        id!,
        entries.map((one) => calledBy(one, entries)[0]!),
      ),
    });
  const path = join(reports, entry.document);
  if (!existsSync(path))
    throw new UsageError("usage/study", {
      found: `no report of ${id} yet`,
      expected: "a report that was made",
      hint: `whatworks run ${entry.name}`,
    });
  const document = documentAt(path, entry);
  const { settings, ...behind } = entry.kind.behind(document);
  const { inputs, seed } = document.provenance;
  return {
    study: id!,
    asked,
    numbers: numbersAt(document, entry, address || entry.kind.telling[0]!),
    ...behind,
    inputs,
    protocol_sha256: settings,
    seed,
  };
};

const numbersAt = (
  document: unknown,
  { kind, id, document: file }: Entry,
  asked: string,
): ExplainedNumber[] => {
  const explained = (address: string, value: Leaf): ExplainedNumber => ({
    address,
    value,
    formula: kind.formula(address),
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
  if (printed.length > 0)
    return byWeight(
      printed.map(([address, value]) => explained(address, value)),
      kind.telling,
    );
  throw new UsageError("usage/address", {
    found: `${asked} in ${id}`,
    expected: `an address in ${file}, or a number as the page prints it`,
    hint: suggest(asked, [...all.keys()]),
  });
};

const byWeight = (numbers: readonly ExplainedNumber[], telling: readonly string[]): ExplainedNumber[] => {
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
