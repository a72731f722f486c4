import { diagnostic } from "../../model/diagnostic.ts";
import { plainFrequency, seasonLength, seasonOf } from "../../model/period.ts";
import type { Guard } from "./guard.ts";

const count = (n: number | null): string => (n === null ? "an unknown number of" : String(Math.round(n)));

/** Different calendar months before and after let the season pass for an effect, unless something takes it out. */
export const unequalSeasons: Guard = {
  code: "SEA01",
  look: ({ design, before, after, method }) => {
    const { frequency } = design.panel;
    if (
      ["integer", "year"].includes(plainFrequency(frequency)) ||
      design.kind === "comparison-group" ||
      method === "its"
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
    return diagnostic(
      "SEA01",
      "warning",
      `${Math.round(apart * 100)}% of the periods after the start fall in parts of the year that the baseline does not cover equally: the season alone can move the ratio.`,
      { fix: "set window.same-months: true, or use whole years" },
    );
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
    if (least >= 20) return undefined;
    return diagnostic(
      "ZER01",
      "warning",
      `The smallest cell of the table holds ${count(least)} events. Below 20, ratios swing widely and intervals from large-sample formulas are too narrow.`,
      { fix: "widen the window or the area; read the exact interval" },
    );
  },
};

export const fewClusters: Guard = {
  code: "CLU01",
  look: ({ asymptoticClusters, design }) => {
    if (asymptoticClusters === undefined) return undefined;
    const treated = design.roles.filter((role) => role === "treated").length;
    if (asymptoticClusters >= 10 && treated >= 4) return undefined;
    return diagnostic(
      "CLU01",
      "warning",
      `The standard error rests on ${asymptoticClusters} clusters, ${treated} of them treated. With so few, intervals from large-sample formulas are too narrow.`,
      { fix: "read the randomisation or wild-bootstrap p-value beside it, or add units" },
    );
  },
};

export const movedApart: Guard = {
  code: "PAR01",
  look: ({ checks }) => {
    const failed = checks.find((check) => check.id === "pre-trends" && check.status === "failed");
    return failed
      ? diagnostic("PAR01", "warning", `${failed.sentence} What followed may be more of the same.`, {
          fix: "choose comparison units that moved alike, or a weighted donor pool",
        })
      : undefined;
  },
};

export const touchingComparison: Guard = {
  code: "SPL01",
  look: ({ touching }) =>
    touching.length === 0
      ? undefined
      : diagnostic(
          "SPL01",
          "warning",
          `${touching.length} comparison unit${touching.length === 1 ? "" : "s"} lie${touching.length === 1 ? "s" : ""} next to a treated one (${touching.slice(0, 5).join(", ")}${touching.length > 5 ? ", …" : ""}). If crime moved there, the effect looks larger than it is; if the benefit spread there, smaller.`,
          { fix: "enter them in the register with the role buffer" },
        ),
};

export const unequalVolume: Guard = {
  code: "WDD01",
  look: ({ counts, method, design }) => {
    if (!counts.comparison || method === "synthetic-control" || method === "synthetic-did") return undefined;
    const [t, c] = [counts.treated.before.per_unit_period, counts.comparison.before.per_unit_period];
    if (!t || !c) return undefined;
    const ratio = c / t;
    if (ratio >= 0.5 && ratio <= 2) return undefined;
    return diagnostic(
      "WDD01",
      "warning",
      `Before the start a comparison unit recorded ${ratio.toFixed(2)} times as many events as a treated one${design.kind === "comparison-group" ? "" : ""}. A difference of counts means little between units of so different a volume; the ratio assumes that both change in proportion.`,
      { fix: "choose comparison units of similar volume, or a weighted donor pool" },
    );
  },
};

/** Counts that rise because officers look harder. */
const generated = /drug|weapon|stop and search|possession|trafficking|going equipped/i;
export const policeGenerated: Guard = {
  code: "POL01",
  look: ({ outcome }) =>
    generated.test(outcome)
      ? diagnostic(
          "POL01",
          "warning",
          `"${outcome}" is recorded mostly when officers look for it: a rise after a police operation shows activity, not harm, and a fall may show less searching.`,
          { fix: "use an outcome that victims report, and keep this one as a measure of activity" },
        )
      : undefined,
};

export const snappedPoints: Guard = {
  code: "GEO01",
  look: ({ formats, place }) =>
    formats.includes("police-uk-street") && (place === "lsoa" || place === undefined)
      ? diagnostic(
          "GEO01",
          "note",
          "Places in police.uk files are snapped to a fixed list of points, and a point near a boundary can fall on its other side: a count for one LSOA holds some of its neighbours' crime.",
          { fix: "compare groups of LSOAs or authorities rather than single LSOAs" },
        )
      : undefined,
};

export const openEnded: Guard = {
  code: "PEK01",
  // Plain numbers as periods are a table of before and after: no new one will arrive.
  look: ({ afterFixed, after, lastCovered, design }) =>
    !afterFixed && design.panel.frequency !== "integer" && after.at(-1) === lastCovered
      ? diagnostic(
          "PEK01",
          "note",
          `The study does not say when it ends, so it is read again whenever a new period arrives. Each look has its own chance of a false finding: a 95% interval looked at ${after.length > 1 ? `${after.length} times` : "again and again"} misses the truth more often than 5 times in 100.`,
          { fix: "fix the length of the after-period:  window: { after: 12 months }" },
        )
      : undefined,
};
