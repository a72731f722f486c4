import type { Design } from "../../model/design.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Settings } from "../../model/estimate.ts";
import type { DonorTable } from "../synthetic-control/donor-table.ts";
import type { Adjusted } from "./covariates.ts";
import type { Solved, Solver, WeightSolver } from "./estimate.ts";
import { type Cohort, pool, type StandardErrors, type Vcov } from "./standard-error.ts";

/** One start, with its weights. */
export interface Start extends Cohort {
  readonly label: string;
  readonly solved: Solved;
}

/** One fit, whole: what its diagnostics and warnings are written from. */
export interface Run {
  readonly design: Design;
  readonly settings: Settings;
  readonly table: DonorTable;
  readonly adjusted: Adjusted;
  readonly weigher: WeightSolver;
  readonly solver: Solver;
  readonly starts: readonly Start[];
  readonly vcov: Vcov;
  readonly errors: StandardErrors;
}

/** Weights, paths and both solvers' estimates: everything a chart or table shows. */
export const diagnosticsOf = (run: Run, sizes: readonly number[]): Record<string, unknown> => {
  const { table, starts, weigher, solver, errors, adjusted } = run;
  const variant = (of: (start: Start) => number): number => pool(starts.map(of), sizes);
  // The other solver and the synthetic control need a matrix of donors by donors: only where that is cheap.
  const cheap = table.donors.length <= 1000;
  const solvedBy = (wanted: Solver): number | null =>
    wanted !== solver && !cheap
      ? null
      : variant((start) =>
          wanted === solver ? start.tau : weigher.solve(start.block, start.zeta, wanted).tau,
        );
  return {
    solver,
    att_exact: solvedBy("exact"),
    att_compat: solvedBy("compat"),
    did: variant(({ block }) => weigher.tau(block, uniform(block.donors.length, block.pre))),
    synthetic_control: cheap
      ? variant(({ block, zeta }) => weigher.syntheticControl(block, zeta, solver))
      : null,
    donors: table.donors.length,
    dropped_donors: table.dropped,
    replicates: errors.replicates,
    ...(adjusted.coefficients.length > 0 && { covariates: adjusted.coefficients }),
    cohorts: starts.map((start, g) => cohortDiagnostics(run, start, sizes[g]!)),
    ...placebosOf(run),
  };
};

const uniform = (donors: number, pre: number) => ({
  omega: new Float64Array(donors).fill(1 / donors),
  lambda: new Float64Array(pre).fill(1 / pre),
});

const cohortDiagnostics = ({ table, weigher }: Run, start: Start, treatedCells: number) => {
  const { label, block, zeta, solved, tau } = start;
  const carried = (names: readonly string[], weights: Float64Array) =>
    names.map((name, i) => [name, weights[i]!] as const).filter(([, weight]) => weight > 1e-8);
  return {
    cohort: label,
    att: tau,
    treated: Array.from(block.treated, (row) => table.units[row]!),
    treated_cells: treatedCells,
    unit_weights: carried(
      Array.from(block.donors, (row) => table.units[row]!),
      solved.omega,
    )
      .map(([unit, weight]) => ({ unit, weight }))
      .sort((a, b) => b.weight - a.weight || (a.unit < b.unit ? -1 : 1)),
    time_weights: carried(table.periods.slice(0, block.pre), solved.lambda).map(([period, weight]) => ({
      period,
      weight,
    })),
    effective_donors: 1 / solved.omega.reduce((sum, w) => sum + w * w, 0),
    noise_level: zeta.noise,
    zeta_omega: zeta.omega,
    zeta_lambda: zeta.lambda,
    kkt_residual_omega: solved.kkt.omega,
    kkt_residual_lambda: solved.kkt.lambda,
    converged: solved.converged,
    path: pathOf(table, weigher, start),
  };
};

/** Treated mean and the weighted donors, lifted by the constant by which they differ over the weighted periods before the start. */
const pathOf = (table: DonorTable, { paths: { y, T } }: WeightSolver, { block, solved }: Start) => {
  const mix = (rows: Int32Array, weight: (j: number) => number, t: number): number =>
    rows.reduce((sum, row, j) => sum + weight(j) * y[row * T + t]!, 0);
  const treated = table.periods.map((_, t) => mix(block.treated, () => 1 / block.treated.length, t));
  const donors = table.periods.map((_, t) => mix(block.donors, (j) => solved.omega[j]!, t));
  const lift = solved.lambda.reduce((sum, weight, t) => sum + weight * (treated[t]! - donors[t]!), 0);
  return table.periods.map((period, t) => ({ period, treated: treated[t]!, synthetic: donors[t]! + lift }));
};

/** With one treated unit: each donor in its place, and the rank of the size of its estimate among theirs. */
const placebosOf = ({ table, weigher, solver, starts, vcov }: Run): Record<string, unknown> => {
  const [start] = starts;
  if (vcov !== "placebo" || starts.length !== 1 || start!.block.treated.length !== 1) return {};
  if (table.donors.length < 2) return {};
  const placebos = Array.from(table.donors, (row) => {
    const donors = table.donors.filter((other) => other !== row);
    const block = { treated: Int32Array.of(row), donors, pre: start!.block.pre };
    return {
      unit: table.units[row]!,
      estimate: weigher.solve(block, weigher.regularisation(block), solver).tau,
    };
  });
  const size = Math.abs(start!.tau) * (1 - 1e-9);
  const rank = 1 + placebos.filter(({ estimate }) => Math.abs(estimate) >= size).length;
  return { placebos, placebo_rank: rank, placebo_p_value: rank / (placebos.length + 1) };
};

/** What a reader must know before believing the standard error. */
export const warningsOf = ({ design, errors, starts, vcov, table, weigher }: Run): Diagnostic[] => {
  const unconverged = starts.filter(({ solved }) => !solved.converged).map(({ label }) => label);
  const found: (Diagnostic | false)[] = [
    errors.refused !== undefined &&
      diagnostic("synthetic/no-standard-error", "warning", `no standard error: ${errors.refused}`, {
        fix: "add --vcov placebo, or more donors",
      }),
    unconverged.length > 0 &&
      diagnostic(
        "synthetic/unconverged",
        "warning",
        `the weights of start ${unconverged.join(", ")} stopped short of the optimum, as the compat solver does`,
        { fix: "leave out --solver compat" },
      ),
    vcov === "placebo" &&
      errors.refused === undefined &&
      table.donors.length < 20 &&
      diagnostic(
        "synthetic/few-donors",
        "warning",
        `the placebo standard error rests on ${table.donors.length} donors`,
        { fix: "add donors" },
      ),
    vcov === "placebo" && errors.refused === undefined && unequalNoise(starts, weigher),
    errors.refused === undefined && shortInterval(starts, vcov),
    design.weights !== undefined &&
      diagnostic(
        "synthetic/weights-ignored",
        "warning",
        `the weights column "${design.weights}" is not used: treated units count equally`,
        { fix: "leave out --weights" },
      ),
  ];
  return found.filter((warning): warning is Diagnostic => warning !== false);
};

/** Placebos show how much donors vary; that is the error of the estimate only if treated units vary as much. */
const unequalNoise = (starts: readonly Start[], weigher: WeightSolver): Diagnostic | false => {
  const worst = starts
    .map(({ block, zeta }) => weigher.noise({ ...block, donors: block.treated }) / zeta.noise)
    .sort((a, b) => Math.abs(Math.log(b)) - Math.abs(Math.log(a)))[0]!;
  if (worst > 0.5 && worst < 2) return false;
  return diagnostic(
    "synthetic/unequal-noise",
    "warning",
    `before the start the treated units vary ${worst.toPrecision(2)} times as much from period to period as the donors, so the placebo standard error is too ${worst > 1 ? "small" : "large"}`,
    {
      fix: "use --vcov bootstrap or jackknife with several treated units, rates instead of counts, or donors of similar size",
    },
  );
};

/** From simulated overdispersed, autocorrelated counts: a nominal 95 % interval held the truth in this share of panels. */
const shortInterval = (starts: readonly Start[], vcov: Vcov): Diagnostic | false => {
  const treated = starts.reduce((sum, { block }) => sum + block.treated.length, 0);
  // The jackknife keeps its weights and so misses what finding them costs; it needs many more treated units.
  const enough = { placebo: 2, bootstrap: 10, jackknife: 30 }[vcov];
  if (treated >= enough) return false;
  const shown = { placebo: "about 89", bootstrap: "83 to 93", jackknife: "74 to 92" }[vcov];
  return diagnostic(
    "synthetic/few-treated",
    "warning",
    `with ${treated} treated ${treated === 1 ? "unit" : "units"} a 95 % ${vcov} interval held the truth in ${shown} % of simulated panels: read it as too short`,
    {
      fix:
        treated === 1
          ? "read diagnostics.placebo_p_value, a rank that needs no normal distribution"
          : "compare with --vcov placebo, or with randomisation where units were assigned by lot",
    },
  );
};
