import type { Design, Role } from "../model/design.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Panel } from "../model/panel.ts";
import type { Phase, Start, WindowText } from "./window.ts";

/** What a design is made from. */
export interface DesignInput {
  readonly panel: Panel;
  /** Columns of the panel. */
  readonly outcome: string;
  readonly exposure?: string;
  readonly weights?: string;
  readonly covariates?: readonly string[];
  /** By unit name; units never named are candidate comparison units. */
  readonly roles: ReadonlyMap<string, Role>;
  /** One start for all treated units, or one each (staggered). */
  readonly start: Start | ReadonlyMap<string, Start>;
  readonly window?: WindowText;
  /** What is asked about where the register says that it ended: the time while it was on, unless told otherwise. */
  readonly phase?: Phase;
  /** Keep calendar months in equal proportions on both sides. Default: before-after yes, comparison-group no. */
  readonly sameMonths?: boolean;
  /** Unit → its neighbours: comparison units beside a treated one are moved to the buffer. */
  readonly neighbours?: ReadonlyMap<string, readonly string[]>;
}

/** A stretch of periods by label, and how many of them are used. */
export interface WindowUsed {
  readonly from: string;
  readonly to: string;
  readonly periods: number;
}

export interface BuiltDesign {
  readonly design: Design;
  readonly window: {
    readonly before: WindowUsed;
    readonly after: WindowUsed;
    /** Periods between the ends of the windows that are not used. */
    readonly excluded: readonly { readonly period: string; readonly reason: string }[];
  };
  readonly excludedUnits: readonly { readonly unit: string; readonly reason: string }[];
  readonly warnings: readonly Diagnostic[];
}
