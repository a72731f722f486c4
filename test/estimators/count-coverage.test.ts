import { describe, expect, it } from "vitest";
import { its } from "../../src/estimators/its.ts";
import { rateRatio } from "../../src/estimators/rate-ratio.ts";
import { rirr } from "../../src/estimators/rirr.ts";
import { wdd } from "../../src/estimators/wdd.ts";
import { type Random, stream } from "../../src/maths/random.ts";
import type { Estimate } from "../../src/model/estimate.ts";
import { inLong } from "../helpers/long.ts";
import { handMade, settings } from "../helpers/panels.ts";

const draws = 400;
/** Share of seeded draws whose interval holds the truth. Its own standard error at 95 % is 0.011. */
const coverage = (name: string, truth: number, draw: (random: Random) => Estimate): number => {
  let held = 0;
  for (let r = 0; r < draws; r++) {
    const { conf_low, conf_high } = draw(stream("coverage", name, r));
    if ((conf_low ?? Number.NEGATIVE_INFINITY) <= truth && truth <= (conf_high ?? Number.POSITIVE_INFINITY))
      held++;
  }
  return held / draws;
};
const counts = (
  random: Random,
  n: number,
  mu: (t: number) => number,
  size = Number.POSITIVE_INFINITY,
): number[] =>
  Array.from({ length: n }, (_, t) =>
    Number.isFinite(size) ? random.negativeBinomial(mu(t), size) : random.poisson(mu(t)),
  );

describe("95 % intervals hold the truth about 95 times in 100", () => {
  it("rate-ratio, exact interval of few events: never less often", () => {
    const share = coverage(
      "exact",
      Math.log(0.5),
      (random) =>
        rateRatio.fit(
          handMade({ rows: { T: [random.poisson(16) || 1, random.poisson(8)] }, starts: { T: 2 } }),
          settings,
        ).estimates![0]!,
    );
    expect(share).toBeGreaterThan(0.94);
  });

  it("rate-ratio with φ from overdispersed months", () => {
    const share = coverage("phi", Math.log(0.8), (random) => {
      const y = counts(random, 36, (t) => (t < 24 ? 60 : 48), 12);
      return rateRatio.fit(handMade({ rows: { T: y }, starts: { T: 25 } }), { ...settings, phi: "pearson" })
        .estimates![0]!;
    });
    expect(share).toBeGreaterThan(0.92);
    expect(share).toBeLessThan(0.98);
  });

  inLong("its with quasi-Poisson, step and season", () => {
    const share = coverage("its", -0.25, (random) => {
      const y = counts(
        random,
        60,
        (t) => Math.exp(4 + 0.2 * Math.sin((Math.PI * t) / 6) + 0.004 * t - (t < 36 ? 0 : 0.25)),
        20,
      );
      const options = { ...settings, family: "quasipoisson", change: "level", season: "fourier:1" };
      return its.fit(handMade({ rows: { T: y }, starts: { T: 37 } }), options).estimates![0]!;
    });
    expect(share).toBeGreaterThan(0.92);
    expect(share).toBeLessThan(0.98);
  });

  it("rirr with φ from the panel, where common shocks are not noise", () => {
    const share = coverage("rirr", Math.log(0.75), (random) => {
      const shock = Array.from({ length: 24 }, () => Math.exp(0.3 * random.normal()));
      const rows = Object.fromEntries(
        [0, 1, 2, 3, 4, 5].map((i) => [
          `u${i}`,
          counts(random, 24, (t) => 30 * shock[t]! * (i < 2 && t >= 12 ? 0.75 : 1), 15),
        ]),
      );
      return rirr.fit(handMade({ rows, starts: { u0: 13, u1: 13 } }), { ...settings, phi: "pearson" })
        .estimates![0]!;
    });
    expect(share).toBeGreaterThan(0.92);
    expect(share).toBeLessThan(0.98);
  });

  it("wdd of Poisson totals", () => {
    const share = coverage("wdd", -40, (random) => {
      const rows = {
        T: [random.poisson(200), random.poisson(170)],
        C: [random.poisson(220), random.poisson(230)],
      };
      return wdd.fit(handMade({ rows, starts: { T: 2 } }), settings).estimates![0]!;
    });
    expect(share).toBeGreaterThan(0.92);
    expect(share).toBeLessThan(0.98);
  });
});
