import { knownBreaks } from "../evidence/breaks.ts";
import { InputError, UsageError } from "../model/errors.ts";
import { normalisations as allNormalisations, type IndexConfig } from "../model/index-config.ts";
import { stableJson } from "../model/json.ts";
import { suggest } from "../model/nearest.ts";
import type { UnitTable } from "../model/register.ts";
import type { IndexIndicator, SafetyIndex } from "../model/safety-index.ts";
import {
  type IndexTable,
  impute,
  type Method,
  normalisationOf,
  plainMethod,
  prepare,
  type UncertaintyOptions,
} from "../panel/index.ts";
import { hashOf } from "../provenance/hash.ts";
import { indexFiles } from "../summaries/safety-index/index.ts";
import type { SourceData } from "./evaluate/question.ts";
import { recover, replaceFolder } from "./files-on-disk.ts";
import { Inputs } from "./gather.ts";
import { withLock } from "./lock.ts";
import { digest } from "./read-source.ts";
import { areasOf, keyOf, slugsOf, tilesOf } from "./safety-index/areas.ts";
import { checkWarnings, validity } from "./safety-index/checks.ts";
import {
  areasOfIndex,
  type Band,
  type Computed,
  compute,
  driversOf,
  overallOf,
  pairsOf,
} from "./safety-index/document.ts";
import {
  type Asked,
  askedIndicators,
  denominatorLookup,
  indicatorColumn,
  isCity,
  type Joining,
  sourcesOf,
  type Warning,
} from "./safety-index/indicators.ts";
import { readPrevious, revisionsOf } from "./safety-index/revisions.ts";
import { yearOfPeriod } from "./safety-index/years.ts";
import { loadWorkspace, type Workspace, workspacePath } from "./workspace.ts";

/** Folder of the index among the reports; no study may have this id where there is an index. */
export const indexFolder = "safety-index";

export interface IndexOptions {
  readonly folder: string;
  /** Milliseconds to wait for another run to end. */
  readonly patience: number;
  readonly programVersion: string;
  readonly progress: (done: number, total: number, what: string) => void;
}

export interface BuiltIndex {
  readonly index: SafetyIndex;
  /** Absolute folder that was written. */
  readonly folder: string;
  readonly files: readonly string[];
}

/** Builds the index of a workspace and writes its pages, its JSON and its scores. */
export const buildIndex = async (options: IndexOptions): Promise<BuiltIndex> => {
  const workspace = loadWorkspace(options.folder);
  const index = await safetyIndexOf(workspace, options);
  const files = [...indexFiles(index), { path: "index.json", content: stableJson(index) }];
  const ours = (path: string): boolean => /\.(md|svg|csv|json)$/.test(path);
  await withLock(workspace.reports, options.patience, async () => {
    recover(workspace.reports);
    replaceFolder(workspace.reports, indexFolder, files, ours);
  });
  return { index, folder: `${workspace.reports}/${indexFolder}`, files: files.map(({ path }) => path) };
};

/** The index as data, nothing written. */
export const safetyIndexOf = async (
  workspace: Workspace,
  { programVersion, progress }: Pick<IndexOptions, "programVersion" | "progress">,
): Promise<SafetyIndex> => {
  const config = configOf(workspace);
  const asked = askedIndicators(config);
  const inputs = new Inputs(workspace, progress);
  const sources = await loadSources(workspace, config, asked, inputs);
  const units = await inputs.units();
  const warnings: Warning[] = [];
  const { table, method } = tableOf(config, asked, sources, units, (one) => warnings.push(one));
  const prepared = prepare(table, method);
  const options = uncertaintyOf(config, method, workspace);
  progress(0, 1, "drawing");
  const computed = compute(prepared, options, bandsOf(config, method));
  warnings.push(...surveyWarnings(asked, sources), ...breakWarnings(table, asked, sources));
  return documentOf({ workspace, config, asked, sources, units, computed, warnings, programVersion });
};

const configOf = ({ config, protocols }: Workspace): IndexConfig => {
  if (!config.index)
    throw new UsageError("index/missing", {
      file: "whatworks.yaml",
      key: "index",
      found: "no index section",
      expected: "index: with a base year and themes, each with indicators",
      hint: "see whatworks index --help, or datasets/london-demo/whatworks.yaml",
    });
  if (protocols.some(({ id }) => id === indexFolder))
    throw new UsageError("index/study-name", {
      file: "whatworks.yaml",
      key: `studies.${indexFolder}`,
      found: `a study called ${indexFolder}`,
      expected: "another name: the pages of the index are written to that folder",
    });
  return config.index;
};

const loadSources = async (
  { config: { sources } }: Workspace,
  config: IndexConfig,
  asked: readonly Asked[],
  inputs: Inputs,
): Promise<Map<string, SourceData>> => {
  const names = [...new Set(asked.flatMap((one) => sourcesOf(one, config.denominators)))];
  const missing = names.find((name) => !(name in sources));
  if (missing !== undefined)
    throw new UsageError("config/source", {
      file: "whatworks.yaml",
      key: "index",
      found: `the source "${missing}"`,
      expected: "a source of this workspace",
      hint: suggest(missing, Object.keys(sources)),
    });
  const loaded = new Map<string, SourceData>();
  for (const name of names) loaded.set(name, await inputs.source(name));
  return loaded;
};

const methodOf = (config: IndexConfig): Method => {
  const aggregation = config.aggregation ?? plainMethod.aggregation;
  const method: Method = {
    normalisation: normalisationOf(config.normalisation ?? plainMethod.normalisation, aggregation),
    aggregation,
    weighting: config.weights ?? plainMethod.weighting,
    balance: config.balance ?? plainMethod.balance,
    outliers: config.outliers ?? plainMethod.outliers,
    imputation: {
      method: config.imputation?.method ?? plainMethod.imputation.method,
      limit: config.imputation?.limit ?? plainMethod.imputation.limit,
    },
  };
  if (method.outliers === "winsorise-then-log" && method.normalisation === "base-100")
    throw new UsageError("index/log-ratio", {
      key: "index.outliers",
      found: "logarithms under base-100, which is a ratio",
      expected: "outliers: winsorise, or another normalisation such as z-score",
    });
  return method;
};

/** Areas × years: every year up to the last that can be scored, from the base or as the workspace says. */
const tableOf = (
  config: IndexConfig,
  asked: readonly Asked[],
  sources: ReadonlyMap<string, SourceData>,
  units: UnitTable | undefined,
  warn: (warning: Warning) => void,
): { table: IndexTable; method: Method } => {
  const method = methodOf(config);
  const base = typeof config.base === "number" ? { year: config.base, areas: undefined } : config.base;
  const own = new Set(asked.map(({ config: { source } }) => source));
  const panels = [...sources].flatMap(([name, { panel }]) => (own.has(name) ? [panel] : []));
  const areas = areasOf(panels, config.areas);
  const covered = panels.flatMap(({ ordinals, frequency }) =>
    Array.from(ordinals, (ordinal) => yearOfPeriod(ordinal, frequency)),
  );
  const [first, last] = [
    Math.min(base.year, config.years?.from ?? base.year),
    config.years?.to ?? covered.reduce((a, b) => Math.max(a, b), base.year),
  ];
  const every = Array.from({ length: Math.max(0, last - first) + 1 }, (_, t) => first + t);
  const build = (years: readonly number[]): IndexTable => {
    const joining: Joining = { areas, years, sources, units, denominators: config.denominators, warn };
    return {
      areas,
      periods: years.map(String),
      base: years.indexOf(base.year),
      reference: Uint8Array.from(areas, (area) =>
        base.areas === undefined || base.areas.some((name) => keyOf(name) === keyOf(area)) ? 1 : 0,
      ),
      indicators: asked.map((one) => indicatorColumn(joining, one)),
    };
  };
  const whole = build(every);
  const { scored } = impute(whole, method.imputation);
  const kept = every.filter((_, t) => areas.some((__, i) => scored[i * every.length + t] === 1));
  if (!kept.includes(base.year))
    throw new InputError("index/base", {
      found: `no area that can be scored in the base year ${base.year}`,
      expected: "a base year in which every indicator is known for most areas, from January to December",
      hint: `years that can be scored: ${kept.join(", ") || "none"}`,
    });
  const table = build(kept);
  denominatorWarnings({ areas, years: kept, sources, units, denominators: config.denominators, warn }, asked);
  return { table, method };
};

/** London's areas with far more people by day than residents; a workday denominator finds others. */
const dayPlaces = new Set(["Westminster", "Camden"].map(keyOf));

const denominatorWarnings = (joining: Joining, asked: readonly Asked[]): void => {
  const { areas, years, denominators, warn } = joining;
  if (!asked.some(({ config }) => config.denominator === "resident")) return;
  const year = years.at(-1)!;
  const [resident, workday] = [
    denominatorLookup(joining, "resident"),
    denominators?.workday ? denominatorLookup(joining, "workday") : undefined,
  ];
  const busy = areas.filter((area) => {
    const [live, work] = [resident(area, year), workday?.(area, year)];
    return dayPlaces.has(keyOf(area)) || (live !== undefined && work !== undefined && work > 1.5 * live);
  });
  if (busy.length > 0)
    warn({
      code: "index/day-population",
      message: `Far more people are in ${busy.join(" and ")} by day than live there, so that rates per resident are too high there.`,
    });
  for (const area of areas.filter(isCity))
    warn({
      code: "index/denominator-refused",
      message: `Rates per resident are refused for ${area}: about 8,000 people live where hundreds of thousands work.`,
    });
};

const surveyWarnings = (asked: readonly Asked[], sources: ReadonlyMap<string, SourceData>): Warning[] =>
  asked.flatMap(({ id, config }): Warning[] => {
    const { frequency } = sources.get(config.source)!.panel;
    const title = config.title ?? id;
    const found: Warning[] = [];
    if (config.denominator === undefined && config.survey === undefined)
      found.push({
        code: "index/error-unknown",
        message: `${title}: neither a standard error nor a sample size is given, so its chance error counts as none.`,
      });
    if (config.survey && config.window === undefined && frequency !== "year")
      found.push({
        code: "index/window-unknown",
        message: `${title}: a survey with several values a year, and no window: if they roll, they are not independent.`,
      });
    if (config.window && Number.parseInt(config.window, 10) > 12)
      found.push({
        code: "index/overlapping-windows",
        message: `${title}: a window of ${config.window} is longer than a year, so that one year shares people with the next and changes are less certain than printed.`,
      });
    return found;
  });

/** Dated changes of recording between the base year and the last one, for police counts. */
const breakWarnings = (
  { periods, base }: IndexTable,
  asked: readonly Asked[],
  sources: ReadonlyMap<string, SourceData>,
): Warning[] => {
  const [from, to] = [`${periods[base]}-01`, `${periods.at(-1)}-12`];
  return knownBreaks
    .filter((one) => one.to > from && one.from <= to && one.kind !== "supply")
    .flatMap((one): Warning[] => {
      const touched = asked.filter(({ config }) => {
        const { format, invented } = sources.get(config.source)!;
        const names = [config.name].flat().join(" ").toLowerCase();
        return (
          !invented &&
          config.kind === "objective" &&
          (one.formats.length === 0 || one.formats.includes(format)) &&
          (one.outcomes.length === 0 || one.outcomes.some((part) => names.includes(part)))
        );
      });
      return touched.length === 0
        ? []
        : [
            {
              code: "index/break",
              message: `From ${one.from}: ${one.title}. A change across it may be one of recording or of the world, not of safety.`,
            },
          ];
    });
};

const uncertaintyOf = (
  config: IndexConfig,
  method: Method,
  { config: { workspace } }: Workspace,
): UncertaintyOptions => {
  const given = config.uncertainty;
  const tried = <T>(own: T, others: readonly T[]): T[] => [...new Set([own, ...others])];
  const posts = Object.values(config.themes).every(({ indicators }) =>
    Object.values(indicators).every(({ goalposts }) => goalposts !== undefined),
  );
  const logs = method.outliers === "winsorise-then-log";
  return {
    draws: given?.draws ?? 1000,
    seed: given?.seed ?? `${workspace}/index`,
    weightRange: given?.["weight-range"] ?? 0.25,
    level: given?.confidence ?? 0.95,
    surveyCorrelation: given?.["survey-correlation"] ?? 0.5,
    normalisations: (
      given?.normalisations ?? tried(method.normalisation, ["base-100", "z-score", "min-max", "rank"])
    ).filter(
      (kind) =>
        allNormalisations.includes(kind) && (kind !== "goalposts" || posts) && (kind !== "base-100" || !logs),
    ),
    aggregations:
      given?.aggregations ?? tried(method.aggregation, ["arithmetic", "geometric", "mazziotta-pareto-minus"]),
  };
};

const around = ["far below", "below", "around", "above", "far above"];
const bandsOf = ({ bands }: IndexConfig, { normalisation }: Method): Band[] => {
  if (bands) return [...bands];
  const edges =
    normalisation === "z-score" || normalisation === "base-100" || normalisation === "reference-goalposts"
      ? [70, 90, 110, 130]
      : [20, 40, 60, 80];
  return around.map((name, b) => ({ name, from: b === 0 ? Number.NEGATIVE_INFINITY : edges[b - 1]! }));
};

interface Parts {
  readonly workspace: Workspace;
  readonly config: IndexConfig;
  readonly asked: readonly Asked[];
  readonly sources: ReadonlyMap<string, SourceData>;
  readonly units: UnitTable | undefined;
  readonly computed: Computed;
  readonly warnings: readonly Warning[];
  readonly programVersion: string;
}

const documentOf = async (parts: Parts): Promise<SafetyIndex> => {
  const { workspace, config, asked, sources, units, computed, warnings } = parts;
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
  const previous = await previousOf(workspace, config);
  const document = {
    schema: "whatworks/index/1" as const,
    id: workspace.config.workspace,
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
    indicators: asked.map((one, k) => indicatorDocument(one, k, computed, titles[k]!, each[k]!)),
    overall: overallOf(computed),
    areas,
    not_scored: notScored,
    pairs: pairsOf(areas),
    drivers: driversOf(computed),
    checks,
    revisions: null,
    notes: config.notes ?? [],
    warnings: [...warnings, ...checkWarnings(checks)],
    provenance: {
      inputs: [...inputsOf(sources), ...(previous ? [previous.input] : [])],
      config_sha256: configHash(parts),
      seed: options.seed,
      methods: { "safety-index": indexVersion },
      program_version: parts.programVersion,
    },
  };
  return previous ? { ...document, revisions: revisionsOf(document, previous.document) } : document;
};

/** Version of the numbers and of the pages; raised when the same inputs would give other bytes. */
export const indexVersion = 1;

const previousOf = async (workspace: Workspace, { previous }: IndexConfig) => {
  if (previous === undefined) return undefined;
  const path = workspacePath(workspace, previous, "index.previous");
  const document = readPrevious(path, previous);
  return { document, input: { name: previous, ...(await digest(path)), rows: document.areas.length } };
};

const inputsOf = (sources: ReadonlyMap<string, SourceData>): SafetyIndex["provenance"]["inputs"] =>
  [...sources.values()].flatMap(({ files }) =>
    files.map(({ name, sha256, bytes, rows }) => ({ name, sha256, bytes, rows })),
  );

const configHash = ({ workspace: { config: whole }, config, sources }: Parts): string =>
  hashOf({
    index: config,
    sources: Object.fromEntries([...sources.keys()].sort().map((name) => [name, whole.sources[name]])),
    units: whole.units,
    invented: whole.invented ?? false,
  });

const reasonOf = ({ asked, computed: { prepared }, config }: Parts, area: string): string => {
  const { table, method } = prepared;
  const i = table.areas.indexOf(area);
  const last = i * table.periods.length + table.periods.length - 1;
  const blank = asked.filter((_, k) => Number.isNaN(table.indicators[k]!.value[last]!));
  if (isCity(area) && blank.some(({ config: one }) => one.denominator === "resident"))
    return "rates per resident are refused there";
  const share =
    method.imputation.method === "none"
      ? "any indicator"
      : `more than ${config.imputation?.limit ?? "a third"} of a half`;
  return `${share} is missing: ${blank.map(({ id, config: one }) => one.title ?? id).join(", ")}`;
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
): IndexIndicator => {
  const base = prepared.bases[k]!;
  return {
    id,
    title,
    theme,
    kind: config.kind,
    better: config.better,
    unit: config.unit ?? unitWords(config),
    source: config.source,
    outcome: [config.name].flat().join(" + "),
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

const unitWords = ({ denominator, per, survey }: Asked["config"]): string => {
  const each = { resident: "residents", workday: "people by day", households: "households" };
  if (denominator && denominator !== "none") return `per ${per ?? 1000} ${each[denominator]} a year`;
  if (denominator) return "a year";
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
