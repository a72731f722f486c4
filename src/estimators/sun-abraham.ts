import type { Design } from "../model/design.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { DesignError } from "../model/errors.ts";
import type { Estimator, Fit, Term } from "../model/estimate.ts";
import { formatPeriod } from "../model/period.ts";
import { clusterSquares } from "../study/cluster-sums.ts";
import { waldRow } from "../study/wald.ts";
import { countClusters } from "./two-way/count-clusters.ts";
import { eventTimesOf, thinWarning } from "./two-way/event-time.ts";
import { nameSome } from "./two-way/names.ts";
import { singletonOption } from "./two-way/options.ts";
import { type RowOptions, type Rows, takeRows } from "./two-way/rows.ts";
import { type Saturated, saturate } from "./two-way/saturated.ts";
import {
  collinearWarning,
  exposureNote,
  modelOf,
  refuseOneValue,
  refuseUncompared,
  startsOf,
  statesOf,
  unitsWhere,
} from "./two-way/treatment.ts";

/**
 * Interaction-weighted event study: one coefficient per cohort and event time (reference −1), then averaged over
 * cohorts with the shares of their rows, which are taken as known in the standard error.
 *
 * The comparison is the never-treated (units first treated after the last period among them). Where there are none it
 * is the last cohort, and the periods from its start on are left out, as the paper does. Units treated in every period
 * are left out.
 *
 * Estimand  `att` by event time: mean over treated cohorts observed then; `att_overall`: mean over treated rows.
 * Units     those of the outcome.
 * Shapes    terms `att` per event time, then `att_overall`; influence n each.
 * Throws    DesignError: design/no-treated, design/no-before, design/no-comparison, and those of `takeRows`.
 * Source    Sun & Abraham (2021), Journal of Econometrics 225(2), 175–199; `fixest::sunab`, whose variance is
 *           CR1 with G/(G−1) · (N−1)/(N−K) and t with G − 1 degrees of freedom.
 */
export const sunAbraham: Estimator = {
  name: "sun-abraham",
  title: "Sun–Abraham interaction-weighted event study",
  version: 1,
  estimand: "ATT by event time, and over all treated rows",
  scale: "level",
  accepts: ["comparison-group"],
  uses: ["covariates", "weights", "cluster"],
  options: [singletonOption],
  traits: { answer: () => "att_overall", worksOn: "levels", asymptotic: true },
  fit: (design, settings): Fit => {
    const { rows, control, warnings } = comparisonRows(design, settings.singletons !== "keep");
    const states = statesOf(rows);
    refuseOneValue(rows);
    refuseWithoutReference(rows, control);
    const model = saturate(rows, (unit) => control.has(unit));
    const { terms, shares } = aggregates(model);
    if (!terms.some(({ term }) => term === "att_overall")) refuseUncompared(design, states);
    const influence = shares.map((share) => model.influence(share));
    const G = countClusters(design.cluster, rows.unit);
    const factor = (G / (G - 1)) * ((rows.count - 1) / (rows.count - model.parameters));
    return {
      terms,
      influence,
      model: modelOf(rows, states),
      diagnostics: {
        comparison_units: control.size,
        coefficients: model.cells.length,
        parameters: model.parameters,
        clusters: G,
        excluded: rows.excluded,
        dropped: model.dropped,
      },
      warnings: [
        ...rows.warnings,
        ...warnings,
        ...thinWarning(rows, eventTimesOf(rows)),
        ...collinearWarning(model.dropped),
        ...exposureNote(design),
      ],
      estimates: terms.map((term, j) =>
        waldRow(
          term,
          Math.sqrt(factor) * (Math.sqrt(clusterSquares(influence[j]!, design)) / design.cluster.length),
          G - 1,
          settings.confLevel,
        ),
      ),
      vcov: "CR1 by cluster, G/(G-1) * (N-1)/(N-K), fixed effects nested in clusters counted once; shares fixed",
      df: G - 1,
    };
  },
};

/**
 * Every cohort is compared with its own period before the start. A cohort without one would take whatever column the
 * regression drops as its reference, and its effects would be measured from there.
 */
const refuseWithoutReference = (rows: Rows, control: ReadonlySet<number>): void => {
  const { cohort, panel } = rows.design;
  const [all, complete] = [new Set<number>(), new Set<number>()];
  for (let r = 0; r < rows.count; r++) {
    const unit = rows.unit[r]!;
    if (control.has(unit) || !Number.isFinite(cohort[unit]!)) continue;
    all.add(cohort[unit]!);
    if (panel.ordinals[rows.period[r]!] === cohort[unit]! - 1) complete.add(cohort[unit]!);
  }
  const without = [...all].filter((start) => !complete.has(start)).sort((a, b) => a - b);
  if (without.length === 0) return;
  const labels = without.map((start) => formatPeriod(start, panel.frequency));
  throw new DesignError("design/no-reference", {
    found: `no row in the period just before the start of cohort ${nameSome(labels)}`,
    expected:
      "every cohort observed one period before its start, which is what its effects are measured from",
    hint: "supply that period, or use imputation or callaway-santanna, which need no particular one",
  });
};

/** Shares of the cells in each event time and in the overall effect; leads have no part in the latter. */
const aggregates = ({ cells }: Saturated): { terms: Term[]; shares: Float64Array[] } => {
  const events = [...new Set(cells.map(({ event }) => event))].sort((a, b) => a - b);
  const groups = events.map((event) => ({
    term: { term: "att", event_time: event } as Omit<Term, "estimate">,
    has: (e: number) => e === event,
  }));
  if (events.some((event) => event >= 0)) groups.push({ term: { term: "att_overall" }, has: (e) => e >= 0 });
  const shares = groups.map(({ has }) => {
    const mass = cells.map((cell) => (has(cell.event) ? cell.mass : 0));
    const total = mass.reduce((a, b) => a + b, 0);
    return Float64Array.from(mass, (m) => m / total);
  });
  const terms = groups.map(({ term }, j) => ({
    ...term,
    estimate: cells.reduce((sum, cell, c) => sum + shares[j]![c]! * cell.estimate, 0),
  }));
  return { terms, shares };
};

/** The rows that can be used, who of them is the comparison, and what was decided on the way. */
const comparisonRows = (design: Design, dropSingletons: boolean) => {
  const starts = startsOf(design);
  const all = takeRows(design);
  const states = statesOf(all);
  const ordinals = all.period.map((t) => design.panel.ordinals[t]!);
  const [first, last] = [
    ordinals.reduce((a, b) => Math.min(a, b)),
    ordinals.reduce((a, b) => Math.max(a, b)),
  ];
  // By cohort, not by unit: a unit whose early rows are missing still belongs to a cohort that has them.
  const where = (holds: (start: number) => boolean): ReadonlySet<number> =>
    new Set(design.panel.units.flatMap((_, i) => (states.used[i] === 1 && holds(starts[i]!) ? [i] : [])));
  const always = where((start) => start <= first);
  const never = where((start) => start > last);
  const warnings = alwaysWarning(design, always);
  const options: RowOptions = { dropSingletons, without: { code: "design/always-treated", units: always } };
  if (never.size > 0) return { rows: takeRows(design, options), control: never, warnings };
  const treated = where((start) => start > first && start <= last);
  const cohorts = [...new Set([...treated].map((i) => starts[i]!))].sort((a, b) => a - b);
  if (cohorts.length < 2) refuseUncompared(design, states);
  const latest = cohorts.at(-1)!;
  const control = where((start) => start === latest);
  const rows = takeRows(truncated(design, latest), options);
  return { rows, control, warnings: [...warnings, lastCohortWarning(design, latest)] };
};

/** The design without the periods from one on; they are left out whole, so that no cell of them counts as missing. */
const truncated = (design: Design, from: number): Design => {
  const { panel } = design;
  const T = panel.periods.length;
  const kept = panel.ordinals.filter((ordinal) => ordinal < from).length;
  const cut = <A extends Float64Array | Uint8Array>(
    columns: Readonly<Record<string, A>>,
  ): Record<string, A> =>
    Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, column.filter((_, c) => c % T < kept) as A]),
    );
  return {
    ...design,
    panel: {
      ...panel,
      ordinals: panel.ordinals.slice(0, kept),
      periods: panel.periods.slice(0, kept),
      columns: cut(panel.columns),
      status: cut(panel.status),
    },
  };
};

const alwaysWarning = (design: Design, always: ReadonlySet<number>): Diagnostic[] => {
  if (always.size === 0) return [];
  const names = nameSome(unitsWhere(design, (i) => always.has(i)));
  const message = `${always.size} unit(s) treated in every row are left out: ${names}`;
  return [diagnostic("design/always-treated", "warning", message, { count: always.size })];
};

const lastCohortWarning = (design: Design, last: number): Diagnostic => {
  const label = formatPeriod(last, design.panel.frequency);
  const message = `no unit is never treated, so the last cohort (${label}) is the comparison and periods from ${label} on are left out`;
  return diagnostic("design/last-cohort-control", "warning", message);
};
