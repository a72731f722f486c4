import type { Column } from "./columns.ts";
import type { chooseDimensions } from "./dimensions.ts";
import type { Choice } from "./roles.ts";
import type { Declarations } from "./settle.ts";

export interface TableGuess {
  readonly declarations: Declarations;
  readonly reasons: readonly string[];
  readonly questions: readonly string[];
  /** Averaged and never added up. */
  readonly level: boolean;
}

/** Why no source can be made of a table. */
export interface NoGuess {
  readonly why: string;
}

export const isGuess = (found: TableGuess | NoGuess): found is TableGuess => "declarations" in found;

export const single = <T>(list: readonly T[]): T | readonly T[] => (list.length === 1 ? list[0]! : list);
export const namesOf = (columns: readonly Column[]) => single(columns.map(({ name }) => name));
export const whys = (choices: readonly (Choice<unknown> | undefined)[]): string[] =>
  choices.flatMap((choice) =>
    choice ? [choice.next === undefined ? choice.why : `${choice.why} (next: "${choice.next}")`] : [],
  );

export const dimensionDeclarations = ({
  where,
  sumOver,
}: ReturnType<typeof chooseDimensions>): Declarations => ({
  ...(Object.keys(where).length > 0 ? { where } : {}),
  ...(sumOver.length > 0 ? { "sum-over": sumOver } : {}),
});
