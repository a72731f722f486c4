import type { Estimator } from "../model/estimate.ts";
import { callawaySantanna } from "./callaway-santanna.ts";
import { countFamily } from "./count-family.ts";
import { didFamily } from "./did-family.ts";
import { syntheticFamily } from "./synthetic-family.ts";

/** Every estimator; to add one, write its file and its line in its family. */
export const estimators: readonly Estimator[] = [
  ...countFamily,
  ...didFamily,
  callawaySantanna,
  ...syntheticFamily,
];
