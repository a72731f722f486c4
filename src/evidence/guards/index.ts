import type { Diagnostic } from "../../model/diagnostic.ts";
import {
  fewClusters,
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
  touchingComparison,
  unequalVolume,
  policeGenerated,
  snappedPoints,
  openEnded,
  dominance,
];

/** Every guard that has something to say, in a fixed order. */
export const lookAround = (input: GuardInput): Diagnostic[] =>
  guards.flatMap((guard) => {
    const said = guard.look(input);
    return said === undefined ? [] : [said].flat();
  });
