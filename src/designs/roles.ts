import type { Role } from "../model/design.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { DesignError } from "../model/errors.ts";
import { suggest } from "../model/nearest.ts";
import type { DesignInput } from "./input.ts";
import type { Start } from "./window.ts";

/** What every unit of the panel is, and from when. */
export interface Cast {
  /** n. */
  readonly roles: readonly Role[];
  /** n; undefined where never treated. */
  readonly starts: readonly (Start | undefined)[];
  readonly excluded: readonly { readonly unit: string; readonly reason: string }[];
  readonly warnings: readonly Diagnostic[];
}

/**
 * Gives each unit its role. Names that are not in the data are refused, all in one go (a misspelt treated unit
 * would otherwise serve as comparison); excluded units may be absent. Comparison units beside a treated one become
 * buffer units when neighbours are known.
 *
 * Throws    DesignError: design/unknown-unit, design/no-treated, design/no-start.
 */
export const castUnits = (input: DesignInput): Cast => {
  const { panel, roles, neighbours } = input;
  refuseUnknown(input);
  const named = panel.units.map((unit): Role => roles.get(unit) ?? "comparison");
  const starts = panel.units.map((unit, i) => (named[i] === "treated" ? startOf(input, unit) : undefined));
  if (!named.includes("treated")) throw noTreated(panel.units.length);
  const treated = panel.units.filter((_, i) => named[i] === "treated");
  const beside = new Set(treated.flatMap((unit) => neighbours?.get(unit) ?? []));
  const moved = panel.units.filter((unit, i) => named[i] === "comparison" && beside.has(unit));
  return {
    roles: named.map((role, i) => (role === "comparison" && beside.has(panel.units[i]!) ? "buffer" : role)),
    starts,
    excluded: [
      ...panel.units
        .filter((_, i) => named[i] === "excluded")
        .map((unit) => ({ unit, reason: "excluded in the register" })),
      ...moved.map((unit) => ({
        unit,
        reason: "beside a treated unit: serves as buffer, not as comparison",
      })),
    ],
    warnings: moved.length > 0 ? [insideBuffer(moved)] : [],
  };
};

const startOf = ({ start }: DesignInput, unit: string): Start => {
  const own = "ordinal" in start ? start : start.get(unit);
  if (own) return own;
  throw new DesignError("design/no-start", {
    found: `treated unit "${unit}" without a start`,
    expected: "a start for every treated unit",
    hint: "fill in its start in the register, or give it the role excluded",
  });
};

const refuseUnknown = ({ panel, roles }: DesignInput): void => {
  const known = new Set(panel.units);
  const unknown = [...roles].filter(([unit, role]) => !known.has(unit) && role !== "excluded");
  if (unknown.length === 0) return;
  const faults = unknown.map(([unit, role]) => ({
    code: "design/unknown-unit",
    found: `${role} unit "${unit}", which is not in the data`,
    expected: `one of the ${panel.units.length} units of the data`,
    hint: suggest(unit, panel.units),
  }));
  throw new DesignError("design/unknown-unit", faults[0]!, { faults });
};

const noTreated = (units: number): DesignError =>
  new DesignError("design/no-treated", {
    found: `none of the ${units} units is treated`,
    expected: "at least one treated unit",
    hint: "give a unit the role treated in the register",
  });

const insideBuffer = (units: readonly string[]): Diagnostic =>
  diagnostic(
    "SPL01",
    "warning",
    `${units.length} comparison units lie beside a treated one and were moved to the buffer: ${some(units)}`,
    {
      fix: "nothing, unless they cannot be reached by displacement; then leave out their neighbours",
      count: units.length,
    },
  );

/** The first five names. */
export const some = (names: readonly string[]): string =>
  names.length <= 5 ? names.join(", ") : `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;
