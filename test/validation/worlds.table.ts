import { mkdirSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { tallyWorld, type WorldTally } from "./world-tally.ts";
import { worlds } from "./worlds.ts";
import { isHonest } from "./worlds-report.ts";
import { folder, knownWorlds, writePage } from "./write.ts";

const inOrder = (tallies: readonly WorldTally[]): WorldTally[] =>
  worlds.flatMap(({ label }) => tallies.filter(({ world }) => world === label));

/** Carries on where an interrupted run stopped; worlds whose label matches are drawn anew. */
const words = process.env.WHATWORKS_COVERAGE_ONLY;
const only = words === undefined ? undefined : new RegExp(words);
const resume = process.env.WHATWORKS_COVERAGE_RESUME === "1";

it("writes the table of headlines, and holds every one to what it promises", () => {
  mkdirSync(folder, { recursive: true });
  const tallies = only || resume ? knownWorlds().filter(({ world }) => !only?.test(world)) : [];
  for (const world of worlds) {
    if (tallies.some((one) => one.world === world.label)) continue;
    tallies.push(tallyWorld(world, world.draws));
    const held = { schema: "whatworks/worlds/1", worlds: inOrder(tallies) };
    writeFileSync(`${folder}worlds.json`, `${JSON.stringify(held, null, 1)}\n`);
  }
  writePage();
  const short = inOrder(tallies).filter(
    (one) => !isHonest(one, worlds.find(({ label }) => label === one.world)!),
  );
  expect(short.map(({ world, covered, claimed }) => `${world}: ${covered} ${claimed}`)).toEqual([]);
});
