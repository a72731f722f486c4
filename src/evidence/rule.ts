import type { GradingFacts } from "../model/facts/rating.ts";

/** One line of a grader's rule book, tried in order. */
export interface Rule<Id, Value> {
  readonly id: Id;
  readonly holds: (facts: GradingFacts) => boolean;
  readonly value: Value;
}

/** The first rule that holds; a rule book always ends with one that does. */
export const firstRule = <Id, Value>(
  rules: readonly Rule<Id, Value>[],
  facts: GradingFacts,
): Rule<Id, Value> => rules.find((rule) => rule.holds(facts)) ?? rules.at(-1)!;
