import { scaleOf } from "../../evidence/effect/from-estimate.ts";
import type { Answer } from "../../model/estimate.ts";
import type { RowFacts } from "../../model/facts/row.ts";
import { conventions, type Finding, type FindingEstimate, type FindingFacts } from "../../model/finding.ts";
import { checkSentence } from "../../summaries/words/checks.ts";
import { displacementWords } from "../../summaries/words/displacement.ts";
import { limitWords } from "../../summaries/words/limits.ts";
import { ratingWords } from "../../summaries/words/ratings.ts";
import { rowWords } from "../../summaries/words/rows.ts";
import { harmWords, valueWords } from "../../summaries/words/value.ts";
import { chartsOf } from "./charts.ts";
import { dataOf, interventionOf } from "./described.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Judged } from "./judged.ts";
import { persistenceOf } from "./persistence.ts";
import { outcomeUnit } from "./question.ts";
import { noiseOf, releaseOf } from "./release.ts";
import { seriesFor, withExcluded } from "./series.ts";
import type { Supplement } from "./supplement.ts";
import { pageVersion } from "./version.ts";

/** Everything that was found, in the shape and the order of `finding.json`. */
export const findingOf = (evaluation: Evaluation, supplement: Supplement, judged: Judged): FindingFacts => {
  const { question, designed, design, headline, counts, primary, economics } = evaluation;
  const persistence = persistenceOf(evaluation);
  const { rows, ran, checks, delivery, valued, displacement, eventStudy, secondary } = supplement;
  return {
    schema: "whatworks/finding/1",
    invented: question.invented,
    study: studyPart(evaluation),
    intervention: interventionOf(question, designed),
    outcome: outcomePart(evaluation),
    design: designPart(evaluation, judged),
    data: dataOf(question, designed),
    counts,
    series: withExcluded(seriesFor(evaluation), question, design),
    headline,
    estimates: [primary, ...ran].flatMap(estimatesOf),
    disagreement: (headline.withheld ? rows.map(withoutOwnInterval) : rows).map(rowWords),
    event_study: eventStudy.times,
    ...(secondary.length > 0 ? { secondary } : {}),
    ...(persistence ? { persistence } : {}),
    checks: checks.map((check) => ({ ...check, sentence: checkSentence(check) })),
    ratings: ratingsPart(judged),
    warnings: judged.warnings.map(({ code, severity, message }) => ({ code, severity, message })),
    limits: judged.limits.map((limit) => limitWords(limit, judged.warnings)),
    ...(displacement ? { displacement: displacementWords(displacement, outcomeUnit(question)) } : {}),
    ...(valued.harm ? { harm: harmWords(valued.harm, headline.conf_level) } : {}),
    ...(valued.value ? { value: valueWords(valued.value, headline.conf_level) } : {}),
    ...(economics ? { economics } : {}),
    emmie: judged.emmie,
    charts: {
      ...chartsOf(evaluation, checks),
      ...(delivery.chart.length > 0 ? { dose: delivery.chart } : {}),
    },
    ...(question.protocol.notes ? { notes: question.protocol.notes } : {}),
    ...releaseOf(question, noiseOf(question, designed, primary)),
    conventions,
    provenance: provenancePart(evaluation, supplement),
  };
};

/** What the headline withholds stands in no table either. */
const withoutOwnInterval = (row: RowFacts): RowFacts =>
  row.primary ? { ...row, conf_low: null, conf_high: null } : row;

const studyPart = ({ question: { protocol, intervention, outcome } }: Evaluation): Finding["study"] => ({
  id: protocol.id,
  title: protocol.title ?? intervention.title,
  question: protocol.question ?? `Did ${intervention.title} change ${outcome.label}?`,
});

const outcomePart = ({ question, design }: Evaluation): Finding["outcome"] => {
  const { outcome } = question;
  return {
    name: outcome.name,
    label: outcome.label,
    unit: outcomeUnit(question),
    frequency: design.panel.frequency,
    role: outcome.role,
    better: outcome.better,
    ...(outcome.measure === "level" ? { measure: "level" as const } : {}),
    ...(design.exposure ? { exposure: design.exposure } : {}),
  };
};

const designPart = ({ designed, design, primary }: Evaluation, { maryland }: Judged): Finding["design"] => {
  const { label, chosenBy, reason, alternatives } = designed.chosen;
  const { name, title, version, estimand } = primary.estimator;
  return {
    kind: design.kind,
    label,
    chosen_by: chosenBy,
    reason,
    alternatives,
    estimator: { method: name, title, version, estimand, inference: primary.inferred.vcov },
    level: maryland.level,
  };
};

const ratingsPart = ({ maryland, localGrowth, certainty, band, emmie }: Judged): Finding["ratings"] => ({
  maryland_sms: ratingWords({ kind: "maryland-sms", facts: maryland }),
  local_growth: ratingWords({ kind: "local-growth", facts: localGrowth }),
  grade: ratingWords({ kind: "certainty", facts: certainty }),
  yef_impact: ratingWords({ kind: "impact-band", facts: band }),
  emmie: ratingWords({ kind: "completeness", facts: emmie.completeness }),
});

const provenancePart = (
  { question, common, primary }: Evaluation,
  { ran, eventStudy }: Supplement,
): Finding["provenance"] => ({
  inputs: question.inputs,
  protocol_sha256: question.protocolHash,
  seed: common.seed,
  methods: methodsUsed([primary, ...ran], eventStudy.ran),
  program_version: question.programVersion,
  command: question.command,
});

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
