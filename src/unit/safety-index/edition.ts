import { releaseFields } from "../../model/release.ts";
import { slugsOf, tilesOf } from "./areas.ts";
import { dayCheck } from "./by-day.ts";
import { checkWarnings, validity } from "./checks.ts";
import type { IndexConfig } from "./config.ts";
import { areasOfIndex, type Computed, driversOf, overallOf, pairsOf } from "./document.ts";
import { type Asked, isCity, type Warning } from "./indicators.ts";
import { indexFolder, indexVersion } from "./names.ts";
import type { IndexQuestion } from "./question.ts";
import { revisionsOf } from "./revisions.ts";
import type { IndexIndicator, SafetyIndex } from "./types.ts";

export interface Parts {
  readonly question: IndexQuestion;
  readonly computed: Computed;
  readonly warnings: readonly Warning[];
  /** Ranks of the last year if rates were per person by day. */
  readonly byDay: Int32Array | undefined;
}

/** The whole of index.json. */
export const documentOf = (parts: Parts): SafetyIndex => {
  const { question, computed, warnings } = parts;
  const { config, asked, sources, units, previous } = question;
  const { prepared, options, choice, weights, flips } = computed;
  const { table, filled } = prepared;
  const [T, last] = [table.periods.length, table.periods.at(-1)!];
  const themes = Object.entries(config.themes).map(([id, { title }]) => ({ id, title: title ?? id }));
  const areas = areasOfIndex(computed, slugsOf(table.areas), tilesOf(table.areas, units), themes);
  const notScored = areas
    .filter(({ points }) => points.at(-1) == null)
    .map(({ area }) => ({ area, reason: reasonOf(parts, area) }));
  const titles = asked.map(({ id, config: one }) => one.title ?? id);
  const { checks, each } = validity({
    prepared,
    choice,
    weights,
    scores: computed.indicatorScores,
    titles,
    outcomes: asked.map(({ config: one }) => [one.name].flat().join(" ")),
    flips,
    notScored,
    warnings,
    imputed: filled.imputed.reduce((sum, column) => sum + column.reduce((a, b) => a + b, 0), 0),
  });
  const document = {
    schema: "whatworks/index/1" as const,
    id: question.workspace,
    title: config.title ?? "Community Safety Index",
    invented: [...sources.values()].some(({ invented }) => invented),
    periods: table.periods,
    latest: last,
    base: {
      year: table.periods[table.base]!,
      areas: areas.filter((_, i) => table.reference[i] === 1 && filled.scored[i * T + table.base] === 1)
        .length,
      chosen: typeof config.base === "number" ? null : config.base.areas,
    },
    method: methodDocument(computed, config),
    bands: computed.bands.map(({ from, name }) => ({ from: Number.isFinite(from) ? from : null, name })),
    themes,
    indicators: asked.map((one, k) =>
      indicatorDocument(one, k, computed, titles[k]!, each[k]!, unitWords(one.config, sources)),
    ),
    overall: overallOf(computed),
    areas,
    not_scored: notScored,
    pairs: pairsOf(areas),
    drivers: driversOf(computed),
    checks: [...checks, dayCheck(areas, parts.byDay)],
    ...releaseFields(question.release),
    revisions: null,
    notes: config.notes ?? [],
    warnings: [...warnings, ...flooredCells(computed), ...checkWarnings(checks)],
    provenance: {
      inputs: question.inputs,
      config_sha256: question.configHash,
      seed: options.seed,
      methods: { [indexFolder]: indexVersion },
      program_version: question.programVersion,
    },
  };
  return previous ? { ...document, revisions: revisionsOf(document, previous) } : document;
};

/** Products and reciprocals of scores below 1 count them as 1: said, because it is a choice about the worst areas. */
const flooredCells = ({ prepared, indicatorScores }: Computed): Warning[] => {
  const { aggregation } = prepared.method;
  if (aggregation !== "geometric" && aggregation !== "harmonic") return [];
  const low = indicatorScores.reduce((sum, column) => sum + column.filter((score) => score < 1).length, 0);
  return low === 0
    ? []
    : [
        {
          code: "index/floored",
          message: `${low} scores of indicators are below 1 and count as 1, because the ${aggregation} mean needs positive ones.`,
        },
      ];
};

const reasonOf = ({ question: { asked, config }, computed: { prepared } }: Parts, area: string): string => {
  const { table, method, filled } = prepared;
  const i = table.areas.indexOf(area);
  const last = i * table.periods.length + table.periods.length - 1;
  const blank = asked.filter((_, k) => Number.isNaN(table.indicators[k]!.value[last]!));
  if (isCity(area) && blank.some(({ config: one }) => one.denominator === "resident"))
    return "rates per resident are refused there";
  const named = blank.map(({ id, config: one }) => one.title ?? id).join(", ");
  if (method.imputation.method === "none") return `an indicator is missing: ${named}`;
  return filled.missing[last]! > method.imputation.limit + 1e-9
    ? `more than ${config.imputation?.limit ?? "a third"} of a half is missing: ${named}`
    : `no area has a value to fill in from: ${named}`;
};

const methodDocument = ({ prepared, options }: Computed, { themes }: IndexConfig): SafetyIndex["method"] => {
  const { method } = prepared;
  const kinds = new Set(
    Object.values(themes).flatMap(({ indicators }) => Object.values(indicators).map(({ kind }) => kind)),
  );
  return {
    normalisation: method.normalisation,
    aggregation: method.aggregation,
    weighting: method.weighting,
    balance: kinds.size === 2 ? method.balance : null,
    outliers: method.outliers,
    imputation: method.imputation,
    draws: options.draws,
    level: options.level,
    weight_range: options.weightRange,
    survey_correlation: options.surveyCorrelation,
    tried: { normalisations: options.normalisations, aggregations: options.aggregations },
  };
};

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const indicatorDocument = (
  { id, theme, config }: Asked,
  k: number,
  { prepared, weights, choice }: Computed,
  title: string,
  check: { rest: number; loading: number; influence: number },
  unit: string,
): IndexIndicator => {
  const base = prepared.bases[k]!;
  return {
    id,
    title,
    theme,
    kind: config.kind,
    better: config.better,
    unit,
    source: config.source,
    outcome: [config.name].flat().join(" + "),
    outcomes: [config.name].flat(),
    denominator: config.denominator ?? "none",
    window: config.window ?? null,
    error: errorWords(config),
    weight: (config.kind === "objective" ? choice.objective : choice.subjective)[k]!,
    combined_weight: weights[k]!,
    base: { mean: base.mean, deviation: base.deviation, least: base.least, most: base.most },
    winsorised: prepared.treatments[k]!.points,
    influence: finite(check.influence),
    correlation_with_rest: finite(check.rest),
    loading: finite(check.loading),
  };
};

const unitWords = (
  { unit, denominator, per = 1000, survey, source, combine = "sum" }: Asked["config"],
  sources: IndexQuestion["sources"],
): string => {
  if (unit !== undefined) return unit;
  const each = { resident: "residents", workday: "people by day", households: "households" };
  if (denominator) {
    // A mean over months is one of a month, and a last value is whatever its source counts.
    const time = {
      sum: "a year",
      mean: `a ${sources.get(source)!.panel.frequency}`,
      last: "as last counted",
    };
    return denominator === "none" ? time[combine] : `per ${per} ${each[denominator]} ${time[combine]}`;
  }
  return survey
    ? survey.percent
      ? "per cent of people asked"
      : "share of people asked"
    : "as it is recorded";
};

const errorWords = ({ denominator, overdispersion, survey }: Asked["config"]): string => {
  if (denominator)
    return overdispersion
      ? `Poisson error of a count, variance times ${overdispersion}`
      : "Poisson error of a count";
  if (survey?.["standard-error"] !== undefined) return "standard error as given";
  if (survey?.sample === undefined) return "not known, counted as none";
  const size =
    typeof survey.sample === "number" ? `${survey.sample} people asked` : "the people asked, as given";
  return `sampling error of ${size}${survey["design-effect"] ? `, design effect ${survey["design-effect"]}` : ""}`;
};
