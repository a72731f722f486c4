// Times the difference-in-differences family on simulated panels, in process: `node test/bench/did.mjs`.
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

const { didFamily } = await load("../../src/estimators/did-family.ts");
const { stream } = await load("../../src/maths/random.ts");

/** Cohorts of equal size beside as many never-treated units as a cohort has; `holes` is the share of cells absent. */
const panel = (n, periods, cohorts, holes = 0) => {
  const dice = stream("bench", "did");
  const starts = Array.from({ length: cohorts }, (_, g) => Math.floor(((g + 1) * periods) / (cohorts + 1)));
  const cohort = Float64Array.from({ length: n }, (_, i) => starts[i % (cohorts + 1)] ?? Infinity);
  const [y, events] = [new Float64Array(n * periods), new Float64Array(n * periods)];
  const [x, people] = [new Float64Array(n * periods), new Float64Array(n * periods)];
  for (let i = 0; i < n; i++) {
    const level = dice.normal();
    for (let t = 0; t < periods; t++) {
      const c = i * periods + t;
      const treated = t >= cohort[i] ? 1 : 0;
      x[c] = dice.normal();
      people[c] = 1000 + 10 * (i % 100);
      y[c] = level + 0.05 * t - 0.3 * treated + dice.normal();
      events[c] = dice.poisson((people[c] / 500) * Math.exp(0.5 * level - 0.3 * treated));
      if (holes > 0 && dice.uniform() < holes) y[c] = events[c] = NaN;
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
      columns: { y, events, x, people },
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

const time = (name, label, design, settings = {}) => {
  const estimator = didFamily.find((member) => member.name === name);
  const times = [];
  for (let run = 0; run < 5; run++) {
    const from = performance.now();
    estimator.fit(design, { confLevel: 0.95, seed: "1", ...settings });
    times.push(performance.now() - from);
  }
  const ms = (v) => `${v.toFixed(0).padStart(6)} ms`;
  const median = [...times].sort((a, b) => a - b)[2];
  console.log(`${name.padEnd(12)} ${label.padEnd(42)} first ${ms(times[0])}  median ${ms(median)}`);
};

const large = panel(20000, 60, 3);
const counts = { ...large, outcome: "events", exposure: "people" };
time("did", "1.2 million rows", large);
time("did", "1.2 million rows, one covariate", { ...large, covariates: ["x"] });
time("did", "1.2 million rows, weights", { ...large, weights: "people" });
time("ppml", "1.2 million rows, exposure", counts);
time("ppml", "1.2 million rows, exposure, one covariate", { ...counts, covariates: ["x"] });
time("imputation", "1.2 million rows", large);
time("bacon", "1.2 million rows", large);
time("sun-abraham", "1.2 million rows", large);
const gaps = panel(20000, 60, 3, 0.1);
time("did", "1.1 million rows, unbalanced", gaps);
time("ppml", "1.1 million rows, unbalanced, exposure", { ...gaps, outcome: "events", exposure: "people" });
const middle = panel(2000, 48, 5);
for (const name of ["did", "event-study", "sun-abraham", "imputation", "bacon"]) {
  time(name, "2,000 x 48, 5 cohorts", middle);
}
time(
  "imputation",
  "2,000 x 48, counts",
  { ...middle, outcome: "events", exposure: "people" },
  { family: "poisson" },
);
console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
