import type { ArmCount, Finding } from "../../model/finding.ts";
import { type Block, heading, left, paragraph, right, type Table, table } from "../document.ts";
import {
  capital,
  confidence,
  count,
  differenceIn,
  effect,
  effectCells,
  listWords,
  percent,
  perPeriod,
  plural,
  pValue,
  rangeWords,
} from "../numbers.ts";
import { columnFormat, intervalCell } from "../tables.ts";
import { verdictWords } from "../words/headline.ts";
import { figuresAbove, figuresIn, type Section } from "./section.ts";

/** What happened: the figure, the counts, the effect in several dresses, and every other outcome. */
export const effectSection: Section = {
  id: "effect",
  build: (page) => [
    heading(2, "Effect"),
    ...figuresAbove(page, "effect").map(({ image }) => image),
    countsTable(page.finding),
    ...figuresAbove(page, "effect").map(({ numbers }) => numbers),
    effectTable(page.finding),
    ...afterItEnded(page.finding),
    ...figuresIn(page, "effect"),
    ...naive(page.finding),
    ...badSpell(page.finding),
    ...otherOutcomes(page.finding),
  ],
};

/** The headline is of the time while it was on; whether anything was left of it afterwards is another question. */
const afterItEnded = (finding: Finding): Block[] => {
  const { persistence, outcome } = finding;
  if (!persistence || persistence.estimate === null) return [];
  const { while_on: on, afterwards, scale, estimate, conf_low: low, conf_high: high } = persistence;
  const length = (periods: number): string => plural(periods, perPeriod(outcome.frequency));
  const interval =
    low === null || high === null
      ? ""
      : ` (${confidence(finding)} interval ${effect(low, scale)} to ${effect(high, scale)})`;
  return [
    paragraph(
      `The estimate is of the time while it was on (${rangeWords(on.from, on.to)}, ${length(on.periods)}). ` +
        `After it had ended (${rangeWords(afterwards.from, afterwards.to)}, ${length(afterwards.periods)}) the ` +
        `${scale === "rate-ratio" ? "ratio" : "difference"} was ${effect(estimate, scale)}${interval}.`,
    ),
  ];
};

const countsTable = (finding: Finding): Table => {
  const { counts, data, outcome } = finding;
  const { before, after } = data.window;
  const per = perPeriod(outcome.frequency);
  const arms: (readonly [words: string, arm: ArmCount])[] = [["Treated units", counts.treated]];
  if (counts.comparison) arms.push(["Comparison units", counts.comparison]);
  const format = columnFormat(arms.flatMap(([, arm]) => [arm.before.per_period, arm.after.per_period]));
  const length = (periods: number): string => plural(periods, per);
  if (outcome.measure === "level") return levelTable(finding, arms, length);
  return table(
    `${capital(outcome.unit)} before (${rangeWords(before.from, before.to)}, ${length(before.periods)}) and after (${rangeWords(after.from, after.to)}, ${length(after.periods)})`,
    [
      left("Group"),
      right("Total before"),
      right("Total after"),
      right(`Mean a ${per} before`),
      right(`Mean a ${per} after`),
      right("Change in mean"),
    ],
    arms.map(([words, arm]) => [
      `${words} (${count(arm.units)})`,
      count(arm.before.total),
      count(arm.after.total),
      format(arm.before.per_period),
      format(arm.after.per_period),
      percent(arm.percent_change, 1),
    ]),
  );
};

/** Means over units and periods: the totals of a score would be the score of nothing. */
const levelTable = (
  { data, outcome }: Finding,
  arms: readonly (readonly [words: string, arm: ArmCount])[],
  length: (periods: number) => string,
): Table => {
  const { before, after } = data.window;
  const format = columnFormat(
    arms.flatMap(([, arm]) => [arm.before.per_unit_period, arm.after.per_unit_period]),
  );
  return table(
    `Mean ${outcome.unit} before (${rangeWords(before.from, before.to)}, ${length(before.periods)}) and after (${rangeWords(after.from, after.to)}, ${length(after.periods)})`,
    [left("Group"), right("Mean before"), right("Mean after"), right("Change in mean")],
    arms.map(([words, arm]) => [
      `${words} (${count(arm.units)})`,
      format(arm.before.per_unit_period),
      format(arm.after.per_unit_period),
      percent(arm.percent_change, 1),
    ]),
  );
};

const effectTable = (finding: Finding): Table => {
  const { headline, outcome, design, counts } = finding;
  const { events_avoided: events } = headline;
  const ratioScale = headline.scale === "rate-ratio";
  const change = columnFormat([headline.percent, headline.percent_low, headline.percent_high]);
  const rows: string[][] = [
    [
      ratioScale ? "Ratio: below 1 is a fall" : `${differenceIn(outcome)}: below 0 is a fall`,
      ...effectCells(headline.estimate, headline.conf_low, headline.conf_high, headline.scale),
    ],
  ];
  if (ratioScale && headline.reciprocal != null)
    rows.push([
      "The same ratio the other way up: above 1 is a fall",
      ...effectCells(headline.reciprocal, headline.reciprocal_low, headline.reciprocal_high, "rate-ratio"),
    ]);
  else if (counts.reciprocal !== null)
    rows.push([
      "Ratio of the counts the other way up: above 1 is a fall",
      effect(counts.reciprocal, "rate-ratio"),
      "not available",
    ]);
  const level = outcome.measure === "level";
  rows.push(
    [
      "Change, %",
      change(headline.percent),
      intervalCell(headline.percent_low, headline.percent_high, change),
    ],
    ...(level
      ? []
      : [
          [
            `${capital(outcome.unit)} avoided after the start`,
            count(events.estimate),
            intervalCell(events.conf_low, events.conf_high, count),
          ],
          [
            `${capital(outcome.unit)} avoided a year`,
            count(events.per_year),
            intervalCell(events.per_year_low, events.per_year_high, count),
          ],
        ]),
    ["p-value of no difference", pValue(headline.p_value), "does not apply"],
  );
  return table(
    `Estimated effect (${design.estimator.title})${level ? "" : "; negative avoided means more than expected"}`,
    [left("Measure"), right("Estimate"), right(`${confidence(finding)} interval`)],
    rows,
  );
};

/** What a plain before-and-after would have said, and what it leaves out: said, because somebody will say it. */
const naive = ({ disagreement, counts, headline }: Finding): Block[] => {
  const row = disagreement.find(({ naive }) => naive === "no-comparison");
  const others = counts.comparison?.percent_change ?? null;
  if (!row || row.estimate === null || others === null || headline.scale !== "rate-ratio") return [];
  return [
    paragraph(
      `A plain before and after would say a ratio of ${effect(row.estimate, "rate-ratio")}. It hides that over the same time the comparison units changed by ${percent(others, 1)}.`,
    ),
  ];
};

/** What the bad spell alone would have shown, where the units were picked for it. */
const badSpell = ({ disagreement }: Finding): Block[] => {
  const row = disagreement.find(({ naive }) => naive === "bad-spell");
  const none = row?.scale === "rate-ratio" ? 1 : 0;
  if (!row || row.estimate === null || row.estimate >= none) return [];
  const [estimate, interval] = effectCells(row.estimate, row.conf_low, row.conf_high, row.scale);
  return [
    paragraph(
      `The units were picked after a bad spell. With that spell as the baseline the same method would say ${estimate} (${interval}): a fall of that kind comes by itself, and is left out of the answer.`,
    ),
  ];
};

const otherOutcomes = (finding: Finding): Block[] => {
  const others = finding.secondary ?? [];
  const harmful = finding.outcome.better === "lower" ? "rise" : "fall";
  const backfire = [...(finding.headline.verdict === harmful ? [finding.outcome.label] : [])].concat(
    others.filter((other) => other.verdict === harmful).map((other) => other.label),
  );
  const statement = paragraph(
    backfire.length === 0
      ? `No sign of backfire: for no outcome here does the whole interval lie on the side of a ${harmful}.`
      : `A sign of backfire: the whole interval lies on the side of a ${harmful} for ${listWords(backfire)}.`,
  );
  if (others.length === 0) return [statement];
  return [
    heading(3, "Other outcomes"),
    table(
      "Secondary outcomes; p-values adjusted by Holm for there being several",
      [
        left("Outcome"),
        right("Estimate"),
        right(`${confidence(finding)} interval`),
        right("p-value"),
        right("Adjusted p-value"),
        left("Verdict"),
      ],
      others.map((other) => [
        other.label,
        ...effectCells(other.estimate, other.conf_low, other.conf_high, other.scale),
        pValue(other.p_value),
        pValue(other.p_adjusted),
        verdictWords[other.verdict],
      ]),
    ),
    paragraph(
      finding.outcome.measure === "level"
        ? "Secondary outcomes are clues, not tests. Each is in its own unit."
        : `Secondary outcomes are clues, not tests. Figures count ${finding.outcome.unit}.`,
    ),
    statement,
  ];
};
