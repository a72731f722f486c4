import { UsageError } from "../model/errors.ts";
import { suggest } from "../model/nearest.ts";
import type { SourceData } from "../model/source-data.ts";
import { exposureColumn } from "./build.ts";

export const outcomesOf = ({ panel }: SourceData): string[] =>
  Object.keys(panel.columns).filter((name) => name !== exposureColumn);

/** An outcome of a source by its name, case ignored. */
export const outcomeIn = (data: SourceData, name: string): string => {
  const known = outcomesOf(data);
  const found =
    known.find((one) => one === name) ?? known.find((one) => one.toLowerCase() === name.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError("usage/outcome", {
    found: `the outcome "${name}" in the source ${data.name}`,
    expected: `one of its ${known.length} outcomes`,
    hint: suggest(name, known),
  });
};
