import { describe, expect, it } from "vitest";
import { displacementRings } from "../../src/estimators/rings.ts";
import type { Design } from "../../src/model/design.ts";
import { expectClose } from "../helpers/close.ts";
import { handMade, settings } from "../helpers/panels.ts";

const rows = {
  a: [36, 20, 27, 35, 22, 21, 26, 24, 37, 24],
  b: [42, 42, 28, 39, 28, 23, 35, 31, 28, 24],
  ring1: [30, 30, 36, 33, 33, 34, 27, 26, 36, 29],
  ring2: [33, 33, 34, 36, 32, 33, 44, 39, 38, 24],
  c: [34, 53, 36, 43, 33, 36, 41, 46, 42, 37],
  d: [30, 44, 44, 47, 37, 35, 46, 40, 48, 42],
  e: [50, 53, 46, 46, 35, 46, 54, 53, 52, 35],
  f: [45, 64, 47, 47, 44, 43, 46, 50, 51, 47],
};
const design = (): Design =>
  handMade({ rows, starts: { a: 6, b: 6 }, roles: { ring1: "buffer", ring2: "buffer" } });

describe("displacement rings", () => {
  // R 4.2.2: lm and glm with two dummies, unit and period factors; CR1 with K = 2 + T by hand.
  it("give both effects and their covariance by least squares", () => {
    const rings = displacementRings(design(), { family: "gaussian", settings });
    expectClose(rings.direct.estimate, -5.2, 1e-10);
    expectClose(rings.buffer.estimate, -0.6, 1e-10);
    expectClose(rings.direct.std_error, Math.sqrt(6.817899159663891));
    expectClose(rings.buffer.std_error, Math.sqrt(3.498571428571425));
    // Ten treated and ten buffer cells: events are ten times the effects, and the net has their covariance.
    expectClose(rings.events.net.estimate, -58);
    expectClose(
      rings.events.net.std_error,
      10 * Math.sqrt(6.817899159663891 + 3.498571428571425 + 2 * 0.843109243697483),
    );
    expect(rings.df).toBe(7);
  });

  it("give both effects by Poisson pseudo-maximum likelihood", () => {
    const rings = displacementRings(design(), { family: "poisson", settings });
    expectClose(rings.direct.estimate, -0.1692941766909528);
    expectClose(rings.buffer.estimate, -0.0135748690910689);
    expectClose(rings.direct.std_error, Math.sqrt(0.00573688739700687));
    expectClose(rings.buffer.std_error, Math.sqrt(0.00288252236640341));
    // 273 events observed in the treated cells; without the effect there would have been 273 e^0.169.
    expectClose(rings.events.direct.estimate, 273 * (1 - Math.exp(0.1692941766909528)));
  });

  it("do not let the ring serve as comparison", () => {
    const swapped = { ...rows, ring1: rows.ring1.map((y, t) => (t >= 5 ? y + 500 : y)) };
    const far = handMade({
      rows: swapped,
      starts: { a: 6, b: 6 },
      roles: { ring1: "buffer", ring2: "buffer" },
    });
    const [plain, spoiled] = [design(), far].map((d) =>
      displacementRings(d, { family: "gaussian", settings }),
    );
    expect(spoiled!.direct.estimate).toBeCloseTo(plain!.direct.estimate!, 9);
    expect(spoiled!.buffer.estimate).toBeCloseTo(plain!.buffer.estimate! + 250, 9);
  });

  it("refuse a design without a ring", () => {
    const bare = handMade({ rows, starts: { a: 6 } });
    expect(() => displacementRings(bare, { family: "gaussian", settings })).toThrowError(
      expect.objectContaining({ code: "design/no-buffer" }),
    );
  });
});
