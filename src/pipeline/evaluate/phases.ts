import type { Phases } from "../../evidence/effect/counts.ts";
import type { Design } from "../../model/design.ts";
import type { SeriesPoint } from "../../model/finding.ts";
import { firstStart } from "../../study/starts.ts";
import type { Designed } from "./design.ts";

export interface PhasesOf {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly of: (ordinal: number) => SeriesPoint["phase"];
  readonly ofUnit: (unit: number) => Phases;
}

/** Before and after by the first start; staggered treated units have their own. */
export const phasesOf = ({ built }: Designed): PhasesOf => {
  const { design } = built;
  const { ordinals } = design.panel;
  const start = firstStart(design);
  const usable = Array.from(ordinals).filter((ordinal) => hasCell(design, ordinal));
  const before = usable.filter((ordinal) => ordinal < start);
  const after = usable.filter((ordinal) => ordinal >= start);
  return {
    before,
    after,
    of: (ordinal) => (!usable.includes(ordinal) ? "excluded" : ordinal < start ? "before" : "after"),
    ofUnit: (unit) => {
      const own = Number.isFinite(design.cohort[unit]!) ? design.cohort[unit]! : start;
      return {
        before: new Set(usable.filter((o) => o < own)),
        after: new Set(usable.filter((o) => o >= own)),
      };
    },
  };
};

const hasCell = ({ panel, outcome, roles }: Design, ordinal: number): boolean => {
  const t = panel.ordinals.indexOf(ordinal);
  const T = panel.periods.length;
  return roles.some((role, i) => role === "treated" && !Number.isNaN(panel.columns[outcome]![i * T + t]!));
};
