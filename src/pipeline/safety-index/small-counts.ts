import { codedAs, hiddenCounts } from "../../evidence/disclosure/index.ts";
import type { DisclosureRule, Protect } from "../../model/disclosure.ts";
import type { IndicatorColumn } from "../../panel/index.ts";
import { type Asked, outcomesOf, type ReadIndicator } from "./indicators.ts";

interface Read extends ReadIndicator {
  readonly asked: Asked;
}

/**
 * The indicators with every count that may not be printed taken out, before anything is computed from them: a small
 * one counts as the middle of what it may be, one that would give a small one away is missing. What is computed then
 * is the same whatever the small counts are, so that nothing printed can tell them.
 */
export const withoutSmall = (
  read: readonly Read[],
  rules: ReadonlyMap<string, DisclosureRule>,
): IndicatorColumn[] => {
  const columns = new Map(read.map(({ column }) => [column.id, column]));
  for (const [source, rule] of rules) {
    if (rule.kind !== "protect") continue;
    const own = read.filter(({ column, asked }) => column.count && asked.config.source === source);
    for (const column of codedColumns(own, rule)) columns.set(column.id, column);
  }
  return [...columns.values()];
};

/** Counts of one source: those that share outcomes are looked at together. */
const codedColumns = (own: readonly Read[], rule: Protect): IndicatorColumn[] => {
  const { low, high, middle } = codedAs(rule);
  const coded = own.map(({ column }) => ({
    column,
    value: Float64Array.from(column.value),
    count: Float64Array.from(column.count!),
    cells: new Uint8Array(column.value.length),
  }));
  for (let c = 0; c < (own[0]?.column.value.length ?? 0); c++) {
    const here = own.filter(({ column }) => !Number.isNaN(column.count![c]!));
    const { small, beside } = hiddenCounts(
      here.map(({ column, asked }) => ({
        id: column.id,
        parts: outcomesOf(asked),
        printed: column.count![c]!,
      })),
      new Map(here.flatMap(({ parts }) => [...parts].map(([name, counts]) => [name, counts[c]!] as const))),
      rule,
    );
    for (const one of coded) {
      const isSmall = small.has(one.column.id);
      if (!isSmall && !beside.has(one.column.id)) continue;
      one.count[c] = Number.NaN;
      one.value[c] = isSmall ? middle * one.column.perEvent![c]! : Number.NaN;
      one.cells[c] = isSmall ? 1 : 2;
    }
  }
  return coded.map(({ column, value, count, cells }) => ({
    ...column,
    value,
    count,
    hidden: { cells, low, high },
  }));
};
