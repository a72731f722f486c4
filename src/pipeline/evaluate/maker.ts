import {
  type BuiltDesign,
  beforeAfter,
  comparisonGroup,
  type DesignInput,
  rollOut,
  type Start,
} from "../../designs/index.ts";
import type { DesignKind, Role } from "../../model/design.ts";
import type { Panel } from "../../model/panel.ts";
import { type Frequency, plainFrequency } from "../../model/period.ts";
import { exposureColumn } from "../../panel/index.ts";
import { endOn, startOn } from "./moments.ts";
import type { Question } from "./question.ts";
import { spelled } from "./roles.ts";

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
  if (["integer", "year"].includes(plainFrequency(frequency))) return {};
  return { ...(kind === "comparison-group" ? { before: "2 years" } : {}), after: "2 years" };
};

/** What may differ between designs of one question. */
export interface Cut {
  readonly window?: Spans;
  readonly sameMonths?: boolean;
  readonly phase?: DesignInput["phase"];
}

/** Everything that is fixed about a question but its window: makes designs of one kind. */
export interface Maker {
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

export const makerOf = (question: Question, roles: ReadonlyMap<string, Role>): Maker => {
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
