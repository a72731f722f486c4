interface AsBefore<T> {
  readonly studies: readonly T[];
  readonly safetyIndex: T | null;
}

/**
 * The keys by which scripts know studies and the index from before there was a family, for results and their JSON.
 * A report that the workspace no longer has is of no kind, and has always been listed among the studies.
 */
export const asBefore = <T extends { readonly kind: string | null }>(family: readonly T[]): AsBefore<T> => ({
  studies: family.filter(({ kind }) => kind === "studies" || kind === null),
  safetyIndex: family.find(({ kind }) => kind === "index") ?? null,
});
