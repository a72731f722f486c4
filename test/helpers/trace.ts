/** Every number that a finding holds, those inside its sentences too. */
const numbersIn = (value: unknown): number[] => {
  if (typeof value === "number") return [value];
  if (typeof value === "string")
    return (value.match(/-?\d[\d,]*\.?\d*/g) ?? [])
      .map((n) => Number(n.replace(/,/g, "")))
      .filter(Number.isFinite);
  if (value !== null && typeof value === "object") return Object.values(value).flatMap(numbersIn);
  return [];
};

/** Numbers of a page that its finding does not hold, as printed, in per cent, or as the exponential. */
export const untraced = (page: string, finding: unknown): string[] => {
  const have = numbersIn(finding);
  const body = page.replace(/`[^`]*`|<!--.*?-->|\]\([^)]*\)|\d{4}-\d{2}(-\d{2})?/g, " ");
  return (body.match(/(?<![\w.])-?\d[\d,]*\.?\d*(?!\w)/g) ?? []).filter((printed) => {
    const value = Number(printed.replace(/,/g, ""));
    if (Math.abs(value) <= 31 && Number.isInteger(value)) return false;
    if (value >= 1900 && value <= 2100) return false;
    const tolerance = 0.51 * 10 ** -(printed.split(".")[1]?.length ?? 0);
    // A change may be printed without its sign, a share in per cent; anything else is printed as it is held.
    return !have.some(
      (known) =>
        Math.abs(known - value) <= tolerance ||
        Math.abs(Math.abs(known) * 100 - Math.abs(value)) <= tolerance ||
        Math.abs(Math.abs(known - 1) * 100 - Math.abs(value)) <= tolerance,
    );
  });
};
