import type { Design } from "../model/design.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { DesignError, UsageError } from "../model/errors.ts";
import type { Estimate, Estimator, Fit, Settings } from "../model/estimate.ts";
import { type DonorTable, donorTable, list, type TreatedGroup } from "./synthetic-control/donor-table.ts";
import { effectiveDonors, outsideDonors, poissonNoise } from "./synthetic-control/fit-quality.ts";
import { average, gaps, type Match, type MatcherUpTo, type Target } from "./synthetic-control/matcher.ts";
import { outcomePath } from "./synthetic-control/outcome-path.ts";
import { type PlaceboTest, placeboTest, withoutPoorFits } from "./synthetic-control/placebo-test.ts";
import {
  type Comparison,
  compare,
  inSpace,
  inTime,
  leaveOneOut,
  perfectFit,
} from "./synthetic-control/placebos.ts";
import { predictorMatch } from "./synthetic-control/predictor-match.ts";
import { readPredictor, readWindow } from "./synthetic-control/predictors.ts";

/**
 * Synthetic control: the treated unit against the weighted mean of donors (weights ≥ 0, sum 1) that was most like it
 * before the start. Several treated units with one start are taken as one, their (weighted) mean.
 *
 * Estimand  ATT: treated minus synthetic, per period (`gap`) and averaged from the start onwards (`att`).
 * Units     those of the outcome; per unit of exposure when an exposure is named.
 * Matching  `outcome` (default): every period before the start, V = I: one convex problem with one answer.
 *           `predictors` (default when --predictors is given): as the reference, V nested.
 * Inference With --placebo: rank of the post/pre RMSPE ratio, and the interval that inverts that test.
 * Throws    DesignError synthetic/*: no donors, no or one pre-period, holes before the start, several starts.
 * Source    Abadie, Diamond & Hainmueller (2010), JASA 105(490), 493–505.
 */
export const syntheticControl: Estimator = {
  name: "synthetic-control",
  title: "Synthetic control",
  version: 1,
  estimand: "ATT of the treated units, averaged over the periods from the start onwards",
  scale: "level",
  accepts: ["comparison-group"],
  options: [
    {
      flag: "--match",
      key: "match",
      takes: "choice",
      choices: ["outcome", "predictors"],
      help: "what donors must be like: the whole path before the start (default), or predictors (default when --predictors is given)",
    },
    {
      flag: "--predictors",
      key: "predictors",
      takes: "list",
      help: "columns, averaged before the start: income,beer@1984..1988,sales@1975",
    },
    {
      flag: "--importance",
      key: "importance",
      takes: "choice",
      choices: ["nested", "equal", "regression"],
      default: "nested",
      help: "how the predictors' importance V is chosen",
    },
    {
      flag: "--fit-window",
      key: "fitWindow",
      takes: "text",
      help: "periods over which V is judged, FROM..TO (default: all before the start)",
    },
    {
      flag: "--placebo",
      key: "placebo",
      takes: "flag",
      help: "put every donor in the place of the treated unit: p-value and interval",
    },
    {
      flag: "--placebo-groups",
      key: "placeboGroups",
      takes: "number",
      default: 200,
      help: "how many groups of donors at most, when several units were treated",
    },
  ],
  fit: (design, settings) => {
    const table = donorTable(design);
    const group = oneStart(table);
    const upTo = matcherFor(design, table, settings);
    const treated = treatedAsOne(design, table, group);
    const match = upTo(group.pre)(treated, table.donors);
    const gap = gaps(table, treated, table.donors, match.weights);
    return assemble({ design, settings, table, group, upTo, treated, match, gap });
  },
};

interface Run {
  readonly design: Design;
  readonly settings: Settings;
  readonly table: DonorTable;
  readonly group: TreatedGroup;
  readonly upTo: MatcherUpTo;
  readonly treated: Target;
  readonly match: Match;
  readonly gap: Float64Array;
}

const oneStart = ({ groups, units }: DonorTable): TreatedGroup => {
  if (groups.length === 1) return groups[0]!;
  const starts = groups.map(
    ({ start, rows }) =>
      `${start} (${list(
        Array.from(rows, (row) => units[row]!),
        3,
      )})`,
  );
  throw new DesignError("synthetic/staggered-start", {
    found: `${groups.length} different starts: ${list(starts)}`,
    expected: "one start: a synthetic control has one before and one after",
    hint: "run it for one start at a time, or use synthetic-did, which weighs the starts together",
  });
};

/** By the weights column where there is one (say, population before the start), else equally. */
const treatedAsOne = (design: Design, table: DonorTable, { rows, pre }: TreatedGroup): Target => {
  const column = design.weights === undefined ? undefined : design.panel.columns[design.weights];
  const T = design.panel.periods.length;
  const raw = Float64Array.from(rows, (row) =>
    column
      ? average(Array.from(table.columns.subarray(0, pre), (t) => column[table.source[row]! * T + t]!))
      : 1,
  );
  const total = raw.reduce((sum, w) => sum + w, 0);
  return { rows, shares: raw.map((w) => w / total) };
};

const matchOf = (settings: Settings): "outcome" | "predictors" =>
  (settings.match as "outcome" | "predictors" | undefined) ??
  (predictorsOf(settings).length > 0 ? "predictors" : "outcome");

const predictorsOf = (settings: Settings): readonly string[] => {
  const given = settings.predictors;
  if (given === undefined) return [];
  return typeof given === "object" ? given : String(given).split(",");
};

const matcherFor = (design: Design, table: DonorTable, settings: Settings): MatcherUpTo => {
  if (matchOf(settings) === "outcome") return outcomePath(table);
  const named = predictorsOf(settings);
  const specs = named.length > 0 ? named : design.covariates;
  if (specs.length === 0) {
    throw new UsageError("synthetic/no-predictors", {
      found: "--match predictors without predictors",
      expected: "at least one column to match on",
      hint: "add --predictors a,b, or use --match outcome",
    });
  }
  return predictorMatch(design, table, {
    predictors: specs.map((spec) => readPredictor(spec, design)),
    importance: (settings.importance as "nested" | "equal" | "regression" | undefined) ?? "nested",
    window: readWindow(settings.fitWindow as string | undefined, design),
  });
};

const assemble = (run: Run): Fit => {
  const { settings, table, group, upTo, treated, gap } = run;
  const floor = perfectFit(table);
  const own = compare(nameOf(run), gap, group.pre, floor);
  const placebos =
    settings.placebo === true
      ? inSpace(table, upTo(group.pre), treated, group.pre, {
          draws: Number(settings.placeboGroups ?? 200),
          seed: settings.seed,
        })
      : [];
  const test =
    placebos.length > 0
      ? placeboTest(own, placebos, group.pre, { level: settings.confLevel, floor })
      : undefined;
  const estimates = estimatesOf(run, test);
  return {
    terms: estimates.map(({ term, estimate, period }) => ({
      term,
      estimate: estimate!,
      ...(period !== null && { period }),
    })),
    influence: [],
    model: {
      observations: table.y.length,
      units: table.units.length,
      periods: table.periods.length,
      treated_units: treated.rows.length,
    },
    estimates,
    vcov: test ? `placebo in space: rank of post/pre RMSPE among ${test.units}` : "none (ask with --placebo)",
    df: null,
    diagnostics: {
      ...fitDiagnostics(run, own),
      ...(test && placeboDiagnostics(own, placebos, test)),
      ...refits(run),
    },
    warnings: [...table.warnings, ...warningsOf(run, own, placebos, test)],
  };
};

/** Each refit searches V again, so that on predictors they wait until the placebos are asked for. */
const refits = ({ settings, table, group, upTo, treated, match }: Run): Record<string, unknown> =>
  matchOf(settings) === "predictors" && settings.placebo !== true
    ? {}
    : {
        in_time: inTime(table, upTo, treated, group.pre) ?? null,
        leave_one_out: leaveOneOut(table, upTo(group.pre), treated, group.pre, match),
      };

const nameOf = ({ table, treated }: Run): string =>
  list(
    Array.from(treated.rows, (row) => table.units[row]!),
    4,
  );

const estimatesOf = ({ design, table, group, gap }: Run, test: PlaceboTest | undefined): Estimate[] => {
  const line = (term: string, estimate: number, rest: Partial<Estimate>): Estimate => ({
    term,
    estimate,
    std_error: null,
    statistic: null,
    p_value: null,
    conf_low: null,
    conf_high: null,
    cohort: null,
    period: null,
    event_time: null,
    ...rest,
  });
  const att = line("att", average(gap.subarray(group.pre)), {
    p_value: test?.p ?? null,
    conf_low: test?.interval?.lower ?? null,
    conf_high: test?.interval?.upper ?? null,
  });
  const { ordinals } = design.panel;
  const start = design.cohort[table.source[group.rows[0]!]!]!;
  const since = (t: number): number => ordinals[table.columns[t]!]! - start;
  const perPeriod = table.periods.map((period, t) => line("gap", gap[t]!, { period, event_time: since(t) }));
  return [att, ...perPeriod];
};

const fitDiagnostics = (run: Run, own: Comparison): Record<string, unknown> => {
  const { table, group, treated, match, gap, settings } = run;
  const path = pathOf(table, treated);
  return {
    match: matchOf(settings),
    start: group.start,
    pre_periods: group.pre,
    donors: table.donors.length,
    dropped_donors: table.dropped,
    weights: weightsOf(table, match.weights),
    effective_donors: effectiveDonors(match.weights),
    path: table.periods.map((period, t) => ({
      period,
      treated: path[t]!,
      synthetic: path[t]! - gap[t]!,
      gap: gap[t]!,
    })),
    pre_rmspe: own.pre_rmspe,
    post_rmspe: own.post_rmspe,
    ratio: own.ratio,
    kkt_residual: match.kktResidual,
    fitted_mspe: match.loss,
    ...(match.balance && { predictors: match.balance }),
    outside_donors: outsideDonors(table, path, group.pre),
    poisson_noise: poissonNoise(table, treated, match.weights, group.pre, own.pre_rmspe) ?? null,
    ...eventsOf(run),
  };
};

const pathOf = ({ y, columns }: DonorTable, treated: Target): Float64Array =>
  gaps({ y, columns }, treated, new Int32Array(0), new Float64Array(0));

const weightsOf = (table: DonorTable, weights: Float64Array): { unit: string; weight: number }[] =>
  Array.from(table.donors, (row, j) => ({ unit: table.units[row]!, weight: weights[j]! }))
    .filter(({ weight }) => weight > 1e-8)
    .sort((a, b) => b.weight - a.weight || (a.unit < b.unit ? -1 : 1));

/** Gaps of a rate times the exposure of the treated: how many events the gap stands for. */
const eventsOf = ({ table, group, treated, gap }: Run): { events?: number } => {
  if (!table.exposure || treated.rows.length !== 1) return {};
  const T = table.columns.length;
  let events = 0;
  for (let t = group.pre; t < T; t++) events += gap[t]! * table.exposure[treated.rows[0]! * T + t]!;
  return { events };
};

const placeboDiagnostics = (own: Comparison, placebos: readonly Comparison[], test: PlaceboTest) => ({
  placebos: [own, ...placebos].map(({ unit, pre_rmspe, post_rmspe, ratio, gap }, i) => ({
    unit,
    treated: i === 0,
    pre_rmspe,
    post_rmspe,
    ratio,
    gap: Array.from(gap),
  })),
  rank: test.rank,
  ranked: test.units,
  smallest_p: test.smallestP,
  without_poor_fits: withoutPoorFits(own, placebos),
});

const warningsOf = (
  run: Run,
  own: Comparison,
  placebos: readonly Comparison[],
  test: PlaceboTest | undefined,
): Diagnostic[] => {
  const { table, group, treated, match, settings } = run;
  const found: (Diagnostic | undefined | false)[] = [
    treated.rows.length > 1 &&
      diagnostic(
        "synthetic/several-treated",
        "warning",
        `${treated.rows.length} treated units (${nameOf(run)}) were taken as one, their mean; placebos are groups of ${treated.rows.length} donors`,
        { fix: "use synthetic-did, or run one unit at a time" },
      ),
    own.pre_rmspe <= perfectFit(table) &&
      diagnostic(
        "synthetic/perfect-fit",
        "warning",
        `the donors reproduce the treated path before the start exactly (${table.donors.length} donors, ${group.pre} periods), so the fit says nothing about how well the imitation holds after it`,
        { fix: "use fewer donors or more periods" },
      ),
    outsideWarning(run),
    poissonNoise(table, treated, match.weights, group.pre, own.pre_rmspe)?.overfitted &&
      diagnostic(
        "synthetic/fits-noise",
        "warning",
        `the fit before the start (RMSPE ${own.pre_rmspe.toPrecision(3)}) is closer than the counting noise of the series allows: part of it is accident`,
        { fix: "use longer periods, fewer donors or larger areas" },
      ),
    settings.placebo === true &&
      placebos.length === 0 &&
      diagnostic(
        "synthetic/no-placebos",
        "warning",
        `no placebo can be formed from ${table.donors.length} donors`,
        { fix: "add donors" },
      ),
    test &&
      test.smallestP > 1 - settings.confLevel + 1e-9 &&
      diagnostic(
        "synthetic/few-donors",
        "warning",
        `${test.units} units are ranked, so that no p-value below ${test.smallestP.toPrecision(2)} can come out and no ${Math.round(settings.confLevel * 100)} % interval exists`,
        { fix: "add donors" },
      ),
    test?.noConstantEffect &&
      diagnostic(
        "synthetic/no-constant-effect",
        "warning",
        "no effect that is the same in every period agrees with the path after the start, so the interval for one is empty",
        { fix: "read the gaps period by period" },
      ),
  ];
  return found.filter((warning): warning is Diagnostic => Boolean(warning));
};

const outsideWarning = ({ table, group, treated }: Run): Diagnostic | undefined => {
  const outside = outsideDonors(table, pathOf(table, treated), group.pre);
  if (outside.length === 0) return undefined;
  return diagnostic(
    "synthetic/outside-donors",
    "warning",
    `in ${outside.length} of ${group.pre} periods before the start the treated value lies outside all donors (${list(outside, 6)}): no weights can follow it there`,
    { fix: "use synthetic-did, which allows a constant difference" },
  );
};
