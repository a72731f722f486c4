import { codedAs, strictest } from "../../evidence/disclosure/index.ts";
import { countAddress } from "../../model/index-names.ts";
import type { IndexDisclosure, SafetyIndex } from "../../model/safety-index.ts";
import type { IndexTable } from "../../panel/index.ts";
import { keyOf } from "./areas.ts";
import type { Warning } from "./indicators.ts";
import type { IndexQuestion } from "./question.ts";

interface HiddenCount {
  readonly area: string;
  readonly id: string;
  readonly period: string;
}

const hiddenIn = ({ areas, periods, indicators }: IndexTable): HiddenCount[] =>
  areas.flatMap((area, i) =>
    indicators.flatMap(({ id, hidden }) =>
      periods.flatMap((period, t) =>
        (hidden?.cells[i * periods.length + t] ?? 0) > 0 ? [{ area, id, period }] : [],
      ),
    ),
  );

/** What was hidden of the counts of an index, and by which rule. */
export const disclosureOf = ({ asked, rules }: IndexQuestion, table: IndexTable): IndexDisclosure => {
  const counted = asked.filter(({ config }) => config.denominator !== undefined);
  const own = counted.map(({ config: { source } }) => rules.get(source)!);
  const rule = own.length > 0 ? strictest(own) : undefined;
  const open = counted.filter(({ config }) => rules.get(config.source)!.kind === "none").map(({ id }) => id);
  if (rule?.kind !== "protect")
    return {
      rule: "none",
      open,
      hidden: [],
      sentence: `No count was hidden: ${rule ? rule.reason : "no indicator counts events"}.`,
    };
  const hidden = hiddenIn(table).map(({ area, id, period }) => countAddress(area, id, period));
  const { threshold, zeros } = rule;
  return { rule: "protect", threshold, zeros, open, hidden, sentence: sentenceOf(hidden.length, rule) };
};

const sentenceOf = (hidden: number, rule: { threshold: number; zeros: "protect" | "show" }): string =>
  [
    `Disclosure control: no count below ${rule.threshold} is printed${rule.zeros === "show" ? ", but for zeros" : ""}.`,
    hidden === 0
      ? "None had to be hidden."
      : `${hidden} are hidden. A small one counts as ${codedAs(rule).middle}, the middle of what it may be, in every score, and chance is drawn over all that it may be: no number on these pages depends on what it is.`,
    "This helps a person who checks outputs; it does not take that person's place.",
  ].join(" ");

/** Counts that are hidden now and that the last edition printed: its readers have them. */
export const alreadyTold = (table: IndexTable, previous: SafetyIndex | undefined): Warning[] => {
  if (!previous) return [];
  const told = hiddenIn(table).filter(({ area, id, period }) => {
    const then = previous.areas.find((one) => keyOf(one.area) === keyOf(area));
    const held = then?.indicators.find((one) => one.id === id);
    const at = previous.periods.indexOf(period);
    return (held?.counts?.[at] ?? held?.values[at] ?? null) !== null;
  });
  return told.length === 0
    ? []
    : [
        {
          code: "index/already-told",
          message: `${told.length} counts that are hidden here were printed in the last edition, so its readers have them: ${told
            .slice(0, 5)
            .map(({ area, id, period }) => `${id}, ${area}, ${period}`)
            .join("; ")}${told.length > 5 ? " and others" : ""}.`,
        },
      ];
};
