import { describe, expect, it } from "vitest";
import { tallyWorld } from "./world-tally.ts";
import { worlds } from "./worlds.ts";

const named = (label: string) => worlds.find((world) => world.label === label)!;

// Forty seeded draws: at most one interval in twenty is short, and five of forty would already be rare.
describe("headlines of simulated studies, in short", () => {
  it.each([
    "before and after, short",
    "one start, 2 of 32",
    "one unit above all donors",
    "5 of 9, 23 buffers",
  ])("%s", (label) => {
    const { covered, claimed, interval } = tallyWorld(named(label), 40);
    expect(interval).toBeGreaterThan(0.75);
    expect(covered).toBeGreaterThan(0.86);
    expect(claimed).toBeLessThan(0.13);
  });
  it("compares a roll-out with those that have not started", () => {
    const { method, claimed } = tallyWorld(named("roll-out of all 10, common trend"), 8);
    expect(method).toContain("imputation");
    expect(claimed).toBeLessThan(0.3);
  });
  it("gives the same tally again, and no two worlds one name", () => {
    expect(tallyWorld(named("before and after, short"), 5)).toEqual(
      tallyWorld(named("before and after, short"), 5),
    );
    expect(new Set(worlds.map(({ label }) => label)).size).toBe(worlds.length);
  });
});
