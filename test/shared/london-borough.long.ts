import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readSource } from "../../src/pipeline/reading/read-source.ts";
import { sharedPath } from "../helpers/shared.ts";
import { totalOf } from "../helpers/street.ts";

const folder = sharedPath("data/police/mps-recorded-crime");
const files = folder ? readdirSync(folder).sort() : [];
const named = (part: string): string => files.find((file) => file.includes(`__${part}`))!;
const readReal = (parts: readonly string[]) =>
  readSource({ files: parts.map(named), root: folder! }, { hash: false });

describe.skipIf(!folder)("real borough tables (skipped without the shared data)", () => {
  // Sums of every month column of the file, computed with Python's csv module.
  const sums = {
    "200801-201612": 7_003_028,
    "201701-201812": 1_663_463,
    "201807-202006": 1_736_258,
    "201004-202201": 9_357_370,
    "202202-202401": 1_804_498,
    "201004-202311": 10_984_752,
    "202312-202511": 1_854_370,
    "202407-202606": 1_841_798,
    "202304-202503": 1_800_829,
    "202401-202512": 1_794_538,
  };
  it.each(Object.entries(sums))("adds %s up as independent arithmetic does", async (part, sum) => {
    expect(totalOf((await readReal([part])).cells)).toBe(sum);
  });

  it.each([
    ["200801-201612", "201701-201812"],
    ["201004-202201", "202202-202401"],
    ["201004-202311", "202312-202511"],
  ] as const)("joins %s and %s without a seam", async (older, newer) => {
    const { cells, diagnostics } = await readReal([older, newer]);
    expect(totalOf(cells)).toBe(sums[older] + sums[newer]);
    const months = [...new Set(cells.period)].sort();
    expect(months.at(-1)! - months[0]! + 1).toBe(months.length);
    expect(diagnostics.map(({ code }) => code)).not.toContain("ingest/vintage-overlap");
  });

  it.each([
    ["202312-202511", "202407-202606", "ingest/vintage-mix"],
    ["201807-202006", "202202-202401", "ingest/vintage-hole"],
    ["202304-202503", "202312-202511", "ingest/vintage-mix"],
  ])("refuses %s with %s", async (older, newer, code) => {
    await expect(readReal([older, newer])).rejects.toMatchObject({ code, exit: 3 });
  });
});
