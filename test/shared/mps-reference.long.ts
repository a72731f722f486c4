import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Panel } from "../../src/model/panel.ts";
import { parsePeriod } from "../../src/model/period.ts";
import { buildPanel } from "../../src/panel/index.ts";
import { readSource } from "../../src/pipeline/reading/read-source.ts";
import { sharedPath } from "../helpers/shared.ts";

const police = sharedPath("data/police");

/** Sum over units in a role, months in a window and the named outcomes. */
const sum = (
  panel: Panel,
  units: ReadonlySet<string>,
  window: string,
  outcome: string | undefined,
): number => {
  const [from, to] = window.split("..").map((label) => parsePeriod(label)!.ordinal) as [number, number];
  const names = Object.keys(panel.columns).filter(
    (name) => outcome === undefined || name.toLowerCase() === outcome.toLowerCase(),
  );
  let total = 0;
  panel.units.forEach((unit, i) => {
    if (!units.has(unit)) return;
    panel.ordinals.forEach((month, t) => {
      if (month < from || month > to) return;
      for (const name of names) {
        const value = panel.columns[name]![i * panel.ordinals.length + t]!;
        total += Number.isNaN(value) ? 0 : value;
      }
    });
  });
  return total;
};

const pairs = {
  2: [
    "MPS Borough Level Crime (Historical)__201004-202201.csv",
    "MPS Borough Level Crime (most recent 24 months)__202202-202401.csv",
  ],
  3: [
    "MPS Borough Level Crime (Historical)__201004-202311.csv",
    "MPS Borough Level Crime (most recent 24 months)__202312-202511.csv",
  ],
};
const bcu = {
  id: "met-bcu-pathfinder-2017",
  pair: 2,
  pre: "2016-01..2016-12",
  post: "2017-02..2018-01",
} as const;
const ulez = {
  id: "ulez-outer-expansion-2023",
  pair: 3,
  outcome: "CRIMINAL DAMAGE",
  level: "minor",
} as const;
const tube = { id: "night-tube-2016", pair: 2, pre: "2015-09..2016-07", post: "2016-09..2017-07" } as const;

// One entry a row of the reference table, in its order.
const analyses = [
  { ...bcu },
  { ...bcu, outcome: "Violence Against the Person" },
  { ...bcu, outcome: "Burglary" },
  { ...bcu, outcome: "Robbery" },
  { ...bcu, outcome: "Theft" },
  { ...ulez, pre: "2022-09..2023-03", post: "2023-09..2024-03" },
  { ...ulez, pre: "2022-04..2022-10", post: "2023-04..2023-10" },
  { ...tube },
  { ...tube, outcome: "Robbery" },
  { ...tube, outcome: "Theft from Person", level: "minor" },
  { ...tube, outcome: "Violence Against the Person" },
  { ...tube, outcome: "Burglary" },
] as const;

describe.skipIf(!police)(
  "counts before and after real interventions (skipped without the shared data)",
  () => {
    const panels = new Map<string, Promise<Panel>>();
    const panelOf = (pair: 2 | 3, level: "major" | "minor"): Promise<Panel> => {
      const key = `${pair} ${level}`;
      const spec = { files: pairs[pair], root: `${police}/mps-recorded-crime`, level };
      if (!panels.has(key))
        panels.set(
          key,
          readSource(spec, { hash: false }).then(({ cells }) => buildPanel(cells)),
        );
      return panels.get(key)!;
    };
    const lines = (name: string): string[][] =>
      readFileSync(`${police}/${name}`, "utf8")
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.split(","));

    it("agree with the reference, row by row", async () => {
      const roles = lines("real-intervention-units.csv");
      const reference = lines("expected/mps-did-reference.csv");
      expect(reference).toHaveLength(analyses.length);
      for (const [i, analysis] of analyses.entries()) {
        const panel = await panelOf(analysis.pair, "level" in analysis ? analysis.level : "major");
        const outcome = "outcome" in analysis ? analysis.outcome : undefined;
        const unitsOf = (role: string) =>
          new Set(roles.filter(([id, , r]) => id === analysis.id && r === role).map(([, unit]) => unit!));
        const counts = ["treated", "comparison"].flatMap((role) =>
          [analysis.pre, analysis.post].map((window) => sum(panel, unitsOf(role), window, outcome)),
        );
        const [name, ...expected] = reference[i]!;
        expect(counts, name).toEqual(expected.slice(0, 4).map(Number));
      }
    });
  },
);
