import { expectedTotals } from "../../evidence/effect/counterfactual.ts";
import { countsOf, type Phases } from "../../evidence/effect/counts.ts";
import { answerOf, onPageScale, scaleOf } from "../../evidence/effect/from-estimate.ts";
import { headlineOf } from "../../evidence/effect/headline.ts";
import { seriesOf } from "../../evidence/effect/series.ts";
import { lookAround } from "../../evidence/guards/index.ts";
import {
  certainty,
  emmieRating,
  type GradingFacts,
  impactBand,
  localGrowthSms,
  marylandSms,
} from "../../evidence/index.ts";
import { limitsOf } from "../../evidence/limits.ts";
import type { Design } from "../../model/design.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import {
  type Counts,
  conventions,
  type Finding,
  type FindingEstimate,
  type Headline,
  type SeriesPoint,
} from "../../model/finding.ts";
import { cellStatus } from "../../model/panel.ts";
import { formatPeriod, periodsPerYear } from "../../model/period.ts";
import { headlineWords } from "../../summaries/wording.ts";
import { chartsOf } from "./charts.ts";
import { checksOf } from "./checks.ts";
import { type Designed, designQuestion } from "./design.ts";
import { displacementOf } from "./displacement.ts";
import { type Answer, answer, disagreement, treatedMean } from "./estimating.ts";
import { eventStudyOf } from "./event-study.ts";
import { economicsOf, emmieOf, implementationOf } from "./people.ts";
import type { Question } from "./question.ts";
import { secondaryOf } from "./secondary.ts";
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
  const primary = answer(chosen.method, design, common, chosen.settings);
  const phases = phasesOf(designed);
  const counts = countsOf(design, phases.ofUnit);
  const headline = headlineFor(question, designed, primary, counts);
  const beforeAfterDesign = treatedAlone(design);
  const panel = disagreement(
    primary,
    { same: design, whole: wholePaths(question, design), "before-after": beforeAfterDesign },
    common,
    headline.scale,
  );
  if (designed.naive) panel.rows.push(...naiveRow(question, designed, common, headline.scale));
  const checks = checksOf(question, designed, primary);
  const { implementation, contamination, chart: dose } = implementationOf(question, built);
  const guarded = lookAround(guardInput(question, designed, counts, primary, checks, phases));
  const warnings = unique([
    ...question.data.diagnostics.filter(({ severity }) => severity !== "error"),
    ...built.warnings,
    ...primary.study.fit.warnings,
    ...primary.inferred.warnings,
    ...guarded,
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
    benefits: false,
  });
  const economics = economicsOf(question.costs, question.protocol.economics?.costs);
  const displacement = displacementOf(design, outcomeUnit(question), common);
  const eventStudy = eventStudyOf(wholePaths(question, design), common, headline.scale);
  const secondary = secondaryOf(question, common);
  const unsaid: Omit<Finding, "headline"> & { headline: Omit<Headline, "sentence"> } = {
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
      level: Number(maryland.value) as 1 | 2 | 3 | 4 | 5,
    },
    data: dataOf(question, designed),
    counts,
    series: seriesFor(designed, primary, headline, phases.of),
    headline,
    estimates: [primary, ...panel.ran].flatMap(estimatesOf),
    disagreement: panel.rows,
    event_study: eventStudy.times,
    ...(secondary.length > 0 ? { secondary } : {}),
    checks,
    ratings: {
      maryland_sms: maryland,
      local_growth: localGrowthSms(facts),
      grade: certainty(facts),
      yef_impact: impactBand(facts),
      emmie: emmieRating(emmie.completeness!),
    },
    warnings: warnings.map(({ code, severity, message }) => ({ code, severity, message })),
    limits: limitsOf({
      kind: design.kind,
      method: primary.estimator.name,
      assignment: question.protocol.assignment ?? "chosen",
      warnings,
      checks,
      selectionDeclared: designed.selectionExcluded,
      bufferLookedAt: displacement !== undefined,
      doseMeasured: implementation?.planned !== undefined,
    }),
    ...(displacement ? { displacement } : {}),
    ...(economics ? { economics } : {}),
    emmie,
    charts: { ...chartsOf(question, designed, primary, checks), ...(dose.length > 0 ? { dose } : {}) },
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
  return { ...unsaid, headline: { ...headline, ...headlineWords(unsaid) } };
};

const outcomeUnit = (question: Question): string =>
  ["police-uk-street", "london-borough", "incidents"].includes(question.data.format)
    ? "recorded offences"
    : "recorded events";

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

const unique = (warnings: readonly Diagnostic[]): Diagnostic[] => {
  const seen = new Set<string>();
  return warnings.filter(({ code, message }) => {
    const key = `${code} ${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
};

interface PhasesOf {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly of: (ordinal: number) => SeriesPoint["phase"];
  readonly ofUnit: (unit: number) => Phases;
}

/** Before and after by the first start; staggered treated units have their own. */
const phasesOf = ({ built }: Designed): PhasesOf => {
  const { design } = built;
  const { ordinals } = design.panel;
  const start = Math.min(...design.cohort.filter(Number.isFinite));
  const usable = Array.from(ordinals).filter((ordinal) => hasCell(design, ordinal));
  const before = usable.filter((ordinal) => ordinal < start);
  const after = usable.filter((ordinal) => ordinal >= start);
  return {
    before,
    after,
    of: (ordinal) => (!usable.includes(ordinal) ? "excluded" : ordinal < start ? "before" : "after"),
    ofUnit: (unit) => {
      const own = Number.isFinite(design.cohort[unit]!) ? design.cohort[unit]! : start;
      return {
        before: new Set(usable.filter((o) => o < own)),
        after: new Set(usable.filter((o) => o >= own)),
      };
    },
  };
};

const hasCell = ({ panel, outcome, roles }: Design, ordinal: number): boolean => {
  const t = panel.ordinals.indexOf(ordinal);
  const T = panel.periods.length;
  return roles.some((role, i) => role === "treated" && !Number.isNaN(panel.columns[outcome]![i * T + t]!));
};

/**
 * The same units and periods with every cell that the data hold. Staggered units use a window around their own start;
 * methods that need complete paths get them back.
 */
const wholePaths = ({ data }: Question, design: Design): Design => {
  const { panel, outcome, cohort } = design;
  if (new Set(cohort.filter(Number.isFinite)).size < 2) return design;
  const [T, all] = [panel.periods.length, data.panel.periods.length];
  const source = data.panel.columns[outcome]!;
  const row = panel.units.map((unit) => data.panel.units.indexOf(unit));
  const place = panel.periods.map((period) => data.panel.periods.indexOf(period));
  const column = Float64Array.from(
    { length: panel.units.length * T },
    (_, at) => source[row[Math.floor(at / T)]! * all + place[at % T]!]!,
  );
  return { ...design, panel: { ...panel, columns: { ...panel.columns, [outcome]: column } } };
};

/** The treated units of a comparison design on their own: what a naive before-and-after would look at. */
const treatedAlone = (design: Design): Design | undefined => {
  if (design.kind === "before-after") return design;
  const keep = design.roles.flatMap((role, i) => (role === "treated" ? [i] : []));
  const T = design.panel.periods.length;
  const cut = (column: Float64Array): Float64Array =>
    Float64Array.from(
      { length: keep.length * T },
      (_, at) => column[keep[Math.floor(at / T)]! * T + (at % T)]!,
    );
  return {
    ...design,
    kind: "before-after",
    panel: {
      ...design.panel,
      units: keep.map((i) => design.panel.units[i]!),
      columns: Object.fromEntries(
        Object.entries(design.panel.columns).map(([name, column]) => [name, cut(column)]),
      ),
      status: {},
    },
    cohort: Float64Array.from(keep, (i) => design.cohort[i]!),
    roles: keep.map(() => "treated" as const),
    cluster: Int32Array.from(keep.keys()),
    clusters: keep.map((i) => design.panel.units[i]!),
  };
};

const headlineFor = (
  question: Question,
  { built, chosen }: Designed,
  primary: Answer,
  counts: Counts,
): Omit<Headline, "sentence"> => {
  const { design } = built;
  const found = answerOf(primary.estimator.name, primary.inferred.estimates);
  const wanted = chosen.method === "did" && !isCount(design) ? "difference" : "rate-ratio";
  const on = found
    ? onPageScale(found, scaleOf(primary.study.fit, primary.estimator.scale), treatedMean(design), wanted)
    : { scale: "rate-ratio" as const, estimate: null, low: null, high: null, pValue: null };
  const perYear = periodsPerYear(design.panel.frequency);
  const avoided = primary.study.fit.diagnostics.events_avoided as
    | { estimate?: number; conf_low?: number; conf_high?: number }
    | undefined;
  const cells = treatedCells(design);
  const base = headlineOf({
    ...on,
    level: question.protocol.confidence ?? 0.95,
    observed: counts.treated.after.total ?? 0,
    cells,
    // Staggered units have after-periods of different lengths; a year is a year of all of them.
    years: perYear === undefined ? undefined : cells / counts.treated.units / perYear,
    ...(question.protocol.equivalence ? { equivalence: question.protocol.equivalence } : {}),
    ...(primary.estimator.name === "its" &&
    avoided?.estimate !== undefined &&
    avoided.conf_low !== undefined &&
    avoided.conf_high !== undefined
      ? { avoided: { estimate: avoided.estimate, low: avoided.conf_low, high: avoided.conf_high } }
      : {}),
  });
  const flip = (value: number | null): number | null => (value === null || value === 0 ? null : 1 / value);
  return base.scale === "rate-ratio"
    ? {
        ...base,
        reciprocal: flip(base.estimate),
        reciprocal_low: flip(base.conf_high),
        reciprocal_high: flip(base.conf_low),
      }
    : base;
};

const isCount = ({ panel, outcome }: Design): boolean =>
  panel.columns[outcome]!.every((v) => Number.isNaN(v) || (v >= 0 && Number.isInteger(v)));

const treatedCells = ({ panel, outcome, cohort, roles }: Design): number => {
  const T = panel.periods.length;
  return panel.columns[outcome]!.reduce((n, value, at) => {
    const i = Math.floor(at / T);
    return (
      n + (roles[i] === "treated" && panel.ordinals[at % T]! >= cohort[i]! && !Number.isNaN(value) ? 1 : 0)
    );
  }, 0);
};

/** What the same method says when the bad spell is the baseline. */
const naiveRow = (
  question: Question,
  designed: Designed,
  common: { confLevel: number; seed: string },
  wanted: Headline["scale"],
): Finding["disagreement"] => {
  const { selection, naive, chosen } = designed;
  const found = answer(chosen.method, naive!.design, common, chosen.settings);
  const estimate = answerOf(chosen.method, found.inferred.estimates);
  if (!estimate) return [];
  const on = onPageScale(
    estimate,
    scaleOf(found.study.fit, found.estimator.scale),
    treatedMean(naive!.design),
    wanted,
  );
  const { frequency } = question.data.panel;
  return [
    {
      method: `${chosen.method}-naive`,
      title: `${found.estimator.title}, bad spell as the baseline`,
      estimate: on.estimate,
      conf_low: on.low,
      conf_high: on.high,
      scale: on.scale,
      note: `compares with ${formatPeriod(selection!.from, frequency)} to ${formatPeriod(selection!.to, frequency)}, for which the units were picked: what regression to the mean looks like`,
    },
  ];
};

const interventionOf = (question: Question, { built, setAside }: Designed): Finding["intervention"] => {
  const { intervention } = question;
  const { design } = built;
  const named = (role: string): string[] => design.panel.units.filter((_, i) => design.roles[i] === role);
  const reasons = new Map(setAside.map(({ unit, reason }) => [unit, reason]));
  return {
    id: intervention.id,
    title: intervention.title,
    ...(intervention.problem ? { problem: intervention.problem } : {}),
    start: intervention.start.text,
    ...(intervention.partners.length > 0 ? { partners: intervention.partners } : {}),
    units: {
      treated: named("treated"),
      comparison: named("comparison"),
      buffer: named("buffer"),
      excluded: built.excludedUnits.map(({ unit, reason }) => ({
        unit,
        reason: reasons.get(unit) ?? reason,
      })),
    },
    ...(intervention.extra.get("source") ? { source: intervention.extra.get("source")! } : {}),
  };
};

const dataOf = (question: Question, { built, selection, selectionExcluded }: Designed): Finding["data"] => {
  const { data } = question;
  const { design, window } = built;
  const status = design.panel.status[design.outcome];
  const column = design.panel.columns[design.outcome]!;
  const count = (wanted: number): number =>
    status?.reduce((n, held) => n + (held === wanted ? 1 : 0), 0) ?? 0;
  const editions = [...new Set(data.files.map(({ vintage }) => vintage).filter((v) => v !== undefined))];
  return {
    sources: [
      {
        name: data.name,
        title: `${data.files.length} file${data.files.length === 1 ? "" : "s"}, format ${data.format}`,
        ...(editions.length > 0 ? { edition: editions.join("; ") } : {}),
      },
    ],
    rows: {
      read: data.ledger.read,
      used: data.ledger.used,
      excluded: data.ledger.excluded.map(({ code, reason, rows }) => ({ code, reason, rows })),
    },
    units: design.panel.units.length,
    periods: design.panel.periods.length,
    window: {
      before: window.before,
      after: window.after,
      excluded: [
        ...window.excluded,
        ...(selectionExcluded && selection
          ? Array.from({ length: selection.to - selection.from + 1 }, (_, k) => ({
              period: formatPeriod(selection.from + k, design.panel.frequency),
              reason: "the bad spell for which the units were picked",
            }))
          : []),
      ],
    },
    gaps: data.diagnostics.filter(({ code }) => /gap/.test(code)).map(({ message }) => message),
    zero_cells: column.reduce((n, value) => n + (value === 0 ? 1 : 0), 0),
    absent_cells: count(cellStatus.absent),
    missing_cells: count(cellStatus.missing) + count(cellStatus.suppressed),
  };
};

/** Expected totals with an interval: the ITS model's own, else the untreated cells' model scaled by the headline's ratio. */
const seriesFor = (
  { built }: Designed,
  primary: Answer,
  headline: Omit<Headline, "sentence">,
  phase: PhasesOf["of"],
): SeriesPoint[] => {
  const { design } = built;
  const own = primary.study.fit.diagnostics.counterfactual as
    | readonly { period: string; counterfactual: number; low?: number; high?: number }[]
    | undefined;
  if (own) {
    const byPeriod = new Map(own.map((point) => [point.period, point]));
    return seriesOf({
      design,
      phase,
      expected: (t) => {
        const point = byPeriod.get(design.panel.periods[t]!);
        return point && { at: point.counterfactual, low: point.low ?? null, high: point.high ?? null };
      },
    });
  }
  if (design.kind === "before-after" || headline.scale === "difference" || headline.estimate === null)
    return seriesOf({ design, phase, expected: () => undefined });
  const { expected } = expectedTotals(design);
  const [low, high] = [headline.conf_low, headline.conf_high];
  return seriesOf({
    design,
    phase,
    expected: (t) => ({
      at: expected[t]!,
      // The interval of the ratio, carried to the expectation: a ratio at its upper end means that less was expected.
      low:
        phase(design.panel.ordinals[t]!) === "after" && high !== null
          ? expected[t]! * (headline.estimate! / high)
          : null,
      high:
        phase(design.panel.ordinals[t]!) === "after" && low !== null
          ? expected[t]! * (headline.estimate! / low)
          : null,
    }),
  });
};

const asymptotic = ["ppml", "did", "imputation", "callaway-santanna", "sun-abraham"];

const guardInput = (
  question: Question,
  designed: Designed,
  counts: Counts,
  primary: Answer,
  checks: Finding["checks"],
  phases: PhasesOf,
) => {
  const { built, selection, selectionExcluded } = designed;
  const { design } = built;
  return {
    design,
    outcome: question.outcome.name,
    formats: [question.data.format],
    place: question.data.place,
    start: Math.min(...design.cohort.filter(Number.isFinite)),
    before: phases.before,
    after: phases.after,
    selection,
    selectionExcluded,
    afterFixed: question.protocol.window?.after !== undefined,
    lastCovered: question.data.panel.ordinals.at(-1)!,
    editions: question.data.files.map(({ vintage }) => vintage).filter((vintage) => vintage !== undefined),
    counts,
    asymptoticClusters: asymptotic.includes(primary.estimator.name) ? design.clusters.length : undefined,
    method: primary.estimator.name,
    checks,
    breaks: question.breaks,
    touching: touchingOf(question, design),
    invented: question.invented,
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

interface Graded {
  readonly counts: Counts;
  readonly headline: Omit<Headline, "sentence">;
  readonly checks: Finding["checks"];
  readonly warnings: readonly Diagnostic[];
  readonly contamination: number | undefined;
  readonly rows: Finding["disagreement"];
  readonly clusters: number;
}

const gradingFacts = (question: Question, { built, chosen }: Designed, graded: Graded): GradingFacts => {
  const { design, window } = built;
  const { counts, headline, checks, warnings } = graded;
  const fired = (code: string): boolean =>
    warnings.some((one) => one.code === code && one.severity !== "note");
  const preTrends = checks.find(({ id }) => id === "pre-trends")?.status;
  const cells = [
    counts.treated.before.total,
    counts.treated.after.total,
    counts.comparison?.before.total,
    counts.comparison?.after.total,
  ].filter((n) => n !== undefined && n !== null);
  const outside = ({
    primary,
    conf_low: low,
    conf_high: high,
    method,
  }: Finding["disagreement"][number]): boolean =>
    !primary &&
    !method.endsWith("-naive") &&
    method !== "rate-ratio" &&
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
    controlsUsed: chosen.method !== "rirr" && design.kind === "comparison-group",
    seriesModelled: chosen.method === "its",
    preTrends: preTrends === "passed" || preTrends === "failed" ? preTrends : "not-run",
    regressionToTheMean: fired("RTM01"),
    recordingBreak: fired("BRK01") || fired("ingest/supply-gap"),
    contamination: graded.contamination,
    attrition: 0,
    estimate: headline.estimate,
    low: headline.conf_low,
    high: headline.conf_high,
    scale: headline.scale,
    percent: headline.percent,
    better: question.outcome.better,
    smallestCell: Math.min(...cells),
    clusters: graded.clusters,
    disagreeing: graded.rows.filter(outside).length,
  };
};
