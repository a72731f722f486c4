import { type Comparison, compareEditions } from "../../provenance/compare.ts";
import { asBefore } from "./as-before.ts";
import { type Edition, readEdition, type ToldReport } from "./editions.ts";
import type { Family } from "./entry.ts";
import { family as everyKind } from "./family.ts";

export interface ComparedReport extends Comparison {
  /** The key of its kind. */
  readonly kind: string;
}

export interface Compared {
  readonly old: string;
  readonly new: string;
  /** Every report that both editions have. */
  readonly family: readonly ComparedReport[];
  /** Those of studies among them. */
  readonly studies: readonly ComparedReport[];
  /** Reports that only one edition has. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Two editions of reports: which numbers moved, by how much, because of which input. */
export const compare = (
  old: string,
  now: string,
  workspaceFolder: string,
  kinds: Family = everyKind,
): Compared => {
  const before = readEdition(old, workspaceFolder, kinds);
  const after = readEdition(now, workspaceFolder, kinds);
  const pairs = pairsOf(before, after, kinds);
  const family = pairs.map(([was, is]) => ({ kind: is.kind, ...compareEditions(was, is) }));
  const alone = (edition: Edition): string[] =>
    [...edition.values()]
      .filter((one) => !pairs.some((pair) => pair.includes(one)))
      .map(({ id }) => id)
      .sort();
  const { studies } = asBefore(family);
  return { old, new: now, family, studies, added: alone(after), removed: alone(before) };
};

/** Reports of one name in both editions, by kind and name; two single ones whatever they are called: one may have been renamed. */
const pairsOf = (before: Edition, after: Edition, kinds: Family): [ToldReport, ToldReport][] => {
  const [[was], [is]] = [[...before.values()], [...after.values()]];
  if (before.size === 1 && after.size === 1 && was!.kind === is!.kind) return [[was!, is!]];
  return kinds.flatMap(({ key }) =>
    [...after.values()]
      .filter(({ kind, id }) => kind === key && before.has(`${kind} ${id}`))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((one): [ToldReport, ToldReport] => [before.get(`${one.kind} ${one.id}`)!, one]),
  );
};

export type { Comparison, MovedNumber } from "../../provenance/compare.ts";
