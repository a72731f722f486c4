import type { Design } from "../../model/design.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { DesignError } from "../../model/errors.ts";
import { formatPeriod } from "../../model/period.ts";

/** What was compared: one number, one arm, one weight, one cluster and one block per unit. */
export interface Arms {
  readonly kind: "means" | "changes";
  /** First treated period, when changes are compared. */
  readonly start: string | null;
  readonly units: readonly string[];
  readonly y: Float64Array;
  readonly treated: Float64Array;
  readonly weights: Float64Array;
  /** Index of the cluster that was assigned together; each unit its own by default. */
  readonly cluster: Int32Array;
  readonly block: Int32Array;
  readonly blocks: number;
  readonly observations: number;
  readonly warnings: readonly Diagnostic[];
}

/**
 * Collapses each unit to its mean (when the treated are treated in every period, as in a cross-section) or to its change,
 * mean after minus mean before the common start.
 * Throws DesignError randomisation/several-starts, randomisation/one-arm, randomisation/constant-outcome, randomisation/split-cluster.
 */
export const armsOf = (design: Design): Arms => {
  const split = startOf(design);
  const rows: { unit: number; value: number; cells: number }[] = [];
  const gone: string[] = [];
  design.panel.units.forEach((name, unit) => {
    if (design.roles[unit] !== undefined && !["treated", "comparison"].includes(design.roles[unit]!)) return;
    const { value, cells } = collapse(design, unit, split);
    if (Number.isFinite(value)) rows.push({ unit, value, cells });
    else gone.push(name);
  });
  const last = design.panel.ordinals.at(-1)!;
  const kept = wholeBlocks(design, rows, last);
  const treated = Float64Array.from(kept.rows, ({ unit }) => (design.cohort[unit]! <= last ? 1 : 0));
  const y = Float64Array.from(kept.rows, ({ value }) => value);
  const names = kept.rows.map(({ unit }) => design.panel.units[unit]!);
  refuse(treated, y, names);
  const block = numbered(kept.rows.map(({ unit }) => design.blocks?.[unit] ?? ""));
  const cluster = numbered(kept.rows.map(({ unit }) => String(design.cluster[unit] ?? unit)));
  refuseSplit(treated, block, cluster, names);
  return {
    kind: split === undefined ? "means" : "changes",
    start: split === undefined ? null : formatPeriod(split, design.panel.frequency),
    units: names,
    y,
    treated,
    weights: Float64Array.from(kept.rows, ({ unit }) => weightOf(design, unit)),
    cluster,
    block,
    blocks: new Set(block).size,
    observations: kept.rows.reduce((sum, { cells }) => sum + cells, 0),
    warnings: [...leftOut(gone), ...oneArmed(kept.gone)],
  };
};

/** The common start, or undefined when the treated have no period before it. */
const startOf = (design: Design): number | undefined => {
  const { ordinals, frequency } = design.panel;
  const last = ordinals.at(-1)!;
  const starts = [...new Set(Array.from(design.cohort).filter((cohort) => cohort <= last))].sort(
    (a, b) => a - b,
  );
  if (starts.every((start) => start <= ordinals[0]!)) return undefined;
  if (starts.length === 1) return starts[0];
  throw new DesignError("randomisation/several-starts", {
    found: `${starts.length} different starts: ${starts
      .slice(0, 8)
      .map((start) => formatPeriod(start, frequency))
      .join(", ")}`,
    expected: "one common start, or one period after it",
    hint: "use callaway-santanna or staggered for staggered starts",
  });
};

const collapse = (
  design: Design,
  unit: number,
  split: number | undefined,
): { value: number; cells: number } => {
  const { ordinals, columns } = design.panel;
  const T = ordinals.length;
  const side = (inside: (ordinal: number) => boolean): { rate: number; cells: number } => {
    let [events, base, cells] = [0, 0, 0];
    for (let t = 0; t < T; t++) {
      const y = columns[design.outcome]![unit * T + t]!;
      const exposure = design.exposure === undefined ? 1 : columns[design.exposure]![unit * T + t]!;
      if (!inside(ordinals[t]!) || !Number.isFinite(y) || !(exposure > 0)) continue;
      events += y;
      base += exposure;
      cells += 1;
    }
    return { rate: events / base, cells };
  };
  if (split === undefined) {
    const all = side(() => true);
    return { value: all.rate, cells: all.cells };
  }
  const after = side((ordinal) => ordinal >= split);
  const before = side((ordinal) => ordinal < split);
  return { value: after.rate - before.rate, cells: before.cells + after.cells };
};

const weightOf = (design: Design, unit: number): number => {
  if (design.weights === undefined) return 1;
  const T = design.panel.ordinals.length;
  const own = design.panel.columns[design.weights]!.subarray(unit * T, (unit + 1) * T).filter(
    Number.isFinite,
  );
  return own.reduce((sum, w) => sum + w, 0) / own.length;
};

/** A block with one arm holds no comparison and is left out, with its name. */
const wholeBlocks = <R extends { readonly unit: number }>(
  design: Design,
  rows: readonly R[],
  last: number,
) => {
  const arms = new Map<string, Set<boolean>>();
  const blockOf = ({ unit }: R): string => design.blocks?.[unit] ?? "";
  for (const row of rows) {
    const seen = arms.get(blockOf(row)) ?? new Set();
    arms.set(blockOf(row), seen.add(design.cohort[row.unit]! <= last));
  }
  const whole = (block: string): boolean => design.blocks === undefined || arms.get(block)!.size === 2;
  return {
    rows: rows.filter((row) => whole(blockOf(row))),
    gone: [...arms.keys()].filter((block) => !whole(block)),
  };
};

const numbered = (names: readonly string[]): Int32Array => {
  const known = new Map<string, number>();
  return Int32Array.from(names, (name) => {
    if (!known.has(name)) known.set(name, known.size);
    return known.get(name)!;
  });
};

const refuse = (treated: Float64Array, y: Float64Array, names: readonly string[]): void => {
  const inTreatment = treated.reduce((sum, d) => sum + d, 0);
  if (inTreatment === 0 || inTreatment === treated.length) {
    throw new DesignError("randomisation/one-arm", {
      found: `${inTreatment} treated and ${treated.length - inTreatment} untreated units with a value (${names.slice(0, 8).join(", ")})`,
      expected: "units in both arms, within at least one block",
      hint: "check --treated-units, --treated or --cohort, and --blocks",
    });
  }
  if (y.every((v) => Math.abs(v - y[0]!) <= 1e-12 * Math.abs(y[0]!))) {
    throw new DesignError("randomisation/constant-outcome", {
      found: `the same value, ${y[0]}, for every one of the ${y.length} units (${names.slice(0, 4).join(", ")} …)`,
      expected: "an outcome that varies between units",
      hint: "check that the right column is named by --outcome",
    });
  }
};

const refuseSplit = (
  treated: Float64Array,
  block: Int32Array,
  cluster: Int32Array,
  names: readonly string[],
): void => {
  const first = new Map<number, number>();
  const split = names.filter((_, i) => {
    const other = first.get(cluster[i]!) ?? i;
    first.set(cluster[i]!, other);
    return treated[i] !== treated[other] || block[i] !== block[other];
  });
  if (split.length === 0) return;
  throw new DesignError("randomisation/split-cluster", {
    found: `clusters with units in different arms or blocks, among them ${split.slice(0, 8).join(", ")}`,
    expected: "every cluster whole in one arm and one block, as clusters are what is assigned",
    hint: "leave out --cluster when units were assigned one by one",
  });
};

const leftOut = (gone: readonly string[]): Diagnostic[] =>
  gone.length === 0
    ? []
    : [
        diagnostic(
          "randomisation/units-dropped",
          "warning",
          `${gone.length} units without a value on both sides were left out: ${gone.slice(0, 8).join(", ")}`,
          {
            fix: "supply the missing cells: units lost after assignment undo the randomisation",
            count: gone.length,
          },
        ),
      ];

const oneArmed = (gone: readonly string[]): Diagnostic[] =>
  gone.length === 0
    ? []
    : [
        diagnostic(
          "randomisation/one-armed-blocks",
          "warning",
          `${gone.length} blocks with units of one arm only hold no comparison and were left out: ${gone.slice(0, 8).join(", ")}`,
          { fix: "check --blocks", count: gone.length },
        ),
      ];
