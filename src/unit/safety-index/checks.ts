import { correlation } from "../../maths/summary.ts";
import {
  type Choice,
  collinearPairs,
  cronbachAlpha,
  indicatorChecks,
  type Prepared,
  yearOf,
} from "./arithmetic/index.ts";
import type { Warning } from "./indicators.ts";
import type { IndexCheck, IndexIndicator } from "./types.ts";

/** Names of counts that rise when the police do more: a fall in them is no safety. */
const activity = /\b(drug|possession of weapon|offensive weapon|stop and search|going equipped)/i;

interface Given {
  readonly prepared: Prepared;
  readonly choice: Choice;
  readonly weights: Float64Array;
  /** Scores of each indicator by cell. */
  readonly scores: readonly Float64Array[];
  readonly titles: readonly string[];
  readonly outcomes: readonly string[];
  readonly flips: Float64Array;
  readonly notScored: readonly { readonly area: string }[];
  readonly warnings: readonly Warning[];
  readonly imputed: number;
}

const two = (value: number): string => value.toFixed(2);
const names = (items: readonly string[]): string =>
  items.length < 2 ? items[0]! : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;

/** Last-year scores of the areas that are scored, by indicator. */
const lastYear = ({ prepared, scores }: Given): Float64Array[] => {
  const T = prepared.table.periods.length;
  return scores.map((column) => yearOf(column, T, T - 1).filter((x) => !Number.isNaN(x)));
};

/** What an index must show about itself, printed whether it passes or not; numbers of each indicator beside it. */
export const validity = (given: Given) => {
  const { prepared, weights, titles } = given;
  const columns = lastYear(given);
  const objective = prepared.table.indicators.map((one) => one.objective);
  const each = indicatorChecks(columns, objective, weights);
  const checks: IndexCheck[] = [
    collinear(columns, titles),
    perverse(each, titles),
    activityCounts(given),
    influence(each, weights, titles),
    consistency(columns, objective),
    halves(columns, objective, weights),
    flipped(given),
    denominatorCheck(given),
    missingUnits(given),
    imputedCells(given),
  ];
  return { checks, each };
};

const check = (id: string, title: string, bad: boolean, sentence: string): IndexCheck => ({
  id,
  title,
  status: bad ? "failed" : "passed",
  sentence,
});

const collinear = (columns: readonly Float64Array[], titles: readonly string[]): IndexCheck => {
  const pairs = collinearPairs(columns);
  const listed = pairs.map(({ one, other, r }) => `${titles[one]} and ${titles[other]} (${two(r)})`);
  return check(
    "collinear",
    "Two indicators that measure one thing",
    pairs.length > 0,
    pairs.length > 0
      ? `Correlated beyond 0.95, so that one thing counts twice: ${listed.join("; ")}.`
      : "No two indicators are correlated beyond 0.95.",
  );
};

const perverse = (each: ReturnType<typeof indicatorChecks>, titles: readonly string[]): IndexCheck => {
  const bad = each.flatMap(({ rest }, k) => (rest < 0 ? [`${titles[k]} (${two(rest)})`] : []));
  return check(
    "perverse",
    "Indicators that move against the others of their half",
    bad.length > 0,
    bad.length > 0
      ? `Correlated negatively with the rest of their half: ${names(bad)}. They take back what the others give.`
      : "Every indicator moves with the rest of its half.",
  );
};

const activityCounts = ({ titles, outcomes, prepared }: Given): IndexCheck => {
  const bad = prepared.table.indicators.flatMap(({ direction }, k) =>
    direction === -1 && activity.test(outcomes[k]!) ? [titles[k]!] : [],
  );
  return check(
    "activity-count",
    "Indicators that count what police do",
    bad.length > 0,
    bad.length > 0
      ? `${names(bad)}: recorded mostly where police look for it, so that more police work lowers the score.`
      : "No indicator counts offences that police find by looking.",
  );
};

const influence = (
  each: ReturnType<typeof indicatorChecks>,
  weights: Float64Array,
  titles: readonly string[],
): IndexCheck => {
  const title = "Share of variance against weight";
  if (each.every(({ influence: share }) => Number.isNaN(share)))
    return { id: "influence", title, status: "not-run", sentence: "Needs areas whose scores differ." };
  const far = each.flatMap(({ influence: share }, k) =>
    share > 2 * weights[k]! || share < weights[k]! / 3
      ? [`${titles[k]} (weight ${two(weights[k]!)}, share ${two(share)})`]
      : [],
  );
  return check(
    "influence",
    title,
    far.length > 0,
    far.length > 0
      ? `Influence is more than twice, or less than a third of, the weight for: ${names(far)}.`
      : "Every indicator has between a third of and twice the influence that its weight says.",
  );
};

const consistency = (columns: readonly Float64Array[], objective: readonly boolean[]): IndexCheck => {
  const alpha = (side: boolean): number => cronbachAlpha(columns.filter((_, k) => objective[k] === side));
  const said = [[true, "objective"] as const, [false, "subjective"] as const].flatMap(([side, name]) =>
    Number.isNaN(alpha(side)) ? [] : [`${two(alpha(side))} for the ${name} half`],
  );
  return {
    id: "alpha",
    title: "Do the indicators of a half measure one thing?",
    status: said.length > 0 ? "informational" : "not-run",
    sentence:
      said.length > 0
        ? `Cronbach's alpha: ${names(said)}. 1 means that all say the same.`
        : "Needs a half with two indicators or more that differ between areas.",
  };
};

const halves = (
  columns: readonly Float64Array[],
  objective: readonly boolean[],
  weights: Float64Array,
): IndexCheck => {
  const half = (side: boolean): Float64Array =>
    Float64Array.from(columns[0]!, (_, i) =>
      columns.reduce((sum, column, k) => sum + (objective[k] === side ? weights[k]! * column[i]! : 0), 0),
    );
  const both = objective.includes(true) && objective.includes(false);
  // No correlation where a half is the same everywhere, or there is one area.
  const r = correlation(half(true), half(false));
  return {
    id: "halves",
    title: "Do what is recorded and what people say agree?",
    status: both && !Number.isNaN(r) ? "informational" : "not-run",
    sentence: !both
      ? "The index has one half only."
      : Number.isNaN(r)
        ? "Needs areas whose scores differ in both halves."
        : `Across areas the two halves are correlated ${two(r)}. The lower this is, the more the combined score hides.`,
  };
};

const flipped = ({ flips, prepared }: Given): IndexCheck => {
  const bad = prepared.table.areas.filter((_, i) => flips[i]! > 0.05);
  return check(
    "band-flips",
    "Areas whose band depends on the weights",
    bad.length > 0,
    bad.length > 0
      ? `In another band under more than 5% of the weightings tried: ${names(bad)}.`
      : "No area changes its band under more than 5% of the weightings tried.",
  );
};

const denominatorCodes: readonly string[] = ["index/denominator-refused", "index/day-population"];

const denominatorCheck = ({ warnings }: Given): IndexCheck => {
  const found = warnings.filter(({ code }) => denominatorCodes.includes(code));
  return check(
    "denominators",
    "Denominators that do not fit",
    found.length > 0,
    found.length > 0
      ? found.map(({ message }) => message).join(" ")
      : "No area is known to have far more people by day than residents, or its rates do not use residents.",
  );
};

const missingUnits = ({ notScored, prepared }: Given): IndexCheck =>
  check(
    "missing-areas",
    "Areas that are missing",
    notScored.length > 0,
    notScored.length > 0
      ? `Not scored in the last year: ${names(notScored.map(({ area }) => area))}.`
      : `${prepared.table.areas.length === 1 ? "The one area is" : `All ${prepared.table.areas.length} areas are`} scored in the last year.`,
  );

const imputedCells = ({ imputed, prepared }: Given): IndexCheck => {
  const { areas, periods, indicators } = prepared.table;
  const all = areas.length * periods.length * indicators.length;
  return {
    id: "imputed",
    title: "Values that were filled in",
    status: "informational",
    sentence: `${imputed} of ${all} values were missing and filled in.`,
  };
};

/** Warnings for what failed, so that a script sees them too. */
export const checkWarnings = (checks: readonly IndexCheck[]): Warning[] =>
  checks
    .filter(({ status, id }) => status === "failed" && id in codes)
    .map(({ id, sentence }) => ({ code: codes[id]!, message: sentence }));

const codes: Readonly<Record<string, string>> = {
  collinear: "index/collinear",
  perverse: "index/perverse",
  "activity-count": "index/activity-count",
  influence: "index/influence",
  "band-flips": "index/band-flips",
};

export type IndicatorNumbers = Pick<IndexIndicator, "influence" | "correlation_with_rest" | "loading">;
