import type { BuiltDesign } from "../../designs/index.ts";
import { emmieCompleteness } from "../../evidence/emmie.ts";
import type { CostRow, DoseRow } from "../../ingest/typed/dose.ts";
import type { Economics, Emmie, Finding } from "../../model/finding.ts";
import type { Question } from "./question.ts";

type Implementation = NonNullable<Emmie["implementation"]>;
type Statements = NonNullable<Emmie["mechanism"]>;

export interface Delivery {
  readonly implementation?: Implementation;
  readonly contamination: number | undefined;
  readonly chart: NonNullable<NonNullable<Finding["charts"]>["dose"]>;
}

/** Planned and delivered dose of treated units in the after window, and what reached the comparison units. */
export const implementationOf = (question: Question, { design }: BuiltDesign): Delivery => {
  const { dose, protocol } = question;
  const notes = protocol.implementation?.notes;
  const inWindow = dose.filter(({ period }) => design.panel.periods.includes(period));
  const of = (role: "treated" | "comparison"): DoseRow[] =>
    inWindow.filter(({ unit }) => design.roles[design.panel.units.indexOf(unit)] === role);
  const [treated, comparison] = [of("treated"), of("comparison")];
  const sum = (rows: readonly DoseRow[], field: "planned" | "delivered"): number =>
    rows.reduce((total, row) => total + row[field], 0);
  if (inWindow.length === 0)
    return { ...(notes ? { implementation: { notes } } : {}), contamination: undefined, chart: [] };
  const planned = sum(treated, "planned");
  const delivered = sum(treated, "delivered");
  const rate = (rows: readonly DoseRow[]): number =>
    rows.length === 0 ? 0 : sum(rows, "delivered") / rows.length;
  const contamination =
    rate(treated) > 0 && comparison.length > 0 ? rate(comparison) / rate(treated) : undefined;
  const periods = [...new Set(inWindow.map(({ period }) => period))].sort();
  return {
    implementation: {
      ...(notes ? { notes } : {}),
      planned,
      delivered,
      delivery_percent: planned > 0 ? (delivered / planned) * 100 : null,
      contamination_percent: contamination === undefined ? null : contamination * 100,
    },
    contamination,
    chart: periods.map((period) => {
      const at = (rows: readonly DoseRow[]): DoseRow[] => rows.filter((row) => row.period === period);
      return {
        period,
        planned: sum(at(treated), "planned"),
        delivered: sum(at(treated), "delivered"),
        comparison: comparison.length === 0 ? null : sum(at(comparison), "delivered"),
      };
    }),
  };
};

/** What was spent in the study, by who paid. */
export const economicsOf = (costs: readonly CostRow[], source: string | undefined): Economics | undefined =>
  costs.length === 0
    ? undefined
    : {
        costs: [...costs],
        // Pounds of different years do not add up.
        total:
          new Set(costs.map(({ price_year: year }) => year)).size > 1
            ? null
            : costs.reduce((sum, { central }) => sum + central, 0),
        currency: "GBP",
        ...(source ? { source } : {}),
      };

const statements = (given: Question["protocol"]["mechanism"]): Statements | undefined =>
  given?.map(({ statement, prediction, status, source }) => ({
    statement,
    ...(prediction === undefined ? {} : { prediction }),
    ...(status === undefined ? {} : { status }),
    ...(source === undefined ? {} : { source }),
  }));

/** The five parts as people and data filled them; what is absent stays absent and is printed as not measured. */
export const emmieOf = (
  question: Question,
  implementation: Implementation | undefined,
  facts: {
    readonly interval: boolean;
    readonly comparison: boolean;
    readonly checks: boolean;
    readonly benefits: boolean;
  },
): Emmie & Required<Pick<Emmie, "completeness">> => {
  const { protocol, costs } = question;
  const mechanism = statements(protocol.mechanism);
  const moderators = statements(protocol.moderators);
  const tested =
    mechanism?.filter(({ status }) => status === "supported" || status === "refuted").length ?? 0;
  return {
    ...(mechanism ? { mechanism } : {}),
    ...(moderators ? { moderators } : {}),
    ...(implementation ? { implementation } : {}),
    ...(protocol.economics?.notes ? { economics_notes: protocol.economics.notes } : {}),
    completeness: emmieCompleteness({
      effect: {
        estimated: true,
        interval: facts.interval,
        comparison: facts.comparison,
        checks: facts.checks,
      },
      mechanism: {
        statements: mechanism?.length ?? 0,
        predictions: mechanism?.filter(({ prediction }) => prediction !== undefined).length ?? 0,
        tested,
      },
      moderators: { statements: moderators?.length ?? 0, estimated: 0, interaction: false },
      implementation: {
        notes: implementation?.notes?.length ?? 0,
        dose: implementation?.planned !== undefined,
        contamination: (implementation?.contamination_percent ?? null) !== null,
      },
      economics: {
        costs: costs.length > 0,
        benefits: facts.benefits,
        byPartner: new Set(costs.map(({ partner }) => partner)).size > 1,
        uncertainty: costs.some(({ low }) => low !== null),
      },
    }),
  };
};
