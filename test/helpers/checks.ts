import type { CheckOutcome, CheckResult } from "../../src/model/check.ts";
import type { CheckFacts, CheckFamily, LeadsFacts } from "../../src/model/facts/check.ts";
import { type Fact, nothing } from "../../src/model/facts/fact.ts";

/** What a check found, when it found something of this kind. */
export const factsOf = <Kind extends keyof CheckFamily>(
  outcome: CheckOutcome,
  kind: Kind,
): CheckFamily[Kind] => {
  const isKind = (one: CheckFacts): one is CheckFacts & Fact<CheckFamily, Kind> => one.kind === kind;
  const facts: CheckFacts = outcome;
  if (!isKind(facts)) throw new Error(`${outcome.id} found ${outcome.kind}, not ${kind}`);
  return facts.facts;
};

/** A joint test of two leads that found a drift. */
export const driftFacts: LeadsFacts = {
  scale: "log",
  f: 9.5,
  df1: 2,
  joint_p: 0.01,
  carried: -0.05,
  drift: { slope: -0.01, standardError: 0.002, statistic: -5, df: 8, p: 0.001, treated: 6, periods: 24 },
  df2: 17,
  p: 0.0017,
  slope50: 0.01,
  slope80: 0.02,
  bias80: 0.1,
  estimate: -0.15,
  leads: [],
};

/** A check of which only id, status and sentence matter. */
export const checkResult = (
  id: string,
  title: string,
  status: CheckResult["status"],
  sentence: string,
): CheckResult => ({ id, title, status, sentence, kind: "leads-untestable", facts: nothing });
