import { type Random, webbPoints } from "../maths/random.ts";

/** Vectors of one multiplier per cluster. */
export interface Draws {
  readonly count: number;
  readonly kind: "rademacher" | "webb";
  /** Every sign vector once, the observed one (all +1) among them. */
  readonly enumerated: boolean;
  readonly smallestP: number;
  readonly wording: string;
  /** The same vectors in the same order every time; the array is reused. */
  each(visit: (v: Float64Array, at: number) => void): void;
}

const fewClusters = 12;

/** All 2^G sign vectors when they are at most `asked`; else random ones, Webb's six points under 12 clusters. */
export const signDraws = (clusters: number, asked: number, random: Random): Draws => {
  if (2 ** clusters <= asked) return everySign(clusters);
  const kind = clusters < fewClusters ? "webb" : "rademacher";
  const drawn = Int8Array.from({ length: clusters * asked }, () =>
    kind === "webb" ? random.integer(6) : random.rademacher(),
  );
  return {
    count: asked,
    kind,
    enumerated: false,
    smallestP: 1 / (asked + 1),
    wording: `${asked} draws, ${kind === "webb" ? "Webb weights" : "Rademacher signs"}, ${clusters} clusters`,
    each: (visit) => {
      const v = new Float64Array(clusters);
      for (let at = 0; at < asked; at++) {
        for (let g = 0; g < clusters; g++) {
          const d = drawn[at * clusters + g]!;
          v[g] = kind === "webb" ? webbPoints[d]! : d;
        }
        visit(v, at);
      }
    },
  };
};

const everySign = (clusters: number): Draws => {
  const count = 2 ** clusters;
  return {
    count,
    kind: "rademacher",
    enumerated: true,
    // The observed signs and their mirror image always tie.
    smallestP: 2 / count,
    wording: `all ${count} sign vectors of ${clusters} clusters`,
    each: (visit) => {
      const v = new Float64Array(clusters);
      for (let at = 0; at < count; at++) {
        for (let g = 0; g < clusters; g++) v[g] = (at >> g) & 1 ? -1 : 1;
        visit(v, at);
      }
    },
  };
};
