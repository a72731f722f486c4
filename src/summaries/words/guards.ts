import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { GuardFamily, GuardHit } from "../../model/facts/guard.ts";
import { leadsSentence, placeboDatesSentence } from "./checks.ts";
import { say, type Words } from "./say.ts";

interface Warned {
  readonly message: string;
  /** What to type or change next. */
  readonly fix: string;
}

const count = (n: number): string => (Number.isFinite(n) ? String(Math.round(n)) : "an unknown number of");

const words: Words<GuardFamily, Warned> = {
  "unequal-seasons": ({ share }) => ({
    message: `${Math.round(share * 100)}% of the periods after the start fall in parts of the year that the baseline does not cover equally: the season alone can move the ratio.`,
    fix: "set window.same-months: true, or use whole years",
  }),
  "low-counts": ({ least }) => ({
    message: `The smallest cell of the table holds ${count(least)} events. Below 20, ratios swing widely and intervals from large-sample formulas are too narrow.`,
    fix: "widen the window or the area; read the exact interval",
  }),
  "few-clusters": ({ clusters, treated }) => ({
    message: `The standard error rests on ${clusters} clusters, ${treated} of them treated. With so few, intervals from large-sample formulas are too narrow.`,
    fix: "read the randomisation or wild-bootstrap p-value beside it, or add units",
  }),
  "moved-apart": (leads) => ({
    message: `${leadsSentence(leads)} What followed may be more of the same.`,
    fix: "choose comparison units that moved alike, or a weighted donor pool",
  }),
  "found-without-cause": (dates) => ({
    message: `${placeboDatesSentence(dates)} A method that finds a change where there was none cannot tell one from the other here.`,
    fix: "choose another comparison or a longer window, or read the estimate as a description",
  }),
  touching: ({ units }) => ({
    message: `${units.length} comparison unit${units.length === 1 ? " lies" : "s lie"} next to a treated one (${units.slice(0, 5).join(", ")}${units.length > 5 ? ", …" : ""}). If crime moved there, the effect looks larger than it is; if the benefit spread there, smaller.`,
    fix: "enter them in the register with the role buffer",
  }),
  "unequal-volume": ({ ratio }) => ({
    message: `Before the start a comparison unit recorded ${ratio.toFixed(2)} times as many events as a treated one. A difference of counts means little between units of so different a volume; the ratio assumes that both change in proportion.`,
    fix: "choose comparison units of similar volume, or a weighted donor pool",
  }),
  dominated: ({ share, totals }) => ({
    message: `Two units make up ${Math.round(share * 100)}% or more of a total (${totals.map(({ role, phase }) => `${role} units ${phase}`).join(", ")}). The answer rests on them, and each could work out the other's count.`,
    fix: "compare more units of a like size",
  }),
  "police-generated": ({ outcome }) => ({
    message: `"${outcome}" is recorded mostly when officers look for it: a rise after a police operation shows activity, not harm, and a fall may show less searching.`,
    fix: "use an outcome that victims report, and keep this one as a measure of activity",
  }),
  "snapped-points": () => ({
    message:
      "Places in police.uk files are snapped to a fixed list of points, and a point near a boundary can fall on its other side: a count for one LSOA holds some of its neighbours' crime.",
    fix: "compare groups of LSOAs or authorities rather than single LSOAs",
  }),
  "open-ended": ({ looks }) => ({
    message: `The study does not say when it ends, so it is read again whenever a new period arrives. Each look has its own chance of a false finding: a 95% interval looked at ${looks > 1 ? `${looks} times` : "again and again"} misses the truth more often than 5 times in 100.`,
    fix: "fix the length of the after-period:  window: { after: 12 months }",
  }),
  "recording-break": ({ title, from, to, source, status, beginsWithIntervention }) => ({
    message: `${title} (${from === to ? from : `${from} to ${to}`}) ${beginsWithIntervention ? "begins when the intervention does: no window can tell the two apart" : "falls inside the window used"}. Source: ${source}${status === "recalled" ? "; recalled, not confirmed" : ""}.`,
    fix: "shorten the window, or show that treated and comparison units were touched alike",
  }),
  "provisional-months": ({ late, of }) => ({
    message: `${late} of the ${of} months after the start ${late === 1 ? "is" : "are"} among the newest two of the edition. Counts of new months usually rise when they are revised (by 2.4% for October 2024 in the London tables), which would shrink a fall.`,
    fix: "end the window two months before the newest month, or run again with a later edition",
  }),
  "mixed-editions": ({ editions }) => ({
    message: `The counts come from ${editions.length} editions that join: ${editions.join("; ")}. Revisions between editions can look like a change.`,
    fix: "use one edition for the whole window where there is one",
  }),
  "spell-left-out": ({ from, to }) => ({
    message: `The units were picked for their counts from ${from} to ${to}; that spell is left out of the baseline, because a fall after a bad spell comes by itself.`,
    fix: "nothing: the baseline ends before the spell",
  }),
  "spell-in-baseline": ({ from, to, inside, of }) => ({
    message: `The units were picked for their counts from ${from} to ${to}, and ${inside} of the ${of} periods of the baseline lie in that spell: part of any fall is regression to the mean.`,
    fix: "lengthen window.before, so that the spell can be left out of the baseline",
  }),
  "spell-seen": ({ from, to, ratio, standardErrors }) => ({
    message: `From ${from} to ${to}, just before the start, the treated units recorded ${((ratio - 1) * 100).toFixed(0)}% more than their usual share (${standardErrors.toFixed(1)} standard errors). If they were picked for it, part of any fall is regression to the mean.`,
    fix: "say in the study how the units were picked:  selected-on: { from: …, to: … }",
  }),
  "weights-expired": ({ scheme, version, until, last }) => ({
    message: `The weights of the ${scheme} (${version}) held until ${until}, and the events run to ${last}.`,
    fix: "use the edition in force, or say in the notes why this one is kept",
  }),
  "weights-old": ({ scheme, version, years }) => ({
    message: `The weights of the ${scheme} (${version}) are ${Math.floor(years)} years older than the last events they weigh.`,
    fix: "use a later edition where there is one:  economics: { weights: weights.csv }",
  }),
  "price-years": ({ apart, base, hasDeflator }) => ({
    message: `Prices of ${apart.join(" and ")} stand beside prices of ${base}, and ${hasDeflator ? `the deflator file does not hold both ${apart[0]} and ${base}` : "no deflator file turns one into the other"}. Benefit and cost are not compared.`,
    fix: "give a price index by year:  economics: { deflator: deflator.csv }",
  }),
};

export const guardWarning = (hit: GuardHit): Diagnostic => {
  const { message, fix } = say(words, hit);
  return diagnostic(hit.code, hit.severity, message, { fix });
};
