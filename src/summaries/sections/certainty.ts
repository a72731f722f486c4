import type { CheckResult } from "../../model/check.ts";
import type { Finding } from "../../model/finding.ts";
import { verdictOf } from "../../model/verdict.ts";
import { type Block, heading, left, paragraph, table, withFileNames } from "../document.ts";
import { capital, effect, effectInterval, plural, sentence } from "../numbers.ts";
import { checkDetail } from "../words/checks.ts";
import { verdictWords } from "../words/headline.ts";
import { figuresIn, type Section } from "./section.ts";

const order = ["failed", "passed", "informational", "not-run"] as const;
export const statusWords: Readonly<Record<CheckResult["status"], string>> = {
  failed: "Failed",
  passed: "Passed",
  informational: "For information",
  "not-run": "Not run",
};

/** How far the answer would move if something else had been done: checks, methods, periods, units. */
export const certaintySection: Section = {
  id: "certainty",
  build: (page) => [
    heading(2, "How sure"),
    ...checksTable(page.finding),
    ...methodsAgree(page.finding),
    ...figuresIn(page, "certainty"),
  ],
};

const checksTable = ({ checks }: Finding): Block[] => {
  if (checks.length === 0) return [paragraph("No check was run.")];
  const sorted = [...checks].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  return [
    table(
      "Checks, failures first",
      [left("Check"), left("Result"), left("What was found")],
      sorted.map((check) => [
        check.title,
        statusWords[check.status],
        withFileNames(sentence(capital(checkDetail(check)))),
      ]),
    ),
  ];
};

// The primary method was fixed before any estimate was seen; the others show how much the choice matters.
const methodsAgree = ({ disagreement, headline, design }: Finding): Block[] => {
  const by = design.chosen_by === "auto" ? "by rule" : "by the protocol";
  // The bad spell as a baseline is a warning on show and no second opinion.
  const others = disagreement.filter(
    (row) => !row.primary && row.estimate !== null && row.naive !== "bad-spell",
  );
  if (others.length === 0)
    return [paragraph("No second method could answer the same question on these data.")];
  const verdicts = others
    .map((row) => verdictOf(row.conf_low, row.conf_high, row.scale))
    .filter((verdict) => verdict !== "not-estimated");
  const same = verdicts.filter((verdict) => verdict === headline.verdict).length;
  const estimates = others.map((row) => row.estimate!);
  const [low, high] = [Math.min(...estimates), Math.max(...estimates)];
  const range =
    others.length === 1
      ? `gives ${effect(low, headline.scale)}`
      : `give estimates from ${effectInterval(low, high, headline.scale)}`;
  return [
    paragraph(
      `The primary method was chosen ${by} before any estimate was seen. It says: ${verdictWords[headline.verdict].toLowerCase()}. ${plural(others.length, "other method")} ${range}. ${agreement(same, verdicts.length, others.length)}`,
    ),
  ];
};

const agreement = (same: number, all: number, methods: number): string => {
  if (all === 0) return methods === 1 ? "It has no interval." : "None of them has an interval.";
  if (all < methods)
    return `${same === 0 ? "None" : same} of the ${all} with an interval ${all === 1 || same < 2 ? "comes" : "come"} to the same verdict.`;
  if (same === all) return all === 1 ? "It comes to the same verdict." : "All come to the same verdict.";
  return same === 0
    ? "None comes to the same verdict."
    : `${same} of ${all} ${same === 1 ? "comes" : "come"} to the same verdict.`;
};
