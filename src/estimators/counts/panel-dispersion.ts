import type { Design } from "../../model/design.ts";
import { type Dispersion, dispersionOf, pearsonResidual } from "./phi.ts";
import type { Windows } from "./windows.ts";

/**
 * Overdispersion of unit × period counts about the Poisson model with unit effects, period effects and
 * treated × after. Its likelihood equations match unit totals, period totals and the totals of treated and comparison
 * on either side of the start, so that iterative proportional fitting from the exposure solves it (in one sweep
 * without exposure). Undefined without degrees of freedom.
 *
 * Source    Deming & Stephan (1940) for the fitting; McCullagh & Nelder (1989) §6.2 for φ.
 */
export const panelDispersion = (
  design: Design,
  treated: readonly number[],
  comparison: readonly number[],
  windows: Windows,
): Dispersion | undefined => {
  const { panel, outcome, exposure } = design;
  const units = [...treated, ...comparison];
  const periods = [...windows.before, ...windows.after];
  const [n, T] = [units.length, periods.length];
  const cell = (column: string): Float64Array =>
    Float64Array.from(
      { length: n * T },
      (_, c) => panel.columns[column]![units[Math.floor(c / T)]! * panel.periods.length + periods[c % T]!]!,
    );
  const y = cell(outcome);
  const mu = exposure ? cell(exposure) : new Float64Array(n * T).fill(1);
  const side = (c: number): number =>
    (Math.floor(c / T) < treated.length ? 0 : 2) + (c % T < windows.before.length ? 0 : 1);
  const margins = [margin(y, n, (c) => Math.floor(c / T)), margin(y, T, (c) => c % T), margin(y, 4, side)];
  for (let sweep = 0; sweep < 500; sweep++) {
    const moved = Math.max(...margins.map((m) => rake(mu, m)));
    if (moved < 1e-12) break;
  }
  const [unitTotals, periodTotals] = [margins[0]!.totals, margins[1]!.totals];
  const [nKept, tKept] = [unitTotals.filter((v) => v > 0).length, periodTotals.filter((v) => v > 0).length];
  // n + T − 1 effects and the interaction; an empty unit or period has no cells to judge by.
  const df = nKept * tKept - nKept - tKept;
  const residual = y.map((v, c) => pearsonResidual(v, mu[c]!));
  return dispersionOf(
    units.map((_, i) => residual.subarray(i * T, (i + 1) * T)),
    df,
  );
};

interface Margin {
  readonly group: Int32Array;
  readonly totals: Float64Array;
}

const margin = (y: Float64Array, groups: number, of: (cell: number) => number): Margin => {
  const group = Int32Array.from(y, (_, c) => of(c));
  const totals = new Float64Array(groups);
  y.forEach((v, c) => {
    totals[group[c]!]! += v;
  });
  return { group, totals };
};

/** Scales `mu` so that its totals over the groups are those observed; returns the largest relative change. */
const rake = (mu: Float64Array, { group, totals }: Margin): number => {
  const fitted = new Float64Array(totals.length);
  mu.forEach((v, c) => {
    fitted[group[c]!]! += v;
  });
  const factor = fitted.map((f, g) => (f > 0 ? totals[g]! / f : 0));
  mu.forEach((v, c) => {
    mu[c] = v * factor[group[c]!]!;
  });
  return Math.max(...factor.map((f) => (f > 0 ? Math.abs(f - 1) : 0)));
};
