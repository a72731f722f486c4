import { describe, expect, it } from "vitest";
import { tally } from "./tally.ts";
import { trials } from "./trials.ts";

const named = (label: string) => trials.find((one) => one.label === label)!;

// 200 seeded draws: a share of 95 % has a standard error of 1.5 points, so that these bounds are three of them.
describe("coverage on simulated wards, in short", () => {
  it.each([
    ["did", 30],
    ["rirr, phi pearson", 30],
  ])("%s holds the truth in 200 draws about as often as the table says", (label, clusters) => {
    const found = tally(named(label), clusters, 200);
    const [least, most] = label === "did" ? [0.905, 0.995] : [0.77, 0.93];
    expect(found.refused).toBe(0);
    expect(found.covered).toBeGreaterThan(least);
    expect(found.covered).toBeLessThan(most);
    // The short interval is warned of, the sound one is not.
    expect(found.warned > 0.5).toBe(label !== "did");
  });
  it("gives the same tally again, whatever was drawn in between", () => {
    const first = tally(named("did"), 12, 20);
    tally(named("meta, dl, z"), 12, 5);
    expect(tally(named("did"), 12, 20)).toEqual(first);
  });
  it("has a trial for every method that gives an interval", () => {
    const methods = [
      "rate-ratio",
      "its",
      "rirr",
      "wdd",
      "wdq",
      "did",
      "event-study",
      "ppml",
      "callaway-santanna",
    ];
    const more = ["sun-abraham", "imputation", "synthetic-control", "synthetic-did", "randomisation", "meta"];
    for (const method of [...methods, ...more])
      expect(trials.some(({ label }) => label.startsWith(method))).toBe(true);
    expect(new Set(trials.map(({ label }) => label)).size).toBe(trials.length);
  });
});
