import { type Asked, type ChosenDesign, chooseDesign } from "../../designs/choose.ts";
import {
  type BuiltDesign,
  beforeAfter,
  comparisonGroup,
  type DesignInput,
  keepPeriods,
  rollOut,
  type SeriesWindow,
  type Start,
  seriesWindow,
} from "../../designs/index.ts";
import { compares, type Design, type DesignKind, type Role } from "../../model/design.ts";
import { DesignError, WhatworksError } from "../../model/errors.ts";
import type { ChoiceFacts } from "../../model/method.ts";
import type { Panel } from "../../model/panel.ts";
import { type Frequency, formatPeriod, parsePeriod, seasonLength } from "../../model/period.ts";
import { exposureColumn } from "../../panel/index.ts";
import { isCountOutcome } from "../../study/cells.ts";
import { beyondDonors } from "../../study/reach.ts";
import { startsOf as distinctStarts, firstStart } from "../../study/starts.ts";
import { withoutUnits } from "../../study/subset.ts";
import { estimators, findStudyEstimator } from "../methods.ts";
import { endOn, numeric, startOn } from "./moments.ts";
import { elsewhere } from "./overlaps.ts";
import type { Question } from "./question.ts";
import { rolesOf, type SetAside, spelled } from "./roles.ts";
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

const startsOf = (question: Question): Map<string, Start> => {
  const { frequency } = question.data.panel;
  return new Map(
    question.intervention.units.flatMap(({ unit, role, start, end }) =>
      role === "treated" && start !== undefined
        ? [
            [
              spelled(question, unit),
              { ...startOn(start, frequency), ...(end ? { until: endOn(end, frequency) } : {}) },
            ] as const,
          ]
        : [],
    ),
  );
};

type Spans = NonNullable<DesignInput["window"]>;

/**
 * Two whole years on either side, where the protocol says nothing and the data have a calendar. Of a roll-out every
 * period before a start is used, for that is when a unit is compared with; so is it of a series on its own at first.
 */
const usualWindow = (frequency: Frequency, kind: DesignKind): Spans => {
  if (frequency === "integer" || frequency === "year") return {};
  return { ...(kind === "comparison-group" ? { before: "2 years" } : {}), after: "2 years" };
};

const withoutPeriods = (panel: Panel, drop: (ordinal: number) => boolean): Panel =>
  keepPeriods(panel, (ordinal) => !drop(ordinal));

const selectionOf = (question: Question): { from: number; to: number } | undefined => {
  const declared = question.protocol["selected-on"];
  if (!declared) return undefined;
  const { frequency } = question.data.panel;
  const [from, to] = [declared.from, declared.to].map((text) => {
    const period = parsePeriod(text);
    if (period && (period.frequency === frequency || (numeric(period.frequency) && numeric(frequency))))
      return period.ordinal;
    throw new DesignError("design/selection", {
      found: `selected-on: ${text}`,
      expected: `a ${frequency} like the periods of the data`,
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
      warnings: [...built.warnings, ...busy.warnings, ...uncounted(question, built)],
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

interface Cut {
  readonly window?: Spans;
  readonly sameMonths?: boolean;
  readonly phase?: DesignInput["phase"];
}

/** Everything that is fixed about a question but its window: makes designs of one kind. */
interface Maker {
  readonly kind: DesignKind;
  readonly panel: Panel;
  /** Whether some treated unit has an end of its own inside the data. */
  readonly ends: boolean;
  build(over: Panel, cut?: Cut): BuiltDesign;
  /** With twice the usual length before the start. */
  longer(over: Panel): BuiltDesign;
  /** Totals before and after, in equal calendar months: nothing else takes the season out of them. */
  plain(over: Panel, cut?: Cut): BuiltDesign;
}

const makerOf = (question: Question, roles: ReadonlyMap<string, Role>): Maker => {
  const { protocol, data, outcome } = question;
  const { panel } = data;
  const starts = startsOf(question);
  const kind = kindOf(question, roles, starts);
  const same = protocol.window?.["same-months"];
  const input = (over: Panel, { window, sameMonths, phase }: Cut): DesignInput => ({
    panel: over,
    outcome: outcome.name,
    ...(panel.columns[exposureColumn] && outcome.name !== exposureColumn ? { exposure: exposureColumn } : {}),
    roles,
    start: starts,
    ...neighboursOf(question),
    window: { ...usualWindow(panel.frequency, kind), ...window, ...windowText(protocol) },
    ...(phase ? { phase } : {}),
    ...(sameMonths === undefined ? {} : { sameMonths }),
  });
  const build = (over: Panel, cut: Cut = {}): BuiltDesign => {
    const asked = input(over, {
      sameMonths: same ?? (kind === "before-after" ? false : undefined),
      ...cut,
    } as Cut);
    return kind === "roll-out"
      ? rollOut(asked)
      : kind === "before-after"
        ? beforeAfter(asked)
        : comparisonGroup(asked);
  };
  const last = panel.ordinals.at(-1)!;
  return {
    kind,
    panel,
    ends: [...starts.values()].some(({ until }) => until !== undefined && until.ordinal < last),
    build,
    longer: (over) =>
      comparisonLike(kind, {
        ...input(over, same === undefined ? {} : { sameMonths: same }),
        window: {
          ...usualWindow(panel.frequency, kind),
          ...windowText(protocol),
          ...(protocol.window?.before === undefined && kind === "comparison-group"
            ? { before: "4 years" }
            : {}),
        },
      }),
    plain: (over, cut = {}) =>
      beforeAfter(input(over, { ...cut, ...(same === undefined ? {} : { sameMonths: same }) })),
  };
};

const comparisonLike = (kind: DesignKind, input: DesignInput): BuiltDesign =>
  kind === "roll-out" ? rollOut(input) : comparisonGroup(input);

/** Units that never start come first, then those that have not started yet; a unit's own past alone is the last resort. */
const kindOf = (
  { protocol, data }: Question,
  roles: ReadonlyMap<string, Role>,
  starts: ReadonlyMap<string, Start>,
): DesignKind => {
  const asked = protocol.design ?? "auto";
  const never = data.panel.units.some((unit) => (roles.get(unit) ?? "comparison") === "comparison");
  const [first, last] = [data.panel.ordinals[0]!, data.panel.ordinals.at(-1)!];
  const times = new Set(
    [...starts]
      .filter(([unit, { ordinal }]) => data.panel.units.includes(unit) && ordinal > first)
      .map(([, s]) => Math.min(s.ordinal, last + 1)),
  );
  if (asked === "before-after" || asked === "roll-out") return asked;
  if (never) return "comparison-group";
  if (times.size > 1) return "roll-out";
  return asked === "auto" ? "before-after" : asked;
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
    perYear: frequency === "integer" ? 1 : seasonLength(frequency),
    after: T - before.length,
  });
};

const windowText = ({ window }: Question["protocol"]): Spans => ({
  ...(window?.before === undefined ? {} : { before: window.before }),
  ...(window?.after === undefined ? {} : { after: window.after }),
  ...(window?.washout === undefined ? {} : { washout: window.washout }),
  ...(window?.anticipation === undefined ? {} : { anticipation: window.anticipation }),
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
