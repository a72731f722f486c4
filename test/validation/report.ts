import type { Tally } from "./tally.ts";

/** Below this share of draws a nominal 95 % interval is called too short; two simulation errors under 95 % at 2,000. */
export const floor = 0.92;

const percent = (share: number): string => (100 * share).toFixed(1);

/** The table that `reports/validation/coverage.md` holds. */
export const coverageReport = (tallies: readonly Tally[], clusters: readonly number[]): string => {
  const methods = [...new Set(tallies.map(({ method }) => method))];
  const cell = (method: string, G: number): Tally | undefined =>
    tallies.find((one) => one.method === method && one.clusters === G);
  const line = (method: string): string =>
    `| ${method} | ${clusters.map((G) => shown(cell(method, G))).join(" | ")} | ${drawsOf(clusters.map((G) => cell(method, G)))} |`;
  return [
    "# Do the intervals hold the truth?",
    "",
    "Nominal 95 % intervals on simulated wards whose true effect is known: the share, in per cent, that held it.",
    "Written by `npm run validation`; the same seed gives the same table.",
    "",
    "Each panel has 48 months of negative binomial counts (size 10) with the ward's own level, a season, shocks that",
    "all wards share, and an autocorrelated wander of each ward (ρ = 0.5, sd 0.3). Half the wards are treated from",
    "month 25, in the group-time methods from months 21 and 29, in synthetic control one ward, in synthetic",
    "difference-in-differences a third. A cluster is a ward; for `meta` it is a study. Rate-ratio, its, wdd and wdq",
    "use totals, so that for them the columns are only areas of more wards.",
    "",
    "**Bold**: below 92 %. `!`: the program warns, in that many per cent of the draws where it is not all of them.",
    "`∞`: share without an end on one side, because so few assignments exist that no 95 % interval does; such an",
    "interval holds everything. `✗`: share of draws that the method refused. A share from 2,000 draws is known to",
    "about ±1.0 points, from 500 to ±1.9, from 200 to ±3.0.",
    "",
    `| method | ${clusters.map((G) => `${G} clusters`).join(" | ")} | draws |`,
    `| --- | ${clusters.map(() => "---").join(" | ")} | --: |`,
    ...methods.map(line),
    "",
    "## Where intervals are too short",
    "",
    ...shortfalls(tallies),
    "",
  ].join("\n");
};

const shown = (tally: Tally | undefined): string => {
  if (tally === undefined) return "–";
  const share = percent(tally.covered);
  return [
    tally.covered < floor ? `**${share}**` : share,
    ...(tally.warned >= 0.995
      ? ["!"]
      : tally.warned >= 0.05
        ? [`! ${(100 * tally.warned).toFixed(0)} %`]
        : []),
    ...(tally.unbounded >= 0.005 ? [`∞ ${(100 * tally.unbounded).toFixed(0)} %`] : []),
    ...(tally.refused > 0 ? [`✗ ${(100 * tally.refused).toFixed(1)} %`] : []),
  ].join(" ");
};

/** One number where all columns have as many, else one for each column. */
const drawsOf = (cells: readonly (Tally | undefined)[]): string => {
  const draws = cells.map((one) => one?.draws.toLocaleString("en-GB") ?? "–");
  return new Set(draws).size === 1 ? draws[0]! : draws.join(" / ");
};

const shortfalls = (tallies: readonly Tally[]): string[] => {
  const short = tallies.filter(({ covered }) => covered < floor);
  if (short.length === 0) return ["Nowhere in this table."];
  return [
    "| method | clusters | covered | warned in | by |",
    "| --- | --: | --: | --: | --- |",
    ...short.map(
      ({ method, clusters, covered, warned, warning }) =>
        `| ${method} | ${clusters} | ${percent(covered)} | ${(100 * warned).toFixed(0)} % | ${warning === null ? "–" : `\`${warning}\``} |`,
    ),
  ];
};
