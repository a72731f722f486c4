/** Who may see a report: everyone, everyone once its counts are randomly rounded, or those who hold the data. */
export const releases = ["public", "protected", "internal"] as const;
export type Release = (typeof releases)[number];

/** What is shown together is held together: the strictest of several levels. */
export const strictest = (levels: readonly Release[]): Release =>
  releases[Math.max(...levels.map((level) => releases.indexOf(level)))]!;

/** Multiples to which protected counts are rounded. */
export const bases = [3, 5] as const;
export type Base = (typeof bases)[number];

/** How counts were rounded before anything was computed, and with which key. */
export interface Protection {
  readonly base: Base;
  /** Tells two keys apart and says nothing else of either. */
  readonly key_id: string;
}

/** The level of one report, and what goes with it. */
export interface ReleaseOf {
  readonly level: Release;
  /** Of a public one: why every number may be printed. */
  readonly reason?: string;
  /** Of a protected one. */
  readonly protection?: Protection;
}

/** Every page and figure of an internal report says so in these words. */
export const internalWords = "Internal, not for publication";

/** What a document says of its level, under the keys that it is read by. */
export const releaseFields = ({ level, reason, protection }: ReleaseOf) => ({
  release: level,
  ...(reason === undefined ? {} : { release_reason: reason }),
  ...(protection ? { protection } : {}),
});
