import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { coverageReport } from "./report.ts";
import type { Tally } from "./tally.ts";
import type { WorldTally } from "./world-tally.ts";
import { worlds } from "./worlds.ts";
import { worldsSection } from "./worlds-report.ts";

export const clusters = [6, 12, 30, 60];
export const folder = fileURLToPath(new URL("../../reports/validation/", import.meta.url));

const read = <T>(name: string, key: string): T[] =>
  existsSync(`${folder}${name}`)
    ? ((JSON.parse(readFileSync(`${folder}${name}`, "utf8")) as Record<string, T[]>)[key] ?? [])
    : [];

export const knownCells = (): Tally[] => read("coverage.json", "cells");
export const knownWorlds = (): WorldTally[] => read("worlds.json", "worlds");

/** The page of both tables, of single estimators and of whole headlines, from what was last counted. */
export const writePage = (): void => {
  const before = read<WorldTally>("worlds-0.1.0.json", "worlds");
  writeFileSync(
    `${folder}coverage.md`,
    `${coverageReport(knownCells(), clusters)}\n${worldsSection(worlds, knownWorlds(), before)}`,
  );
};
