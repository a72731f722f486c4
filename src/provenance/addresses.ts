export type Leaf = string | number | boolean | null;

/** What tells the items of a list apart, most telling first: an address survives when items come and go. */
const names = [
  "id",
  "method",
  "term",
  "comparison",
  "cohort",
  "period",
  "event_time",
  "m",
  "area",
  "unit",
  "arm",
] as const;
const lastResort = [
  "name",
  "code",
  "threat",
  "crime",
  "who",
  "season",
  "group",
  "partner",
  "item",
  "factor",
  "year",
] as const;

const numbered = new Set(["event_time", "m", "year"]);

const labelOf = (item: unknown): string => {
  if (item === null || typeof item !== "object") return "";
  const held = item as Readonly<Record<string, unknown>>;
  // A number tells items apart only where it is a place or a setting: `comparison` may be a name or a count.
  const tells = (key: string): boolean =>
    typeof held[key] === "string" || (numbered.has(key) && typeof held[key] === "number");
  const from = (keys: readonly string[]): string =>
    keys
      .filter(tells)
      .map((key) => held[key])
      .join(" ");
  return from(names) || from(lastResort);
};

/** Labels of a list's items; their place in the list where labels are missing or repeat. */
const labels = (items: readonly unknown[]): string[] => {
  const found = items.map(labelOf);
  return new Set(found).size === found.length && !found.includes("") ? found : items.map((_, k) => `${k}`);
};

/**
 * Every number, word and truth value of a document under its address, in the order of the document:
 * `headline.estimate`, `series[2024-04].treated`, `estimates[did att].std_error`.
 */
export const addresses = (value: unknown): Map<string, Leaf> => {
  const found = new Map<string, Leaf>();
  const walk = (part: unknown, address: string): void => {
    if (Array.isArray(part)) {
      const named = labels(part);
      part.forEach((item, k) => {
        walk(item, `${address}[${named[k]}]`);
      });
    } else if (part !== null && typeof part === "object") {
      for (const [key, held] of Object.entries(part)) walk(held, address === "" ? key : `${address}.${key}`);
    } else if (part !== undefined) found.set(address, part as Leaf);
  };
  walk(value, "");
  return found;
};

/** The part of a document at an address, numbers of places allowed too: `estimates[0]`, `estimates.0`, `headline`. */
export const partAt = (
  value: unknown,
  address: string,
): { readonly address: string; readonly part: unknown } | undefined => {
  let part = value;
  let exact = "";
  for (const step of steps(address)) {
    if (Array.isArray(part)) {
      const named = labels(part);
      const k = named.indexOf(step) >= 0 ? named.indexOf(step) : /^\d+$/.test(step) ? Number(step) : -1;
      if (k < 0 || k >= part.length) return undefined;
      exact += `[${named[k]}]`;
      part = part[k];
    } else if (part !== null && typeof part === "object" && Object.hasOwn(part, step)) {
      exact += exact === "" ? step : `.${step}`;
      part = Reflect.get(part, step);
    } else return undefined;
  }
  return { address: exact, part };
};

const steps = (address: string): string[] =>
  [...address.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, inBrackets, plain]) => inBrackets ?? plain!);
