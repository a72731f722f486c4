// What `npm run bench` prints: each job as a whole process (start to exit, reading the file) and in process (fit and
// inference on the panel already read), medians, beside the aim and what the quickest peer took on such a machine.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { writePanel } from "./panels.mjs";

const runs = Number(process.env.BENCH_RUNS ?? 5);
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const program = path("../../bin/whatworks.js");
const shared = path("../../../shared/data/causal/");
const folder = mkdtempSync(join(tmpdir(), "whatworks-bench-"));
const [middle, large] = [join(folder, "middle.csv"), join(folder, "large.csv")];

/** Method, file, options as typed; `aim` in seconds: whole process, and in process. */
const jobs = [
  {
    name: "mpdta, group-time effects, B = 1,000, all aggregations",
    file: `${shared}mpdta.csv`,
    typed:
      "callaway-santanna --unit countyreal --period year --outcome lemp --cohort first_treat --bootstrap 1000",
    aim: [0.4, 0.057],
    peers: "R did 2.39 s, 1.14 s in process; diff-diff 0.99 s, 0.056 s",
  },
  {
    name: "2,000 x 48, 5 cohorts, group-time effects, B = 1,000",
    file: middle,
    typed: "callaway-santanna --unit unit --period period --outcome y --cohort first --bootstrap 1000",
    aim: [1.0, 0.33],
    peers: "R did 6.5 s, 4.5 + 2.1 s in process; diff-diff 2.03 s, 1.16 s",
  },
  {
    name: "Prop 99, synthetic DiD, every placebo re-solved",
    file: `${shared}prop99.csv`,
    typed:
      "synthetic-did --unit state --period year --outcome cigsale --treated treated --vcov placebo --replications 200",
    aim: [2.0, 1.0],
    peers: "R synthdid 40.1 s, 39.4 s in process",
  },
  {
    name: "Prop 99, synthetic control, one fit on predictors",
    file: `${shared}prop99.csv`,
    typed:
      "synthetic-control --unit state --period year --outcome cigsale --treated treated --predictors lnincome@1980..1988,retprice@1980..1988,age15to24@1980..1988,beer@1984..1988,cigsale@1975,cigsale@1980,cigsale@1988",
    aim: [2.5, null],
    peers: "R Synth 5.1 s in process",
  },
  {
    name: "Prop 99, synthetic control, one fit on the outcome path",
    file: `${shared}prop99.csv`,
    typed: "synthetic-control --unit state --period year --outcome cigsale --treated treated",
    aim: [2.5, 0.0051],
    peers: "R Synth 5.1 s in process",
  },
  {
    name: "1.2 million rows, two-way fixed effects",
    file: large,
    typed: "did --unit unit --period period --outcome y --cohort first",
    aim: [1.0, 0.34],
    peers: "R fixest 1.96 s, 0.26-0.34 s in process; diff-diff 1.66 s",
  },
  {
    name: "1.2 million rows, Poisson two-way fixed effects",
    file: large,
    typed: "ppml --unit unit --period period --outcome events --exposure population --cohort first",
    aim: [1.6, 1.5],
    peers: "R fixest 1.5 s in process",
  },
  {
    name: "58 studies: fit, leave-one-out, Egger, trim-and-fill",
    file: `${shared}meta_landenberger2005.csv`,
    typed: "meta --ai n_cbt_rec --bi n_cbt_non --ci n_ctrl_rec --di n_ctrl_non --measure OR",
    aim: [0.5, 0.045],
    peers: "R metafor 0.9 s in process",
  },
];

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const memory = `data:text/javascript,process.on("exit",()=>process.stderr.write("\\nrss="+process.resourceUsage().maxRSS))`;

const whole = ({ file, typed }) => {
  const [method, ...options] = typed.split(" ");
  const times = [];
  let peak = 0;
  for (let run = 0; run < runs; run++) {
    const from = performance.now();
    const child = spawnSync(
      process.execPath,
      ["--import", memory, program, "estimate", method, file, ...options, "--json"],
      { encoding: "utf8", maxBuffer: 1 << 28 },
    );
    times.push((performance.now() - from) / 1000);
    if (child.status !== 0) throw new Error(`${typed}: exit ${child.status}\n${child.stdout}`);
    peak = Math.max(peak, Number(/rss=(\d+)/.exec(child.stderr)?.[1]) / 1024);
  }
  return { seconds: median(times), peak };
};

const load = async () => {
  const outfile = path("../../node_modules/.cache/whatworks/bench-in-process.mjs");
  const entry = path("./in-process.ts");
  await build({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    outfile,
  });
  return import(outfile);
};

const seconds = (value) =>
  value === null ? "–" : value < 0.1 ? `${(value * 1000).toFixed(1)} ms` : `${value.toFixed(2)} s`;
const against = (value, aim) =>
  aim === null ? seconds(value) : `${seconds(value)} ${value <= aim ? "≤" : "> AIM"} ${seconds(aim)}`;

try {
  await writePanel(middle, 2000, 48, [10, 16, 22, 28, 34]);
  await writePanel(large, 20000, 60, [25, 35, 45]);
  console.log(`medians of ${runs}; node ${process.version}\n`);
  // Whole processes first: the peak of a child counts the memory of the process that it was forked from.
  const outside = new Map(jobs.filter(({ file }) => existsSync(file)).map((job) => [job, whole(job)]));
  const { inProcess, close } = await load();
  for (const job of jobs) {
    if (!outside.has(job)) {
      console.log(`${job.name}: left out, its data are not on this machine\n`);
      continue;
    }
    const { seconds: took, peak } = outside.get(job);
    const times = await inProcess(job.typed.split(" "), job.file, runs);
    console.log(
      `${job.name}\n  whole process ${against(took, job.aim[0])}, peak ${peak.toFixed(0)} MB; in process ${against(median(times), job.aim[1])}\n  peers: ${job.peers}\n`,
    );
  }
  await close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
