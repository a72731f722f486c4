/** Levenshtein distance, by one row of the table. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
};

/** The known word that was probably meant, or undefined when none is close: at most a third of the letters differ. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const apart = distance(wanted, candidate.toLowerCase());
    if (apart < least) [best, least] = [candidate, apart];
  }
  return best !== undefined && least <= Math.max(1, Math.ceil(Math.max(word.length, best.length) / 3))
    ? best
    : undefined;
};

/** `did you mean "x"?`, or the known words themselves when none is near. */
export const suggest = (word: string, known: readonly string[], shown = 8): string => {
  const meant = nearest(word, known);
  if (meant !== undefined) return `did you mean "${meant}"?`;
  const some = known
    .slice(0, shown)
    .map((name) => `"${name}"`)
    .join(", ");
  return known.length > shown
    ? `known: ${some} and ${known.length - shown} more`
    : `known: ${some || "none"}`;
};
