import { diagnostic } from "../model/diagnostic.ts";
import type { Estimator, Fit, Settings } from "../model/estimate.ts";
import {
  eventDummies,
  eventTimesOf,
  levelsOf,
  noEventTime,
  requireReference,
  thinWarning,
} from "./two-way/event-time.ts";
import { nameSome } from "./two-way/names.ts";
import { regressionOptions, singletonOption } from "./two-way/options.ts";
import { influenceOf, regressTwoWay } from "./two-way/regress.ts";
import { takeRows } from "./two-way/rows.ts";
import {
  collinearWarning,
  exposureNote,
  modelOf,
  refuseConstant,
  refuseUncompared,
  statesOf,
  timingWarnings,
} from "./two-way/treatment.ts";

const reference = -1;

/**
 * Event study by two-way fixed effects: one coefficient per period since the start, each relative to the period just
 * before it (event time −1). Never-treated units have no event time; a unit treated after the last period has
 * leads only.
 *
 * `leads` K and `lags` L set the window −K … L. Rows outside it are not thrown away and do not become reference:
 * everything earlier joins −K and everything later joins L (binned end points, as fixest's `bin` would). Without
 * them every event time has its own coefficient, as `i(event_time, treat, ref = -1)` gives.
 *
 * Estimand  effects by event time, if they are the same for every cohort; with staggered starts each coefficient
 *           also mixes in effects of other event times (Sun & Abraham 2021), and a warning says so.
 * Units     those of the outcome.
 * Shapes    one term `att` per event time, in order; influence n each; regression N × (terms + covariates).
 * Throws    DesignError: design/no-reference, design/no-treated, design/no-comparison, design/no-variation, and
 *           those of `takeRows`.
 * Source    `fixest::feols(y ~ i(event_time, treat, ref = -1) | unit + period)`.
 */
export const eventStudy: Estimator = {
  name: "event-study",
  title: "Event study (two-way fixed effects)",
  version: 1,
  estimand: "ATT by event time, if effects are the same for every cohort",
  scale: "level",
  accepts: ["comparison-group"],
  uses: ["covariates", "weights", "cluster"],
  options: [
    {
      flag: "--leads",
      key: "leads",
      takes: "number",
      help: "periods before the start; earlier ones join the first",
    },
    {
      flag: "--lags",
      key: "lags",
      takes: "number",
      help: "periods from the start on; later ones join the last",
    },
    ...regressionOptions,
    singletonOption,
  ],
  traits: {
    answer: () => "att",
    worksOn: "levels",
    asymptotic: true,
    eventStudy: { starts: "one", settings: {} },
  },
  fit: (design, settings): Fit => {
    const rows = takeRows(design, { dropSingletons: settings.singletons !== "keep" });
    const states = statesOf(rows);
    if (!states.after.includes(1)) refuseUncompared(design, states);
    const { times, binned } = withinWindow(eventTimesOf(rows), settings);
    requireReference(levelsOf(times), reference);
    const levels = levelsOf(times).filter((level) => level !== reference);
    const regressors = [...eventDummies(times, levels), ...rows.covariates];
    const fit = regressTwoWay(rows, regressors);
    refuseConstant(rows, fit.outcomeShare);
    const events = fit.kept.filter((j) => j < levels.length);
    if (!events.some((j) => levels[j]! >= 0)) refuseUncompared(design, states);
    const dropped = fit.dropped.map((name, j) =>
      j < levels.length - events.length ? `event time ${name}` : name,
    );
    return {
      terms: events.map((j, at) => ({
        term: "att",
        estimate: fit.coefficients[at]!,
        event_time: levels[j]!,
      })),
      influence: influenceOf(fit.regression!, design.cohort.length, events.length),
      regression: fit.regression!,
      model: modelOf(rows, states),
      diagnostics: { reference, excluded: rows.excluded, binned, dropped },
      warnings: [
        ...rows.warnings,
        ...timingWarnings(design, states),
        ...lineWarning(times),
        ...collinearWarning(dropped),
        ...binnedNote(binned),
        ...thinWarning(rows, times),
        ...exposureNote(design),
      ],
    };
  },
};

/**
 * Where every row has an event time, a straight line in it is the same as one in units and periods: two columns go, and
 * which two decides the slope of the whole path.
 */
const lineWarning = (times: Float64Array) =>
  times.includes(noEventTime)
    ? []
    : [
        diagnostic(
          "design/line-only",
          "warning",
          "no unit is never treated, so the path is known only up to a straight line: leads and lags may all be tilted together, and no lead says that there was no drift",
          { fix: "use imputation or sun-abraham, or add units that are never treated" },
        ),
      ];

/** Event times pulled in to the window, and those that were outside it. */
const withinWindow = (times: Float64Array, { leads, lags }: Settings) => {
  const first = typeof leads === "number" ? -Math.abs(leads) : Number.NEGATIVE_INFINITY;
  const last = typeof lags === "number" ? Math.abs(lags) : Number.POSITIVE_INFINITY;
  const binned = levelsOf(times).filter((level) => level < first || level > last);
  const pull = (e: number) => (e === noEventTime ? e : Math.min(Math.max(e, first), last));
  return { times: times.map(pull), binned };
};

const binnedNote = (binned: readonly number[]) =>
  binned.length === 0
    ? []
    : [
        diagnostic(
          "design/binned-event-times",
          "note",
          `event times outside the window join its end points: ${nameSome(binned.map(String), 12)}`,
          { count: binned.length },
        ),
      ];
