import { displacementRings } from "../../estimators/rings.ts";
import { wdd } from "../../estimators/wdd.ts";
import { wdq } from "../../estimators/wdq.ts";
import type { Design } from "../../model/design.ts";
import type { Answer, Estimate } from "../../model/estimate.ts";
import type {
  DisplacementFacts,
  DisplacementMeasure,
  DisplacementReading,
} from "../../model/facts/displacement.ts";
import { verdictOf } from "../../model/verdict.ts";
import { answerOf } from "../../study/answer.ts";
import { firstStart } from "../../study/starts.ts";
import { answer, attempt, type Common } from "./estimating.ts";

type Measure = DisplacementFacts["measures"][number];
type Side = "fewer-next-door" | "more-next-door" | "fewer-in-all" | "more-in-all";

const measure = (
  kind: DisplacementMeasure,
  id: string,
  e: Estimate | undefined,
  reading: (e: Estimate) => DisplacementReading,
): Measure[] =>
  e === undefined || e.estimate === null
    ? []
    : [{ id, kind, estimate: e.estimate, low: e.conf_low, high: e.conf_high, reading: reading(e) }];

/** The side of no difference on which the whole interval lies. */
const sideOf = <Of extends Side>({ conf_low: low, conf_high: high }: Estimate, fewer: Of, more: Of) =>
  high !== null && high < 0 ? fewer : low !== null && low > 0 ? more : "uncertain";
const nextDoorOf = (e: Estimate) => sideOf(e, "fewer-next-door", "more-next-door");
const netOf = (e: Estimate) => sideOf(e, "fewer-in-all", "more-in-all");

const quotientOf = ({ estimate }: Estimate): DisplacementReading => {
  const value = estimate ?? Number.NaN;
  if (value > 1) return "spread-beyond-inside";
  if (value > 0) return "some-spread";
  return value > -1 ? "some-moved" : "all-moved";
};

/** Did crime move next door, or did the benefit spread? Every measure that the buffer units allow. */
export const displacementOf = (design: Design, common: Common): DisplacementFacts | undefined => {
  const buffers = design.roles.filter((role) => role === "buffer").length;
  if (buffers === 0) return undefined;
  const difference = attempt(() => answer(wdd, design, common));
  const ratio = attempt(() => answer(wdq, design, common));
  const rings = attempt(() => displacementRings(design, { family: "poisson", settings: { ...common } }));
  const answered = (found: Answer | undefined) => found && answerOf(found.study, found.inferred.estimates);
  const besideOf = difference?.inferred.estimates.find((e) => e.term === "wdd_displacement");
  const net = rings?.events.net ?? answered(difference);
  const next = rings?.events.buffer ?? besideOf;
  return {
    measures: [
      ...measure("difference-net", wdd.name, answered(difference), netOf),
      ...measure("difference-next-door", `${wdd.name}-displacement`, besideOf, nextDoorOf),
      ...measure("quotient", wdq.name, answered(ratio), quotientOf),
      ...measure("model-next-door", "ring-buffer", rings?.events.buffer, nextDoorOf),
      ...measure("model-net", "ring-net", rings?.events.net, netOf),
    ],
    buffer: bufferCounts(design, buffers),
    verdict: net ? verdictOf(net.conf_low, net.conf_high, "difference") : "not-estimated",
    nextDoor: next && nextDoorOf(next),
  };
};

const bufferCounts = (design: Design, units: number): DisplacementFacts["buffer"] => {
  const { panel, outcome, roles } = design;
  const T = panel.periods.length;
  const start = firstStart(design);
  let before = 0;
  let after = 0;
  roles.forEach((role, i) => {
    if (role !== "buffer") return;
    for (let t = 0; t < T; t += 1) {
      const value = panel.columns[outcome]![i * T + t]!;
      if (Number.isNaN(value)) continue;
      if (panel.ordinals[t]! < start) before += value;
      else after += value;
    }
  });
  return { units, before, after };
};
