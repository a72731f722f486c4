import { assemble } from "./assemble.ts";
import type { BuiltDesign, DesignInput } from "./input.ts";

/**
 * Treated units against their own past. Calendar months enter both sides in equal parts unless told otherwise,
 * because nothing else in this design takes out the season; a model that fits the season itself (its) wants
 * `sameMonths: false`.
 *
 * Throws    as `assemble`.
 */
export const beforeAfter = (input: DesignInput): BuiltDesign =>
  assemble(input, "before-after", input.sameMonths ?? true);
