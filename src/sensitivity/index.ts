import type { Check } from "../model/check.ts";
import { leaveOneOut } from "./leave-one-out.ts";
import { placeboDates } from "./placebo-dates.ts";
import { placeboOutcomes } from "./placebo-outcomes.ts";
import { preTrends } from "./pre-trends.ts";

export { unmetNeed } from "./needs.ts";

/** What any study of a treated and a comparison group is asked. To add a check: write its file, add it here. */
export const checks: readonly Check[] = [preTrends, placeboDates, placeboOutcomes, leaveOneOut];
