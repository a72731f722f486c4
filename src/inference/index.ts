import { clusterRobust } from "./cluster-robust.ts";
import { cr2 } from "./cr2.ts";
import { hc1 } from "./hc1.ts";
import { iid } from "./iid.ts";
import { jackknife } from "./jackknife.ts";
import type { Inference } from "./method.ts";
import { multiplier } from "./multiplier.ts";
import { randomisation } from "./randomisation.ts";
import { wildBootstrap } from "./wild-bootstrap.ts";

export type { Inference } from "./method.ts";
export { fateOfOwn, ownInferenceWarnings, type Route, route } from "./routing.ts";

export const inferences: readonly Inference[] = [
  clusterRobust,
  cr2,
  hc1,
  iid,
  wildBootstrap,
  multiplier,
  jackknife,
  randomisation,
];
