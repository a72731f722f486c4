import type { GuardInput } from "../../evidence/guards/index.ts";
import type { CheckOutcome } from "../../model/check.ts";
import { compares, type Design } from "../../model/design.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { GradingFacts } from "../../model/facts/rating.ts";
import type { RowFacts } from "../../model/facts/row.ts";
import { firstStart } from "../../study/starts.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Question } from "./question.ts";
import type { Supplement } from "./supplement.ts";

export const guardInput = (evaluation: Evaluation, checks: readonly CheckOutcome[]): GuardInput => {
  const { question, designed, design, counts, primary, phases } = evaluation;
  const { selection, selectionExcluded } = designed;
  return {
    design,
    outcome: question.outcome.name,
    formats: [question.data.format],
    place: question.data.place,
    start: firstStart(design),
    before: phases.before,
    after: phases.after,
    selection,
    selectionExcluded,
    afterFixed: question.protocol.window?.after !== undefined,
    lastCovered: question.data.panel.ordinals.at(-1)!,
    editions: question.data.files.map(({ vintage }) => vintage).filter((vintage) => vintage !== undefined),
    counts,
    traits: primary.estimator.traits,
    checks,
    breaks: question.breaks,
    touching: touchingOf(question, design),
    invented: question.invented,
    release: question.release.level,
  };
};

const touchingOf = ({ units }: Question, design: Design): string[] => {
  if (!units) return [];
  const treated = new Set(design.panel.units.filter((_, i) => design.roles[i] === "treated"));
  return units.units
    .filter(
      ({ unit, neighbours }) =>
        design.roles[design.panel.units.indexOf(unit)] === "comparison" &&
        neighbours.some((other) => treated.has(other)),
    )
    .map(({ unit }) => unit);
};

export const gradingFacts = (
  { question, designed, design, counts, headline, primary }: Evaluation,
  { checks, rows, delivery }: Pick<Supplement, "checks" | "rows" | "delivery">,
  warnings: readonly Diagnostic[],
): GradingFacts => {
  const { window } = designed.built;
  const { traits } = primary.estimator;
  const fired = (code: string): boolean =>
    warnings.some((one) => one.code === code && one.severity !== "note");
  const preTrends = checks.find(({ id }) => id === "pre-trends")?.status;
  const cells = [
    counts.treated.before.total,
    counts.treated.after.total,
    counts.comparison?.before.total,
    counts.comparison?.after.total,
  ].filter((n) => n !== undefined && n !== null);
  const outside = ({ primary, naive, conf_low: low, conf_high: high }: RowFacts): boolean =>
    !primary &&
    naive === undefined &&
    low !== null &&
    high !== null &&
    headline.estimate !== null &&
    (headline.estimate < low || headline.estimate > high);
  return {
    kind: design.kind,
    assignment: question.protocol.assignment ?? "chosen",
    treatedUnits: counts.treated.units,
    comparisonUnits: counts.comparison?.units ?? 0,
    periodsBefore: window.before.periods,
    periodsAfter: window.after.periods,
    comparisonJustified: question.protocol.comparison?.reason !== undefined,
    controlsUsed: !traits.totalsOnly && compares(design.kind),
    seriesModelled: traits.modelsSeason === true,
    preTrends: preTrends === "passed" || preTrends === "failed" ? preTrends : "not-run",
    regressionToTheMean: fired("RTM01"),
    perfectFit: fired("synthetic/perfect-fit"),
    recordingBreak: fired("BRK01") || fired("ingest/supply-gap"),
    contamination: delivery.contamination,
    attrition: 0,
    estimate: headline.estimate,
    low: headline.conf_low,
    high: headline.conf_high,
    scale: headline.scale,
    percent: headline.percent,
    better: question.outcome.better,
    smallestCell: Math.min(...cells),
    clusters: design.clusters.length,
    disagreeing: rows.filter(outside).length,
  };
};
