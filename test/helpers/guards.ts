import { knownBreaks } from "../../src/evidence/breaks.ts";
import { type GuardInput, guards } from "../../src/evidence/guards/index.ts";
import type { Design } from "../../src/model/design.ts";
import type { Counts } from "../../src/model/finding.ts";
import { parsePeriod } from "../../src/model/period.ts";
import { guardWarning } from "../../src/summaries/words/guards.ts";
import { handMade } from "./panels.ts";

export const at = (label: string): number => parsePeriod(label)!.ordinal;

export const range = (from: number, length: number): number[] => Array.from({ length }, (_, k) => from + k);

const phase = (total: number, cells: number) => ({
  total,
  periods: 12,
  per_period: total / 12,
  per_unit_period: total / cells,
});
export const countsOf = (
  treated: readonly [number, number],
  comparison: readonly [number, number],
): Counts => ({
  treated: { units: 1, before: phase(treated[0], 12), after: phase(treated[1], 12), percent_change: null },
  comparison: {
    units: 1,
    before: phase(comparison[0], 12),
    after: phase(comparison[1], 12),
    percent_change: null,
  },
  ratio: null,
  reciprocal: null,
});

/** Months of flat counts in two units: nothing that any guard would remark on. */
export const quietDesign = (over: Partial<Parameters<typeof handMade>[0]> = {}): Design =>
  handMade({
    rows: { A: new Array<number>(24).fill(50), B: new Array<number>(24).fill(50) },
    starts: { A: at("2023-01") },
    first: at("2022-01"),
    frequency: "month",
    ...over,
  });

export const quiet = (over: Partial<GuardInput> = {}): GuardInput => ({
  design: quietDesign(),
  outcome: "burglary",
  formats: ["long"],
  place: undefined,
  start: at("2023-01"),
  before: range(at("2022-01"), 12),
  after: range(at("2023-01"), 12),
  selection: undefined,
  selectionExcluded: false,
  afterFixed: true,
  lastCovered: at("2024-06"),
  editions: [],
  counts: countsOf([600, 500], [600, 600]),
  traits: { answer: () => "att", worksOn: "counts" },
  checks: [],
  breaks: knownBreaks,
  touching: [],
  invented: false,
  release: "public",
  ...over,
});

/** Codes that go off, and whether as more than a note. */
export const codes = (over: Partial<GuardInput> = {}): string[] =>
  guards.flatMap((guard) => [guard.look(quiet(over)) ?? []].flat().map(({ code }) => code));

export const said = (
  code: string,
  over: Partial<GuardInput>,
): { severity: string; message: string } | undefined =>
  guards
    .flatMap((guard) => [guard.look(quiet(over)) ?? []].flat())
    .map(guardWarning)
    .find((one) => one.code === code);
