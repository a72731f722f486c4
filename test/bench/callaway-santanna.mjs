// Times group-time effects on simulated staggered panels, in process: `node test/bench/callaway-santanna.mjs`.
import { build } from "esbuild";

const load = async (path) => {
  const { outputFiles } = await build({
    entryPoints: [new URL(path, import.meta.url).pathname],
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
};

const { callawaySantanna } = await load("../../src/estimators/callaway-santanna.ts");
const { stream } = await load("../../src/maths/random.ts");
const { uniformBands } = await load("../../src/pipeline/estimate/bands.ts");

/** Cohorts of equal size beside as many never-treated units as a cohort has; an effect of 1. */
const panel = (n, periods, cohorts) => {
  const dice = stream("bench", "panel");
  const starts = Array.from({ length: cohorts }, (_, g) => Math.floor(((g + 1) * periods) / (cohorts + 1)));
  const cohort = Float64Array.from({ length: n }, (_, i) => starts[i % (cohorts + 1)] ?? Infinity);
  const [y, x] = [new Float64Array(n * periods), new Float64Array(n * periods)];
  for (let i = 0; i < n; i++) {
    const [level, covariate] = [dice.normal(), dice.normal()];
    for (let t = 0; t < periods; t++) {
      y[i * periods + t] = level + 0.1 * t * covariate + dice.normal() + (t >= cohort[i] ? 1 : 0);
      x[i * periods + t] = covariate;
    }
  }
  const units = Array.from({ length: n }, (_, i) => `u${i}`);
  return {
    kind: "comparison-group",
    panel: {
      units,
      frequency: "integer",
      ordinals: Int32Array.from({ length: periods }, (_, t) => t),
      periods: Array.from({ length: periods }, (_, t) => String(t)),
      columns: { y, x },
      status: {},
    },
    outcome: "y",
    cohort,
    roles: units.map((_, i) => (cohort[i] === Infinity ? "comparison" : "treated")),
    covariates: [],
    cluster: Int32Array.from({ length: n }, (_, i) => i),
    clusters: units,
  };
};

const time = (label, design, settings) => {
  const times = [];
  let fit;
  for (let run = 0; run < 5; run++) {
    const from = performance.now();
    fit = callawaySantanna.fit(design, { confLevel: 0.95, seed: "1", ...settings });
    times.push(performance.now() - from);
  }
  const from = performance.now();
  const columns = fit.influence.length;
  const influence = performance.now() - from;
  const ms = (v) => `${v.toFixed(0).padStart(5)} ms`;
  const median = [...times].sort((a, b) => a - b)[2];
  console.log(
    `${label.padEnd(44)} first ${ms(times[0])}  median ${ms(median)}  influence of ${columns} terms ${ms(influence)}`,
  );
};

const small = panel(2000, 48, 5);
time("2,000 x 48, 5 cohorts, never", small, {});
time("2,000 x 48, 5 cohorts, not-yet", small, { control: "not-yet" });
const adjusted = { ...small, covariates: ["x"] };
for (const estimator of ["reg", "ipw", "dr"])
  time(`2,000 x 48, one covariate, ${estimator}`, adjusted, { estimator });
time("2,000 x 48, one covariate, dr, not-yet", adjusted, { control: "not-yet" });
const from = performance.now();
const settings = { confLevel: 0.95, seed: "1", bootstrap: 1000 };
const fit = callawaySantanna.fit(small, settings);
uniformBands({ design: small, settings, fit, refit: () => fit });
console.log(
  `2,000 x 48 with 1,000 bootstrap draws of every term, whole: ${(performance.now() - from).toFixed(0)} ms`,
);
time("20,000 x 60, 10 cohorts, never", panel(20000, 60, 10), {});
console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
