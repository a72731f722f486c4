import { UsageError } from "../../model/errors.ts";
import { suggest } from "../../model/nearest.ts";
import type { Protocol } from "../../model/protocol.ts";
import type { Intervention } from "../../model/register.ts";
import type { SourceData } from "../../model/source-data.ts";
import { outcomeIn, refuseLevel } from "../../panel/index.ts";
import { type FileRef, heldIn, type Inputs } from "../../unit/report.ts";
import type { AskedOutcome, Question } from "./question.ts";
import { studyFiles } from "./reads.ts";

const interventionIn = ({ register, registerFile }: Inputs, id: string): Intervention => {
  const { interventions } = register!;
  const known = interventions.map((one) => one.id);
  const found = interventions.find((one) => one.id === id);
  if (found) return found;
  throw new UsageError("usage/intervention", {
    ...(registerFile === undefined ? {} : { file: registerFile }),
    found: `no intervention called "${id}"`,
    expected: "an id in the register",
    hint: suggest(id, known),
  });
};

type Named = Exclude<NonNullable<Protocol["secondary"]>[number], string>;

const askedOutcome = (given: Named, data: SourceData, role: AskedOutcome["role"]): AskedOutcome => {
  const name = outcomeIn(data, given.name);
  // What another report computed from rounded counts is protected already.
  if (given.measure === "level" && data.measure !== "level") refuseLevel(data, name);
  return {
    source: given.source,
    name,
    label: given.label ?? name.toLowerCase(),
    better: given.better ?? "lower",
    role,
    measure: given.measure ?? data.measure ?? "count",
    ...(given.unit === undefined ? {} : { unit: given.unit }),
  };
};

/** The question that a study asks, with all that its answer rests on. */
export const studyQuestion = (protocol: Protocol, inputs: Inputs): Question => {
  const value = <T>(ref: FileRef<T> | undefined): T | undefined => ref && heldIn(inputs, ref);
  const { dose, costs, unitCosts, weights, deflator, shares } = studyFiles(protocol);
  const from = (name: string): SourceData => inputs.sources.get(name)!;
  const { outcome } = protocol;
  const secondary = (protocol.secondary ?? []).map((one) => {
    const given = typeof one === "string" ? { source: outcome.source, name: one } : one;
    const data = from(given.source);
    return { asked: askedOutcome(given, data, "secondary"), data };
  });
  const data = from(outcome.source);
  return {
    protocol,
    outcome: askedOutcome(outcome, data, "primary"),
    secondary,
    data,
    intervention: interventionIn(inputs, protocol.intervention),
    others: inputs.register?.interventions ?? [],
    units: inputs.units,
    breaks: inputs.breaks,
    dose: value(dose) ?? [],
    costs: value(costs) ?? [],
    prices: {
      unitCosts: value(unitCosts) ?? [],
      weights: value(weights) ?? [],
      deflator: value(deflator),
      shares: value(shares) ?? [],
    },
    invented: data.invented,
    release: inputs.release,
    inputs: inputs.read,
    protocolHash: inputs.settings,
    programVersion: inputs.programVersion,
    command: `whatworks run ${protocol.id}`,
  };
};
