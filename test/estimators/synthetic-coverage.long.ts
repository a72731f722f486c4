import { describe, expect, it } from "vitest";
import { randomisation } from "../../src/estimators/randomisation.ts";
import { syntheticControl } from "../../src/estimators/synthetic-control.ts";
import { syntheticDid } from "../../src/estimators/synthetic-did.ts";
import { stream } from "../../src/maths/random.ts";
import type { Design } from "../../src/model/design.ts";
import type { Estimator } from "../../src/model/estimate.ts";
import { balanced } from "../helpers/did-design.ts";
import { many } from "../helpers/long.ts";

/** Monthly ward counts without an effect: negative binomial about an AR(1) log intensity, a level per unit, a season. */
const wards = (units: number, treated: number, seed: number): Design => {
  const random = stream("synthetic coverage", `${units} ${treated}`, seed);
  const season = Array.from(
    { length: 36 },
    (_, t) => 0.15 * Math.sin((2 * Math.PI * t) / 12) + 0.05 * random.normal(),
  );
  return balanced(
    Array.from({ length: units }, (_, i) => {
      const level = Math.log(40) + 0.2 * random.normal();
      let drift = 0.1 * random.normal();
      const y = season.map((s) => {
        drift = 0.5 * drift + Math.sqrt(0.75) * 0.1 * random.normal();
        return random.negativeBinomial(Math.exp(level + s + drift), 20);
      });
      return i < treated ? { y, start: 25 } : { y };
    }),
  );
};

/** The bounds below are for 1,000 draws; fewer leave room for two and a half of their own standard errors. */
const draws = many(0, 100);
const room = draws < 1000 ? 2.5 * Math.sqrt((0.1 * 0.9) / draws) : 0;

const coverage = (
  estimator: Estimator,
  units: number,
  treated: number,
  settings: Record<string, string | number | boolean>,
): number => {
  let [held, counted] = [0, 0];
  for (let seed = 0; seed < draws; seed++) {
    const [att] = estimator.fit(wards(units, treated, seed), { confLevel: 0.95, seed: "1", ...settings })
      .estimates!;
    if (att!.conf_low === null || att!.conf_high === null) continue;
    counted += 1;
    if (att!.conf_low <= 0 && att!.conf_high >= 0) held += 1;
  }
  return held / counted;
};

describe("intervals hold the truth as often as they say, or the program warns", () => {
  it.each([
    ["randomisation, 12 units", randomisation, 12, 4, { permutations: 499 }, 0.93, 0.985],
    ["randomisation, 60 units", randomisation, 60, 10, { permutations: 499 }, 0.93, 0.97],
    ["synthetic control, 30 units, 1 treated", syntheticControl, 30, 1, { placebo: true }, 0.93, 1],
    [
      "synthetic DiD placebo, 60 units, 10 treated",
      syntheticDid,
      60,
      10,
      { vcov: "placebo", replications: 100 },
      0.92,
      0.97,
    ],
    [
      "synthetic DiD bootstrap, 60 units, 10 treated",
      syntheticDid,
      60,
      10,
      { vcov: "bootstrap", replications: 100 },
      0.92,
      0.975,
    ],
    // Regions in which the estimator warns: synthetic/few-treated, synthetic/few-donors.
    ["synthetic DiD placebo, 30 units, 1 treated", syntheticDid, 30, 1, { vcov: "placebo" }, 0.83, 0.94],
    ["synthetic DiD jackknife, 30 units, 5 treated", syntheticDid, 30, 5, { vcov: "jackknife" }, 0.84, 0.95],
    [
      "synthetic DiD bootstrap, 12 units, 4 treated",
      syntheticDid,
      12,
      4,
      { vcov: "bootstrap", replications: 100 },
      0.77,
      0.9,
    ],
  ] as const)("%s", (_, estimator, units, treated, settings, least, most) => {
    const share = coverage(estimator, units, treated, settings);
    expect(share).toBeGreaterThanOrEqual(least - room);
    expect(share).toBeLessThanOrEqual(most + room);
  });
});
