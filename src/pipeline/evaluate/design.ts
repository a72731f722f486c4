import { type Asked, type ChosenDesign, chooseDesign } from "../../designs/choose.ts";
import {
  type BuiltDesign,
  beforeAfter,
  comparisonGroup,
  type DesignInput,
  type Start,
} from "../../designs/index.ts";
import { canonicalArea, isBorough } from "../../ingest/borough/aliases.ts";
import type { DesignKind, Role } from "../../model/design.ts";
import { DesignError, WhatworksError } from "../../model/errors.ts";
import type { ChoiceFacts } from "../../model/method.ts";
import { suggest } from "../../model/nearest.ts";
import type { Panel } from "../../model/panel.ts";
import {
  type Frequency,
  formatPeriod,
  frequencyName,
  isFinancial,
  lastDay,
  parsePeriod,
  periodOfDay,
  plainFrequency,
} from "../../model/period.ts";
import type { Moment } from "../../model/register.ts";
import { exposureColumn } from "../../panel/index.ts";
import { isCountOutcome } from "../../study/cells.ts";
import { firstStart } from "../../study/starts.ts";
import { withoutPeriods } from "../../study/subset.ts";
import { estimators, findStudyEstimator } from "../estimate/methods.ts";
import type { Question } from "./question.ts";
import { uncounted } from "./uncounted.ts";

/** The design that answers a question, and why it is this one. */
export interface Designed {
  readonly built: BuiltDesign;
  readonly chosen: ChosenDesign;
  /** Units set aside before the design was built, with the reason. */
  readonly setAside: readonly { readonly unit: string; readonly reason: string }[];
  readonly selection: { readonly from: number; readonly to: number } | undefined;
  readonly selectionExcluded: boolean;
  /** The same question with the bad spell as its whole baseline, to show what that would have said. */
  readonly naive: BuiltDesign | undefined;
}

/** Frequencies by the length of their periods, which all have a first day. */
const shortToLong = ["day", "week", "month", "quarter", "year"];

/** The day on which a period begins, where the periods of the data are longer and so hold it whole or start in it. */
const dayWithin = ({ ordinal, frequency }: Moment["period"], longer: Frequency): number | undefined =>
  frequency !== "integer" &&
  shortToLong.indexOf(plainFrequency(frequency)) < shortToLong.indexOf(plainFrequency(longer))
    ? lastDay(ordinal - 1, frequency)! + 1
    : undefined;

/**
 * A start as the register writes it, on the scale of the panel. One register serves monthly counts, a quarterly survey
 * and a yearly index, so a day, week, month or quarter is placed in the longer period that it falls in, and a start
 * inside a period makes that period part-treated. A start that is longer than the periods says no first one.
 */
export const startOn = (moment: Moment, frequency: Frequency): Start => {
  const { period, text } = moment;
  if (isOnScale(period.frequency, frequency)) {
    return { ordinal: period.ordinal, partial: false };
  }
  const day = dayWithin(period, frequency);
  if (day !== undefined) {
    const ordinal = periodOfDay(day, frequency);
    return { ordinal, partial: periodOfDay(day - 1, frequency) === ordinal };
  }
  throw new DesignError("design/start-scale", {
    found: `a start of ${text} for data by ${frequency === "integer" ? "whole-number period" : frequencyName(frequency)}`,
    expected: "a start no longer than one period of the data",
    hint: startHint(period, frequency),
  });
};

/** The day is right for data of any calendar, so it is what to write. */
const startHint = ({ ordinal, frequency }: Moment["period"], wanted: Frequency): string => {
  const end = lastDay(ordinal - 1, frequency);
  return end === undefined || wanted === "integer"
    ? "write the start in the register as the periods of the data are written"
    : `write the day in the register, for example ${formatPeriod(end + 1, "day")}: it can be placed in data of any calendar`;
};

const numeric = (frequency: Frequency): boolean => frequency === "year" || frequency === "integer";

/** Written as the periods of the data are: \`2015/16\` is a financial year whichever month begins it there. */
const isOnScale = (written: Frequency, panel: Frequency): boolean =>
  written === panel ||
  (numeric(written) && numeric(panel)) ||
  (isFinancial(written) && isFinancial(panel) && plainFrequency(written) === plainFrequency(panel));

/** Named comparison units are the comparison; units never named are candidates only where none is named. */
const rolesOf = (
  question: Question,
): { roles: Map<string, Role>; setAside: { unit: string; reason: string }[] } => {
  const { intervention, protocol, data } = question;
  const spelled = (unit: string): string => (data.format === "london-borough" ? canonicalArea(unit) : unit);
  const roles = new Map(intervention.units.map(({ unit, role }): [string, Role] => [spelled(unit), role]));
  const setAside: { unit: string; reason: string }[] = [];
  const drop = (unit: string, reason: string): void => {
    roles.set(unit, "excluded");
    setAside.push({ unit, reason });
  };
  const named = protocol.comparison?.units;
  const registered = intervention.units.some(({ role }) => role === "comparison");
  for (const unit of data.panel.units) {
    const role = roles.get(unit) ?? "comparison";
    if (role !== "comparison") continue;
    if (data.format === "london-borough" && !isBorough(unit)) drop(unit, "not a borough");
    else if (protocol.comparison?.exclude?.includes(unit)) drop(unit, "left out by the protocol");
    else if (named && !named.includes(unit))
      drop(unit, "not among the comparison units that the protocol names");
    else if (!named && registered && !roles.has(unit))
      drop(unit, "never named; the register names its comparison units");
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

const startsOf = ({ intervention, data }: Question): Map<string, Start> =>
  new Map(
    intervention.units
      .filter(({ role, start }) => role === "treated" && start !== undefined)
      .map(({ unit, start }) => [
        data.format === "london-borough" ? canonicalArea(unit) : unit,
        startOn(start!, data.panel.frequency),
      ]),
  );

/** Two whole years on either side, where the protocol says nothing and the data have a calendar. */
const usualWindow = (frequency: Frequency): { before?: string; after?: string } =>
  ["integer", "year"].includes(plainFrequency(frequency)) ? {} : { before: "2 years", after: "2 years" };

const selectionOf = (question: Question): { from: number; to: number } | undefined => {
  const declared = question.protocol["selected-on"];
  if (!declared) return undefined;
  const { frequency } = question.data.panel;
  const [from, to] = [declared.from, declared.to].map((text) => {
    const period = parsePeriod(text);
    if (period && isOnScale(period.frequency, frequency)) return period.ordinal;
    throw new DesignError("design/selection", {
      found: `selected-on: ${text}`,
      expected: `a ${frequencyName(frequency)} like the periods of the data`,
      hint: `write, for example, ${formatPeriod(question.data.panel.ordinals[0]!, frequency)}`,
      key: `studies.${question.protocol.id}.selected-on`,
    });
  });
  return { from: from!, to: to! };
};

/** A spell can be left out when at least as many periods of baseline remain as were taken. */
const fewestLeft = 3;

/** Roles, windows and starts → the design and its estimator, all fixed before any estimate is seen. */
export const designQuestion = (question: Question): Designed => {
  const { protocol, data, outcome } = question;
  const { panel } = data;
  const { roles, setAside } = rolesOf(question);
  const selection = selectionOf(question);
  const input = (over: Panel, sameMonths: boolean | undefined, kind: DesignKind): DesignInput => ({
    panel: over,
    outcome: outcome.name,
    ...(panel.columns[exposureColumn] && outcome.name !== exposureColumn ? { exposure: exposureColumn } : {}),
    roles,
    start: startsOf(question),
    ...neighboursOf(question),
    window: { ...(kind === "comparison-group" ? usualWindow(panel.frequency) : {}), ...windowText(protocol) },
    ...(sameMonths === undefined ? {} : { sameMonths }),
  });
  const asked = protocol.design ?? "auto";
  const same = protocol.window?.["same-months"];
  const anyComparison = panel.units.some((unit) => (roles.get(unit) ?? "comparison") === "comparison");
  const kind: DesignKind = asked === "auto" ? (anyComparison ? "comparison-group" : "before-after") : asked;
  const build = (over: Panel, months: boolean | undefined): BuiltDesign =>
    kind === "comparison-group"
      ? comparisonGroup(input(over, months, kind))
      : beforeAfter(input(over, months, kind));
  const whole = build(panel, kind === "before-after" ? (same ?? false) : same);
  const inSelection = (ordinal: number): boolean =>
    selection !== undefined && ordinal >= selection.from && ordinal <= selection.to;
  const taken = Array.from(whole.design.panel.ordinals).filter(inSelection).length;
  const selectionExcluded = taken > 0 && whole.window.before.periods - taken >= fewestLeft;
  const used = selectionExcluded ? withoutPeriods(panel, inSelection) : panel;
  let built = selectionExcluded ? build(used, kind === "before-after" ? (same ?? false) : same) : whole;
  const chosen = chooseDesign(estimators, askedOf(protocol), factsOf(question, built));
  if (!chosen) {
    throw new DesignError("design/none-possible", {
      found: `no design can use ${built.window.before.periods} periods before and ${built.window.after.periods} after the start`,
      expected: "at least one period on either side",
      hint: "widen the window or choose design: auto",
    });
  }
  // Nothing else in a plain before-and-after ratio takes the season out, so equal calendar months do.
  if (chosen.kind === "before-after" && !chosen.estimator.traits.modelsSeason)
    built = beforeAfter(input(used, same, "before-after"));
  return {
    built: { ...built, warnings: [...built.warnings, ...uncounted(question, built)] },
    chosen,
    setAside,
    selection,
    selectionExcluded,
    naive: selectionExcluded
      ? spellAsBaseline(whole, (start) =>
          build(
            withoutPeriods(panel, (ordinal) => ordinal < start && !inSelection(ordinal)),
            false,
          ),
        )
      : undefined,
  };
};

/** The same question with nothing but the bad spell before the start; undefined where that is no design. */
const spellAsBaseline = (
  { design }: BuiltDesign,
  build: (start: number) => BuiltDesign,
): BuiltDesign | undefined => {
  try {
    return build(firstStart(design));
  } catch (thrown) {
    if (thrown instanceof WhatworksError) return undefined;
    throw thrown;
  }
};

const windowText = ({ window }: Question["protocol"]) => ({
  ...(window?.before === undefined ? {} : { before: window.before }),
  ...(window?.after === undefined ? {} : { after: window.after }),
  ...(window?.washout === undefined ? {} : { washout: window.washout }),
});

/** Neighbours matter only where a buffer is declared: the register then says that displacement is looked for. */
const neighboursOf = ({
  units,
  intervention,
}: Question): { neighbours?: ReadonlyMap<string, readonly string[]> } => {
  const looked = intervention.units.some(({ role }) => role === "buffer");
  return units && looked && units.units.some(({ neighbours }) => neighbours.length > 0)
    ? { neighbours: new Map(units.units.map(({ unit, neighbours }) => [unit, neighbours])) }
    : {};
};

const askedOf = ({ design, estimator }: Question["protocol"]): Asked => ({
  design: design ?? "auto",
  ...(estimator === undefined ? {} : { estimator: findStudyEstimator(estimator) }),
});

const factsOf = (question: Question, { design, window }: BuiltDesign): ChoiceFacts => {
  const treated = design.roles.flatMap((role, i) => (role === "treated" ? [design.cohort[i]!] : []));
  return {
    treated: treated.length,
    comparison: design.roles.filter((role) => role === "comparison").length,
    starts: new Set(treated).size,
    periodsBefore: window.before.periods,
    periodsAfter: window.after.periods,
    frequency: design.panel.frequency,
    isCount: question.outcome.measure === "count" && isCountOutcome(design),
    assignment: question.protocol.assignment ?? "chosen",
  };
};
