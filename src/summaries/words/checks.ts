import type { CheckOutcome, CheckResult } from "../../model/check.ts";
import type { Scale } from "../../model/estimate.ts";
import {
  beyondChance,
  type CheckFamily,
  type LeadsFacts,
  type LeaveOneOutFacts,
  type LeaveOneOutRange,
  type PlaceboDatesFacts,
  type PlaceboOutcomesFacts,
  type RefusalFamily,
} from "../../model/facts/check.ts";
import { say, type Words } from "./say.ts";

/** Three significant figures, as a sentence wants them. */
const show = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))) : "n/a";

/** An effect as a reader takes it: per cent where the model is on the log scale, else in the outcome's own units. */
const effectWords = (scale: Scale, value: number): string => {
  if (scale !== "log" || !Number.isFinite(value)) return show(value);
  const percent = (Math.exp(value) - 1) * 100;
  return `${percent > 0 ? "+" : ""}${percent.toFixed(1)}%`;
};

/** "1 case", "2 cases". */
const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

const numerals = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const fewer = (least: number): string => `fewer than ${numerals[least] ?? least}`;

const refusals: Words<RefusalFamily> = {
  "no-comparison-group": () => "there is no comparison group",
  "no-treated-unit": () => "no unit is treated within the panel",
  "no-placebo-outcome": () => "no placebo outcome was named",
  "few-treated-clusters": ({ least }) =>
    `${fewer(least)} treated units or clusters, too few for a clustered test`,
  "few-clusters": ({ least }) => `${fewer(least)} units or clusters`,
  "few-periods-before": ({ least }) => `${fewer(least)} periods lie before the first start`,
  "unknown-outcomes": ({ outcomes }) => `the panel has no column ${outcomes.join(", ")}`,
  "method-refused": ({ found }) => found,
};

/** Shared with the guard that goes off when this test fails. */
export const leadsSentence = ({
  scale,
  p,
  drift,
  carried,
  slope50,
  slope80,
  bias80,
  estimate,
  ...joint
}: LeadsFacts): string => {
  const words = (value: number): string => effectWords(scale, value);
  const seen = p < 0.05;
  // What a drift would have done had nobody seen it is beside the point once it has been seen.
  const unseen = seen
    ? ` Carried on, that drift would make ${words(carried)} by itself, beside an estimate of ${words(estimate)}.`
    : ` A steady drift of ${words(slope80)} per period would have been found with 80% power (${words(slope50)} with 50%); ` +
      `left unseen it would account for ${words(bias80)}, beside an estimate of ${words(estimate)}.`;
  return (
    `${seen ? "Treated units drifted" : "No drift was found"} before the start: ${counted(drift.treated, "treated unit")} ` +
    `moved by ${words(drift.slope)} a period against the others over the ${counted(drift.periods, "period")} before it, ` +
    `t(${show(drift.df)}) = ${show(drift.statistic)}, p = ${show(drift.p)}${leadsTested(joint)}.${unseen}`
  );
};

/** Which leads were tested at once, and with what result. */
const leadsTested = ({
  leads,
  f,
  df1,
  df2,
  joint_p,
}: Pick<LeadsFacts, "leads" | "f" | "df1" | "df2" | "joint_p">): string => {
  const first = leads.at(-1)?.event_time;
  if (first === undefined) return "";
  const which = leads.length === 1 ? `${minus(first)} and earlier` : `−2 to ${minus(first)} and earlier`;
  return `; a joint test of ${counted(df1, "lead")} (${which}, against −1), F(${df1}, ${df2}) = ${show(f)}, p = ${show(joint_p)}`;
};

const minus = (value: number): string => String(value).replace("-", "−");

/** Shared with the guard that goes off when this check fails. */
export const placeboDatesSentence = (facts: PlaceboDatesFacts): string => {
  const { early, scale, numbered, dates, estimate, date, placebo, p } = facts;
  const tried = dates.filter((one) => Number.isFinite(one.estimate));
  const found = tried.filter((one) => one.p < 0.05).length;
  return (
    `With ${early === undefined ? `a placebo start in ${numbered ? "period " : ""}${date}` : `every start pretended to be ${counted(early, "period")} early`}, before anything happened, the estimate is ${effectWords(scale, placebo)} ` +
    `(p = ${show(p)}), beside ${effectWords(scale, estimate)} for the true start; ` +
    `of ${counted(tried.length, "placebo date")} tried, ${found} ${found === 1 ? "has" : "have"} p below 0.05.`
  );
};

const placeboDateRefused = ({ dates, date }: PlaceboDatesFacts): string => {
  const reason = dates.find((one) => one.date === date)?.reason;
  return `The method could not be run with a placebo start in ${date}${reason ? `: ${reason}` : ""}.`;
};

const placeboOutcomes = ({ scale, outcomes, estimate }: PlaceboOutcomesFacts): string => {
  const run = outcomes.filter(({ p }) => Number.isFinite(p));
  const found = run.filter(({ p }) => beyondChance(p, run.length)).length;
  const each = run.map((one) => `${one.outcome} ${effectWords(scale, one.estimate)} (p = ${show(one.p)})`);
  return (
    `${found} of ${counted(run.length, "outcome")} that should not move did so beyond chance (5% over all of them, ` +
    `Bonferroni): ${each.join(", ")}; the outcome of the study moved by ${effectWords(scale, estimate)}.`
  );
};

const placeboOutcomesRefused = ({ outcomes }: PlaceboOutcomesFacts): string =>
  `No placebo outcome could be fitted: ${outcomes.map(({ outcome, reason }) => `${outcome}: ${reason}`).join("; ")}.`;

const leaveOneOut = (facts: LeaveOneOutFacts & LeaveOneOutRange): string => {
  const { scale, estimate, left_out: tried, each, total, low, high } = facts;
  const words = (value: number): string => effectWords(scale, value);
  const which =
    tried.length === total
      ? `each of ${total} ${each}s in turn`
      : `the ${tried.length} most influential of ${total} ${each}s`;
  const impossible = tried.filter((one) => !Number.isFinite(one.estimate)).length;
  return (
    `Leaving out ${which}, the estimate stays between ${words(low)} and ${words(high)} (all: ${words(estimate)}); ` +
    `its direction changes in ${counted(facts.sign_changes, "case")}; ${facts.most_influential} matters most (without it ${words(facts.without_it)})` +
    `${impossible > 0 ? `; ${impossible} cannot be left out` : ""}.`
  );
};

const sentences: Words<CheckFamily> = {
  refused: (why) => `Not run: ${say(refusals, why)}.`,
  leads: leadsSentence,
  "leads-untestable": () => "The leads could not be tested: too few periods or clusters.",
  "placebo-dates": placeboDatesSentence,
  "placebo-date-refused": placeboDateRefused,
  "placebo-outcomes": placeboOutcomes,
  "placebo-outcomes-refused": placeboOutcomesRefused,
  "leave-one-out": leaveOneOut,
  "nothing-left-out": () => "The method cannot be run without any one of its units.",
};

export const checkSentence = (check: CheckOutcome): string => say(sentences, check);

/** What a table says of a check that already says in a column of its own whether it ran. */
export const checkDetail = (check: CheckResult): string =>
  check.kind === "refused" ? say(refusals, check.facts) : check.sentence;
