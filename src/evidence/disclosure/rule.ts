import { type DisclosureRule, type Protect, usualProtection } from "../../model/disclosure.ts";
import type { Disclosure } from "../../model/finding.ts";

/** What a workspace says about disclosure, where it says anything. */
export interface DeclaredDisclosure {
  readonly rule?: "protect" | "none" | undefined;
  readonly reason?: string | undefined;
  readonly threshold?: number | undefined;
  readonly rounding?: number | undefined;
  readonly dominance?: { readonly top: number; readonly share: number } | undefined;
  readonly zeros?: "protect" | "show" | undefined;
}

const published = ["police-uk-street", "london-borough"];

/** The rule for one source: nothing to protect in invented data and open tables; else as declared, else the usual one. */
export const ruleFor = (source: {
  readonly format: string;
  readonly invented: boolean;
  /** A level is no count of people or events. */
  readonly measure?: "count" | "level";
  readonly declared?: DeclaredDisclosure | undefined;
}): DisclosureRule => {
  const { format, invented, measure, declared = {} } = source;
  if (invented) return { kind: "none", reason: "the data are invented" };
  if (measure === "level") return { kind: "none", reason: "the outcome is a level and counts nothing" };
  if (declared.rule === "none") return { kind: "none", reason: declared.reason ?? "no reason was given" };
  if (published.includes(format) && declared.rule === undefined && declared.threshold === undefined)
    return { kind: "none", reason: "the counts are open data, published by the police" };
  const { threshold, rounding, dominance, zeros } = declared;
  return {
    ...usualProtection,
    ...(threshold === undefined ? {} : { threshold }),
    ...(rounding === undefined ? {} : { rounding }),
    ...(dominance === undefined ? {} : { dominance }),
    ...(zeros === undefined ? {} : { zeros }),
    records: format === "incidents",
  };
};

/** What is printed together is protected together: one source that needs it protects the page. */
export const strictest = (rules: readonly DisclosureRule[]): DisclosureRule =>
  rules.find(({ kind }) => kind === "protect") ?? rules[0]!;

/** A rule as a finding carries it until it is published, with the totals that few units make up. */
export const asDisclosure = (
  rule: DisclosureRule,
  dominatedBy: (rule: Protect) => readonly string[] = () => [],
): Disclosure => {
  if (rule.kind === "none")
    return { rule: "none", hidden: [], sentence: `No count was hidden: ${rule.reason}.` };
  const { kind, ...numbers } = rule;
  return {
    rule: kind,
    ...numbers,
    dominated: dominatedBy(rule),
    hidden: [],
    sentence: "Disclosure control has not been applied yet.",
  };
};

export const ruleOf = (disclosure: Partial<Disclosure> | undefined): Protect | undefined => {
  if (disclosure?.rule === "none") return undefined;
  // A finding that says nothing about its source is held to the usual rule.
  const { threshold, rounding, dominance, zeros, records } = { ...usualProtection, ...disclosure };
  return { kind: "protect", threshold, rounding, dominance, zeros, records };
};

/**
 * How wide an interval must be left for every hidden count: half the threshold, but never more than rounding can
 * keep up between two editions whose totals differ by one hidden period.
 */
export const leastWidth = ({ threshold, rounding }: Pick<Protect, "threshold" | "rounding">): number => {
  const half = Math.ceil(threshold / 2);
  return Math.max(1, rounding > 1 ? Math.min(half, rounding - 1) : half);
};
