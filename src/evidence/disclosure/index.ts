import type { DisclosureEvidence, Edition, Protect } from "../../model/disclosure.ts";
import { PrivacyError } from "../../model/errors.ts";
import type { Finding, PublishableFinding } from "../../model/finding.ts";
import { boundHidden } from "./attack.ts";
import { coarsened } from "./coarsen.ts";
import { cellAddress, editionOf } from "./edition.ts";
import { leastWidth, ruleOf } from "./rule.ts";
import { closeUnder, primaryCells, refuseSmallTable } from "./suppress.ts";
import { withhold } from "./withhold.ts";

export { attackFinding, boundHidden } from "./attack.ts";
export { dominatedTotals } from "./dominance.ts";
export { editionOf } from "./edition.ts";
export { attackIndex, codedAs, hiddenCounts } from "./index-counts.ts";
export { stillTrue } from "./revisions.ts";
export { asDisclosure, type DeclaredDisclosure, leastWidth, ruleFor, strictest } from "./rule.ts";

/** What readers already hold of this report. */
export interface History {
  readonly earlier: readonly Edition[];
  readonly leftOut: readonly string[];
}

/** The two sentences of the page, said again about the numbers that may be printed. */
export type Words = (finding: Finding) => Pick<Finding["headline"], "sentence" | "range_sentence">;

/**
 * The only way to a page: a finding whose counts, effects, charts and sentences may be printed. The rule is the one
 * that the finding carries; a finding without one is held to the usual protection.
 *
 * Throws PrivacyError disclosure/headline where the answer itself is about too few people; disclosure/differencing
 * where, beside what readers already hold, no pattern of hidden cells protects them.
 */
export const publish = (
  finding: Finding,
  options: { readonly history?: History; readonly words?: Words } = {},
): PublishableFinding => {
  if (finding.disclosure?.applied) return finding as PublishableFinding;
  const rule = ruleOf(finding.disclosure);
  if (!rule)
    return { ...finding, disclosure: { ...finding.disclosure!, applied: true } } as PublishableFinding;
  const { earlier, leftOut: before } = options.history ?? { earlier: [], leftOut: [] };
  refuseSmallTable(finding, rule);
  const { finding: kept, leftOut } = withhold(finding, rule, before);
  const stable = hiddenBefore(earlier, finding);
  const first = new Set([...primaryCells(finding, rule), ...stable]);
  if (first.size === 0) return sealed(kept, rule, { hidden: [], leftOut });
  const protectedOne = hide(kept, first, rule, earlier);
  const { sentence, range_sentence } = options.words?.(protectedOne.finding) ?? protectedOne.finding.headline;
  const headline = {
    ...protectedOne.finding.headline,
    sentence,
    ...(range_sentence === undefined ? {} : { range_sentence }),
  };
  return sealed({ ...protectedOne.finding, headline }, rule, {
    hidden: protectedOne.hidden,
    leftOut: [...leftOut, ...byPeriod(kept)],
    digits: protectedOne.digits,
  });
};

/** Cells that were hidden once stay hidden: a pattern that moves gives itself away by moving. */
const hiddenBefore = (earlier: readonly Edition[], { series }: Finding): string[] =>
  (["treated", "comparison"] as const).flatMap((arm) => {
    const known = new Set(series.filter((point) => point[arm] !== null).map(({ period }) => period));
    return earlier
      .flatMap(({ cells }) => cells[arm].flatMap(([period, value]) => (value === null ? [period] : [])))
      .filter((period) => known.has(period))
      .map((period) => cellAddress(period, arm));
  });

/** Effects keep two digits, or one where two would narrow the totals too far. */
const hide = (finding: Finding, first: ReadonlySet<string>, rule: Protect, earlier: readonly Edition[]) => {
  for (const digits of [2, 1]) {
    const printed = (hidden: ReadonlySet<string>): Finding =>
      marked(coarsened(finding, hidden, rule, digits), rule, { hidden: [...hidden], leftOut: [], digits });
    const hidden = closeUnder(finding, first, rule, earlier, (cells) => editionOf(printed(cells)));
    if (hidden)
      return {
        finding: coarsened(finding, hidden, rule, digits),
        hidden: finding.series.flatMap(({ period }) =>
          (["treated", "comparison"] as const)
            .map((arm) => cellAddress(period, arm))
            .filter((address) => hidden.has(address)),
        ),
        digits,
      };
  }
  throw new PrivacyError("disclosure/differencing", {
    found: `small counts of ${finding.study.id} that could be worked out from its totals${earlier.length > 0 ? " and the editions before this one" : ""}`,
    expected: "counts that stay hidden however the printed numbers are combined",
    hint: "add periods two or more at a time, round more coarsely (disclosure: { rounding: 10 }), or take larger units",
  });
};

const byPeriod = ({ charts, event_study, estimates }: Finding): string[] => [
  ...(event_study.length > 0 || estimates.some(({ event_time: e, period: p }) => e !== null || p !== null)
    ? ["estimates for single periods"]
    : []),
  ...(charts?.units ? ["counts of single units by period"] : []),
  ...(charts?.map ? ["change by unit"] : []),
];

interface Outcome {
  readonly hidden: readonly string[];
  readonly leftOut: readonly string[];
  readonly digits?: number;
}

const marked = (
  finding: Finding,
  { kind, ...numbers }: Protect,
  { hidden, leftOut, digits }: Outcome,
): Finding => ({
  ...finding,
  disclosure: {
    rule: kind,
    applied: true,
    ...numbers,
    ...(digits === undefined ? {} : { digits }),
    hidden,
    left_out: leftOut,
    sentence: sentenceOf(numbers, { hidden, leftOut, ...(digits === undefined ? {} : { digits }) }),
  },
});

const sealed = (finding: Finding, rule: Protect, outcome: Outcome): PublishableFinding =>
  marked(finding, rule, outcome) as PublishableFinding;

const sentenceOf = (rule: Omit<Protect, "kind">, { hidden, leftOut, digits }: Outcome): string =>
  [
    `Disclosure control: no count below ${rule.threshold} is printed${rule.zeros === "show" ? ", but for zeros" : ""}.`,
    hidden.length === 0
      ? "None had to be hidden."
      : `${hidden.length} counts are hidden: small ones, and as many more as it takes that totals do not give them away.`,
    ...(digits === undefined
      ? []
      : [
          `${rule.rounding > 1 ? `Other counts are rounded to the nearest ${rule.rounding} and do not add up exactly; effects` : "Effects"} keep ${digits === 1 ? "one digit" : `${digits} digits`}.`,
        ]),
    ...(leftOut.length === 0 ? [] : [`Left out: ${leftOut.join("; ")}.`]),
    "This helps a person who checks outputs; it does not take that person's place.",
  ].join(" ");

/** A finding as read from disk, if it had passed disclosure control before it was written. */
export const published = (finding: Finding): PublishableFinding | undefined =>
  finding.disclosure?.applied ? (finding as PublishableFinding) : undefined;

/** The evidence file of a published finding; undefined where nothing was to be protected. */
export const evidenceOf = (finding: PublishableFinding, history: History): DisclosureEvidence | undefined => {
  const rule = ruleOf(finding.disclosure);
  if (!rule) return undefined;
  const { kind: _kind, ...numbers } = rule;
  const bounds = boundHidden([...history.earlier, editionOf(finding)], rule);
  return {
    schema: "whatworks/disclosure/1",
    study: finding.study.id,
    rule: numbers,
    least_width: leastWidth(rule),
    hidden: bounds.map(({ arm, period, low, high }) => ({
      address: cellAddress(period, arm),
      low,
      high: Number.isFinite(high) ? high : null,
    })),
    left_out: finding.disclosure?.left_out ?? [],
    earlier: history.earlier,
  };
};

/** What readers hold once this edition is out: an edition that says nothing new is not listed twice. */
export const historyOf = (
  previous: Finding | undefined,
  evidence: DisclosureEvidence | undefined,
): History => {
  const earlier = evidence?.earlier ?? [];
  if (!previous?.disclosure?.applied || previous.disclosure.rule === "none")
    return { earlier, leftOut: evidence?.left_out ?? [] };
  return { earlier: [...earlier, editionOf(previous)], leftOut: evidence?.left_out ?? [] };
};

/** The history to write down: without an edition that is the same as the one just made. */
export const settled = (history: History, now: PublishableFinding): History => {
  const same = JSON.stringify(editionOf(now));
  return { ...history, earlier: history.earlier.filter((one) => JSON.stringify(one) !== same) };
};
