import type { Fact } from "../../model/facts/fact.ts";

/** A sentence for every kind of a family: a kind without one does not compile. */
export type Words<Family, Said = string> = {
  readonly [Kind in keyof Family]: (facts: Family[Kind]) => Said;
};

export const say = <Family, Kind extends keyof Family, Said>(
  words: Words<Family, Said>,
  { kind, facts }: Fact<Family, Kind>,
): Said => words[kind](facts);
