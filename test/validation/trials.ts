import { estimators } from "../../src/estimators/index.ts";
import { metaAnalysis } from "../../src/evidence/meta-analysis.ts";
import { stream } from "../../src/maths/random.ts";
import type { Estimate, Estimator, Settings, Study } from "../../src/model/estimate.ts";
import { infer, inferByRule } from "../../src/pipeline/estimate/infer.ts";
import { start, wardPanel } from "./ward-panels.ts";

/** What one simulated study gave: the row whose interval is judged, the truth, and the codes that were warned of. */
export interface Draw {
  readonly row: Estimate | undefined;
  readonly truth: number;
  readonly warned: readonly string[];
}

export interface Trial {
  readonly label: string;
  /** Draws with 6, 12, 30 and 60 clusters; 2,000 where it is not said, fewer where one draw is slow. */
  readonly draws?: readonly number[];
  readonly run: (clusters: number, replicate: number) => Draw;
}

interface Shape {
  readonly label?: string;
  readonly treated?: (wards: number) => number;
  readonly starts?: readonly number[];
  readonly level?: true;
  readonly buffers?: number;
  /** `rule`: the inference that the program chooses by itself in `run` and `evaluate`. */
  readonly rule?: true;
  readonly term?: (row: Estimate) => boolean;
  readonly truth?: (effect: number, wards: number) => number;
  readonly draws?: readonly number[];
}

const logEffect = -0.2;
const levelEffect = -1.5;
const half = (wards: number): number => wards / 2;

const trial = (name: string, options: Record<string, unknown> = {}, shape: Shape = {}): Trial => {
  const estimator = estimators.find((one) => one.name === name)!;
  const typed = Object.entries(options).map(([key, value]) => `${key} ${String(value)}`);
  const label = shape.label ?? [name, ...typed, ...(shape.rule ? ["as routed"] : [])].join(", ");
  const settings = { ...defaultsOf(estimator), ...options, confLevel: 0.95, seed: "1" } as Settings;
  const level = shape.level === true;
  const effect = level ? levelEffect : logEffect;
  return {
    label,
    ...(shape.draws && { draws: shape.draws }),
    run: (wards, replicate) => {
      const design = wardPanel(`${label}, ${wards}`, replicate, {
        wards,
        treated: (shape.treated ?? half)(wards),
        scale: level ? "level" : "ratio",
        effect,
        starts: shape.starts ?? [start],
        buffers: shape.buffers ?? 0,
      });
      const study: Study = {
        design,
        settings,
        fit: estimator.fit(design, settings),
        refit: (other) => estimator.fit(other, settings),
      };
      const inferred = shape.rule ? inferByRule(study) : infer(study);
      return {
        row: inferred.estimates.find(shape.term ?? (() => true)),
        truth: shape.truth?.(effect, wards) ?? effect,
        warned: [...study.fit.warnings, ...inferred.warnings]
          .filter(({ severity }) => severity !== "note")
          .map(({ code }) => code),
      };
    },
  };
};

const defaultsOf = ({ options }: Estimator): Record<string, unknown> =>
  Object.fromEntries(options.filter((o) => o.default !== undefined).map((o) => [o.key, o.default]));

const pooled = (label: string, pool: "fe" | "dl" | "reml" | "pm", test: "z" | "knapp-hartung"): Trial => ({
  label,
  run: (studies, replicate) => {
    const random = stream("coverage", `${label}, ${studies}`, replicate);
    const drawn = Array.from({ length: studies }, (_, i) => {
      const variance = 0.01 + 0.09 * random.uniform();
      const effect = logEffect + 0.15 * random.normal() + Math.sqrt(variance) * random.normal();
      return { name: `study ${i + 1}`, effect, variance, line: i + 2 };
    });
    const found = metaAnalysis({ studies: drawn }, { pool, test, level: 0.95, harmful: "increase" });
    return {
      row: found.estimates[0],
      truth: logEffect,
      warned: found.warnings.filter((w) => w.severity !== "note").map((w) => w.code),
    };
  },
});

const named = (term: string) => (row: Estimate) => row.term === term;
const atStart = (row: Estimate) => row.event_time === 0;
const staggered = [20, 28];
const third = (wards: number): number => Math.floor(wards / 3);
const step = { change: "level", season: "fourier:1" };
const level = { level: true } as const;
const total: Shape = { level: true, truth: (effect, wards) => effect * half(wards) };

/** Every method that gives an interval, in the order of the contract. */
export const trials: readonly Trial[] = [
  trial("rate-ratio"),
  trial("rate-ratio", { phi: "pearson" }),
  trial("its", step, total),
  trial("its", { ...step, vcov: "newey-west:3" }, total),
  trial("its", { ...step, vcov: "prais-winsten" }, total),
  trial("its", { ...step, family: "poisson" }),
  trial("its", { ...step, family: "quasipoisson" }),
  trial("its", { ...step, family: "quasipoisson", vcov: "newey-west:3" }),
  trial("its", { ...step, family: "negbin" }),
  trial("rirr"),
  trial("rirr", { phi: "pearson" }),
  trial(
    "wdd",
    {},
    { ...total, truth: (effect, wards) => effect * half(wards) * 24, term: named("wdd_local") },
  ),
  trial("wdq", { bootstrap: 1000 }, { buffers: 1, truth: () => 0, term: named("wdq") }),
  trial("did", {}, level),
  trial("did", { vcov: "cr2" }, level),
  trial("did", { vcov: "hc1" }, level),
  trial("did", { vcov: "iid" }, level),
  trial("did", { wild: 999 }, level),
  trial("did", {}, { ...level, rule: true }),
  trial("did", {}, { ...level, treated: () => 2, label: "did, two treated" }),
  trial(
    "did",
    { wild: 999 },
    { ...level, treated: () => 2, label: "did, wild 999, two treated", draws: [2000, 2000, 500, 200] },
  ),
  trial("did", {}, { ...level, treated: () => 2, rule: true, label: "did, two treated, as routed" }),
  trial("event-study", {}, { ...level, term: atStart }),
  trial("ppml"),
  trial("ppml", { vcov: "cr2" }, { draws: [500, 500, 200, 200] }),
  trial("ppml", { wild: 999 }, { draws: [500, 500, 300, 200] }),
  trial("ppml", {}, { rule: true, draws: [2000, 500, 200, 1000] }),
  trial("ppml", {}, { treated: () => 2, rule: true, label: "ppml, two treated, as routed" }),
  trial("callaway-santanna", {}, { ...level, starts: staggered, term: named("simple") }),
  trial("callaway-santanna", { control: "not-yet" }, { ...level, starts: staggered, term: named("simple") }),
  trial(
    "callaway-santanna",
    { bootstrap: 999 },
    { ...level, starts: staggered, term: named("simple"), draws: [200, 200, 200, 200] },
  ),
  trial("sun-abraham", {}, { ...level, starts: staggered, term: named("att_overall") }),
  trial("imputation", {}, { ...level, starts: staggered }),
  trial("imputation", { family: "poisson" }, { starts: staggered }),
  trial("synthetic-control", { placebo: true }, { ...level, treated: () => 1 }),
  trial("synthetic-did", { vcov: "placebo" }, { ...level, treated: third, draws: [1000, 500, 200, 200] }),
  trial("synthetic-did", { vcov: "jackknife" }, { ...level, treated: third }),
  trial("synthetic-did", { vcov: "bootstrap" }, { ...level, treated: third, draws: [200, 200, 200, 200] }),
  trial("randomisation", { permutations: 999 }, { ...level }),
  pooled("meta, reml, z", "reml", "z"),
  pooled("meta, reml, knapp-hartung", "reml", "knapp-hartung"),
  pooled("meta, dl, z", "dl", "z"),
];
