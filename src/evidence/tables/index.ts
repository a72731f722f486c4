import { cambridgeChi } from "./cambridge-chi.ts";
import { onsCss } from "./ons-css.ts";
import type { WeightTable } from "./table.ts";

export { homeOfficeCosts } from "./home-office-costs.ts";
export { type Learnt, rowOf, type UnitCost, type Weight, type WeightTable } from "./table.ts";

export const weightTables: readonly WeightTable[] = [cambridgeChi, onsCss];
