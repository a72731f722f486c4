/**
 * What protects people who can be seen through small numbers. `none` is for data that are already public or invented,
 * or where someone gives a reason; the reason is printed.
 */
export type DisclosureRule =
  | { readonly kind: "none"; readonly reason: string }
  | {
      readonly kind: "protect";
      /** Counts below this are not printed. */
      readonly threshold: number;
      /** Where anything is hidden, every other count is rounded to a multiple of this; 1 is no rounding. */
      readonly rounding: number;
      /** A total is hidden too where this many units hold at least this share of it. */
      readonly dominance: { readonly top: number; readonly share: number };
      /** Whether a zero (and a cell that holds all of its total) tells on people as well. */
      readonly zeros: "protect" | "show";
      /** One row of the source is one event, so that numbers of rows are counts too. */
      readonly records: boolean;
    };

export type Protect = Extract<DisclosureRule, { kind: "protect" }>;

/** Threshold 10, two units holding 90%: the defaults of secure research services. Rounding to 5 as official statistics do. */
export const usualProtection: Protect = {
  kind: "protect",
  threshold: 10,
  rounding: 5,
  dominance: { top: 2, share: 0.9 },
  zeros: "protect",
  records: false,
};

export type Arm = "treated" | "comparison";

/** What one edition of a report says about the counts of one outcome: the attacker's raw material. */
export interface Edition {
  readonly rounding: number;
  /** Printed totals of an arm by period; null where hidden. A period that is not here was not measured. */
  readonly cells: Readonly<Record<Arm, readonly (readonly [period: string, value: number | null])[]>>;
  /** Sums over periods of an arm, as closely as everything printed lets them be known. */
  readonly sums: readonly {
    readonly arm: Arm;
    readonly periods: readonly string[];
    readonly low: number;
    readonly high: number;
  }[];
}

/** `disclosure.json`: what was hidden and how closely an attacker could guess it, for a person who checks outputs. */
export interface DisclosureEvidence {
  readonly schema: "whatworks/disclosure/1";
  readonly study: string;
  readonly rule: Omit<Protect, "kind">;
  /** An interval at least this wide is left for every hidden count. */
  readonly least_width: number;
  readonly hidden: readonly {
    readonly address: string;
    /** From everything printed, earlier editions included; null where there is no upper bound. */
    readonly low: number;
    readonly high: number | null;
  }[];
  readonly left_out: readonly string[];
  /** Earlier editions that readers may hold. */
  readonly earlier: readonly Edition[];
}
