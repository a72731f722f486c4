import { measures } from "../../evidence/meta/effect-sizes.ts";
import { pools, tests } from "../../evidence/meta/study.ts";
import type { OptionSpec } from "../../model/estimate.ts";

const column = (key: string, help: string, flag = `--${key}`): OptionSpec => ({
  flag,
  key,
  takes: "text",
  help,
});

/** Options of `whatworks estimate meta`. */
export const metaOptions: readonly OptionSpec[] = [
  column("effect", "column of effects, on the scale that is pooled (a log ratio, a difference)"),
  column("variance", "column of sampling variances"),
  column("stdError", "column of standard errors, instead of --variance", "--std-error"),
  column("ai", "column of events where treated"),
  column("bi", "column of non-events where treated (IRR: person-time)"),
  column("ci", "column of events where compared"),
  column("di", "column of non-events where compared (IRR: person-time)"),
  column("n1i", "column of totals where treated, instead of --bi"),
  column("n2i", "column of totals where compared, instead of --di"),
  {
    flag: "--measure",
    key: "measure",
    takes: "choice",
    choices: measures,
    help: "ratio formed of the counts",
  },
  {
    flag: "--pool",
    key: "pool",
    takes: "choice",
    choices: pools,
    default: "reml",
    help: "variance between studies: REML, DerSimonian–Laird, Paule–Mandel, or none (common effect)",
  },
  {
    flag: "--test",
    key: "test",
    takes: "choice",
    choices: tests,
    default: "z",
    help: "normal, or t with the Knapp–Hartung variance, never smaller than z when truncated",
  },
  {
    flag: "--moderators",
    key: "moderators",
    takes: "list",
    help: "columns that may explain differences; text becomes one term per value but the first",
  },
  column("study", "column of study names"),
  {
    flag: "--harmful",
    key: "harmful",
    takes: "choice",
    choices: ["increase", "decrease"],
    default: "increase",
    help: "which sign of the effect is harm",
  },
];
