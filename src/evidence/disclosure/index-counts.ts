import { extent } from "../../maths/linear-program.ts";
import type { Protect } from "../../model/disclosure.ts";
import { countAddress } from "../../model/index-names.ts";
import type { SafetyIndex } from "../../model/safety-index.ts";
import { isSmall } from "./attack.ts";
import { leastWidth, ruleOf } from "./rule.ts";

/*
 * Small counts of an index. A small one is coded before anything is computed: it counts as the middle of what it may
 * be, so that no score, mean, interval or figure depends on it, and nothing printed can give it away but a count that
 * shares some of its events. Those are bounded by linear programming, and left out where they would.
 */

/** One printed count of one area and year, and which outcomes it adds up. */
export interface AreaCount {
  readonly id: string;
  readonly parts: readonly string[];
  /** What is printed; null where it is hidden. */
  readonly printed: number | null;
}

/** What a hidden count may be, and what it counts as. */
export const codedAs = ({
  threshold,
  zeros,
}: Pick<Protect, "threshold" | "zeros">): { low: number; high: number; middle: number } => {
  const [low, high] = [zeros === "protect" ? 0 : 1, threshold - 1];
  return { low, high, middle: (low + high) / 2 };
};

/** How closely the printed counts of one area and year let one sum of outcomes be known. */
export const extentOf = (
  counts: readonly AreaCount[],
  parts: readonly string[],
): readonly [low: number, high: number] => {
  const names = [...new Set([...parts, ...counts.flatMap((one) => one.parts)])];
  const terms = (of: readonly string[]) => of.map((name) => [names.indexOf(name), 1] as const);
  const program = {
    lower: new Float64Array(names.length),
    upper: new Float64Array(names.length).fill(Number.POSITIVE_INFINITY),
    rows: counts.flatMap(({ parts: own, printed }) =>
      printed === null ? [] : [{ terms: terms(own), low: printed, high: printed }],
    ),
  };
  return extent(program, terms(parts)) ?? [0, 0];
};

/**
 * Which counts of one area and year are hidden: `small` for their own sake, `beside` because with the others they
 * would give a small outcome away.
 *
 * @param truth Every outcome's own count, small ones too. @param counts All printed.
 */
export const hiddenCounts = (
  counts: readonly (AreaCount & { readonly printed: number })[],
  truth: ReadonlyMap<string, number>,
  rule: Protect,
): { readonly small: ReadonlySet<string>; readonly beside: ReadonlySet<string> } => {
  const small = new Set(counts.filter(({ printed }) => isSmall(printed, rule)).map(({ id }) => id));
  const beside = new Set<string>();
  const secrets = [
    ...[...truth].filter(([, value]) => isSmall(value, rule)).map(([name]) => [name]),
    ...counts.filter(({ id }) => small.has(id)).map(({ parts }) => parts),
  ];
  for (;;) {
    const shown = counts.map((one) =>
      small.has(one.id) || beside.has(one.id) ? { ...one, printed: null } : one,
    );
    const told = secrets.find((parts) => tells(shown, parts, rule));
    if (!told) return { small, beside };
    beside.add(nextToHide(shown, told, rule));
  }
};

/** The smallest count without which the secret is safe; where no single one is enough, one that holds it. */
const nextToHide = (shown: readonly AreaCount[], secret: readonly string[], rule: Protect): string => {
  const printed = shown
    .filter((one) => one.printed !== null)
    .sort((a, b) => a.printed! - b.printed! || (a.id < b.id ? -1 : 1));
  const without = (id: string): AreaCount[] =>
    shown.map((one) => (one.id === id ? { ...one, printed: null } : one));
  const enough = printed.find(({ id }) => !tells(without(id), secret, rule));
  return (enough ?? printed.find(({ parts }) => parts.some((part) => secret.includes(part)))!).id;
};

const tells = (counts: readonly AreaCount[], parts: readonly string[], rule: Protect): boolean => {
  if (!counts.some((one) => one.printed !== null && one.parts.some((part) => parts.includes(part))))
    return false;
  const [low, high] = extentOf(counts, parts);
  return Math.floor(high + 1e-6) - Math.ceil(low - 1e-6) < leastWidth({ ...rule, rounding: 1 });
};

interface Shown extends AreaCount {
  /** The rate that is printed beside the count. */
  readonly value: number | null;
}

/** Why an index must not go out as it stands, from its own JSON alone; empty when it may. */
export const attackIndex = (index: SafetyIndex): { readonly address: string; readonly message: string }[] => {
  const rule = ruleOf(index.disclosure);
  if (!rule) return [];
  const hidden = new Set(index.disclosure.hidden);
  const parts = new Map(
    index.indicators.map(({ id, source, outcomes }) => [id, outcomes.map((name) => `${source}: ${name}`)]),
  );
  const isProtected = (id: string): boolean => !index.disclosure.open.includes(id);
  return index.areas.flatMap(({ area, indicators }) =>
    index.periods.flatMap((period, t) => {
      const counts = indicators.flatMap(({ id, counts: own, values }): Shown[] =>
        own === null || !isProtected(id)
          ? []
          : [{ id, parts: parts.get(id)!, printed: own[t] ?? null, value: values[t] ?? null }],
      );
      return counts.flatMap((one) => {
        const address = countAddress(area, one.id, period);
        const fault = faultOf(one, counts, hidden.has(address), rule);
        return fault ? [{ address, message: `${fault}: ${one.id}, ${area}, ${period}` }] : [];
      });
    }),
  );
};

const faultOf = (
  { parts, printed, value }: Shown,
  counts: readonly Shown[],
  isHidden: boolean,
  rule: Protect,
): string | undefined => {
  if (printed !== null && isSmall(printed, rule)) return `a count below ${rule.threshold} is printed`;
  if (!isHidden) return undefined;
  if (value !== null || printed !== null) return "a hidden count is printed";
  return tells(counts, parts, rule) ? "a hidden count can be worked out" : undefined;
};
