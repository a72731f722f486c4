import { readCosts, readDose } from "../../ingest/typed/dose.ts";
import { readDeflator, readShares, readUnitCosts, readWeights } from "../../ingest/typed/economics.ts";
import type { Protocol } from "../../model/protocol.ts";
import type { FileAt, FileRef, InputRef } from "../../unit/report.ts";

type Sized = { readonly length: number } | { readonly size: number };

const sizeOf = (value: Sized): number => ("length" in value ? value.length : value.size);

const fileRef = <T extends Sized>(
  file: string | undefined,
  key: string,
  read: (file: FileAt) => Promise<T>,
): FileRef<T> | undefined =>
  file === undefined ? undefined : { kind: "file", key, file, read, rows: sizeOf };

/** The small files of a study, in the order in which its report lists them. */
export const studyFiles = ({ id, implementation, economics }: Protocol) => {
  const own = `studies.${id}`;
  const costs = economics?.costs;
  const money = <T extends Sized>(
    key: "unit-costs" | "weights" | "deflator" | "shares",
    read: (file: FileAt) => Promise<T>,
  ): FileRef<T> | undefined => fileRef(economics?.[key], `${own}.economics.${key}`, read);
  return {
    dose: fileRef(implementation?.dose, `${own}.implementation.dose`, readDose),
    costs: fileRef(costs, `${own}.economics.costs`, readCosts),
    unitCosts: money("unit-costs", readUnitCosts),
    weights: money("weights", readWeights),
    deflator: money("deflator", readDeflator),
    shares: money("shares", readShares),
  };
};

/** The sources that a study takes outcomes from, the primary one first. */
const outcomeSources = ({ outcome, secondary = [] }: Protocol): string[] => [
  ...new Set([outcome.source, ...secondary.flatMap((one) => (typeof one === "string" ? [] : [one.source]))]),
];

/** Everything that a study reads: outcome data, register, units, breaks, and its own small files. */
export const studyInputs = (protocol: Protocol): InputRef[] => [
  ...outcomeSources(protocol).map(
    (name): InputRef => ({ kind: "source", name, key: `studies.${protocol.id}.outcome.source` }),
  ),
  { kind: "register" },
  { kind: "units" },
  { kind: "breaks" },
  ...Object.values(studyFiles(protocol)).filter((one) => one !== undefined),
];
