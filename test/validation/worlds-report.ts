import type { WorldTally } from "./world-tally.ts";
import type { World } from "./worlds.ts";

const percent = (share: number): string => (100 * share).toFixed(1);

/** Two simulation errors of a share of 95 %. */
const slack = (draws: number): number => 2 * Math.sqrt((0.95 * 0.05) / draws);

/** Whether the intervals of a world hold the truth as often as they say, but for chance. A drift cannot be held. */
export const isHonest = ({ covered, draws, interval }: WorldTally, { drifts }: World): boolean =>
  drifts === true || interval === 0 || covered >= 0.95 - slack(Math.max(1, draws * interval));

const line = (world: World, now: WorldTally, before: WorldTally | undefined): string => {
  const held = (one: WorldTally | undefined): string =>
    one === undefined
      ? "–"
      : one.interval === 0
        ? "no interval"
        : isHonest(one, world)
          ? percent(one.covered)
          : `**${percent(one.covered)}**`;
  const claims = (one: WorldTally | undefined): string => (one === undefined ? "–" : percent(one.claimed));
  const drift = now.drifted === null ? "–" : percent(now.drifted);
  return `| ${world.label} | ${world.told} | ${held(before)} | ${claims(before)} | ${held(now)} | ${claims(now)} | ${percent(now.interval)} | ${drift} | ${now.draws} |`;
};

/** The second part of `reports/validation/coverage.md`. */
export const worldsSection = (
  worlds: readonly World[],
  now: readonly WorldTally[],
  before: readonly WorldTally[],
): string => {
  const of = (tallies: readonly WorldTally[], label: string) => tallies.find(({ world }) => world === label);
  return [
    "## Do the headlines hold the truth?",
    "",
    "Whole studies with a known truth, asked as a reader would: the design is chosen by rule, and what is counted is",
    "the headline of the page with its nominal 95 % interval. Written by `npm run validation`; the same seed gives the",
    "same table.",
    "",
    "Counts are negative binomial (size 25) about a mean with the unit's own level, a season, shocks shared by all and",
    "the unit's own autoregressive wander; who is treated is drawn anew in every draw. *Held*: share in per cent of the",
    "intervals given that held the truth, **bold** where that is less than 95 % by more than two simulation errors.",
    "*Claims*: share of all headlines that claim a change in a direction in which there was none. *Interval*: share of",
    "pages that give one; the others say why not. *Drift*: share of pages whose test of trends before the start failed.",
    "",
    "| world | what is true | held, 0.1.0 | claims, 0.1.0 | held | claims | interval | drift | draws |",
    "| --- | --- | --: | --: | --: | --: | --: | --: | --: |",
    ...worlds.flatMap((world) => {
      const found = of(now, world.label);
      return found ? [line(world, found, of(before, world.label))] : [];
    }),
    "",
    "Where each unit has an effect of its own, the truth is the average change of units like these, which 0.1.0 was not",
    "measured against.",
    "",
  ].join("\n");
};
