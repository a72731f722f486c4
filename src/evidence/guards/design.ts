import { compares } from "../../model/design.ts";
import { nothing } from "../../model/facts/fact.ts";
import { plainFrequency, seasonLength, seasonOf } from "../../model/period.ts";
import { type Guard, note, warning } from "./guard.ts";

/** Different calendar months before and after let the season pass for an effect, unless something takes it out. */
export const unequalSeasons: Guard = {
  code: "SEA01",
  look: ({ design, before, after, traits }) => {
    const { frequency } = design.panel;
    if (
      ["integer", "year"].includes(plainFrequency(frequency)) ||
      compares(design.kind) ||
      traits.modelsSeason
    )
      return undefined;
    const months = (periods: readonly number[]): number[] => {
      const tally = new Array<number>(seasonLength(frequency)).fill(0);
      for (const ordinal of periods) tally[seasonOf(ordinal, frequency)]! += 1 / periods.length;
      return tally;
    };
    const [b, a] = [months(before), months(after)];
    const apart = b.reduce((sum, share, k) => sum + Math.abs(share - a[k]!), 0) / 2;
    if (apart < 0.1) return undefined;
    return { ...warning("SEA01"), kind: "unequal-seasons", facts: { share: apart } };
  },
};

export const lowCounts: Guard = {
  code: "ZER01",
  look: ({ counts }) => {
    const cells = [
      counts.treated.before.total,
      counts.treated.after.total,
      counts.comparison?.before.total,
      counts.comparison?.after.total,
    ].filter((n) => n !== undefined && n !== null);
    const least = Math.min(...cells);
    return least >= 20 ? undefined : { ...warning("ZER01"), kind: "low-counts", facts: { least } };
  },
};

export const fewClusters: Guard = {
  code: "CLU01",
  look: ({ traits, design }) => {
    if (!traits.asymptotic) return undefined;
    const clusters = design.clusters.length;
    const treated = design.roles.filter((role) => role === "treated").length;
    if (clusters >= 10 && treated >= 4) return undefined;
    return { ...warning("CLU01"), kind: "few-clusters", facts: { clusters, treated } };
  },
};

export const movedApart: Guard = {
  code: "PAR01",
  look: ({ checks }) => {
    for (const check of checks)
      if (check.kind === "leads" && check.status === "failed")
        return { ...warning("PAR01"), kind: "moved-apart", facts: check.facts };
    return undefined;
  },
};

export const foundWithoutCause: Guard = {
  code: "PLA01",
  look: ({ checks }) => {
    for (const check of checks)
      if (check.kind === "placebo-dates" && check.status === "failed")
        return { ...warning("PLA01"), kind: "found-without-cause", facts: check.facts };
    return undefined;
  },
};

export const touchingComparison: Guard = {
  code: "SPL01",
  look: ({ touching }) =>
    touching.length === 0 ? undefined : { ...warning("SPL01"), kind: "touching", facts: { units: touching } },
};

export const unequalVolume: Guard = {
  code: "WDD01",
  look: ({ counts, traits }) => {
    if (!counts.comparison || traits.weighsUnits) return undefined;
    const [t, c] = [counts.treated.before.per_unit_period, counts.comparison.before.per_unit_period];
    if (!t || !c) return undefined;
    const ratio = c / t;
    if (ratio >= 0.5 && ratio <= 2) return undefined;
    return { ...warning("WDD01"), kind: "unequal-volume", facts: { ratio } };
  },
};

/** Counts that rise because officers look harder. */
const generated = /drug|weapon|stop and search|possession|trafficking|going equipped/i;
export const policeGenerated: Guard = {
  code: "POL01",
  look: ({ outcome }) =>
    generated.test(outcome)
      ? { ...warning("POL01"), kind: "police-generated", facts: { outcome } }
      : undefined,
};

export const snappedPoints: Guard = {
  code: "GEO01",
  look: ({ formats, place }) =>
    formats.includes("police-uk-street") && (place === "lsoa" || place === undefined)
      ? { ...note("GEO01"), kind: "snapped-points", facts: nothing }
      : undefined,
};

export const openEnded: Guard = {
  code: "PEK01",
  // Plain numbers as periods are a table of before and after: no new one will arrive.
  look: ({ afterFixed, after, lastCovered, design }) =>
    !afterFixed && design.panel.frequency !== "integer" && after.at(-1) === lastCovered
      ? { ...note("PEK01"), kind: "open-ended", facts: { looks: after.length } }
      : undefined,
};
