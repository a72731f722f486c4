import type { Design } from "../model/design.ts";
import { DesignError, UsageError } from "../model/errors.ts";
import type { Estimate, Estimator, Fit, Settings } from "../model/estimate.ts";
import type { ChoiceFacts } from "../model/method.ts";
import { needsComparison, needsOneStart } from "./choosing.ts";
import {
  donorWeights,
  fitDiagnostics,
  pathOf,
  placeboDiagnostics,
  placeboPaths,
} from "./synthetic-control/diagnostics.ts";
import { type DonorTable, donorTable, list, type TreatedGroup } from "./synthetic-control/donor-table.ts";
import { outsideDonors } from "./synthetic-control/fit-quality.ts";
import { average, gaps, type MatcherUpTo, type Target } from "./synthetic-control/matcher.ts";
import { outcomePath } from "./synthetic-control/outcome-path.ts";
import { type PlaceboTest, placeboTest } from "./synthetic-control/placebo-test.ts";
import { compare, inSpace, inTime, leaveOneOut, perfectFit } from "./synthetic-control/placebos.ts";
import { predictorMatch } from "./synthetic-control/predictor-match.ts";
import { readPredictor, readWindow } from "./synthetic-control/predictors.ts";
import { matchOf, nameOf, predictorsOf, type Run } from "./synthetic-control/run.ts";
import { warningsOf } from "./synthetic-control/warnings.ts";

/** With fewer donors, a placebo test cannot reach the usual levels of confidence. */
const fewestDonors = 10;
const fewestBefore = 12;

const usualSettings = { match: "outcome", placebo: true } as const;

const needsDonors = (f: ChoiceFacts): string | undefined =>
  f.comparison < fewestDonors
    ? `fewer than ${fewestDonors} donors`
    : f.periodsBefore < fewestBefore
      ? `fewer than ${fewestBefore} periods before the start`
      : undefined;

/** A weighted mean of donors lies between them; a unit beyond all of them most of the time is imitated by none. */
const needsReach = ({ beyondDonors = 0, periodsBefore }: ChoiceFacts): string | undefined =>
  beyondDonors > periodsBefore / 2
    ? `no donor reaches the treated unit in ${beyondDonors} of ${periodsBefore} periods before the start`
    : undefined;

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
  uses: ["covariates", "exposure", "weights"],
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
  traits: { answer: () => "att", worksOn: "rates", weighsUnits: true },
  inStudy: {
    primary: {
      order: 3,
      kind: "comparison-group",
      label: "One treated unit and a weighted donor pool",
      refuses: (f) => needsComparison(f) ?? needsOneStart(f) ?? needsDonors(f) ?? needsReach(f),
      preferred: (f) => f.treated === 1,
      reason: (f) =>
        `there is one treated unit and a pool of ${f.comparison} others with ${f.periodsBefore} periods before the start`,
      settings: () => usualSettings,
    },
    alternative: {
      order: 7,
      design: "same",
      starts: "one",
      // On a shorter path nearly every unit is imitated without error, and ratios of errors say nothing.
      least: { units: 4, periods: 12 },
      settings: usualSettings,
      note: "the treated path is matched by a weighted mean of donors",
    },
  },
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

const matcherFor = (design: Design, table: DonorTable, settings: Settings): MatcherUpTo => {
  if (matchOf(settings) === "outcome") {
    if (design.covariates.length > 0) throw unusedCovariates(design.covariates);
    return outcomePath(table);
  }
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

const unusedCovariates = (names: readonly string[]): UsageError =>
  new UsageError("synthetic/unused-covariates", {
    found: `--covariates ${names.join(",")} while donors are matched on the whole path before the start`,
    expected: "covariates only where donors are matched on predictors",
    hint: `--match predictors --predictors ${names.join(",")}, or leave them out`,
  });

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
    donors: {
      weights: donorWeights(table, run.match.weights),
      start: group.start,
      placebos: test ? placeboPaths(own, placebos) : [],
    },
    beyondDonors: { periods: outsideDonors(table, pathOf(table, treated), group.pre).length, of: group.pre },
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
