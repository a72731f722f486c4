import { visibleJson } from "./text.ts";

/**
 * JSON whose bytes depend on nothing but the value: keys in the order in which the value's maker wrote them unless
 * `sorted`, two spaces, a final newline, and no non-finite number (JSON has none, so it becomes null: it does not exist).
 */
export const stableJson = (value: unknown, options: { indent?: number; sorted?: boolean } = {}): string =>
  `${visibleJson(JSON.stringify(clean(value, options.sorted ?? false), undefined, options.indent ?? 2))}\n`;

const clean = (value: unknown, sorted: boolean): unknown => {
  if (typeof value === "number") return Number.isFinite(value) ? (Object.is(value, -0) ? 0 : value) : null;
  if (typeof value === "bigint") return Number(value);
  if (ArrayBuffer.isView(value))
    return Array.from(value as unknown as ArrayLike<number>, (v) => clean(v, sorted));
  if (Array.isArray(value)) return value.map((item) => clean(item, sorted));
  if (value === null || typeof value !== "object") return value;
  // An integer-like key would jump to the front of a plain object and undo the order, so findings have none.
  const entries: [string, unknown][] = Object.entries(value);
  if (sorted) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, held]) => [key, clean(held, sorted)]));
};
