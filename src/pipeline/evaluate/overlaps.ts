import type { Design, Role } from "../../model/design.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type Frequency, formatPeriod } from "../../model/period.ts";
import type { Intervention, RegisterUnit } from "../../model/register.ts";
import { attempt } from "./estimating.ts";
import { endOn, startOn } from "./moments.ts";
import type { Question } from "./question.ts";
import { type SetAside, spelled } from "./roles.ts";

/** A change of something else in a unit, between the first and the last period used. */
interface Change {
  readonly unit: string;
  readonly title: string;
  readonly what: string;
}

/**
 * What else the register says was begun or ended inside the window, in units of this study. A comparison unit that had
 * something else is no picture of what would have happened anyway, and is left out; of a treated unit two things changed
 * at once, which no design can tell apart. What ran unchanged through the whole window is part of the unit's level.
 */
export const elsewhere = (
  question: Question,
  design: Design,
  roles: ReadonlyMap<string, Role>,
): { setAside: SetAside[]; warnings: Diagnostic[] } => {
  const changes = changesIn(question, design);
  const roleOf = (unit: string): Role => roles.get(unit) ?? "comparison";
  const compared = changes.filter(({ unit }) => roleOf(unit) === "comparison");
  const doubled = changes.filter(({ unit }) => roleOf(unit) === "treated");
  const candidates = question.data.panel.units.filter((unit) => roleOf(unit) === "comparison").length;
  const units = new Map(compared.map((change) => [change.unit, change]));
  // Left with nobody to compare with, a comparison that is not clean is still said to be one that is not clean.
  const leaves = units.size < candidates;
  return {
    setAside: leaves
      ? [...units.values()].map(({ unit, title, what }) => ({
          unit,
          reason: `${title} ${what} there inside the window`,
        }))
      : [],
    warnings: [...overlap([...units.values()], leaves), ...twice(doubled)],
  };
};

const changesIn = (question: Question, design: Design): Change[] => {
  const { ordinals, frequency } = design.panel;
  const [first, last] = [ordinals[0]!, ordinals.at(-1)!];
  return (question.others ?? [])
    .filter(({ id }) => id !== question.intervention.id)
    .flatMap((other) =>
      other.units.flatMap((one) => {
        const what = changeOf(one, frequency, first, last);
        return what === undefined ? [] : [{ unit: spelled(question, one.unit), title: titleOf(other), what }];
      }),
    );
};

const titleOf = ({ title, id }: Intervention): string => title || id;

const changeOf = (
  { role, start, end }: RegisterUnit,
  frequency: Frequency,
  first: number,
  last: number,
): string | undefined => {
  if (role !== "treated" || start === undefined) return undefined;
  // One register may serve data of several calendars: what cannot be placed in these data is not about them.
  const from = attempt(() => startOn(start, frequency).ordinal);
  if (from === undefined) return undefined;
  if (from > first && from <= last) return `began in ${formatPeriod(from, frequency)}`;
  const until = end && attempt(() => endOn(end, frequency).ordinal);
  return until !== undefined && until >= first && until < last
    ? `ended in ${formatPeriod(until, frequency)}`
    : undefined;
};

const some = (changes: readonly Change[]): string =>
  `${changes
    .slice(0, 5)
    .map(({ unit, title, what }) => `${unit} (${title} ${what})`)
    .join(", ")}${changes.length > 5 ? ` and ${changes.length - 5} more` : ""}`;

const overlap = (changes: readonly Change[], leaves: boolean): Diagnostic[] =>
  changes.length === 0
    ? []
    : [
        diagnostic(
          "OVR01",
          leaves ? "note" : "warning",
          `${changes.length} comparison unit${changes.length === 1 ? "" : "s"} had another intervention of the register inside the window` +
            `${leaves ? " and were left out" : ", and no other unit is left to compare with"}: ${some(changes)}.`,
          {
            fix: leaves
              ? "nothing; shorten the window to keep them"
              : "shorten the window, or add units where nothing was done",
            count: changes.length,
          },
        ),
      ];

const twice = (changes: readonly Change[]): Diagnostic[] =>
  changes.length === 0
    ? []
    : [
        diagnostic(
          "OVR02",
          "warning",
          `${changes.length} treated unit${changes.length === 1 ? "" : "s"} had another intervention of the register inside the window: ${some(changes)}. What is estimated is both together.`,
          {
            fix: "shorten the window so that it holds one of them, or leave these units out",
            count: changes.length,
          },
        ),
      ];
