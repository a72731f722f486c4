import type { Estimator } from "../model/estimate.ts";
import { bacon } from "./bacon.ts";
import { did } from "./did.ts";
import { eventStudy } from "./event-study.ts";
import { imputation } from "./imputation.ts";
import { ppml } from "./ppml.ts";
import { sunAbraham } from "./sun-abraham.ts";

/** Difference-in-differences and its heterogeneity-robust relatives. */
export const didFamily: readonly Estimator[] = [did, eventStudy, ppml, sunAbraham, imputation, bacon];
