import type { SourceRequest } from "../../model/source.ts";
import type { Row } from "../gate/bytes.ts";
import { findColumn } from "../gate/find-columns.ts";
import { visibleText } from "../gate/hidden.ts";
import { shownNames } from "../people/shown.ts";

/**
 * Which columns that nobody reads change from row to row: where a key stands twice, one of them tells the two rows
 * apart, and is what to declare.
 */
export const watchVarying = (
  header: readonly string[],
  used: readonly number[],
  { drop = [] }: Pick<SourceRequest, "drop">,
) => {
  const dropped = new Set(drop.map((name) => findColumn(header, name)));
  const steady = new Set(
    [...header.keys()].filter((i) => header[i] !== "" && !used.includes(i) && !dropped.has(i)),
  );
  const varying: number[] = [];
  let first: Row | undefined;
  return {
    row(row: Row): void {
      first ??= row;
      if (steady.size === 0) return;
      for (const i of steady)
        if (row.cells[i] !== first.cells[i]) {
          steady.delete(i);
          varying.push(i);
        }
    },
    /** What settles a key that stands twice, as it is typed. */
    fix(): string {
      if (varying.length === 0) return "keep one of the two rows";
      const names = varying.sort((a, b) => a - b).map((i) => header[i]!);
      const sums = names.map((name) => `--sum-over "${name}"`).join(" ");
      const example = visibleText(first!.cells[varying[0]!]!);
      const shown = shownNames([example], 1);
      return `if they are parts of one count, add them up: ${sums}; if they measure different things, keep one: --where "${names[0]}=${shown}"; else keep one of the two rows`;
    },
  };
};
