import { describe, expect, it } from "vitest";
import { quotients, wdq } from "../../src/estimators/wdq.ts";
import type { Estimate, Fit } from "../../src/model/estimate.ts";
import { handMade, settings } from "../helpers/panels.ts";

type Pair = readonly [number, number];
const term = (fit: Fit, name: string): Estimate => fit.estimates!.find((e) => e.term === name)!;
const areas = (R: Pair, C: Pair, D: Pair, options = {}): Fit =>
  wdq.fit(handMade({ rows: { R, C, D }, starts: { R: 2 }, roles: { D: "buffer" } }), {
    ...settings,
    ...options,
  });

describe("wdq", () => {
  it("gives every quotient of the worked example", () => {
    const fit = areas([207, 110], [308, 318], [178, 157]);
    expect(term(fit, "wdq").estimate).toBeCloseTo(0.2581857, 6);
    expect(term(fit, "gross_effect").estimate).toBe(97);
    expect(term(fit, "net_effect").estimate).toBeCloseTo(0.326166, 6);
    expect(term(fit, "total_net_effect").estimate).toBeCloseTo(130.5, 1);
    expect(fit.diagnostics.success).toBeCloseTo(-0.326166, 6);
    expect(fit.diagnostics.buffer).toBeCloseTo(-0.0842114, 6);
    expect(fit.diagnostics.reading).toBe("diffusion of benefit");
  });

  it("simulates intervals that do not change between runs and hold the estimate", () => {
    const [one, two] = [areas([207, 110], [308, 318], [178, 157]), areas([207, 110], [308, 318], [178, 157])];
    expect(one.estimates).toEqual(two.estimates);
    for (const e of one.estimates!) {
      expect(e.conf_low!).toBeLessThan(e.estimate!);
      expect(e.conf_high!).toBeGreaterThan(e.estimate!);
      expect(e.p_value).toBeNull();
    }
  });

  it("has the Poisson standard error where one is known", () => {
    // The gross effect is a difference of two Poisson counts: variance 207 + 110.
    const { std_error, conf_low } = term(
      areas([207, 110], [308, 318], [178, 157], { bootstrap: 20_000 }),
      "gross_effect",
    );
    expect(std_error! / Math.sqrt(317)).toBeCloseTo(1, 1);
    expect(conf_low! / (97 - 1.96 * Math.sqrt(317))).toBeCloseTo(1, 1);
  });

  it("does not compute the quotient without a success, and says why", () => {
    const fit = areas([100, 120], [100, 100], [50, 50], { bootstrap: 200 });
    expect(term(fit, "wdq")).toMatchObject({ estimate: null, conf_low: null });
    expect(term(fit, "gross_effect").estimate).toBe(-20);
    expect(fit.warnings.map((w) => w.code)).toContain("WDQ01");
  });

  it("is unmoved when every count is multiplied", () => {
    const six = { rb: 20, ra: 11, cb: 30, ca: 32, db: 18, da: 16 };
    const times = Object.fromEntries(
      Object.entries(six).map(([k, v]) => [k, 7 * v]),
    ) as unknown as typeof six;
    expect(quotients(times).wdq).toBeCloseTo(quotients(six).wdq, 12);
    expect(quotients(times).total_net_effect).toBeCloseTo(7 * quotients(six).total_net_effect, 9);
  });

  it.each([
    ["no buffer", { R: [9, 5], C: [9, 9] }, "design/no-buffer"],
    ["an empty control", { R: [9, 5], C: [0, 9], D: [4, 4] }, "counts/zero-control"],
  ])("refuses %s", (_, rows, code) => {
    const design = handMade({
      rows: rows as Record<string, number[]>,
      starts: { R: 2 },
      roles: { D: "buffer" },
    });
    expect(() => wdq.fit(design, settings)).toThrowError(expect.objectContaining({ code }));
  });
});
