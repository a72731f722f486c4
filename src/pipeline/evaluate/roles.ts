import { canonicalArea, isArea } from "../../ingest/borough/aliases.ts";
import type { Role } from "../../model/design.ts";
import { DesignError } from "../../model/errors.ts";
import { suggest } from "../../model/nearest.ts";
import type { Panel } from "../../model/panel.ts";
import type { Question } from "./question.ts";

/** A unit set aside before the design was built. */
export interface SetAside {
  readonly unit: string;
  readonly reason: string;
}

/** A name of the register as the data spell it. */
export const spelled = ({ data }: Pick<Question, "data">, unit: string): string =>
  data.format === "london-borough" ? canonicalArea(unit) : unit;

/** What files write where nobody knows where something happened. */
const nowhere = new Set([
  "",
  "-",
  "n/a",
  "na",
  "no location",
  "no place",
  "not known",
  "not recorded",
  "not specified",
  "null",
  "unallocated",
  "unknown",
  "unspecified",
]);

/** Whether a unit is somewhere: events without a place are no comparison for those that have one. */
const isSomewhere = ({ data }: Question, unit: string): boolean =>
  !nowhere.has(unit.trim().toLowerCase()) && (data.format !== "london-borough" || isArea(unit));

/** Named comparison units are the comparison; units never named are candidates only where none is named. */
export const rolesOf = (question: Question): { roles: Map<string, Role>; setAside: SetAside[] } => {
  const { intervention, protocol, data } = question;
  const roles = new Map(
    intervention.units.map(({ unit, role }): [string, Role] => [spelled(question, unit), role]),
  );
  const setAside: SetAside[] = [];
  const named = protocol.comparison?.units;
  const registered = intervention.units.some(({ role }) => role === "comparison");
  const reasonToDrop = (unit: string): string | undefined => {
    const isNamed = roles.get(unit) === "comparison" || named?.includes(unit) === true;
    if (!isNamed && !isSomewhere(question, unit))
      return "no place: events whose place is elsewhere or not known";
    if (protocol.comparison?.exclude?.includes(unit)) return "left out by the protocol";
    if (named && !named.includes(unit)) return "not among the comparison units that the protocol names";
    if (!named && registered && !roles.has(unit))
      return "never named; the register names its comparison units";
    return undefined;
  };
  for (const unit of data.panel.units) {
    if ((roles.get(unit) ?? "comparison") !== "comparison") continue;
    const reason = reasonToDrop(unit);
    if (reason === undefined) continue;
    roles.set(unit, "excluded");
    setAside.push({ unit, reason });
  }
  for (const unit of [...(named ?? []), ...(protocol.comparison?.exclude ?? [])])
    refuseUnknown(unit, data.panel);
  return { roles, setAside };
};

const refuseUnknown = (unit: string, panel: Panel): void => {
  if (panel.units.includes(unit)) return;
  throw new DesignError("design/unknown-unit", {
    found: `the protocol names the unit "${unit}", which is not in the data`,
    expected: `one of the ${panel.units.length} units of the data`,
    hint: suggest(unit, panel.units),
  });
};
