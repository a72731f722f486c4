import type { Estimator } from "../model/estimate.ts";
import { bacon } from "./bacon.ts";
import { callawaySantanna } from "./callaway-santanna.ts";
import { countFamily } from "./count-family.ts";
import { did } from "./did.ts";
import { eventStudy } from "./event-study.ts";
import { imputation } from "./imputation.ts";
import { ppml } from "./ppml.ts";
import { sunAbraham } from "./sun-abraham.ts";
import { syntheticControl } from "./synthetic-control.ts";

/** Every estimator; to add one, write its file and its line here. */
export const estimators: readonly Estimator[] = [
  ...countFamily,
  did,
  eventStudy,
  ppml,
  callawaySantanna,
  sunAbraham,
  imputation,
  bacon,
  syntheticControl,
];
