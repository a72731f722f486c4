import type { Estimator } from "../model/estimate.ts";
import { randomisation } from "./randomisation.ts";
import { syntheticControl } from "./synthetic-control.ts";
import { syntheticDid } from "./synthetic-did.ts";

/** Methods that build their own comparison, or rest on how the comparison was drawn. */
export const syntheticFamily: readonly Estimator[] = [syntheticControl, syntheticDid, randomisation];
