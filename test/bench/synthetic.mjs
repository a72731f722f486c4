// Times the synthetic family, in process: `node test/bench/synthetic.mjs`. Prop 99 is used where the shared data are.
import { existsSync, readFileSync } from "node:fs";
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

const { syntheticFamily } = await load("../../src/estimators/synthetic-family.ts");
const { stream } = await load("../../src/maths/random.ts");
const [syntheticControl, syntheticDid, randomisation] = syntheticFamily;

const designOf = ({ units, first, T, columns, outcome, cohort }) => ({
  kind: "comparison-group",
  panel: {
    units,
    frequency: "year",
    ordinals: Int32Array.from({ length: T }, (_, t) => first + t),
    periods: Array.from({ length: T }, (_, t) => String(first + t)),
    columns,
    status: {},
  },
  outcome,
  cohort,
  roles: units.map((_, i) => (cohort[i] === Infinity ? "comparison" : "treated")),
  covariates: [],
  cluster: Int32Array.from({ length: units.length }, (_, i) => i),
  clusters: units,
});

const simulated = (n, T, treated, start) => {
  const dice = stream("bench", "synthetic");
  const common = Array.from({ length: T }, () => dice.normal());
  const y = new Float64Array(n * T);
  for (let i = 0; i < n; i++) {
    const [level, load] = [20 + 4 * dice.normal(), dice.uniform()];
    for (let t = 0; t < T; t++) y[i * T + t] = level + 3 * load * common[t] + dice.normal();
  }
  const cohort = Float64Array.from({ length: n }, (_, i) => (i < treated ? 2000 + start : Infinity));
  const units = Array.from({ length: n }, (_, i) => `u${i}`);
  return designOf({ units, first: 2000, T, columns: { y }, outcome: "y", cohort });
};

const california = (path) => {
  const [header, ...lines] = readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const units = [...new Set(lines.map(([state]) => state))];
  const T = 31;
  const names = header.slice(2, 7);
  const columns = Object.fromEntries(
    names.map((name) => [name, new Float64Array(units.length * T).fill(Number.NaN)]),
  );
  for (const cells of lines) {
    const at = units.indexOf(cells[0]) * T + Number(cells[1]) - 1970;
    names.forEach((name, k) => {
      if (cells[k + 2] !== "") columns[name][at] = Number(cells[k + 2]);
    });
  }
  const cohort = Float64Array.from(units, (unit) => (unit === "California" ? 1989 : Infinity));
  return designOf({ units, first: 1970, T, columns, outcome: "cigsale", cohort });
};

const time = (label, estimator, design, settings = {}) => {
  const times = [];
  let fit;
  for (let run = 0; run < 5; run++) {
    const from = performance.now();
    fit = estimator.fit(design, { confLevel: 0.95, seed: "1", ...settings });
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  const { estimate, std_error, p_value } = fit.estimates.find(({ term }) => term === "att");
  console.log(
    `${label.padEnd(58)} ${times[2].toFixed(1).padStart(8)} ms   att ${estimate.toFixed(4)}  se ${std_error ?? "–"}  p ${p_value ?? "–"}`,
  );
};

const prop99 = new URL("../../../shared/data/causal/prop99.csv", import.meta.url).pathname;
if (existsSync(prop99)) {
  const design = california(prop99);
  const predictors = [
    "lnincome@1980..1988",
    "retprice@1980..1988",
    "age15to24@1980..1988",
    "beer@1984..1988",
    "cigsale@1975",
    "cigsale@1980",
    "cigsale@1988",
  ];
  time("Prop 99, synthetic control, whole path", syntheticControl, design);
  time("Prop 99, synthetic control, whole path, 38 placebos", syntheticControl, design, { placebo: true });
  time("Prop 99, synthetic control, 7 predictors, nested V", syntheticControl, design, { predictors });
  time("Prop 99, synthetic control, 7 predictors, 38 placebos", syntheticControl, design, {
    predictors,
    placebo: true,
  });
  time("Prop 99, synthetic DiD, placebo", syntheticDid, design, { vcov: "placebo" });
  time("Prop 99, synthetic DiD, compat solver, placebo", syntheticDid, design, {
    vcov: "placebo",
    solver: "compat",
  });
} else {
  console.log("Prop 99 is not there; simulated panels only");
}
const small = simulated(40, 31, 2, 19);
time("40 × 31, 2 treated, synthetic DiD, 200 placebos", syntheticDid, small, { vcov: "placebo" });
time("40 × 31, 2 treated, synthetic DiD, 200 bootstraps", syntheticDid, small, { vcov: "bootstrap" });
const large = simulated(700, 132, 30, 96);
time("700 × 132, 30 treated, synthetic control", syntheticControl, large);
time("700 × 132, 30 treated, synthetic DiD, jackknife", syntheticDid, large, { vcov: "jackknife" });
time("700 × 132, 30 treated, synthetic DiD, 20 bootstraps", syntheticDid, large, {
  vcov: "bootstrap",
  replications: 20,
});
time("700 units, 30 treated, randomisation, 9,999 draws", randomisation, large);
