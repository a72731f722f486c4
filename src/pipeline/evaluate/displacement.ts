import { displacementRings } from "../../estimators/rings.ts";
import { wdd } from "../../estimators/wdd.ts";
import { wdq } from "../../estimators/wdq.ts";
import type { Design } from "../../model/design.ts";
import type { Answer, Estimate } from "../../model/estimate.ts";
import type { Displacement } from "../../model/finding.ts";
import { verdictOf } from "../../model/verdict.ts";
import { answerOf } from "../../study/answer.ts";
import { firstStart } from "../../study/starts.ts";
import { answer, attempt, type Common } from "./estimating.ts";

type Measure = Displacement["measures"][number];

const measure = (
  id: string,
  title: string,
  unit: string,
  e: Estimate | undefined,
  reading: (e: Estimate) => string,
): Measure[] =>
  e === undefined || e.estimate === null
    ? []
    : [
        {
          id,
          title,
          unit,
          estimate: e.estimate,
          conf_low: e.conf_low,
          conf_high: e.conf_high,
          reading: reading(e),
        },
      ];

const side = ({ conf_low: low, conf_high: high }: Estimate, fall: string, rise: string): string =>
  high !== null && high < 0 ? fall : low !== null && low > 0 ? rise : "uncertain: the interval holds both";

const quotient = (value: number): string =>
  value > 1
    ? "benefit spread further than it was felt inside"
    : value > 0
      ? "some benefit spread next door"
      : value > -1
        ? "some crime moved, less than was avoided"
        : "as much crime moved as was avoided, or more";

/** Did crime move next door, or did the benefit spread? Every measure that the buffer units allow, with one sentence. */
export const displacementOf = (design: Design, unit: string, common: Common): Displacement | undefined => {
  const buffers = design.roles.filter((role) => role === "buffer").length;
  if (buffers === 0) return undefined;
  const settings = { ...common };
  const difference = attempt(() => answer(wdd, design, common));
  const ratio = attempt(() => answer(wdq, design, common));
  const rings = attempt(() => displacementRings(design, { family: "poisson", settings }));
  const answered = (found: Answer | undefined) => found && answerOf(found.study, found.inferred.estimates);
  const pick = (found: Answer | undefined, term: string) =>
    found?.inferred.estimates.find((e) => e.term === term);
  const spread = (e: Estimate): string =>
    side(e, "fewer next door: benefit spread", "more next door: crime moved");
  const net = (e: Estimate): string => side(e, "fewer in all", "more in all");
  const measures = [
    ...measure(wdd.name, "Weighted displacement difference, both areas", unit, answered(difference), net),
    ...measure(
      "wdd-displacement",
      "Weighted displacement difference, next door",
      unit,
      pick(difference, "wdd_displacement"),
      spread,
    ),
    ...measure(wdq.name, "Weighted displacement quotient", "quotient", answered(ratio), (e) =>
      quotient(e.estimate!),
    ),
    ...measure("ring-buffer", "Poisson model, next door", unit, rings?.events.buffer, spread),
    ...measure("ring-net", "Poisson model, both areas", unit, rings?.events.net, net),
  ];
  const headline = rings?.events.net ?? answered(difference);
  const next = rings?.events.buffer ?? pick(difference, "wdd_displacement");
  const verdict = headline ? verdictOf(headline.conf_low, headline.conf_high, "difference") : "not-estimated";
  const next_door = next ? spread(next).replace(/^(fewer|more) next door: /, "") : "not estimated";
  const sentence =
    verdict === "fall"
      ? `Counting the treated units and the ${buffers} next to them together, there was a fall; next door: ${next_door}.`
      : verdict === "rise"
        ? `Counting the treated units and the ${buffers} next to them together, there was a rise; next door: ${next_door}.`
        : `Counting the treated units and the ${buffers} next to them together, the net effect is uncertain; next door: ${next_door}.`;
  return { measures, ...bufferCounts(design, buffers), verdict, sentence };
};

const bufferCounts = (design: Design, units: number): Pick<Displacement, "buffer"> => {
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
  return { buffer: { units, before, after } };
};
