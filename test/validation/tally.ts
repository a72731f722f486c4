import type { Draw, Trial } from "./trials.ts";

/** What came of one method with one number of clusters. */
export interface Tally {
  readonly method: string;
  readonly clusters: number;
  readonly draws: number;
  /** Share of all draws whose interval held the truth; an end that does not exist counts as unbounded. */
  readonly covered: number;
  /** Share whose interval is unbounded on a side, or that could not be fitted at all. */
  readonly unbounded: number;
  readonly refused: number;
  /** Share that carried at least one warning about its own uncertainty, and the commonest such code. */
  readonly warned: number;
  readonly warning: string | null;
}

/** Warnings that tell a reader not to lean on the interval, as opposed to those about the data. */
const aboutUncertainty =
  /^(inference\/|counts\/|its\/|synthetic\/|design\/(lone|few|thin)|meta\/|PHI|GRP|randomisation\/|group-time\/|wdq\/|ZER)/;

export const tally = (trial: Trial, clusters: number, draws: number): Tally => {
  const count = { covered: 0, unbounded: 0, refused: 0, warned: 0 };
  const codes = new Map<string, number>();
  for (let replicate = 0; replicate < draws; replicate++) {
    const drawn = attempt(trial, clusters, replicate);
    if (drawn?.row === undefined) {
      count.refused++;
      continue;
    }
    const { row, truth, warned } = drawn;
    const [low, high] = [row.conf_low ?? Number.NEGATIVE_INFINITY, row.conf_high ?? Number.POSITIVE_INFINITY];
    if (low <= truth && truth <= high) count.covered++;
    if (row.conf_low === null || row.conf_high === null) count.unbounded++;
    const own = warned.filter((code) => aboutUncertainty.test(code));
    if (own.length > 0) count.warned++;
    for (const code of new Set(own)) codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  const fitted = Math.max(1, draws - count.refused);
  const [commonest] = [...codes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return {
    method: trial.label,
    clusters,
    draws,
    covered: count.covered / fitted,
    unbounded: count.unbounded / fitted,
    refused: count.refused / draws,
    warned: count.warned / fitted,
    warning: commonest?.[0] ?? null,
  };
};

/** A replicate that the method refuses is counted, not lost. */
const attempt = (trial: Trial, clusters: number, replicate: number): Draw | undefined => {
  try {
    return trial.run(clusters, replicate);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && "found" in cause) return undefined;
    throw cause;
  }
};
