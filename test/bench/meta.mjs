// Times a whole meta-analysis (fit, leave-one-out, Egger, trim-and-fill, intervals): `node test/bench/meta.mjs`.
import { build } from "esbuild";

const { outputFiles } = await build({
  entryPoints: [new URL("../../src/evidence/meta-analysis.ts", import.meta.url).pathname],
  bundle: true,
  format: "esm",
  platform: "node",
  write: false,
});
const { metaAnalysis } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
);

/** Effects around −0.2 with a spread of 0.3 and sampling variances from 0.01 to 0.3: any fixed sequence will do. */
const studies = (k) =>
  Array.from({ length: k }, (_, i) => ({
    name: `study ${i}`,
    effect: -0.2 + 0.3 * Math.sin(12.9898 * i) + 0.2 * Math.sin(78.233 * i),
    variance: 0.01 + 0.29 * Math.abs(Math.sin(4.1414 * i)),
  }));

for (const k of [13, 58, 500]) {
  for (const pool of ["fe", "dl", "pm", "reml"]) {
    const input = { studies: studies(k) };
    const times = Array.from({ length: 5 }, () => {
      const from = performance.now();
      metaAnalysis(input, { pool, test: "z", level: 0.95, harmful: "increase" });
      return performance.now() - from;
    });
    const median = [...times].sort((a, b) => a - b)[2];
    console.log(
      `${String(k).padStart(4)} studies, ${pool.padEnd(4)}  first ${times[0].toFixed(1)} ms  median ${median.toFixed(1)} ms`,
    );
  }
}
