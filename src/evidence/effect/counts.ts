import type { Design, Role } from "../../model/design.ts";
import type { ArmCount, Counts, PhaseCount } from "../../model/finding.ts";

/** Which periods (ordinals) of a unit count as before and as after: staggered units have their own. */
export interface Phases {
  readonly before: ReadonlySet<number>;
  readonly after: ReadonlySet<number>;
}

/** Events add up over units and periods; a score, share or rate is averaged. */
export type Measured = "count" | "level";

interface Tally {
  total: number;
  cells: number;
  exposure: number;
  periods: Set<number>;
}

const tally = (): Tally => ({ total: 0, cells: 0, exposure: 0, periods: new Set() });

const arm = (
  design: Design,
  role: Role,
  phases: (unit: number) => Phases,
): { units: number; before: Tally; after: Tally } => {
  const { panel, outcome, exposure, roles } = design;
  const T = panel.periods.length;
  const column = panel.columns[outcome]!;
  const base = exposure === undefined ? undefined : panel.columns[exposure];
  const sums = { before: tally(), after: tally() };
  let units = 0;
  roles.forEach((held, i) => {
    if (held !== role) return;
    units += 1;
    const own = phases(i);
    for (let t = 0; t < T; t += 1) {
      const value = column[i * T + t]!;
      const ordinal = panel.ordinals[t]!;
      const sum = own.before.has(ordinal) ? sums.before : own.after.has(ordinal) ? sums.after : undefined;
      if (sum === undefined || Number.isNaN(value)) continue;
      sum.total += value;
      sum.cells += 1;
      sum.exposure += base?.[i * T + t] ?? 0;
      sum.periods.add(ordinal);
    }
  });
  return { units, ...sums };
};

const phase = (sum: Tally, rated: boolean, measure: Measured): PhaseCount => ({
  // The sum of scores of several areas is the score of nothing.
  total: measure === "level" ? null : sum.total,
  periods: sum.periods.size,
  per_period: measure === "level" || sum.periods.size === 0 ? null : sum.total / sum.periods.size,
  per_unit_period: sum.cells === 0 ? null : sum.total / sum.cells,
  ...(rated ? { rate: sum.exposure > 0 ? (sum.total / sum.exposure) * 1000 : null } : {}),
});

const counted = (
  { units, before, after }: ReturnType<typeof arm>,
  rated: boolean,
  measure: Measured,
): ArmCount => {
  const change =
    before.total > 0 && after.cells > 0
      ? (after.total / after.cells / (before.total / before.cells) - 1) * 100
      : null;
  return {
    units,
    before: phase(before, rated, measure),
    after: phase(after, rated, measure),
    percent_change: change,
  };
};

/** The 2 × 2 table behind every summary, whatever the method; of means alone for a level. */
export const countsOf = (
  design: Design,
  phases: (unit: number) => Phases,
  measure: Measured = "count",
): Counts => {
  const rated = design.exposure !== undefined;
  const treated = counted(arm(design, "treated", phases), rated, measure);
  const other = arm(design, "comparison", phases);
  const comparison = other.units === 0 ? null : counted(other, rated, measure);
  if (measure === "level") return { treated, comparison, ratio: null, reciprocal: null };
  const own = changeOf(treated);
  const others = comparison === null ? undefined : changeOf(comparison);
  const ratio =
    own === undefined || (comparison !== null && others === undefined) ? null : own / (others ?? 1);
  return { treated, comparison, ratio, reciprocal: ratio === null || ratio === 0 ? null : 1 / ratio };
};

const changeOf = ({ percent_change }: ArmCount): number | undefined => {
  const change = percent_change === null ? undefined : 1 + percent_change / 100;
  return change === 0 ? undefined : change;
};
