import type { Check, CheckOutcome } from "../model/check.ts";
import type { Study } from "../model/estimate.ts";
import { nothing } from "../model/facts/fact.ts";
import { answerEstimate } from "../study/answer.ts";
import { treatedUnits } from "../study/starts.ts";
import { isCountModel, scaleOf } from "./headline.ts";
import { estimateLeads } from "./leads.ts";
import { detectable, hotelling, waldStatistic } from "./wald-power.ts";

const named = { id: "pre-trends", title: "Trends before the start" } as const;

/**
 * Did treated units already drift before their start? A joint test of all leads, and how steep a straight drift it
 * would have found with 50 and 80 % power. Not finding a drift is reassuring only if the drifts that would go unseen
 * are too small to explain the effect; that is what `passed` asks here.
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
    const { design } = study;
    const clusters = new Set(design.cluster).size;
    // The covariance of J leads has rank G − 1 at most; half of that leaves the test some power.
    const most = Math.max(1, Math.min(12, Math.floor((clusters - 1) / 2)));
    const leads = estimateLeads(design, isCountModel(study), most);
    const W = leads && waldStatistic(leads.coefficients, leads.covariance);
    if (leads === undefined || W === undefined || leads.clusters <= leads.events.length) {
      return { ...named, status: "not-run", kind: "leads-untestable", facts: nothing };
    }
    return judge(study, leads, W);
  },
};

const judge = (
  study: Study,
  leads: NonNullable<ReturnType<typeof estimateLeads>>,
  W: number,
): CheckOutcome => {
  const J = leads.events.length;
  const test = hotelling(W, J, leads.clusters);
  // A drift of 1 per period puts e + 1 on event time e, counted from the reference. The inverse of a covariance
  // estimated from G clusters is too large by (G − 1)/(G − J − 2) on average, which would flatter the power.
  const perDrift = Float64Array.from(leads.events, (e) => e + 1);
  const shrink = Math.max(leads.clusters - J - 2, 1) / (leads.clusters - 1);
  const unit = shrink * waldStatistic(perDrift, leads.covariance)!;
  const slope = (power: number) => Math.sqrt(detectable(power, J, test.df2) / unit);
  const [half, most] = [slope(0.5), slope(0.8)];
  const estimate = answerEstimate(study);
  const bias = most * meanDistance(study);
  const status = test.p < 0.05 ? "failed" : bias > Math.abs(estimate) ? "informational" : "passed";
  return {
    ...named,
    status,
    kind: "leads",
    facts: {
      scale: scaleOf(study),
      f: test.f,
      df1: J,
      df2: test.df2,
      p: test.p,
      slope50: half,
      slope80: most,
      bias80: bias,
      estimate,
      leads: leads.events.map((event, j) => ({
        event_time: event,
        estimate: leads.coefficients[j]!,
        std_error: Math.sqrt(leads.covariance[j * J + j]!),
      })),
    },
  };
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
