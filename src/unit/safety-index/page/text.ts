import type { SafetyIndex } from "../types.ts";
import { score, scoredAreas, withInterval, withRange } from "./words.ts";

/** The index on a terminal: one line an area, the rank never without its interval. */
export const indexText = (index: SafetyIndex): string => {
  const rows = scoredAreas(index);
  const wide = Math.max(4, ...rows.map(({ area }) => area.length));
  const cells = rows.map(({ area, last }) =>
    [
      area.padEnd(wide),
      points(last.objective.score).padStart(9),
      points(last.subjective.score).padStart(10),
      points(last.gap.score).padStart(7),
      withInterval(last.combined).padStart(24),
      withRange(last).padStart(15),
    ].join("  "),
  );
  const head = [
    "area".padEnd(wide),
    "objective".padStart(9),
    "subjective".padStart(10),
    "gap".padStart(7),
    "combined (interval)".padStart(24),
    "rank (interval)".padStart(15),
  ].join("  ");
  const left = index.not_scored.map(({ area, reason }) => `${area.padEnd(wide)}  not scored: ${reason}`);
  return `${[`${index.title}, ${index.latest}`, "", head, ...cells, ...left].join("\n")}\n`;
};

const points = (value: number | null): string => (value === null ? "" : score(value));
