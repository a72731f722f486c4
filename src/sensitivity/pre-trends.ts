import { tQuantile, tTwoSided } from "../maths/distributions.ts";
import type { Check, CheckResult } from "../model/check.ts";
import type { Design } from "../model/design.ts";
import type { Study } from "../model/estimate.ts";
import { answerEstimate } from "../study/answer.ts";
import { counted, effectWords, firstStart, isCountModel, show, treatedUnits } from "./headline.ts";
import { type Drift, estimateDrift, estimateLeads } from "./leads.ts";
import { hotelling, wald } from "./wald-power.ts";

/** Of the 5 % of false alarms that are allowed, a tenth goes to the joint test of the leads. */
const share = { slope: 0.9, joint: 0.1 };
const alarm = 0.05;

/**
 * Did treated units already drift before their start? A test of a steady drift, which has the most power against what
 * would pass for an effect, beside a joint test of the leads for everything else; the two share one level. How steep a
 * drift would have been found with 50 and 80 % power is said beside it: not finding one is reassuring only if the
 * drifts that would go unseen are too small to explain the effect, and that is what `passed` asks here.
 *
 * Both count the clusters that carry them: leads and degrees of freedom are bounded by the smaller of the two arms.
 *
 * Source    Roth (2022), AER: Insights 4(3), 305–322, on the power of pre-trend tests.
 */
export const preTrends: Check = {
  id: "pre-trends",
  title: "Trends before the start",
  refuses: ({ design }) => {
    if (design.kind === "before-after") return "there is no comparison group";
    if (treatedUnits(design).length === 0) return "no unit is treated within the panel";
    if (new Set(treatedUnits(design).map((i) => design.cluster[i])).size < 3) {
      return "fewer than three treated units or clusters, too few for a clustered test";
    }
    if (firstStart(design) < 2) return "fewer than two periods lie before the first start";
    return undefined;
  },
  run: (study) => {
    const { design } = study;
    const isCount = isCountModel(study);
    const drift = estimateDrift(design, isCount);
    if (drift === undefined || !(drift.standardError > 0)) {
      return {
        ...named,
        status: "not-run",
        sentence: "The leads could not be tested: too few periods or clusters.",
        facts: {},
      };
    }
    return judge(study, drift, jointTest(study, isCount));
  },
};

const named = { id: "pre-trends", title: "Trends before the start" };

interface Joint {
  readonly leads: NonNullable<ReturnType<typeof estimateLeads>>;
  readonly test: ReturnType<typeof hotelling>;
}

/** All leads at once. The clusters of the smaller arm are what their covariance rests on, and half of these are tested. */
const jointTest = ({ design }: Study, isCount: boolean): Joint | undefined => {
  const least = smallerArm(design);
  const most = Math.max(1, Math.min(12, Math.floor((least - 1) / 2)));
  const leads = estimateLeads(design, isCount, most);
  const W = leads && wald(leads.coefficients, leads.covariance);
  if (leads === undefined || W === undefined || least <= leads.events.length) return undefined;
  return { leads, test: hotelling(W, leads.events.length, least) };
};

const smallerArm = (design: Design): number => {
  const treated = new Set(treatedUnits(design).map((i) => design.cluster[i]!));
  const all = new Set(design.cluster.filter((_, i) => ["treated", "comparison"].includes(design.roles[i]!)));
  return all.size > treated.size ? Math.min(treated.size, all.size - treated.size) : treated.size;
};

const judge = (study: Study, drift: Drift, joint: Joint | undefined): CheckResult => {
  const t = drift.slope / drift.standardError;
  const pSlope = tTwoSided(t, drift.df);
  const p = Math.min(1, pSlope / share.slope, (joint?.test.p ?? 1) / share.joint);
  const isDrifting = p < alarm;
  // A t test at its level finds a drift of its critical value half of the time.
  const critical = tQuantile((alarm * share.slope) / 2, drift.df, true);
  const half = critical * drift.standardError;
  const most = (critical + tQuantile(0.2, drift.df, true)) * drift.standardError;
  const estimate = answerEstimate(study);
  const bias = most * meanDistance(study);
  const words = (value: number): string => effectWords(study, value);
  const status = isDrifting ? "failed" : bias > Math.abs(estimate) ? "informational" : "passed";
  const found =
    `${counted(drift.treated, "treated unit")} moved by ${words(drift.slope)} a period against the others over the ` +
    `${counted(drift.periods, "period")} before the start, t(${show(drift.df)}) = ${show(t)}, p = ${show(pSlope)}`;
  const others = joint ? `; ${leadsTested(joint)}` : "";
  // What a drift would have done had nobody seen it is beside the point once it has been seen.
  const unseen = isDrifting
    ? ` Carried on, that drift would make ${words(drift.slope * meanDistance(study))} by itself, beside an estimate of ${words(estimate)}.`
    : ` A steady drift of ${words(most)} per period would have been found with 80% power (${words(half)} with 50%); ` +
      `left unseen it would account for ${words(bias)}, beside an estimate of ${words(estimate)}.`;
  return {
    ...named,
    status,
    sentence: `${isDrifting ? "Treated units drifted" : "No drift was found"} before the start: ${found}${others}.${unseen}`,
    facts: {
      p,
      drift: { ...drift, statistic: t, p: pSlope },
      ...(joint
        ? {
            f: joint.test.f,
            df1: joint.test.df1,
            df2: joint.test.df2,
            joint_p: joint.test.p,
            leads: leadsOf(joint),
          }
        : {}),
      slope50: half,
      slope80: most,
      bias80: bias,
      estimate,
    },
  };
};

const leadsTested = ({ leads, test }: Joint): string => {
  const [J, first] = [leads.events.length, leads.events.at(-1)!];
  const which = J === 1 ? `${first} and earlier` : `−2 to ${first} and earlier`;
  return `a joint test of ${counted(J, "lead")} (${which.replaceAll("-", "−")}, against −1), F(${J}, ${test.df2}) = ${show(test.f)}, p = ${show(test.p)}`;
};

const leadsOf = ({ leads }: Joint) => {
  const J = leads.events.length;
  return leads.events.map((event, j) => ({
    event_time: event,
    estimate: leads.coefficients[j]!,
    std_error: Math.sqrt(leads.covariance[j * J + j]!),
  }));
};

/** How far treated rows lie, on average, from the reference period: what a drift per period is multiplied by. */
const meanDistance = ({ design }: Study): number => {
  const { panel, cohort } = design;
  let [sum, rows] = [0, 0];
  for (const i of treatedUnits(design)) {
    for (const ordinal of panel.ordinals) {
      if (ordinal < cohort[i]!) continue;
      sum += ordinal - cohort[i]! + 1;
      rows++;
    }
  }
  return sum / rows;
};
