// Makes the invented data of this folder: `node datasets/london-demo/generate.mjs`. Same seed, same bytes.
//
// 32 invented boroughs × 60 months × 5 offences. A count is Poisson around
//   size of the borough × offence rate × season × London-wide month shock × the borough's own slow drift × gamma noise,
// so counts are seasonal, overdispersed and autocorrelated, as recorded crime is. Three interventions are planted:
//   patrols   robbery and theft from the person really fall by 18 % in eight boroughs; four neighbours rise by 8 %
//   lighting  nothing changes, in two waves of six boroughs
//   weeks     nothing changes; the four boroughs were picked because their last three months were bad
import { writeFileSync } from "node:fs";

const folder = new URL("./data/", import.meta.url);
const here = new URL("./", import.meta.url);

const sfc32 = (a, b, c, d) => () => {
  const t = (((a + b) | 0) + d) | 0;
  d = (d + 1) | 0;
  a = b ^ (b >>> 9);
  b = (c + (c << 3)) | 0;
  c = ((c << 21) | (c >>> 11)) + t;
  return (t >>> 0) / 4294967296;
};
const uniform = sfc32(0x2f6e2b1, 0x51ab7c3, 0x7a31d05, 20261003);
for (let i = 0; i < 20; i += 1) uniform();
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
const gamma = (shape) => {
  // Marsaglia & Tsang (2000).
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
};
const poisson = (mean) => {
  // Sums of independent Poisson counts are Poisson, so large means are drawn in pieces.
  let left = mean;
  let count = 0;
  while (left > 0) {
    const part = Math.min(left, 30);
    const floor = Math.exp(-part);
    let product = uniform();
    while (product > floor) {
      count += 1;
      product *= uniform();
    }
    left -= part;
  }
  return count;
};

const names = [
  "Ashbourne Cross",
  "Beacon Hill",
  "Birchwater",
  "Canalside",
  "Cobden Park",
  "Dunmere",
  "Eastmarsh",
  "Elmgate",
  "Fairlight",
  "Foundry Lane",
  "Goosegreen",
  "Harrowdown",
  "Hartswell",
  "Heronsford",
  "Holloway Vale",
  "Kingsmoor",
  "Larkfield",
  "Limewharf",
  "Lower Tamsey",
  "Merestone",
  "Millbank End",
  "Norbrook",
  "Oldcastle",
  "Penfold",
  "Quarry Bridge",
  "Redmarley",
  "Saltmead",
  "Southmere",
  "Tanners Row",
  "Upper Tamsey",
  "Westerleigh",
  "Wolds End",
];
const months = 60;
const firstYear = 2021;
const firstMonth = 10;
const label = (t) => {
  const m = firstMonth - 1 + t;
  return `${firstYear + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, "0")}`;
};
const index = (text) => {
  const [y, m] = text.split("-").map(Number);
  return (y - firstYear) * 12 + m - firstMonth;
};

// Monthly offences per 1,000 residents, seasonal swing and peak month (0 = January).
const offences = [
  { name: "burglary", rate: 0.42, swing: 0.1, peak: 11 },
  { name: "criminal damage", rate: 0.55, swing: 0.08, peak: 5 },
  { name: "robbery", rate: 0.3, swing: 0.07, peak: 10 },
  { name: "theft from the person", rate: 0.45, swing: 0.12, peak: 11 },
  { name: "violence with injury", rate: 0.62, swing: 0.09, peak: 6 },
];

const population = names.map(() => Math.round((180 + 160 * uniform()) * 1000));
// A 8 × 4 map of tiles; neighbours share a side.
const tile = names.map((_, i) => ({ x: i % 8, y: Math.floor(i / 8) }));
const neighbours = names.map((_, i) =>
  names.filter((__, j) => Math.abs(tile[i].x - tile[j].x) + Math.abs(tile[i].y - tile[j].y) === 1),
);

const patrols = {
  start: "2024-04",
  effect: 0.82,
  units: [
    "Canalside",
    "Cobden Park",
    "Dunmere",
    "Goosegreen",
    "Harrowdown",
    "Larkfield",
    "Quarry Bridge",
    "Redmarley",
  ],
};
const spill = { effect: 1.08, units: ["Birchwater", "Foundry Lane", "Hartswell", "Limewharf"] };
const lighting = [
  { start: "2024-01", units: ["Beacon Hill", "Elmgate", "Fairlight", "Kingsmoor", "Oldcastle", "Saltmead"] },
  {
    start: "2024-10",
    units: ["Ashbourne Cross", "Heronsford", "Merestone", "Norbrook", "Tanners Row", "Wolds End"],
  },
];
const weeks = { start: "2025-07", pickedOn: ["2025-04", "2025-05", "2025-06"] };

const counts = offences.map((offence) => {
  const monthShock = Array.from({ length: months }, () => Math.exp(0.03 * normal()));
  const level = names.map(() => Math.exp(0.25 * normal()));
  return names.map((name, i) => {
    let drift = 0.04 * normal();
    return Array.from({ length: months }, (_, t) => {
      drift = 0.75 * drift + 0.04 * normal();
      const calendar = (firstMonth - 1 + t) % 12;
      const season = 1 + offence.swing * Math.cos((2 * Math.PI * (calendar - offence.peak)) / 12);
      const trend = Math.exp(-0.0015 * t);
      let mean =
        (population[i] / 1000) * offence.rate * level[i] * season * trend * monthShock[t] * Math.exp(drift);
      const touched = offence.name === "robbery" || offence.name === "theft from the person";
      if (touched && t >= index(patrols.start)) {
        if (patrols.units.includes(name)) mean *= patrols.effect;
        if (spill.units.includes(name)) mean *= spill.effect;
      }
      return poisson(mean * (gamma(40) / 40));
    });
  });
});

// The weeks of action go to the four boroughs whose burglary was highest against their own past year: nothing else.
const burglary = counts[0];
const picked = names
  .map((name, i) => {
    const window = weeks.pickedOn.map(index);
    const recent = window.reduce((sum, t) => sum + burglary[i][t], 0) / window.length;
    const past =
      Array.from({ length: 12 }, (_, k) => burglary[i][window[0] - 12 + k]).reduce((a, b) => a + b, 0) / 12;
    return { name, excess: recent / past };
  })
  .sort((a, b) => b.excess - a.excess)
  .slice(0, 4)
  .map(({ name }) => name)
  .sort();

const rows = ["unit,period,outcome,value"];
for (const [o, offence] of offences.entries())
  for (const [i, name] of names.entries())
    for (let t = 0; t < months; t += 1) rows.push(`${name},${label(t)},${offence.name},${counts[o][i][t]}`);
writeFileSync(new URL("recorded-crime.csv", folder), `${rows.join("\n")}\n`);

const units = ["unit,population,neighbours,tile_x,tile_y"];
names.forEach((name, i) => {
  units.push(`${name},${population[i]},${neighbours[i].join(";")},${tile[i].x},${tile[i].y}`);
});
writeFileSync(new URL("units.csv", here), `${units.join("\n")}\n`);

const register = ["id,title,unit,start,role,problem,partners"];
const enter = (id, title, list, start, role, problem, partners) => {
  for (const unit of list) register.push(`${id},${title},${unit},${start},${role},${problem},${partners}`);
};
enter(
  "patrols-2024",
  "Hot-spot foot patrols",
  patrols.units,
  patrols.start,
  "treated",
  "street robbery",
  "police;council wardens",
);
enter(
  "patrols-2024",
  "Hot-spot foot patrols",
  spill.units,
  patrols.start,
  "buffer",
  "street robbery",
  "police;council wardens",
);
for (const wave of lighting)
  enter(
    "lighting-2024",
    "Brighter street lighting",
    wave.units,
    wave.start,
    "treated",
    "criminal damage",
    "council",
  );
enter("weeks-2025", "Burglary weeks of action", picked, weeks.start, "treated", "burglary", "police;housing");
writeFileSync(new URL("interventions.csv", here), `${register.join("\n")}\n`);

// Patrol visits planned and delivered in the treated boroughs and, by leakage, in the others.
const dose = ["unit,period,planned,delivered"];
for (const name of names) {
  const treated = patrols.units.includes(name);
  for (let t = index(patrols.start); t < months; t += 1) {
    const planned = treated ? 120 : 0;
    dose.push(
      `${name},${label(t)},${planned},${treated ? Math.round(120 * (0.84 + 0.08 * normal())) : poisson(4)}`,
    );
  }
}
writeFileSync(new URL("patrol-visits.csv", folder), `${dose.join("\n")}\n`);

// A survey for the safety index: shares of people asked, rolling over four quarters, so that one point a year is
// independent. Its trend is planted against that of crime: fewer crimes are recorded every year and fewer people feel
// safe. The number of people asked stands beside every share.
const questions = [
  { name: "feels safe after dark", level: 0.72, spread: 0.05, trend: -0.006 },
  { name: "says antisocial behaviour is a problem", level: 0.3, spread: 0.05, trend: 0.005 },
  { name: "says litter and damage are a problem", level: 0.34, spread: 0.05, trend: 0.001 },
  { name: "trusts the local police", level: 0.66, spread: 0.05, trend: -0.005 },
];
const quarters = Array.from({ length: 19 }, (_, q) => `${2022 + Math.floor(q / 4)}-Q${(q % 4) + 1}`);
// In one borough two questions were dropped in 2025, in another one: the first cannot be scored, the second can.
const dropped = new Set(["Saltmead 2 2025", "Saltmead 3 2025", "Norbrook 3 2025"]);
const survey = ["unit,period,outcome,value,exposure"];
for (const [k, question] of questions.entries())
  for (const name of names) {
    const own = question.level + question.spread * normal();
    const asked = [];
    for (const [q, quarter] of quarters.entries()) {
      const people = 90 + Math.floor(30 * uniform());
      const share = Math.min(0.97, Math.max(0.03, own + question.trend * q));
      // Neighbours answer alike: the spread is that of a sample with a design effect of 1.3.
      const found = share + Math.sqrt((1.3 * share * (1 - share)) / people) * normal();
      asked.push({ people, yes: people * Math.min(1, Math.max(0, found)) });
      if (q < 3 || dropped.has(`${name} ${k} ${quarter.slice(0, 4)}`)) continue;
      const window = asked.slice(-4);
      const people12 = window.reduce((sum, one) => sum + one.people, 0);
      const yes12 = window.reduce((sum, one) => sum + one.yes, 0);
      survey.push(`${name},${quarter},${question.name},${(yes12 / people12).toFixed(3)},${people12}`);
    }
  }
writeFileSync(new URL("residents-survey.csv", folder), `${survey.join("\n")}\n`);

// People in each borough on a working day, by year: one borough is a centre that far more people visit than live in.
const daytime = ["unit,period,outcome,value"];
for (const [i, name] of names.entries()) {
  const busy = name === "Canalside" ? 2.6 : 0.8 + 0.4 * uniform();
  for (let year = 2022; year <= 2025; year += 1)
    daytime.push(
      `${name},${year},people by day,${Math.round(population[i] * busy * 1.004 ** (year - 2022))}`,
    );
}
writeFileSync(new URL("daytime-population.csv", folder), `${daytime.join("\n")}\n`);
