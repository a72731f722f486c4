import type { GuardHit } from "../../model/facts/guard.ts";
import {
  fewClusters,
  foundWithoutCause,
  lowCounts,
  movedApart,
  openEnded,
  policeGenerated,
  snappedPoints,
  touchingComparison,
  unequalSeasons,
  unequalVolume,
} from "./design.ts";
import { dominance } from "./dominance.ts";
import type { Guard, GuardInput } from "./guard.ts";
import { mixedEditions, provisionalMonths, recordingBreak } from "./recording.ts";
import { regressionToTheMean } from "./regression-to-the-mean.ts";

export type { GuardInput } from "./guard.ts";

export const guards: readonly Guard[] = [
  regressionToTheMean,
  recordingBreak,
  provisionalMonths,
  mixedEditions,
  unequalSeasons,
  lowCounts,
  fewClusters,
  movedApart,
  foundWithoutCause,
  touchingComparison,
  unequalVolume,
  policeGenerated,
  snappedPoints,
  openEnded,
  dominance,
];

/** Every guard that goes off, in a fixed order. */
export const guardHits = (input: GuardInput): GuardHit[] =>
  guards.flatMap((guard) => {
    const hit = guard.look(input);
    return hit === undefined ? [] : [hit].flat();
  });
