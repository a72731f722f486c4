import { countsOf } from "../../evidence/effect/counts.ts";
import { scaleOf } from "../../evidence/effect/from-estimate.ts";
import { guardHits } from "../../evidence/guards/index.ts";
import { certainty, impactBand, localGrowthSms, marylandSms } from "../../evidence/index.ts";
import { limitsOf } from "../../evidence/limits.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Answer } from "../../model/estimate.ts";
import { conventions, type Finding, type FindingEstimate, type FindingFacts } from "../../model/finding.ts";
import { claimWarnings } from "../../summaries/claims.ts";
import { checkSentence } from "../../summaries/words/checks.ts";
import { displacementWords } from "../../summaries/words/displacement.ts";
import { guardWarning } from "../../summaries/words/guards.ts";
import { headlineWords } from "../../summaries/words/headline.ts";
import { limitWords } from "../../summaries/words/limits.ts";
import { ratingWords } from "../../summaries/words/ratings.ts";
import { rowWords } from "../../summaries/words/rows.ts";
import { estimators } from "../methods.ts";
import { besides } from "./besides.ts";
import { chartsOf } from "./charts.ts";
import { checksOf } from "./checks.ts";
import { dataOf, interventionOf } from "./described.ts";
import { designQuestion } from "./design.ts";
import { displacementOf } from "./displacement.ts";
import { answer } from "./estimating.ts";
import { eventStudyOf } from "./event-study.ts";
import { headlineFor, naiveRow } from "./headline.ts";
import { gradingFacts, guardInput } from "./judging.ts";
import { heldWhole, treatedAlone, wholePaths } from "./paths.ts";
import { economicsOf, emmieOf, implementationOf } from "./people.ts";
import { phasesOf } from "./phases.ts";
import type { Question } from "./question.ts";
import { secondaryOf } from "./secondary.ts";
import { seriesFor, withExcluded } from "./series.ts";
import { valuedOf } from "./value.ts";
import { pageVersion } from "./version.ts";

/**
 * A question → a finding. Design and primary estimator are fixed first; everything else is shown beside them.
 *
 * Throws DesignError and InputError where the data cannot bear the question.
 */
export const evaluate = (question: Question): Finding => {
  const designed = designQuestion(question);
  const { built, chosen } = designed;
  const { design } = built;
  const common = { confLevel: question.protocol.confidence ?? 0.95, seed: question.protocol.id };
  const primary = answer(chosen.estimator, design, common, chosen.settings);
  const phases = phasesOf(designed);
  const counts = countsOf(design, phases.ofUnit, question.outcome.measure);
  const headline = headlineFor(question, designed, primary, counts);
  const beforeAfterDesign = treatedAlone(design);
  const panel = besides(primary, {
    estimators,
    designs: { same: design, whole: wholePaths(question, design), "before-after": beforeAfterDesign },
    common,
    wanted: headline.scale,
    measure: question.outcome.measure,
  });
  panel.rows.push(...naiveRow(question, designed, common, headline.scale));
  const checks = checksOf(question, designed, primary);
  const { implementation, contamination, chart: dose } = implementationOf(question, built);
  const guarded = guardHits(guardInput(question, designed, counts, primary, checks, phases));
  const economics = economicsOf(question.costs, question.protocol.economics?.costs);
  const valued = valuedOf(question, designed, primary, counts, headline, economics);
  const warnings = unique([
    ...question.data.diagnostics.filter((one) => concerns(one, question)),
    // The guard of that name knows which method takes the season out; the design does not.
    ...built.warnings.filter(({ code }) => code !== "SEA01"),
    ...primary.study.fit.warnings.filter(
      ({ code }) => code !== "design/missing-outcome" || !heldWhole(question, design),
    ),
    ...primary.inferred.warnings,
    ...[...guarded, ...valued.warnings].map(guardWarning),
  ]);
  const facts = gradingFacts(question, designed, {
    counts,
    headline,
    checks,
    warnings,
    contamination,
    rows: panel.rows,
    clusters: design.clusters.length,
  });
  const maryland = marylandSms(facts);
  const emmie = emmieOf(question, implementation, {
    interval: headline.conf_low !== null,
    comparison: design.kind === "comparison-group",
    checks: checks.some(({ status }) => status !== "not-run"),
    benefits: valued.value !== undefined,
  });
  const displacement = displacementOf(design, common);
  const eventStudy = eventStudyOf(wholePaths(question, design), common, headline.scale);
  const secondary = secondaryOf(question, common);
  const found: FindingFacts = {
    schema: "whatworks/finding/1",
    invented: question.invented,
    study: {
      id: question.protocol.id,
      title: question.protocol.title ?? question.intervention.title,
      question:
        question.protocol.question ?? `Did ${question.intervention.title} change ${question.outcome.label}?`,
    },
    intervention: interventionOf(question, designed),
    outcome: {
      name: question.outcome.name,
      label: question.outcome.label,
      unit: outcomeUnit(question),
      frequency: design.panel.frequency,
      role: question.outcome.role,
      better: question.outcome.better,
      ...(question.outcome.measure === "level" ? { measure: "level" as const } : {}),
      ...(design.exposure ? { exposure: design.exposure } : {}),
    },
    design: {
      kind: design.kind,
      label: chosen.label,
      chosen_by: chosen.chosenBy,
      reason: chosen.reason,
      alternatives: chosen.alternatives,
      estimator: {
        method: primary.estimator.name,
        title: primary.estimator.title,
        version: primary.estimator.version,
        estimand: primary.estimator.estimand,
        inference: primary.inferred.vcov,
      },
      level: maryland.level,
    },
    data: dataOf(question, designed),
    counts,
    series: withExcluded(seriesFor(question, designed, primary, headline, phases.of), question, design),
    headline,
    estimates: [primary, ...panel.ran].flatMap(estimatesOf),
    disagreement: panel.rows.map(rowWords),
    event_study: eventStudy.times,
    ...(secondary.length > 0 ? { secondary } : {}),
    checks: checks.map((check) => ({ ...check, sentence: checkSentence(check) })),
    ratings: {
      maryland_sms: ratingWords({ kind: "maryland-sms", facts: maryland }),
      local_growth: ratingWords({ kind: "local-growth", facts: localGrowthSms(facts) }),
      grade: ratingWords({ kind: "certainty", facts: certainty(facts) }),
      yef_impact: ratingWords({ kind: "impact-band", facts: impactBand(facts) }),
      emmie: ratingWords({ kind: "completeness", facts: emmie.completeness }),
    },
    warnings: warnings.map(({ code, severity, message }) => ({ code, severity, message })),
    limits: limitsOf({
      kind: design.kind,
      modelsSeason: primary.estimator.traits.modelsSeason === true,
      assignment: question.protocol.assignment ?? "chosen",
      warnings,
      checks,
      selectionDeclared: designed.selectionExcluded,
      bufferLookedAt: displacement !== undefined,
      doseMeasured: implementation?.planned !== undefined,
    }).map((limit) => limitWords(limit, warnings)),
    ...(displacement ? { displacement: displacementWords(displacement, outcomeUnit(question)) } : {}),
    ...(valued.harm ? { harm: valued.harm } : {}),
    ...(valued.value ? { value: valued.value } : {}),
    ...(economics ? { economics } : {}),
    emmie,
    charts: {
      ...chartsOf(question, designed, primary, checks, headline.scale),
      ...(dose.length > 0 ? { dose } : {}),
    },
    ...(question.protocol.notes ? { notes: question.protocol.notes } : {}),
    conventions,
    provenance: {
      inputs: question.inputs,
      protocol_sha256: question.protocolHash,
      seed: common.seed,
      methods: methodsUsed([primary, ...panel.ran], eventStudy.ran),
      program_version: question.programVersion,
      command: question.command,
    },
  };
  const finding: Finding = { ...found, headline: { ...headline, ...headlineWords(found) } };
  return { ...finding, warnings: [...finding.warnings, ...claimWarnings(finding)] };
};

const outcomeUnit = ({ outcome, data }: Question): string =>
  outcome.unit ??
  (outcome.measure === "level" ? "points" : undefined) ??
  (["police-uk-street", "london-borough", "incidents"].includes(data.format)
    ? "recorded offences"
    : "recorded events");

const methodsUsed = (
  answers: readonly Answer[],
  more: Readonly<Record<string, number>>,
): Record<string, number> => {
  const versions = {
    ...Object.fromEntries(answers.map(({ estimator }) => [estimator.name, estimator.version])),
    ...more,
    page: pageVersion,
  };
  return Object.fromEntries(Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1)));
};

const estimatesOf = ({ estimator, study, inferred }: Answer): FindingEstimate[] =>
  inferred.estimates.map((estimate) => ({
    method: estimator.name,
    scale: scaleOf(study.fit, estimator.scale),
    ...estimate,
  }));

/** Notes about other outcomes of the source, or that a guard says better, stay off the page. */
const concerns = ({ code, outcomes }: Diagnostic, { outcome }: Question): boolean =>
  code !== "ingest/provisional" &&
  (outcomes === undefined || outcomes.some((name) => name.toLowerCase() === outcome.name.toLowerCase()));

const unique = (warnings: readonly Diagnostic[]): Diagnostic[] => {
  const seen = new Set<string>();
  return warnings.filter(({ code, message }) => {
    const key = `${code} ${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
};
