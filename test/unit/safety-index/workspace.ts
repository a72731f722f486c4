import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadWorkspace } from "../../../src/pipeline/load-workspace.ts";
import { Reader } from "../../../src/pipeline/reading/gather.ts";
import { seedOf } from "../../../src/pipeline/reports/reads.ts";
import type { SafetyIndex } from "../../../src/unit/safety-index/types.ts";

/** A folder with these files, taken away afterwards. */
export const inFolder = async <T>(
  files: Readonly<Record<string, string>>,
  work: (folder: string) => Promise<T>,
): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), "index-"));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The index of the workspace in a folder, nothing written. */
export const indexIn = async (folder: string, programVersion = "0.0.0"): Promise<SafetyIndex> => {
  const workspace = loadWorkspace(folder);
  const entry = workspace.entries.find(({ kind }) => kind.key === "index")!;
  const inputs = await new Reader(workspace).gather(entry, programVersion);
  return entry.kind.compute(entry.config, inputs, seedOf(workspace, entry)) as SafetyIndex;
};

export const indexOf = (files: Readonly<Record<string, string>>): Promise<SafetyIndex> =>
  inFolder(files, (folder) => indexIn(folder));

export const names = ["Barnet", "Bexley", "Brent", "Bromley", "Ealing", "Westminster"];

/**
 * Monthly burglaries of six areas over two years; area i has 10 (i + 1) a month, and a tenth fewer in year two. From 101
 * on no area has as much as two others together.
 */
export const crime = (areas: readonly string[] = names, months = 24, first = 10): string =>
  csv(
    "unit,period,outcome,value",
    areas.flatMap((area, i) =>
      Array.from({ length: months }, (_, t) => {
        const year = 2022 + Math.floor(t / 12);
        const month = String((t % 12) + 1).padStart(2, "0");
        return `${area},${year}-${month},burglary,${first + 10 * i - (year > 2022 ? i + 1 : 0)}`;
      }),
    ),
  );

/** A share of people by quarter that rolls over a year; the last quarter is 0.5 + i / 20, the others say nonsense. */
export const survey = (areas: readonly string[] = names, years = [2022, 2023]): string =>
  csv(
    "unit,period,outcome,value,exposure",
    areas.flatMap((area, i) =>
      years.flatMap((year) =>
        [1, 2, 3, 4].map((q) => `${area},${year}-Q${q},safe,${q < 4 ? 0.1 : 0.5 + i / 20},400`),
      ),
    ),
  );

export const units = (areas: readonly string[] = names): string =>
  csv(
    "unit,population,daytime",
    areas.map((area, i) => `${area},1000,${i === 1 ? 4000 : 1000}`),
  );

// An area has as much as two others together, month after month: said to be so by chance.
const kept = `keep-units: [${[...names, "Harrow", "City of London", "Gamma"].map((unit) => `{ unit: ${unit}, reason: an area of its own }`).join(", ")}]`;

export const yaml = (index: string, more = ""): string => `workspace: tiny
sources:
  crime: { format: long, files: crime.csv, ${kept} }
  survey: { format: long, files: survey.csv }
units: units.csv
${more}index:
  base: 2022
  denominators: { resident: { column: population }, workday: { column: daytime } }
  uncertainty: { draws: 200 }
  themes:
    crime:
      indicators:
        burglary: { source: crime, name: burglary, better: lower, kind: objective, denominator: resident }
    people:
      indicators:
        safe: { source: survey, name: safe, better: higher, kind: subjective, window: 12 months, survey: { sample: exposure, design-effect: 1.4 } }
${index}`;

const csv = (header: string, rows: readonly string[]): string => `${[header, ...rows].join("\n")}\n`;

export const tiny = (index = "", more = ""): Record<string, string> => ({
  "crime.csv": crime(),
  "survey.csv": survey(),
  "units.csv": units(),
  "whatworks.yaml": yaml(index, more),
});
