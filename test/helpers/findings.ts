import type { CheckResult } from "../../src/model/check.ts";
import {
  conventions,
  type Disagreement,
  type Finding,
  type Rating,
  type SeriesPoint,
} from "../../src/model/finding.ts";
import { formatPeriod, parsePeriod } from "../../src/model/period.ts";
import { verdictOf } from "../../src/model/verdict.ts";
import { headlineWords } from "../../src/summaries/words/headline.ts";
import { checkResult } from "./checks.ts";

/*
 * Findings of invented data, whole enough to fill every section. Their numbers follow from the series by the plain
 * 2 × 2 arithmetic (ln ratio, variance φ Σ 1/count), so that a page made of them hangs together.
 */

/** A small congruential stream: the fixtures must not depend on the program's own random numbers. */
const stream = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

interface Shape {
  readonly seed: number;
  readonly from: string;
  readonly before: number;
  readonly after: number;
  readonly washout: number;
  readonly treated: readonly string[];
  readonly comparison: readonly string[];
  /** Mean per treated unit and month, and how the comparison units compare. */
  readonly level: number;
  readonly comparisonLevel: number;
  /** True ratio after the start. */
  readonly effect: number;
  readonly phi: number;
}

const months = (from: string, length: number): string[] => {
  const { ordinal } = parsePeriod(from)!;
  return Array.from({ length }, (_, t) => formatPeriod(ordinal + t, "month"));
};

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const unitSeries = (shape: Shape): { unit: string; arm: "treated" | "comparison"; values: number[] }[] => {
  const random = stream(shape.seed);
  const length = shape.before + shape.washout + shape.after;
  const arms = [
    ...shape.treated.map((unit) => ({ unit, arm: "treated" as const })),
    ...shape.comparison.map((unit) => ({ unit, arm: "comparison" as const })),
  ];
  return arms.map(({ unit, arm }) => {
    const size = (arm === "treated" ? shape.level : shape.comparisonLevel) * (0.7 + 0.6 * random());
    const values = Array.from({ length }, (_, t) => {
      const season = 1 + 0.12 * Math.sin((2 * Math.PI * t) / 12);
      const after = arm === "treated" && t >= shape.before ? shape.effect : 1;
      const noise = (random() + random() + random() - 1.5) * 2 * Math.sqrt(shape.phi / size);
      return Math.max(0, Math.round(size * season * after * (1 + noise)));
    });
    return { unit, arm, values };
  });
};

const hash = (digit: string): string => digit.repeat(64);

const rating = (
  value: number | string,
  label: string,
  rule: string,
  facts: string[],
  climb?: string,
): Rating => ({
  value,
  label,
  rule,
  facts,
  caveat: "self-assessed by rule, not a rating by the body whose scale it is",
  ...(climb === undefined ? {} : { climb }),
});

const phase = (sums: readonly number[], units: number) => ({
  total: total(sums),
  periods: sums.length,
  per_period: total(sums) / sums.length,
  per_unit_period: total(sums) / sums.length / units,
});

interface Extra {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly label: string;
  readonly level: 1 | 2 | 3 | 4 | 5;
  readonly method: string;
  readonly methodTitle: string;
  readonly checks: readonly CheckResult[];
  /** Ratios declared beforehand as too close to 1 to matter. */
  readonly band?: { readonly low: number; readonly high: number };
  readonly rest?: Partial<Finding>;
}

/** A whole finding from a shape and words; everything numeric is computed here. */
export const makeFinding = (shape: Shape, extra: Extra): Finding => {
  const units = unitSeries(shape);
  const periods = months(shape.from, shape.before + shape.washout + shape.after);
  const firstAfter = shape.before + shape.washout;
  const sums = (arm: "treated" | "comparison"): number[] =>
    periods.map((_, t) => total(units.filter((u) => u.arm === arm).map((u) => u.values[t]!)));
  const [treated, comparison] = [sums("treated"), sums("comparison")];
  const compared = shape.comparison.length > 0;
  const split = (values: number[]) => [values.slice(0, shape.before), values.slice(firstAfter)] as const;
  const [tb, ta] = split(treated);
  const [cb, ca] = split(comparison);
  const meanOf = (values: readonly number[]): number => total(values) / values.length;
  const change = compared ? meanOf(ca) / meanOf(cb) : 1;
  const estimate = meanOf(ta) / meanOf(tb) / change;
  const cells = compared ? [tb, ta, cb, ca] : [tb, ta];
  const error = Math.sqrt(shape.phi * total(cells.map((cell) => 1 / total(cell))));
  const [low, high] = [estimate * Math.exp(-1.96 * error), estimate * Math.exp(1.96 * error)];
  const expected = (t: number): number =>
    compared
      ? (comparison[t]! * meanOf(tb)) / meanOf(cb)
      : meanOf(tb) * (1 + 0.12 * Math.sin((2 * Math.PI * t) / 12));
  const series = periods.map((period, t): SeriesPoint => {
    const inside = t >= firstAfter;
    const base = expected(t);
    const spread = 1.96 * Math.sqrt(shape.phi * base);
    return {
      period,
      phase: t < shape.before ? "before" : inside ? "after" : "excluded",
      treated: treated[t]!,
      comparison: compared ? comparison[t]! : null,
      counterfactual: base,
      low: inside ? Math.max(0, base - spread) : null,
      high: inside ? base + spread : null,
    };
  });
  const observed = total(ta);
  const avoided = (r: number): number => observed / r - observed;
  const yearly = 12 / shape.after;
  const z = Math.log(estimate) / error;
  const pValue = 2 / (1 + Math.exp(1.5976 * Math.abs(z) + 0.07056 * Math.abs(z) ** 3));
  const methods: Disagreement[] = [
    { method: extra.method, title: extra.methodTitle, factor: 1, wider: 1, note: "primary" },
    {
      method: "did",
      title: "Difference-in-differences on the log scale",
      factor: 1.02,
      wider: 1.1,
      note: "equal weight to each unit",
    },
    {
      method: "synthetic-did",
      title: "Synthetic difference-in-differences",
      factor: 0.97,
      wider: 1.4,
      note: "weights units and periods",
    },
  ].map(({ factor, wider, ...row }) => ({
    ...row,
    estimate: estimate * factor,
    conf_low: estimate * factor * Math.exp(-1.96 * error * wider),
    conf_high: estimate * factor * Math.exp(1.96 * error * wider),
    scale: "rate-ratio" as const,
    ...(row.note === "primary" ? { primary: true } : {}),
  }));
  const used = units.length * (shape.before + shape.after);
  const unsaid = {
    schema: "whatworks/finding/1" as const,
    invented: true,
    study: { id: extra.id, title: extra.title, question: extra.question },
    intervention: {
      id: `${extra.id}-register`,
      title: extra.title,
      problem: extra.label,
      start: periods[shape.before]!,
      partners: ["Borough council", "Police"],
      units: {
        treated: shape.treated,
        comparison: shape.comparison,
        buffer: [],
        excluded: [{ unit: "Airport", reason: "hardly anyone lives there" }],
      },
    },
    outcome: {
      name: extra.label.toUpperCase(),
      label: extra.label,
      unit: "recorded offences",
      frequency: "month" as const,
      role: "primary" as const,
      better: "lower" as const,
    },
    design: {
      kind: compared ? ("comparison-group" as const) : ("before-after" as const),
      label: compared ? "Comparison group, one start" : "Before and after, no comparison group",
      chosen_by: "auto" as const,
      reason: compared
        ? "the register names treated units with one start, and untreated units are in the data"
        : "every unit in the data is treated, so no comparison group exists",
      alternatives: [
        {
          design: "before-after",
          possible: true,
          reason: "weaker: it cannot tell the intervention from other changes",
        },
        {
          design: "staggered starts",
          possible: false,
          reason: "every treated unit starts in the same month",
        },
      ],
      estimator: {
        method: extra.method,
        title: extra.methodTitle,
        version: 1,
        estimand: "average effect on the treated units over the after window",
        inference: "cluster-robust by unit",
      },
      level: extra.level,
      plan: { locked: true, sha256: hash("b"), departures: [] },
    },
    data: {
      sources: [
        {
          name: "crime",
          title: "Invented recorded crime, by ward and month",
          publisher: "This project",
          licence: "CC0",
        },
      ],
      rows: {
        read: used + shape.washout * units.length + 36,
        used,
        excluded: [
          { code: "panel/washout", reason: "in the month of the start", rows: shape.washout * units.length },
          { code: "panel/unit-excluded", reason: "unit excluded by the register", rows: 36 },
        ].filter((row) => row.rows > 0),
      },
      units: units.length,
      periods: shape.before + shape.after,
      window: {
        before: { from: periods[0]!, to: periods[shape.before - 1]!, periods: shape.before },
        after: { from: periods[firstAfter]!, to: periods.at(-1)!, periods: shape.after },
        excluded: periods.slice(shape.before, firstAfter).map((period) => ({ period, reason: "washout" })),
      },
      gaps: [],
      zero_cells: total(units.map((u) => u.values.filter((v) => v === 0).length)),
      absent_cells: 0,
      missing_cells: 0,
    },
    counts: {
      treated: {
        units: shape.treated.length,
        before: phase(tb, shape.treated.length),
        after: phase(ta, shape.treated.length),
        percent_change: (meanOf(ta) / meanOf(tb) - 1) * 100,
      },
      comparison: compared
        ? {
            units: shape.comparison.length,
            before: phase(cb, shape.comparison.length),
            after: phase(ca, shape.comparison.length),
            percent_change: (change - 1) * 100,
          }
        : null,
      ratio: estimate,
      reciprocal: 1 / estimate,
    },
    series,
    headline: {
      estimate,
      conf_low: low,
      conf_high: high,
      conf_level: 0.95,
      scale: "rate-ratio" as const,
      percent: (estimate - 1) * 100,
      percent_low: (low - 1) * 100,
      percent_high: (high - 1) * 100,
      p_value: pValue,
      events_avoided: {
        estimate: avoided(estimate),
        conf_low: avoided(high),
        conf_high: avoided(low),
        per_year: avoided(estimate) * yearly,
        per_year_low: avoided(high) * yearly,
        per_year_high: avoided(low) * yearly,
      },
      direction: estimate < 1 ? ("lower" as const) : ("higher" as const),
      verdict: verdictOf(low, high, "rate-ratio", extra.band),
      ...(extra.band ? { equivalence_band: extra.band } : {}),
    },
    estimates: [
      {
        method: extra.method,
        scale: "log" as const,
        term: "att",
        estimate: Math.log(estimate),
        std_error: error,
        statistic: z,
        p_value: pValue,
        conf_low: Math.log(low),
        conf_high: Math.log(high),
        cohort: null,
        period: null,
        event_time: null,
      },
    ],
    disagreement: compared ? methods : methods.slice(0, 1),
    event_study: compared ? eventStudy(treated, comparison, shape) : [],
    checks: extra.checks,
    ratings: ratings(extra.level),
    warnings: [],
    limits: [
      {
        threat: "Other changes at the same time",
        status: "open" as const,
        sentence: "A change that came with the start and only to the treated units would look the same.",
      },
      {
        threat: "Recording practice",
        status: "passed" as const,
        sentence: "No known change of recording falls inside the window.",
        code: "BRK01",
      },
    ],
    charts: {
      units: units.map(({ unit, arm, values }) => ({ unit, arm, periods, values })),
      leave_one_out: shape.treated.map((unit, i) => ({
        unit,
        estimate: estimate * (1 + 0.012 * (i - shape.treated.length / 2)),
        conf_low: low * (1 + 0.012 * (i - shape.treated.length / 2)),
        conf_high: high * (1 + 0.012 * (i - shape.treated.length / 2)),
      })),
    },
    release: "public" as const,
    release_reason: "the data are invented",
    conventions,
    provenance: {
      inputs: [
        { name: "crime/long.csv", sha256: hash("a"), bytes: 48_211, rows: used + 36 },
        { name: "interventions.csv", sha256: hash("c"), bytes: 812, rows: shape.treated.length },
      ],
      protocol_sha256: hash("b"),
      seed: "2023",
      methods: { [extra.method]: 1, did: 1, "synthetic-did": 1 },
      program_version: "0.1.0",
      command: `whatworks run ${extra.id}`,
    },
    ...extra.rest,
  };
  return {
    ...unsaid,
    headline: { ...unsaid.headline, ...headlineWords(unsaid) },
  } as unknown as Finding;
};

const eventStudy = (treated: readonly number[], comparison: readonly number[], shape: Shape) => {
  const quarter = (values: readonly number[], from: number): number => total(values.slice(from, from + 3));
  const start = shape.before + shape.washout;
  const reference = quarter(treated, shape.before - 3) / quarter(comparison, shape.before - 3);
  const leads = Math.floor(shape.before / 3);
  const lags = Math.floor(shape.after / 3);
  return Array.from({ length: leads + lags }, (_, k) => {
    const event_time = k - leads;
    const from = event_time < 0 ? shape.before + 3 * event_time : start + 3 * event_time;
    const estimate = quarter(treated, from) / quarter(comparison, from) / reference;
    const error = Math.sqrt(shape.phi * (2 / quarter(treated, from) + 2 / quarter(comparison, from)));
    if (event_time === -1)
      return {
        event_time,
        estimate: 1,
        conf_low: 1,
        conf_high: 1,
        band_low: 1,
        band_high: 1,
        reference: true,
      };
    return {
      event_time,
      estimate,
      conf_low: estimate * Math.exp(-1.96 * error),
      conf_high: estimate * Math.exp(1.96 * error),
      band_low: estimate * Math.exp(-2.7 * error),
      band_high: estimate * Math.exp(2.7 * error),
    };
  });
};

const ratings = (level: number): Finding["ratings"] => ({
  maryland_sms: rating(
    level,
    `Level ${level}`,
    level >= 3
      ? "M3: before and after in treated and comparison units"
      : "M4: before and after, treated units only",
    [
      "before and after measured",
      level >= 3 ? "comparison units measured in both windows" : "no comparison units",
    ],
    level >= 3
      ? "show that treated and comparison units were alike before the start"
      : "add units that were not treated",
  ),
  local_growth: rating(level >= 3 ? 3 : 1, level >= 3 ? "Level 3" : "Level 1", "W3", ["not randomised"]),
  grade: rating("low", "Low", "G1: observational, nothing raised it", ["not randomised"]),
  yef_impact: rating("moderate", "Moderate impact band", "Y2: 10 to 30 per cent", ["point estimate read"]),
  emmie: rating(2, "2 of 4", "E1: mean of five sections", ["mechanism given, economics not measured"]),
});

const wards = (names: string): string[] => names.split(" ").map((name) => `${name} ward`);

const soundChecks: readonly CheckResult[] = [
  checkResult(
    "pre-trends",
    "Trends before the start",
    "passed",
    "Treated and comparison units moved alike before the start (p = 0.41).",
  ),
  checkResult("placebo", "Placebo starts", "passed", "Of 12 made-up starts, 1 gave a change as large."),
  checkResult(
    "leave-one-out",
    "Leaving out one unit",
    "passed",
    "Without any one treated unit the ratio stays below 1.",
  ),
  checkResult(
    "honest-did",
    "Bounds on trend breaks",
    "not-run",
    "It needs an event study with at least 3 periods before the start.",
  ),
];

/** A clear fall with a comparison group: every optional section filled. */
export const comparisonFall = (): Finding =>
  makeFinding(
    {
      seed: 7,
      from: "2021-03",
      before: 24,
      after: 12,
      washout: 1,
      treated: wards("Abbey Bridge Castle Dell East Ferry"),
      comparison: wards("Grove Hill Iron Jetty King Lock Mill North Oak Park Quay River Station Tower"),
      level: 24,
      comparisonLevel: 22,
      effect: 0.78,
      phi: 1.6,
    },
    {
      id: "evening-patrols",
      title: "Evening patrols",
      question: "Did evening patrols reduce burglary in six wards?",
      label: "burglary",
      level: 3,
      method: "ppml",
      methodTitle: "Poisson regression with unit and period effects",
      checks: soundChecks,
      rest: {
        displacement: {
          measures: [
            {
              id: "wdd",
              title: "Weighted displacement difference",
              estimate: -118,
              conf_low: -196,
              conf_high: -40,
              unit: "recorded offences",
              reading: "fewer offences in the wards and their neighbours together",
            },
            {
              id: "wdq",
              title: "Weighted displacement quotient",
              estimate: 0.26,
              conf_low: null,
              conf_high: null,
              unit: "quotient",
              reading: "above 0: the neighbours shared in the fall",
            },
          ],
          buffer: { units: 4, before: 178, after: 157 },
          verdict: "fall",
          sentence:
            "Counting the neighbouring wards, recorded offences fell by 118 more than in the comparison wards.",
        },
        harm: {
          weights: [
            {
              name: "Cambridge Crime Harm Index",
              version: "2026-02",
              source: "Median of the residential burglary sheet, second hand",
              status: "secondary",
              unit: "days of custody",
              weight: 273.5,
              avoided: 41_025,
              avoided_low: 20_100,
              avoided_high: 58_400,
            },
          ],
          sentence: "The offences avoided would have carried about 41,025 days of harm.",
        },
        value: {
          currency: "GBP",
          price_year: "2015/16",
          benefit: 889_500,
          benefit_low: 420_000,
          benefit_high: 1_302_000,
          cost: 310_000,
          net: 579_500,
          net_low: 110_000,
          net_high: 992_000,
          p_benefit_above_cost: 0.97,
          draws: 10_000,
          unit_costs: [
            {
              crime: "Domestic burglary",
              value: 5930,
              price_year: "2015/16",
              source: "Home Office research report 99, recalled",
              status: "recalled",
            },
          ],
          by_recipient: [
            { who: "Victims", benefit: 640_000, low: 300_000, high: 940_000 },
            { who: "Police", benefit: 249_500, low: 120_000, high: 362_000 },
          ],
          sentence: "The benefit is above the cost in 97% of simulations.",
        },
        economics: {
          currency: "GBP",
          total: 310_000,
          costs: [
            {
              partner: "Police",
              item: "Overtime",
              year: "2023/24",
              low: 230_000,
              central: 250_000,
              high: 270_000,
              price_year: "2023/24",
            },
            {
              partner: "Borough council",
              item: "Wardens",
              year: "2023/24",
              low: null,
              central: 60_000,
              high: null,
              price_year: "2023/24",
            },
          ],
        },
        emmie: {
          mechanism: [
            {
              statement: "Officers who can be seen raise the risk of being caught.",
              prediction: "The fall is in the evening, when patrols are out.",
              status: "supported",
              source: "Incident times",
            },
            { statement: "Neighbours lock up more after a visit.", status: "untested" },
          ],
          moderators: [
            {
              statement: "Wards with more flats might gain less.",
              prediction: "The ratio is nearer to 1 there.",
            },
          ],
          subgroups: [
            {
              name: "Share of flats",
              specified: "before",
              scale: "rate-ratio",
              groups: [
                { group: "Mostly houses", estimate: 0.74, conf_low: 0.62, conf_high: 0.89 },
                { group: "Mostly flats", estimate: 0.82, conf_low: 0.66, conf_high: 1.02 },
              ],
              interaction_p: 0.46,
            },
          ],
          implementation: {
            notes: ["Two wards started a week late."],
            dose_unit: "patrol hours",
            planned: 5200,
            delivered: 4410,
            delivery_percent: 84.8,
            contamination_percent: 3.2,
          },
          economics_notes: ["Training was paid from another budget."],
          completeness: { effect: 3, mechanism: 2, moderators: 2, implementation: 3, economics: 2 },
        },
        secondary: [
          {
            name: "VEHICLE CRIME",
            label: "vehicle crime",
            scale: "rate-ratio",
            estimate: 0.97,
            conf_low: 0.86,
            conf_high: 1.1,
            p_value: 0.64,
            p_adjusted: 1,
            verdict: "uncertain",
            treated_before: 2210,
            treated_after: 1064,
          },
          {
            name: "ROBBERY",
            label: "robbery",
            scale: "rate-ratio",
            estimate: 0.81,
            conf_low: 0.68,
            conf_high: 0.96,
            p_value: 0.02,
            p_adjusted: 0.04,
            verdict: "fall",
            treated_before: 880,
            treated_after: 371,
          },
        ],
      },
    },
  );

/** An honest null: the interval holds a fall and a rise. */
export const uncertainNull = (): Finding =>
  makeFinding(
    {
      seed: 31,
      from: "2022-01",
      before: 12,
      after: 12,
      washout: 0,
      treated: ["Barnet", "Bexley", "Brent", "Bromley", "Croydon", "Ealing", "Enfield"],
      comparison: [
        "Camden",
        "Greenwich",
        "Hackney",
        "Haringey",
        "Harrow",
        "Islington",
        "Lambeth",
        "Newham",
        "Sutton",
        "Wandsworth",
      ],
      level: 60,
      comparisonLevel: 70,
      effect: 1,
      phi: 8,
    },
    {
      id: "street-lights",
      title: "Brighter street lights",
      question: "Did brighter street lights change robbery in seven boroughs?",
      label: "robbery",
      level: 3,
      method: "rirr",
      methodTitle: "Relative incidence rate ratio",
      checks: [
        checkResult(
          "pre-trends",
          "Trends before the start",
          "failed",
          "Treated units already rose faster before the start (p = 0.03).",
        ),
        ...soundChecks.slice(1, 3),
      ],
      rest: {
        warnings: [
          {
            code: "PAR01",
            severity: "warning",
            message: "The 11 lead coefficients are jointly different from zero (p = 0.03).",
          },
          { code: "CLU01", severity: "note", message: "17 clusters carry the standard error." },
        ],
      },
    },
  );

/** Before and after without a comparison group. */
export const beforeAfter = (): Finding =>
  makeFinding(
    {
      seed: 12,
      from: "2016-01",
      before: 48,
      after: 24,
      washout: 0,
      treated: ["The whole force"],
      comparison: [],
      level: 310,
      comparisonLevel: 1,
      effect: 0.86,
      phi: 4,
    },
    {
      id: "new-law",
      title: "The new law",
      question: "Did road deaths change after the new law?",
      label: "deaths and serious injuries of drivers",
      level: 2,
      method: "its",
      methodTitle: "Interrupted time series, quasi-Poisson with season and trend",
      checks: [
        checkResult(
          "autocorrelation",
          "Correlation over time",
          "informational",
          "The first autocorrelation of the residuals is 0.12; standard errors allow for it.",
        ),
        checkResult(
          "placebo-start",
          "Placebo starts",
          "passed",
          "Of 20 made-up starts, none gave a change as large.",
        ),
      ],
    },
  );

/** Small counts in areas that were picked after a bad spell. */
export const smallCounts = (): Finding =>
  makeFinding(
    {
      seed: 5,
      from: "2023-01",
      before: 6,
      after: 6,
      washout: 0,
      treated: ["Market Square", "Canal Street"],
      comparison: ["Chapel Row", "Dock Road", "Elm Walk"],
      level: 3.2,
      comparisonLevel: 3.4,
      effect: 0.5,
      phi: 1,
    },
    {
      id: "problem-squares",
      title: "Problem-solving in two squares",
      question: "Did problem-solving change violence in two squares?",
      label: "violence with injury",
      level: 2,
      method: "rate-ratio",
      methodTitle: "Ratio of rates with an exact interval",
      checks: [
        checkResult(
          "pre-trends",
          "Trends before the start",
          "not-run",
          "It needs at least 8 periods before the start; there are 6.",
        ),
        checkResult(
          "regression-to-the-mean",
          "Regression to the mean",
          "failed",
          "The squares were picked on the months that serve as the before window.",
        ),
      ],
      rest: {
        warnings: [
          {
            code: "RTM01",
            severity: "error",
            message: "The squares were picked on January to June 2023, which is the whole before window.",
          },
          { code: "ZER01", severity: "warning", message: "Counts are low: 2 squares over 6 months." },
        ],
        limits: [
          {
            threat: "Regression to the mean",
            status: "failed",
            sentence: "Areas picked after a bad spell tend to improve by themselves.",
            code: "RTM01",
          },
          {
            threat: "Other changes at the same time",
            status: "open",
            sentence: "Nothing here separates them from the intervention.",
          },
        ],
      },
    },
  );

/** One treated unit and a donor pool, on the difference scale, with the figures of synthetic control. */
export const donorPool = (): Finding => {
  const boroughs =
    "Barnet Bexley Brent Bromley Camden Croydon Ealing Enfield Greenwich Hackney Haringey Harrow".split(" ");
  const base = makeFinding(
    {
      seed: 77,
      from: "2019-01",
      before: 36,
      after: 12,
      washout: 1,
      treated: ["Islington"],
      comparison: boroughs,
      level: 180,
      comparisonLevel: 150,
      effect: 1.2,
      phi: 2,
    },
    {
      id: "donor-pool",
      title: "The pilot in one borough",
      question: "Did theft change in the pilot borough?",
      label: "theft from the person",
      level: 3,
      method: "synthetic-control",
      methodTitle: "Synthetic control",
      checks: soundChecks.slice(1, 2),
    },
  );
  const after = base.series.filter((point) => point.phase === "after");
  const gap = total(after.map((point) => point.treated! - point.counterfactual!)) / after.length;
  const expected = total(after.map((point) => point.counterfactual!)) / after.length;
  const random = stream(9);
  const gaps = ["Islington", ...boroughs].map((unit) => ({
    unit,
    treated: unit === "Islington",
    rmspe_ratio: unit === "Islington" ? 4.1 : 0.6 + 1.4 * random(),
    values: base.series.map((point) =>
      unit === "Islington" ? point.treated! - point.counterfactual! : (random() - 0.5) * 40,
    ),
  }));
  const raw = boroughs.map(() => random() ** 4);
  const [low, high] = [gap - 18, gap + 18];
  const headline = {
    ...base.headline,
    scale: "difference" as const,
    estimate: gap,
    conf_low: low,
    conf_high: high,
    percent: (gap / expected) * 100,
    percent_low: (low / expected) * 100,
    percent_high: (high / expected) * 100,
    p_value: 1 / 13,
    verdict: verdictOf(low, high, "difference"),
    events_avoided: {
      estimate: -gap * 12,
      conf_low: -high * 12,
      conf_high: -low * 12,
      per_year: -gap * 12,
      per_year_low: -high * 12,
      per_year_high: -low * 12,
    },
    direction: "higher" as const,
  };
  const finding = {
    ...base,
    headline,
    disagreement: [
      {
        method: "synthetic-control",
        title: "Synthetic control",
        estimate: gap,
        conf_low: low,
        conf_high: high,
        scale: "difference" as const,
        note: "primary",
        primary: true,
      },
      {
        method: "did",
        title: "Difference-in-differences",
        estimate: gap * 0.8,
        conf_low: gap * 0.8 - 26,
        conf_high: gap * 0.8 + 26,
        scale: "difference" as const,
        note: "equal weight to each unit",
      },
      {
        method: "callaway-santanna",
        title: "Group-time effects",
        estimate: null,
        conf_low: null,
        conf_high: null,
        scale: "difference" as const,
        note: "not run: one treated unit",
      },
    ],
    event_study: [],
    charts: {
      ...base.charts,
      placebo: {
        periods: base.series.map((point) => point.period),
        start: base.intervention.start,
        gaps,
        p_value: 1 / 13,
      },
      weights: boroughs.map((unit, i) => ({ unit, weight: raw[i]! / total(raw) })),
      seasonality: Array.from({ length: 12 }, (_, m) => ({
        season: "January February March April May June July August September October November December".split(
          " ",
        )[m]!,
        treated_before: 170 + 20 * Math.sin(m / 2),
        treated_after: 205 + 22 * Math.sin(m / 2),
      })),
      dose: after.map((point, i) => ({
        period: point.period,
        planned: 400,
        delivered: 300 + 11 * i,
        comparison: 4,
      })),
      map: ["Islington", ...boroughs].map((unit, i) => ({
        unit,
        arm: i === 0 ? ("treated" as const) : ("comparison" as const),
        before: 4000 + 100 * i,
        after: 1400 + 30 * i,
        percent_change: -12 + 2.6 * i,
      })),
    },
  };
  return {
    ...finding,
    headline: { ...headline, ...headlineWords(finding) },
  } as unknown as Finding;
};

/** A trial: chance decided who was treated, and the interval lies inside the band declared beforehand. */
export const randomisedTrial = (): Finding =>
  makeFinding(
    {
      seed: 3,
      from: "2022-01",
      before: 12,
      after: 12,
      washout: 0,
      treated: Array.from({ length: 16 }, (_, i) => `Beat ${i + 1}`),
      comparison: Array.from({ length: 16 }, (_, i) => `Beat ${i + 17}`),
      level: 180,
      comparisonLevel: 180,
      effect: 1,
      phi: 1,
    },
    {
      id: "letters-trial",
      title: "Letters to households",
      question: "Did letters to households change shoplifting in a trial of 32 beats?",
      label: "shoplifting",
      level: 5,
      method: "rirr",
      methodTitle: "Relative incidence rate ratio",
      band: { low: 0.95, high: 1.05 },
      checks: [
        checkResult(
          "randomisation",
          "Randomisation test",
          "passed",
          "Of 9,999 made-up assignments, 61% gave a change as large.",
        ),
        checkResult(
          "balance",
          "Balance before the start",
          "passed",
          "Counts before the start differ by 1.1% between the groups.",
        ),
      ],
    },
  );

/** Units that start at different times, and a rise. */
export const staggeredStarts = (): Finding =>
  makeFinding(
    {
      seed: 21,
      from: "2019-01",
      before: 24,
      after: 24,
      washout: 0,
      treated: wards("Alder Beech Cedar Damson Elder"),
      comparison: wards("Fir Gorse Hazel Ivy Juniper Larch Maple"),
      level: 40,
      comparisonLevel: 44,
      effect: 1.25,
      phi: 1.5,
    },
    {
      id: "reporting-app",
      title: "The reporting app",
      question: "Did the reporting app change recorded hate crime in five wards?",
      label: "hate crime",
      level: 4,
      method: "callaway-santanna",
      methodTitle: "Group-time effects, never-treated comparison",
      checks: soundChecks,
      rest: {
        notes: ["The app makes reporting easier, so more records may mean more trust and not more crime."],
      },
    },
  );

export const sampleFindings: Readonly<Record<string, () => Finding>> = {
  "comparison-fall": comparisonFall,
  "uncertain-null": uncertainNull,
  "before-after": beforeAfter,
  "small-counts": smallCounts,
  "donor-pool": donorPool,
  "randomised-trial": randomisedTrial,
  "staggered-starts": staggeredStarts,
};
