// Panels for the benchmarks, written once into a temporary folder; the same bytes on every machine.
import { createWriteStream } from "node:fs";

const dice = (seed) => {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const poisson = (mean) => {
    let [count, share, left] = [0, Math.exp(-mean), uniform()];
    while (left > share && count < 500) {
      left -= share;
      count++;
      share *= mean / count;
    }
    return count;
  };
  return { normal, poisson };
};

/** Units × periods; cohorts of equal size beside as many never-treated units as a cohort has. */
export const writePanel = (path, units, periods, starts) =>
  new Promise((done, failed) => {
    const { normal, poisson } = dice(12345);
    const file = createWriteStream(path).on("error", failed);
    file.write("unit,period,y,events,population,first\n");
    for (let i = 0; i < units; i++) {
      const level = normal();
      const first = starts[i % (starts.length + 1)] ?? "";
      const population = 1000 + 10 * (i % 100);
      let rows = "";
      for (let t = 1; t <= periods; t++) {
        const effect = first !== "" && t >= first ? -0.3 : 0;
        const y = level + 0.05 * t + effect + normal();
        const events = poisson((population / 500) * Math.exp(0.5 * level + effect));
        rows += `u${i},${t},${y.toFixed(6)},${events},${population},${first}\n`;
      }
      file.write(rows);
    }
    file.end(done);
  });
