import { diagnostic } from "../model/diagnostic.ts";
import type { Estimator, Fit, Term } from "../model/estimate.ts";
import { leastPanel, needsComparison, needsPeriods } from "./choosing.ts";
import {
  type Counterfactual,
  gaussianCounterfactual,
  poissonCounterfactual,
} from "./two-way/counterfactual.ts";
import { refuseNegative } from "./two-way/counts.ts";
import { eventTimesOf, levelsOf } from "./two-way/event-time.ts";
import { type Effect, errorsOf } from "./two-way/imputed-errors.ts";
import { nameCells, nameSome } from "./two-way/names.ts";
import { type Rows, takeRows } from "./two-way/rows.ts";
import {
  collinearWarning,
  exposureNote,
  modelOf,
  refuseConstant,
  refuseUncompared,
  statesOf,
  treatmentOf,
} from "./two-way/treatment.ts";

/**
 * Imputation: unit and period effects are fitted on untreated rows only, the outcome without treatment is predicted
 * for every treated row, and the differences are averaged. No comparison with units already treated enters.
 *
 * `--family poisson` fits αᵢ·γₜ (times exposure) to counts. `att` is then log(Σy / Σŷ₀), so e^att − 1 is the percentage
 * change of the total, and `events_avoided` is Σ(ŷ₀ − y).
 *
 * Estimand  mean over treated rows (weighted when the rows are), and over those of each event time.
 * Units     those of the outcome; poisson: log, and events.
 * Shapes    terms `att`, `att` per event time ≥ 0, poisson also `events_avoided`; influence n each.
 * Throws    DesignError: design/no-treated, design/no-comparison, design/no-variation, design/negative-outcome, and
 *           those of `takeRows`. Treated rows that share no unit or period effect with untreated ones are left out
 *           with a warning, as the reference does.
 * Source    Borusyak, Jaravel & Spiess (2024), REStud 91(6), 3253–3285; `didimputation::did_imputation`. Standard
 *           errors: sums over clusters of v·ε, ε the residual of an untreated row, or a treated row's effect less the
 *           Σv²τ/Σv² of its cohort and event time (poisson: of its event time); normal intervals.
 */
export const imputation: Estimator = {
  name: "imputation",
  title: "Imputation (Borusyak, Jaravel & Spiess)",
  version: 1,
  estimand: "ATT over treated rows, and by event time",
  scale: "level",
  accepts: ["comparison-group"],
  uses: ["covariates", "exposure", "weights", "cluster"],
  options: [
    {
      flag: "--family",
      key: "family",
      takes: "choice",
      choices: ["gaussian", "poisson"],
      default: "gaussian",
      help: "poisson imputes counts and reports events avoided",
    },
  ],
  traits: { answer: () => "att", worksOn: "levels", asymptotic: true, fewestTreated: 5 },
  inStudy: {
    primary: {
      order: 2,
      kind: "comparison-group",
      label: "Comparison group, staggered starts",
      refuses: (f) => needsComparison(f) ?? needsPeriods(f),
      preferred: (f) => f.starts > 1,
      reason: (f) =>
        `units start at ${f.starts} different times, so units already treated must not serve as comparison`,
      settings: (f) => ({ family: f.isCount ? "poisson" : "gaussian" }),
      rollOut: {
        label: "Roll-out, units not yet treated as comparison",
        reason: (f) =>
          `every unit starts in the end, at ${f.starts} different times, so those that have not started yet are the comparison`,
      },
    },
    alternative: {
      order: 4,
      design: "same",
      least: leastPanel,
      settings: { family: "poisson" },
      levelSettings: { family: "gaussian" },
      note: "fitted to untreated cells only, so no unit already treated is compared with",
    },
  },
  fit: (design, settings): Fit => {
    const isPoisson = settings.family === "poisson";
    const rows = takeRows(design, { exposure: isPoisson });
    const states = statesOf(rows);
    const isTreated = Uint8Array.from(treatmentOf(rows).values);
    if (!isTreated.includes(1) || !isTreated.includes(0)) refuseUncompared(design, states);
    if (isPoisson) refuseNegative(rows);
    refuseConstant(rows, rows.y.every((v) => v === rows.y[0]) ? 0 : 1);
    const model = (isPoisson ? poissonCounterfactual : gaussianCounterfactual)(rows, isTreated);
    if (model.treated.count === 0) refuseUncompared(design, states);
    const effects = isPoisson ? countEffects(model) : meanEffects(model);
    const terms = effects.map(({ term }) => term);
    const counts = isPoisson ? totals(model) : undefined;
    if (counts !== undefined) {
      const { observed, expected } = counts;
      terms.push({ term: "events_avoided", estimate: expected - observed });
    }
    let errors: ReturnType<typeof errorsOf> | undefined;
    const known = () => {
      errors ??= errorsOf(effects, design, settings.confLevel, counts);
      return errors;
    };
    return {
      terms,
      // Errors cost many times the points, and whoever leaves units out one by one wants the points alone.
      get influence() {
        return known().influence;
      },
      get estimates() {
        return known().estimates;
      },
      model: { ...modelOf(rows, states), observations: rows.count - model.lost.length },
      diagnostics: {
        imputed: model.treated.count,
        untreated: rows.count - model.treated.count - model.lost.length,
        excluded: {
          ...rows.excluded,
          ...(model.lost.length > 0 ? { "design/not-imputable": model.lost.length } : {}),
        },
        dropped: model.droppedCovariates,
        ...counts,
      },
      warnings: [
        ...rows.warnings,
        ...lostWarning(rows, model),
        ...(isPoisson ? [] : loneWarning(model)),
        ...collinearWarning(model.droppedCovariates),
        ...(isPoisson ? [] : exposureNote(design)),
      ],
      ...(isPoisson ? { scale: "log" as const } : {}),
      vcov: `cluster sums of v*residual, effects centred by ${isPoisson ? "event time" : "cohort and event time"}; normal`,
      df: null,
    };
  },
};

/** All treated rows first, then those of each event time. */
const groupsOf = ({ treated }: Counterfactual) => {
  const times = eventTimesOf(treated);
  const byEvent = new Map(levelsOf(times).map((event) => [event, [] as number[]]));
  for (let r = 0; r < treated.count; r++) byEvent.get(times[r]!)!.push(r);
  return [
    { term: { term: "att" } as Omit<Term, "estimate">, rows: Array.from(times.keys()) },
    ...[...byEvent].map(([event, rows]) => ({ term: { term: "att", event_time: event }, rows })),
  ];
};

/** Codes 0, 1, … of the cohort and event time of each treated row. */
const cellsOf = ({ treated }: Counterfactual): Int32Array => {
  const times = eventTimesOf(treated);
  const codes = new Map<number, Map<number, number>>();
  let next = 0;
  return treated.unit.map((i, r) => {
    const cohort = treated.design.cohort[i]!;
    const ofCohort = codes.get(cohort) ?? new Map<number, number>();
    codes.set(cohort, ofCohort);
    const code = ofCohort.get(times[r]!) ?? next++;
    ofCohort.set(times[r]!, code);
    return code;
  });
};

const meanEffects = (model: Counterfactual): Effect[] => {
  const { treated, predicted } = model;
  const effect = treated.y.map((v, r) => v - predicted[r]!);
  const cell = cellsOf(model);
  return groupsOf(model).map(({ term, rows }) => {
    let total = 0;
    for (const r of rows) total += treated.weights?.[r] ?? 1;
    const share = new Float64Array(treated.count);
    let estimate = 0;
    for (const r of rows) {
      share[r] = (treated.weights?.[r] ?? 1) / total;
      estimate += share[r]! * effect[r]!;
    }
    // Equation 10: effects are centred on the mean of their cohort and event time, weighted by v².
    const [mass, sum] = [new Map<number, number>(), new Map<number, number>()];
    for (const r of rows) {
      const square = share[r]! ** 2;
      mass.set(cell[r]!, (mass.get(cell[r]!) ?? 0) + square);
      sum.set(cell[r]!, (sum.get(cell[r]!) ?? 0) + square * effect[r]!);
    }
    const own = new Float64Array(treated.count);
    for (const r of rows) own[r] = share[r]! * (effect[r]! - sum.get(cell[r]!)! / mass.get(cell[r]!)!);
    return { term: { ...term, estimate }, perUnit: () => sumByUnit(model, own, model.sensitivity(share)) };
  });
};

/**
 * A = Σy and B = Σŷ₀ over treated rows, so log(A/B) moves by dA/A − dB/B. A row's own error is y less the share R·ŷ₀
 * that its event time's ratio R gives it: centring by cohort too would call the noise of a lone unit an effect.
 */
const countEffects = (model: Counterfactual): Effect[] => {
  const { treated, predicted } = model;
  const times = eventTimesOf(treated);
  const weightAt = (r: number) => treated.weights?.[r] ?? 1;
  const observed = treated.y.map((v, r) => weightAt(r) * v);
  const expected = predicted.map((v, r) => weightAt(r) * v);
  const ratio = new Map(
    levelsOf(times).map((event) => {
      const sum = (of: Float64Array) => of.reduce((total, v, r) => total + (times[r] === event ? v : 0), 0);
      return [event, sum(observed) / sum(expected)];
    }),
  );
  const noise = observed.map((v, r) => (expected[r] === 0 ? v : v - ratio.get(times[r]!)! * expected[r]!));
  return groupsOf(model).map(({ term, rows }) => {
    const [own, part] = [new Float64Array(treated.count), new Float64Array(treated.count)];
    let [A, B] = [0, 0];
    for (const r of rows) {
      A += observed[r]!;
      B += expected[r]!;
    }
    for (const r of rows) {
      own[r] = noise[r]! / A;
      part[r] = expected[r]! / B;
    }
    return {
      term: { ...term, estimate: Math.log(A / B) },
      perUnit: () => sumByUnit(model, own, model.sensitivity(part)),
    };
  });
};

/** Errors of treated rows less v·error of untreated rows, by unit. */
const sumByUnit = (model: Counterfactual, own: Float64Array, v: Float64Array): Float64Array => {
  const { treated, untreated, errors } = model;
  const out = new Float64Array(treated.design.cohort.length);
  for (let r = 0; r < treated.count; r++) out[treated.unit[r]!]! += own[r]!;
  for (let r = 0; r < untreated.count; r++) out[untreated.unit[r]!]! -= v[r]! * errors[r]!;
  return out;
};

const totals = ({ treated, predicted }: Counterfactual) => {
  const weightAt = (r: number) => treated.weights?.[r] ?? 1;
  const observed = treated.y.reduce((sum, v, r) => sum + weightAt(r) * v, 0);
  const expected = predicted.reduce((sum, v, r) => sum + weightAt(r) * v, 0);
  return { observed, expected, percent_change: 100 * (observed / expected - 1) };
};

const lostWarning = (rows: Rows, { lost }: Counterfactual) =>
  lost.length === 0
    ? []
    : [
        diagnostic(
          "design/not-imputable",
          "warning",
          `${lost.length} treated row(s) are left out, because no untreated row shares their unit or their period: ` +
            nameCells(rows.design.panel, lost),
          {
            count: lost.length,
            fix: "add periods before the start, or units that are treated later or never",
          },
        ),
      ];

/** A cohort of one unit is its own centre: its noise looks like its effect, and the standard error misses it. */
const loneWarning = ({ treated }: Counterfactual) => {
  const units = new Map<number, Set<number>>();
  for (const i of treated.unit) {
    const cohort = treated.design.cohort[i]!;
    units.set(cohort, (units.get(cohort) ?? new Set()).add(i));
  }
  const lone = [...units.values()].filter((set) => set.size === 1).map((set) => [...set][0]!);
  if (lone.length === 0) return [];
  const names = nameSome(lone.map((i) => treated.design.panel.units[i]!));
  const message = `${lone.length} cohort(s) have one unit, whose own noise the standard error cannot see: ${names}`;
  return [
    diagnostic("design/lone-cohort", "warning", message, {
      count: lone.length,
      fix: "read the interval as too short, or use synthetic-control or randomisation",
    }),
  ];
};
