import type { Design } from "../../src/model/design.ts";
import { designOf, type Row } from "./did-design.ts";

/**
 * An unbalanced panel of 30 units and 8 periods with staggered starts, made of sines so that R can make the very same
 * one: noise(a, b) = sin(12.9898·u·a + 78.233·t·b); rows with (7u + 3t) mod 11 = 0 are absent; unit 7 has no events.
 */
export const wavyRows = (): Row[] => {
  const rows: Row[] = [];
  for (let u = 1; u <= 30; u++) {
    for (let t = 1; t <= 8; t++) {
      if ((7 * u + 3 * t) % 11 === 0) continue;
      const noise = (a: number, b: number) => Math.sin(12.9898 * u * a + 78.233 * t * b);
      const start = [0, 4, 6, 0, 5][u % 5]!;
      const post = start > 0 && t >= start ? 1 : 0;
      const x = noise(1, 2);
      const events = Math.floor(Math.exp(1 + 0.02 * u - 0.3 * post + 0.2 * x + 0.8 * noise(1.7, 1)));
      rows.push({
        u,
        t,
        start,
        x,
        w: 1 + 0.5 * noise(2, 1),
        pop: 50 + u + t,
        y: 0.1 * t + u / 10 + 0.5 * post + 0.3 * x + noise(1, 1) + noise(3, 1),
        n: u === 7 ? 0 : events,
        cl: Math.floor((u - 1) / 3),
      });
    }
  }
  return rows;
};

type Shape = Parameters<typeof designOf>[1];

export const wavyPanel = (more: Partial<Shape> = {}, rows: readonly Row[] = wavyRows()): Design =>
  designOf(rows, { unit: "u", period: "t", outcome: "y", cohort: (row) => Number(row.start), ...more });
