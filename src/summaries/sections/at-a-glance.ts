import type { Finding } from "../../model/finding.ts";
import { heading, left, paragraph, table } from "../document.ts";
import { capital, listWords, periodWords, plural, rangeWords, uncapital } from "../numbers.ts";
import { directionWords, rangeSentence, startWords, unitsWords, verdictWords } from "../words/headline.ts";
import type { Section } from "./section.ts";

/** Five rows that a commander can read aloud. */
export const glanceSection: Section = {
  id: "at-a-glance",
  build: ({ finding }) => [
    heading(2, "At a glance"),
    table(
      "",
      [left("Question"), left("Answer")],
      [
        ["What changed", effectCell(finding)],
        ["How sure", certaintyCell(finding)],
        ["Who and where", whoCell(finding)],
        ["When", whenCell(finding)],
        ["Plan", planCell(finding)],
      ],
    ),
    ...(finding.intervention.description ? [paragraph(finding.intervention.description)] : []),
    ...(finding.intervention.partners?.length
      ? [paragraph(`Partners: ${listWords(finding.intervention.partners)}.`)]
      : []),
  ],
};

const effectCell = (finding: Finding): string => {
  const { headline, outcome } = finding;
  const direction = directionWords(headline.verdict, outcome.better);
  const verdict = `${verdictWords[headline.verdict]}${direction ? `, ${direction}` : ""}.`;
  return `${verdict} ${headline.range_sentence ?? rangeSentence(finding)}`;
};

const certaintyCell = ({ ratings, design, checks }: Finding): string => {
  const failed = checks.filter((check) => check.status === "failed");
  const ran = checks.filter((check) => check.status !== "not-run");
  const result =
    ran.length === 0
      ? "No check could be run."
      : failed.length === 0
        ? `None of ${plural(ran.length, "check")} failed.`
        : `${failed.length} of ${plural(ran.length, "check")} failed: ${listWords(failed.map((check) => uncapital(check.title)))}.`;
  const grade = ratings.grade ? `Certainty, self-assessed: ${uncapital(ratings.grade.label)}. ` : "";
  return `${grade}Design level ${design.level} of 5. ${result}`;
};

const whoCell = (finding: Finding): string => {
  const { treated } = finding.intervention.units;
  return `${finding.intervention.title}: ${unitsWords(finding)}. Treated: ${listWords(treated, 12)}.`;
};

const whenCell = (finding: Finding): string => {
  const { before, after } = finding.data.window;
  // Units that start at different times each have their own before and after.
  const own = before.to >= after.from ? ", each unit around its own start" : "";
  return `${capital(startWords(finding))}. Compared: ${rangeWords(before.from, before.to)} with ${rangeWords(after.from, after.to)}${own}. Data to ${periodWords(after.to)}.`;
};

const planCell = ({ design }: Finding): string => {
  const { plan } = design;
  if (!plan?.locked) return "No plan was fixed before the outcomes were looked at.";
  const changes = plan.departures.length;
  return `Fixed before the outcomes were looked at; ${changes === 0 ? "no departures" : plural(changes, "departure")}.`;
};
