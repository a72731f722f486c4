import { tQuantile, tTwoSided } from "../maths/distributions.ts";
import type { Check, CheckOutcome } from "../model/check.ts";
import type { Design } from "../model/design.ts";
import type { Study } from "../model/estimate.ts";
import { nothing } from "../model/facts/fact.ts";
import { answerEstimate } from "../study/answer.ts";
import { treatedUnits } from "../study/starts.ts";
import { isCountModel, scaleOf } from "./headline.ts";
import { type Drift, estimateDrift, estimateLeads } from "./leads.ts";
import { hotelling, waldStatistic } from "./wald-power.ts";

const named = { id: "pre-trends", title: "Trends before the start" } as const;

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
  ...named,
  needs: [
    { kind: "comparison" },
    { kind: "treated" },
    { kind: "treated-clusters", least: 3 },
    { kind: "periods-before", least: 2 },
  ],
  needsErrors: false,
  run: (study) => {
    const isCount = isCountModel(study);
    const drift = estimateDrift(study.design, isCount);
    return drift === undefined || !(drift.standardError > 0)
      ? { ...named, status: "not-run", kind: "leads-untestable", facts: nothing }
      : judge(study, drift, jointTest(study, isCount));
  },
};

interface Joint {
  readonly leads: NonNullable<ReturnType<typeof estimateLeads>>;
  readonly test: ReturnType<typeof hotelling>;
}

/** All leads at once. The clusters of the smaller arm are what their covariance rests on, and half of these are tested. */
const jointTest = ({ design }: Study, isCount: boolean): Joint | undefined => {
  const least = smallerArm(design);
  const most = Math.max(1, Math.min(12, Math.floor((least - 1) / 2)));
  const leads = estimateLeads(design, isCount, most);
  const W = leads && waldStatistic(leads.coefficients, leads.covariance);
  if (leads === undefined || W === undefined || least <= leads.events.length) return undefined;
  return { leads, test: hotelling(W, leads.events.length, least) };
};

const smallerArm = (design: Design): number => {
  const treated = new Set(treatedUnits(design).map((i) => design.cluster[i]!));
  const all = new Set(design.cluster.filter((_, i) => ["treated", "comparison"].includes(design.roles[i]!)));
  return all.size > treated.size ? Math.min(treated.size, all.size - treated.size) : treated.size;
};

const judge = (study: Study, drift: Drift, joint: Joint | undefined): CheckOutcome => {
  const statistic = drift.slope / drift.standardError;
  const pSlope = tTwoSided(statistic, drift.df);
  const p = Math.min(1, pSlope / share.slope, (joint?.test.p ?? 1) / share.joint);
  // A t test at its level finds a drift of its critical value half of the time.
  const critical = tQuantile((alarm * share.slope) / 2, drift.df, true);
  const most = (critical + tQuantile(0.2, drift.df, true)) * drift.standardError;
  const estimate = answerEstimate(study);
  const distance = meanDistance(study);
  const unseen = most * distance > Math.abs(estimate);
  return {
    ...named,
    status: p < alarm ? "failed" : unseen ? "informational" : "passed",
    kind: "leads",
    facts: {
      scale: scaleOf(study),
      p,
      drift: { ...drift, statistic, p: pSlope },
      f: joint?.test.f ?? Number.NaN,
      df1: joint?.test.df1 ?? 0,
      df2: joint?.test.df2 ?? 0,
      joint_p: joint?.test.p ?? Number.NaN,
      carried: drift.slope * distance,
      slope50: critical * drift.standardError,
      slope80: most,
      bias80: most * distance,
      estimate,
      leads: joint ? leadsOf(joint) : [],
    },
  };
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
