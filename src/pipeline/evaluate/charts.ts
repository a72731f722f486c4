import { type ColumnTable, op, table } from "arquero";
import type { Measured } from "../../evidence/effect/counts.ts";
import { onPageScale, scaleOf } from "../../evidence/effect/from-estimate.ts";
import type { CheckOutcome } from "../../model/check.ts";
import type { Design } from "../../model/design.ts";
import type { Answer } from "../../model/estimate.ts";
import type { Charts, EffectScale } from "../../model/finding.ts";
import { plainFrequency, seasonLength, seasonOf } from "../../model/period.ts";
import { answerOf } from "../../study/answer.ts";
import { treatedMean } from "../../study/cells.ts";
import { firstStart, unitsWith } from "../../study/starts.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Question } from "./question.ts";

/** A small-multiple of more units than this is a wall, not a figure. */
const mostUnits = 24;

/** Numbers that only a figure and its table show. */
export const chartsOf = (
  { question, designed, design, primary, headline }: Evaluation,
  checks: readonly CheckOutcome[],
): Charts => {
  return {
    ...leaveOneOut(checks, primary, headline.scale),
    ...donors(primary),
    ...seasonality(design, question.outcome.measure),
    ...units(design),
    ...map(question, designed.withBuffers),
  };
};

/** Each left-out unit's estimate on the scale of the page; the interval is the primary one's business. */
const leaveOneOut = (
  checks: readonly CheckOutcome[],
  primary: Answer,
  wanted: EffectScale,
): Pick<Charts, "leave_one_out"> => {
  const left = checks.flatMap((check) => (check.kind === "leave-one-out" ? check.facts.left_out : []));
  if (left.length === 0) return {};
  const scale = scaleOf(primary.study.fit, primary.estimator.scale);
  const mean = treatedMean(primary.study.design);
  const page = (estimate: number): number | null =>
    Number.isFinite(estimate)
      ? onPageScale({ estimate, conf_low: null, conf_high: null, p_value: null }, scale, mean, wanted)
          .estimate
      : null;
  return {
    leave_one_out: left.map(({ name, estimate }) => ({
      unit: name,
      estimate: page(estimate),
      conf_low: null,
      conf_high: null,
    })),
  };
};

/** Paths of more placebos than this are a fog: those that the method imitated best before the start are kept. */
const mostPlacebos = 60;

const donors = (primary: Answer): Pick<Charts, "placebo" | "weights"> => {
  const { donors: found } = primary.study.fit;
  if (!found) return {};
  const { weights, start, placebos } = found;
  const shown = [...placebos]
    .sort((a, b) => Number(b.treated) - Number(a.treated) || a.pre_rmspe - b.pre_rmspe)
    .slice(0, mostPlacebos);
  return {
    weights: weights.filter(({ weight }) => weight > 1e-6),
    ...(shown.length > 1
      ? {
          placebo: {
            periods: primary.study.design.panel.periods,
            start,
            gaps: shown.map(({ unit, treated, ratio, gap }) => ({
              unit,
              treated,
              rmspe_ratio: ratio !== null && Number.isFinite(ratio) ? ratio : null,
              values: gap.map((value) => (Number.isFinite(value) ? value : null)),
            })),
            p_value: answerOf(primary.study, primary.inferred.estimates)?.p_value ?? null,
          },
        }
      : {}),
  };
};

const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** Every usable cell of the two arms as a long table: arm, phase, place in the year, period, value. */
const longCells = (design: Design): ColumnTable => {
  const { panel, outcome, cohort, roles } = design;
  const T = panel.periods.length;
  const start = firstStart(design);
  const cells = {
    arm: [] as string[],
    phase: [] as string[],
    place: [] as number[],
    period: [] as number[],
    value: [] as number[],
  };
  panel.columns[outcome]!.forEach((value, at) => {
    const i = Math.floor(at / T);
    const role = roles[i]!;
    if ((role !== "treated" && role !== "comparison") || Number.isNaN(value)) return;
    const ordinal = panel.ordinals[at % T]!;
    cells.arm.push(role);
    cells.phase.push(ordinal >= (Number.isFinite(cohort[i]!) ? cohort[i]! : start) ? "after" : "before");
    cells.place.push(seasonOf(ordinal, panel.frequency));
    cells.period.push(ordinal);
    cells.value.push(value);
  });
  return table(cells);
};

/** Mean total of an arm at each time of year, before and after: cells are summed by period, then periods averaged. */
const seasonality = (design: Design, measure: Measured): Pick<Charts, "seasonality"> => {
  const { frequency } = design.panel;
  if (!["month", "quarter"].includes(plainFrequency(frequency))) return {};
  const means = longCells(design)
    .groupby("arm", "phase", "place", "period")
    .rollup({ total: measure === "level" ? op.mean("value") : op.sum("value") })
    .groupby("arm", "phase", "place")
    .rollup({ mean: op.mean("total") });
  const found = new Map(
    (means.objects() as { arm: string; phase: string; place: number; mean: number }[]).map(
      ({ arm, phase, place, mean }) => [`${arm} ${phase} ${place}`, mean],
    ),
  );
  const compared = design.roles.includes("comparison");
  const rows = Array.from({ length: seasonLength(frequency) }, (_, place) => {
    const at = (arm: string, phase: string): number | null => found.get(`${arm} ${phase} ${place}`) ?? null;
    return {
      season: frequency === "month" ? monthNames[place]! : `Quarter ${place + 1}`,
      treated_before: at("treated", "before"),
      treated_after: at("treated", "after"),
      ...(compared
        ? { comparison_before: at("comparison", "before"), comparison_after: at("comparison", "after") }
        : {}),
    };
  });
  return rows.some(({ treated_before }) => treated_before !== null) ? { seasonality: rows } : {};
};

const units = (design: Design): Pick<Charts, "units"> => {
  const { panel, outcome } = design;
  const T = panel.periods.length;
  const shown = unitsWith(design, "treated");
  if (shown.length < 2 || shown.length > mostUnits || T < 4) return {};
  return {
    units: shown.map((i) => ({
      unit: panel.units[i]!,
      arm: "treated" as const,
      periods: panel.periods,
      values: panel.periods.map((_, t) => {
        const value = panel.columns[outcome]![i * T + t]!;
        return Number.isNaN(value) ? null : value;
      }),
    })),
  };
};

/** Change by unit for a tile map, where the units are places on one. */
const map = ({ data }: Question, design: Design): Pick<Charts, "map"> => {
  if (data.format !== "london-borough") return {};
  const { panel, outcome, roles } = design;
  const T = panel.periods.length;
  const start = firstStart(design);
  const mean = (i: number, after: boolean): number | null => {
    const values = panel.periods.flatMap((_, t) => {
      const value = panel.columns[outcome]![i * T + t]!;
      return panel.ordinals[t]! >= start === after && !Number.isNaN(value) ? [value] : [];
    });
    return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
  };
  return {
    map: panel.units.map((unit, i) => {
      const [before, after] = [mean(i, false), mean(i, true)];
      const role = roles[i]!;
      return {
        unit,
        arm: role === "buffer-comparison" ? "buffer" : role,
        before,
        after,
        percent_change: before && after !== null ? (after / before - 1) * 100 : null,
      };
    }),
  };
};
