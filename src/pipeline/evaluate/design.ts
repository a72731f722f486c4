import { type Asked, type ChosenDesign, chooseDesign } from "../../designs/choose.ts";
import { type BuiltDesign, type SeriesWindow, seriesWindow } from "../../designs/index.ts";
import { compares, type Design, type DesignKind } from "../../model/design.ts";
import { DesignError, WhatworksError } from "../../model/errors.ts";
import type { ChoiceFacts } from "../../model/method.ts";
import type { Panel } from "../../model/panel.ts";
import {
  formatPeriod,
  frequencyName,
  parsePeriod,
  plainFrequency,
  seasonLength,
} from "../../model/period.ts";
import { isCountOutcome } from "../../study/cells.ts";
import { beyondDonors } from "../../study/reach.ts";
import { startsOf as distinctStarts, firstStart } from "../../study/starts.ts";
import { withoutPeriods, withoutUnits } from "../../study/subset.ts";
import { estimators, findStudyEstimator } from "../estimate/methods.ts";
import { type Cut, type Maker, makerOf } from "./maker.ts";
import { isOnScale } from "./moments.ts";
import { elsewhere } from "./overlaps.ts";
import type { Question } from "./question.ts";
import { rolesOf, type SetAside } from "./roles.ts";
import { uncounted } from "./uncounted.ts";

/** The design that answers a question, and why it is this one. */
export interface Designed {
  /** Treated and comparison units: nobody else is counted, permuted or left out in turn. */
  readonly built: BuiltDesign;
  /** The same with the buffers beside them, where crime may have moved. */
  readonly withBuffers: Design;
  readonly chosen: ChosenDesign;
  /** Units set aside before the design was built, with the reason. */
  readonly setAside: readonly SetAside[];
  readonly selection: { readonly from: number; readonly to: number } | undefined;
  readonly selectionExcluded: boolean;
  /** The same question with the bad spell as its whole baseline, to show what that would have said. */
  readonly naive: BuiltDesign | undefined;
  /** The same question about the time after it ended, where the register says that it did. */
  readonly afterwards: BuiltDesign | undefined;
  /** The same with twice as much before the start, where a drift shows better. */
  readonly history: BuiltDesign | undefined;
  /** How much of the past of a series on its own is used, and by which rule. */
  readonly series: SeriesWindow | undefined;
}

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
  const { roles, setAside } = rolesOf(question);
  const first = makerOf(question, roles);
  const busy = elsewhere(question, first.build(first.panel).design, roles);
  for (const { unit } of busy.setAside) roles.set(unit, "excluded");
  const maker = busy.setAside.length > 0 ? makerOf(question, roles) : first;
  const selection = selectionOf(question);
  const inSelection = (ordinal: number): boolean =>
    selection !== undefined && ordinal >= selection.from && ordinal <= selection.to;
  const whole = maker.build(maker.panel);
  const taken = Array.from(whole.design.panel.ordinals).filter(inSelection).length;
  const selectionExcluded = taken > 0 && whole.window.before.periods - taken >= fewestLeft;
  const used = selectionExcluded ? withoutPeriods(maker.panel, inSelection) : maker.panel;
  const { built, chosen, series, window } = fixed(question, maker, used);
  return {
    built: {
      ...withoutBuffers(built),
      warnings: [
        // Of a series on its own nobody asked for two years: they are the most that is used.
        ...built.warnings.filter(({ code }) => code !== "design/short-window" || !isUsual(question, built)),
        ...busy.warnings,
        ...uncounted(question, built),
      ],
    },
    withBuffers: built.design,
    chosen,
    setAside: [...setAside, ...busy.setAside],
    selection,
    selectionExcluded,
    series,
    naive: selectionExcluded
      ? possibly(() =>
          withoutBuffers(
            maker.build(
              withoutPeriods(
                maker.panel,
                (ordinal) => ordinal < firstStart(whole.design) && !inSelection(ordinal),
              ),
              { sameMonths: false },
            ),
          ),
        )
      : undefined,
    afterwards: maker.ends
      ? possibly(() => withoutBuffers(maker.build(used, { phase: "afterwards", ...window })))
      : undefined,
    history: compares(built.design.kind) ? possibly(() => withoutBuffers(maker.longer(used))) : undefined,
  };
};

const isUsual = ({ protocol }: Question, { design }: BuiltDesign): boolean =>
  !compares(design.kind) && protocol.window?.before === undefined && protocol.window?.after === undefined;

/** Buffers are looked at on their own: as units of the comparison they would count as clusters and as assignments. */
const withoutBuffers = (built: BuiltDesign): BuiltDesign => {
  const { roles } = built.design;
  const isBuffer = (unit: number): boolean => roles[unit] === "buffer" || roles[unit] === "buffer-comparison";
  return roles.some((_, unit) => isBuffer(unit))
    ? { ...built, design: withoutUnits(built.design, isBuffer) }
    : built;
};

/** Another cut of the same question; undefined where that is no design. */
const possibly = (build: () => BuiltDesign): BuiltDesign | undefined => {
  try {
    return build();
  } catch (thrown) {
    if (thrown instanceof WhatworksError) return undefined;
    throw thrown;
  }
};

/** The estimator, and the window where that depends on it: both by rules that look at nothing after the start. */
const fixed = (question: Question, maker: Maker, used: Panel) => {
  const first = maker.build(used);
  const series = maker.kind === "before-after" ? seriesOf(question, first) : undefined;
  const before =
    series && question.protocol.window?.before === undefined ? asSpan(series.periods) : undefined;
  const window: Cut = before === undefined ? {} : { window: { before } };
  const built = before === undefined ? first : maker.build(used, window);
  const chosen = chooseDesign(estimators, askedOf(question.protocol), {
    ...factsOf(question, built, maker.kind),
    ...(series ? { trend: series.trend } : {}),
  });
  if (!chosen) {
    throw new DesignError("design/none-possible", {
      found: `no design can use ${built.window.before.periods} periods before and ${built.window.after.periods} after the start`,
      expected: "at least one period on either side",
      hint: "widen the window or choose design: auto",
    });
  }
  if (chosen.kind !== "before-after" || chosen.estimator.traits.modelsSeason)
    return { built, chosen, series, window };
  return { built: maker.plain(used, window), chosen, series: undefined, window };
};

const asSpan = (periods: number): string => `${periods} periods`;

/** The rule for a series on its own; undefined where units start at different times, and there is no one series. */
const seriesOf = (question: Question, { design }: BuiltDesign): SeriesWindow | undefined => {
  if (distinctStarts(design).length !== 1) return undefined;
  const { panel, outcome, exposure } = design;
  const T = panel.periods.length;
  const start = firstStart(design);
  const total = (name: string, t: number): number =>
    panel.units.reduce((sum, _, i) => sum + panel.columns[name]![i * T + t]!, 0);
  const before = [...panel.ordinals.keys()].filter(
    (t) => panel.ordinals[t]! < start && Number.isFinite(total(outcome, t)),
  );
  if (before.length === 0) return undefined;
  const { frequency } = panel;
  return seriesWindow({
    y: Float64Array.from(before, (t) => total(outcome, t)),
    ...(exposure ? { exposure: Float64Array.from(before, (t) => total(exposure, t)) } : {}),
    isCount: question.outcome.measure === "count" && isCountOutcome(design),
    perYear: plainFrequency(frequency) === "integer" ? 1 : seasonLength(frequency),
    after: T - before.length,
  });
};

const askedOf = ({ design, estimator }: Question["protocol"]): Asked => ({
  design: design ?? "auto",
  ...(estimator === undefined ? {} : { estimator: findStudyEstimator(estimator) }),
});

const factsOf = (question: Question, { design, window }: BuiltDesign, kind: DesignKind): ChoiceFacts => {
  const treated = design.roles.flatMap((role, i) => (role === "treated" ? [design.cohort[i]!] : []));
  return {
    kind,
    treated: treated.length,
    comparison: design.roles.filter((role) => role === "comparison").length,
    starts: new Set(treated).size,
    periodsBefore: window.before.periods,
    periodsAfter: window.after.periods,
    frequency: design.panel.frequency,
    isCount: question.outcome.measure === "count" && isCountOutcome(design),
    assignment: question.protocol.assignment ?? "chosen",
    ...(treated.length === 1 ? { beyondDonors: beyondDonors(design) } : {}),
  };
};
