import { stream } from "../../src/maths/random.ts";
import type { Design } from "../../src/model/design.ts";
import { designOf } from "./did-design.ts";

/** 40 units, 12 periods, half treated from period 9: level + drift for the treated + effect + noise. */
export const simulated = (options: {
  drift?: number;
  effect?: number;
  seed?: number;
  other?: number;
}): Design => {
  const random = stream("checks", "panel", options.seed ?? 0);
  const rows = Array.from({ length: 40 }, (_, u) => {
    const start = u % 2 === 0 ? 9 : 0;
    const level = 10 + 3 * random.normal();
    return Array.from({ length: 12 }, (_, at) => {
      const t = at + 1;
      const isTreated = start > 0 && t >= start;
      const y = level + 0.2 * t + (start > 0 ? (options.drift ?? 0) * t : 0) + random.normal();
      return {
        u,
        t,
        start,
        y: y + (isTreated ? (options.effect ?? 0) : 0),
        other: level + random.normal() + (isTreated ? (options.other ?? 0) : 0),
        events: random.poisson(
          3 * Math.exp((start > 0 ? (options.drift ?? 0) * t : 0) + (isTreated ? (options.effect ?? 0) : 0)),
        ),
      };
    });
  }).flat();
  return designOf(rows, {
    unit: "u",
    period: "t",
    outcome: "y",
    cohort: (row) => Number(row.start),
    covariates: ["other", "events"],
  });
};
export const plain = (design: Design): Design => ({ ...design, covariates: [] });
export const counts = (design: Design): Design => ({
  ...plain(design),
  outcome: "events",
  panel: { ...design.panel, status: { events: design.panel.status.y! } },
});
