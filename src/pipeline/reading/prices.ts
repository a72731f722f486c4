import { readDeflator, readShares, readUnitCosts, readWeights } from "../../ingest/typed/economics.ts";
import type { Protocol } from "../../model/protocol.ts";
import type { Prices } from "../evaluate/question.ts";

type File = { readonly path: string; readonly name: string };

const keys = ["costs", "unit-costs", "weights", "deflator", "shares"] as const;

/** The small files of a study's economics, in the order in which its report lists them. */
export const economicsFiles = ({ economics }: Protocol): string[] =>
  keys.flatMap((key) => (economics?.[key] === undefined ? [] : [economics[key]]));

/** Reads all but the costs; `refer` turns a name and its key into a path. Rows of each file are counted beside it. */
export const readPrices = async (
  { id, economics }: Protocol,
  refer: (name: string, key: string) => File,
): Promise<{ prices: Prices; rows: ReadonlyMap<string, number> }> => {
  const rows = new Map<string, number>();
  const read = async <T>(
    key: (typeof keys)[number],
    reader: (file: File) => Promise<T>,
    size: (value: T) => number,
  ): Promise<T | undefined> => {
    const name = economics?.[key];
    if (name === undefined) return undefined;
    const value = await reader(refer(name, `studies.${id}.economics.${key}`));
    rows.set(name, size(value));
    return value;
  };
  const length = (value: readonly unknown[]): number => value.length;
  return {
    prices: {
      unitCosts: (await read("unit-costs", readUnitCosts, length)) ?? [],
      weights: (await read("weights", readWeights, length)) ?? [],
      deflator: await read("deflator", readDeflator, (value) => value.size),
      shares: (await read("shares", readShares, length)) ?? [],
    },
    rows,
  };
};
