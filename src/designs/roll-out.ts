import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { DesignError } from "../model/errors.ts";
import type { Panel } from "../model/panel.ts";
import { formatPeriod } from "../model/period.ts";
import { withoutPeriods } from "../study/subset.ts";
import { assemble } from "./assemble.ts";
import type { BuiltDesign, DesignInput } from "./input.ts";
import type { Start } from "./window.ts";

/**
 * Everybody starts in the end: units that have not started yet are the comparison of those that have. From the last
 * start on nobody is left to compare with, so the data are used up to there, and the last to start serve as comparison
 * throughout. Untreated periods of all units tell season and common trend; those treated are never compared with.
 *
 * Throws    as `assemble`, and DesignError design/no-comparison when all start together.
 */
export const rollOut = (input: DesignInput): BuiltDesign => {
  const { panel, start } = input;
  const starts = "ordinal" in start ? [start] : treatedStarts(input, start);
  const within = [...new Set(starts.map(({ ordinal }) => ordinal))].sort((a, b) => a - b);
  const last = within.at(-1);
  if (within.length < 2 || last === undefined) throw oneStart(within.length, panel);
  const isCut = panel.ordinals.some((ordinal) => ordinal >= last);
  const cut = isCut ? withoutPeriods(panel, (ordinal) => ordinal >= last) : panel;
  const built = assemble({ ...input, panel: cut }, "roll-out", input.sameMonths ?? false);
  return { ...built, warnings: [...built.warnings, ...(isCut ? [endsThere(last, panel)] : [])] };
};

const treatedStarts = ({ panel, roles }: DesignInput, starts: ReadonlyMap<string, Start>): Start[] =>
  panel.units.flatMap((unit) => {
    const own = starts.get(unit);
    return own && roles.get(unit) === "treated" ? [own] : [];
  });

const oneStart = (starts: number, panel: Panel): DesignError =>
  new DesignError("design/no-comparison", {
    found: `${starts} start${starts === 1 ? "" : "s"} among ${panel.units.length} units that are all treated`,
    expected: "units that start at different times, or some that never do",
    hint: "add comparison units to the data, or choose the before-after design",
  });

const endsThere = (last: number, { frequency, periods }: Panel): Diagnostic =>
  diagnostic(
    "design/roll-out-end",
    "note",
    `from ${formatPeriod(last, frequency)} on every unit has started and none is left to compare with; the data to ${periods.at(-1)} are used up to the period before`,
    { fix: "nothing; or add units that never start" },
  );
