import type { Design } from "../../model/design.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameSome } from "./names.ts";
import type { NamedColumn, Rows } from "./rows.ts";

/** First period from which each buffer unit may feel the intervention; undefined where that is not known. */
const startsOf = (design: Design): ReadonlyMap<number, number> | undefined => {
  const treated = design.cohort.filter((c, i) => Number.isFinite(c) && design.roles[i] !== "buffer");
  const common = treated.every((c) => c === treated[0]) ? treated[0] : undefined;
  const starts = new Map<number, number>();
  for (const [i, role] of design.roles.entries()) {
    if (role !== "buffer") continue;
    const start = Number.isFinite(design.cohort[i]!) ? design.cohort[i] : common;
    if (start === undefined) return undefined;
    starts.set(i, start);
  }
  return starts;
};

/** Can buffer units have a term of their own? Only when each has a start, or all treated units share one. */
export const hasDisplacement = (design: Design): boolean => (startsOf(design)?.size ?? 0) > 0;

/** The regressor of buffer units, 1 from the start on, with a note that names them; empty when there are none. */
export const displacementOf = (rows: Rows): { columns: NamedColumn[]; warnings: Diagnostic[] } => {
  const { panel } = rows.design;
  const starts = startsOf(rows.design);
  if (starts === undefined || starts.size === 0) return { columns: [], warnings: [] };
  const values = new Float64Array(rows.count);
  for (let r = 0; r < rows.count; r++) {
    const start = starts.get(rows.unit[r]!);
    if (start !== undefined && panel.ordinals[rows.period[r]!]! >= start) values[r] = 1;
  }
  const names = nameSome([...starts.keys()].map((i) => panel.units[i]!));
  const message = `${starts.size} buffer unit(s) form a term of their own, 'displacement': ${names}`;
  return {
    columns: [{ name: "displacement", values }],
    warnings: [diagnostic("design/displacement", "note", message, { count: starts.size })],
  };
};
