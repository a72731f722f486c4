import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { many } from "../helpers/long.ts";
import { type Tally, tally } from "./tally.ts";
import { trials } from "./trials.ts";

/** Draws of each cell that are made again; the table of reports/validation has up to 2,000. */
const draws = many(0, 40);
const { cells } = JSON.parse(
  readFileSync(new URL("../../reports/validation/coverage.json", import.meta.url), "utf8"),
) as { cells: Tally[] };

it.each(trials.map((trial) => [trial.label, trial] as const))(
  "%s covers about as often as the table of reports/validation says",
  (label, trial) => {
    const told = cells.find(({ method, clusters }) => method === label && clusters === 30)!;
    const found = tally(trial, 30, draws);
    // Four standard errors of so few draws, and one draw for shares near 0 and 1.
    const room = 4 * Math.sqrt((told.covered * (1 - told.covered)) / draws) + 1 / draws;
    expect(Math.abs(found.covered - told.covered)).toBeLessThanOrEqual(room);
  },
);
