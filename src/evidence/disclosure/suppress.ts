import type { Arm, Edition, Protect } from "../../model/disclosure.ts";
import { PrivacyError } from "../../model/errors.ts";
import type { Finding } from "../../model/finding.ts";
import { boundHidden, isNarrow, isSmall } from "./attack.ts";
import { arms, cellAddress } from "./edition.ts";

/**
 * Refuses a finding whose own answer is about too few: the four totals of the table stand behind every number of the
 * page, so with one of them below the threshold, or made up by a few units all but alone, nothing is left to publish.
 *
 * Throws PrivacyError disclosure/headline, disclosure/dominance.
 */
export const refuseSmallTable = ({ counts, study, disclosure }: Finding, rule: Protect): void => {
  const { top, share } = rule.dominance;
  const dominated = (disclosure?.dominated ?? []).filter((address) => address.startsWith("counts."));
  if (dominated.length > 0)
    throw new PrivacyError("disclosure/dominance", {
      found: `${dominated.length} of the totals behind the answer of ${study.id} that ${top} units make up to ${Math.round(100 * share)}% or more`,
      expected: "totals that no few units make up all but alone: each of them could work out the others",
      hint: "compare more units of a like size, or declare another limit, disclosure: { dominance: { top: 2, share: 0.95 } }",
    });
  const small = arms.flatMap((arm) =>
    (["before", "after"] as const).filter((phase) => {
      const total = counts[arm]?.[phase].total ?? null;
      return total !== null && isSmall(total, rule);
    }),
  );
  if (small.length === 0) return;
  throw new PrivacyError("disclosure/headline", {
    found: `${small.length} of the totals behind the answer of ${study.id} below the disclosure threshold of ${rule.threshold}`,
    expected: `at least ${rule.threshold} events in each group, before and after`,
    hint: "take larger units, a longer window or a broader outcome; if the counts are public already, declare disclosure: { rule: none, reason: … }",
  });
};

/** Cells that may not be printed for their own sake: too few, made up by few units, or all of their total. */
export const primaryCells = (finding: Finding, rule: Protect): Set<string> => {
  const found = new Set<string>();
  const dominated = new Set(finding.disclosure?.dominated);
  for (const point of finding.series)
    for (const arm of arms) {
      const value = point[arm];
      if (value === null) continue;
      const phase = point.phase === "excluded" ? undefined : finding.counts[arm]?.[point.phase];
      const full = rule.zeros === "protect" && phase?.total === value && phase.periods > 1;
      if (isSmall(value, rule) || full || dominated.has(cellAddress(point.period, arm)))
        found.add(cellAddress(point.period, arm));
    }
  return found;
};

/**
 * Further cells to hide, until nothing printed (with every earlier edition) gives a hidden one away. Of the cells that
 * would help, one hidden before is taken first, then the smallest, then the earliest: so that the pattern of one month
 * is still the pattern of the next.
 *
 * @param editionWith The edition that would be printed with these cells hidden.
 * @returns undefined when hiding every cell would not be enough.
 */
export const closeUnder = (
  finding: Finding,
  first: ReadonlySet<string>,
  rule: Protect,
  earlier: readonly Edition[],
  editionWith: (hidden: ReadonlySet<string>) => Edition,
): Set<string> | undefined => {
  const hidden = new Set(first);
  for (;;) {
    const edition = editionWith(hidden);
    const narrow = boundHidden([...earlier, edition], rule).find((bound) => isNarrow(bound, rule));
    if (!narrow) return hidden;
    const next = candidate(finding, narrow.arm, narrow.period, edition, hidden);
    if (next === undefined) return undefined;
    hidden.add(next);
  }
};

const candidate = (
  finding: Finding,
  arm: Arm,
  period: string,
  edition: Edition,
  hidden: ReadonlySet<string>,
): string | undefined => {
  const beside = new Set(
    edition.sums.filter((sum) => sum.arm === arm && sum.periods.includes(period)).flatMap((s) => s.periods),
  );
  return finding.series
    .filter((point) => point[arm] !== null && beside.has(point.period))
    .map((point) => ({ address: cellAddress(point.period, arm), value: point[arm]! }))
    .filter(({ address }) => !hidden.has(address))
    .sort((a, b) => a.value - b.value)[0]?.address;
};
