import { displacementRings } from "../../estimators/rings.ts";
import type { Design } from "../../model/design.ts";
import { WhatworksError } from "../../model/errors.ts";
import type { Estimate } from "../../model/estimate.ts";
import type { Displacement } from "../../model/finding.ts";
import { verdictOf } from "../../model/verdict.ts";
import { answer } from "./estimating.ts";

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

/** Runs something that may refuse: what cannot be estimated is left out of the list. */
const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof WhatworksError) return undefined;
    throw thrown;
  }
};

/** Did crime move next door, or did the benefit spread? Every measure that the buffer units allow, with one sentence. */
export const displacementOf = (
  design: Design,
  unit: string,
  common: { readonly confLevel: number; readonly seed: string },
): Displacement | undefined => {
  const buffers = design.roles.filter((role) => role === "buffer").length;
  if (buffers === 0) return undefined;
  const settings = { ...common };
  const wdd = attempt(() => answer("wdd", design, common));
  const wdq = attempt(() => answer("wdq", design, common));
  const rings = attempt(() => displacementRings(design, { family: "poisson", settings }));
  const pick = (found: ReturnType<typeof answer> | undefined, term: string) =>
    found?.inferred.estimates.find((e) => e.term === term);
  const spread = (e: Estimate): string =>
    side(e, "fewer next door: benefit spread", "more next door: crime moved");
  const net = (e: Estimate): string => side(e, "fewer in all", "more in all");
  const measures = [
    ...measure("wdd", "Weighted displacement difference, both areas", unit, pick(wdd, "wdd"), net),
    ...measure(
      "wdd-displacement",
      "Weighted displacement difference, next door",
      unit,
      pick(wdd, "wdd_displacement"),
      spread,
    ),
    ...measure("wdq", "Weighted displacement quotient", "quotient", pick(wdq, "wdq"), (e) =>
      quotient(e.estimate!),
    ),
    ...measure("ring-buffer", "Poisson model, next door", unit, rings?.events.buffer, spread),
    ...measure("ring-net", "Poisson model, both areas", unit, rings?.events.net, net),
  ];
  const headline = rings?.events.net ?? pick(wdd, "wdd");
  const next = rings?.events.buffer ?? pick(wdd, "wdd_displacement");
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
  const { panel, outcome, roles, cohort } = design;
  const T = panel.periods.length;
  const start = Math.min(...cohort.filter(Number.isFinite));
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
