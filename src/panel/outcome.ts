import { InputError } from "../model/errors.ts";
import { cellStatus, type Panel } from "../model/panel.ts";

/** A column of a panel with its status; a column without one (exposure, covariate) is observed where it is a number. */
export const outcomeOf = (panel: Panel, name: string): { column: Float64Array; status: Uint8Array } => {
  const column = panel.columns[name];
  if (!column)
    throw new InputError("panel/no-column", {
      found: `no column "${name}" in the panel`,
      expected: `one of ${Object.keys(panel.columns).join(", ")}`,
    });
  const status =
    panel.status[name] ??
    Uint8Array.from(column, (value) => (Number.isNaN(value) ? cellStatus.missing : cellStatus.observed));
  return { column, status };
};
