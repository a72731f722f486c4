import type { Finding, FindingWarning } from "../model/finding.ts";
import { readingAge, sentencesOf, wordCount } from "./reading.ts";
import { hasFewEvents } from "./words/headline.ts";

/*
 * What words may claim. The design level caps the verbs, the interval caps the verdict, the counts cap the
 * percentages. Runs on what the program writes (tests) and on what people write in the study file (warnings).
 */

export interface Claim {
  /** `claims/…`, known to `whatworks explain`. */
  readonly code: string;
  /** The words that claim too much. */
  readonly found: string;
  readonly sentence: string;
  /** What could be written instead. */
  readonly hint: string;
}

export interface ClaimContext {
  readonly level: 1 | 2 | 3 | 4 | 5;
  /** True when the interval lies inside an equivalence band declared beforehand. */
  readonly equivalent: boolean;
  /** True when a total behind the percentages is below 50. */
  readonly small: boolean;
}

interface Rule {
  readonly code: string;
  readonly pattern: RegExp;
  /** Applies up to and including this design level. */
  readonly upTo: number;
  readonly hint: string;
}

const rules: readonly Rule[] = [
  {
    code: "claims/proof",
    pattern: /\b(prov(?:e|es|ed|en|ing)|proof that|conclusively|beyond doubt|works everywhere)\b/i,
    upTo: 5,
    hint: "say what the interval allows; one evaluation proves nothing",
  },
  {
    code: "claims/cause",
    pattern: /\b(caus(?:ed|es|ing)|because of|due to|thanks to|led to|result(?:ed|s) in|as a result of)\b/i,
    upTo: 4,
    hint: 'write "fell after" (level 2), "fell relative to the comparison group" (3) or "likely reduced" (4)',
  },
  {
    code: "claims/cause",
    pattern: /\b(prevented|saved|averted|stopped)\b/i,
    upTo: 3,
    hint: 'write "fewer than expected"',
  },
  {
    code: "claims/cause",
    pattern:
      /\b(reduced|reduces|cut|cuts|lowered|drove down|brought down|(?:increased|raised)(?= (?!by|from|to|in|after|since)))\b/i,
    upTo: 3,
    hint: 'write "fell after" (level 2) or "fell relative to the comparison group" (level 3)',
  },
  {
    code: "claims/cause",
    pattern: /\b(impacts?(?! bands?\b)|(?<!what )works|worked|effective|effects? of)\b/i,
    upTo: 2,
    hint: 'write "change since the start"; without a comparison group the change is not yet an effect',
  },
  {
    code: "claims/significant",
    pattern: /\b(?<!statistically )(?<!not statistically )significan(?:t|tly|ce)\b/i,
    upTo: 5,
    hint: "print the interval; the word alone says neither how large nor how sure",
  },
  {
    code: "claims/tendency",
    pattern: /\btrend(?:s|ed|ing)? towards?\b|\bapproach(?:ed|es|ing) significance\b/i,
    upTo: 5,
    hint: 'write "uncertain" and both ends of the interval',
  },
  {
    code: "claims/ranking",
    pattern: /\b(?:best|worst)[- ](?:officers?|teams?|performers?|performing)\b/i,
    upTo: 5,
    hint: "a report on an intervention ranks nobody",
  },
];

const noEffect =
  /\b(no (?:effect|impact|change)\b(?! that)|(?:made|was|is|found|shows?|showed) no difference|did(?: not|n't) work)/i;

// A sentence that asks, denies or supposes does not claim.
const hedges =
  /\b(not|cannot|can't|never|nor|whether|if|unless|could|would|might|may|should|predict\w*|expect\w*|hop(?:e|ed|ing)|aim\w*|intended|designed to|rule out|ruled out|alone)\b|n't\b/i;

/** Every claim of a text that the finding does not bear. */
export const checkClaims = (text: string, context: ClaimContext): Claim[] =>
  sentencesOf(text).flatMap((sentence) => claimsOf(sentence, context));

const claimsOf = (sentence: string, context: ClaimContext): Claim[] => {
  if (sentence.endsWith("?")) return [];
  const claims: Claim[] = [];
  for (const { code, pattern, upTo, hint } of rules) {
    const match = context.level <= upTo ? pattern.exec(sentence) : null;
    if (match && !hedges.test(sentence.slice(0, match.index)))
      claims.push({ code, found: match[0], sentence, hint });
  }
  const none = context.equivalent ? null : noEffect.exec(sentence);
  if (none && !hedges.test(sentence.slice(0, none.index)))
    claims.push({
      code: "claims/no-effect",
      found: none[0],
      sentence,
      hint: 'write "uncertain; compatible with a fall of x and a rise of y"',
    });
  const bare = context.small ? barePercent(sentence) : undefined;
  if (bare !== undefined)
    claims.push({
      code: "claims/small-percent",
      found: bare,
      sentence,
      hint: "print the counts beside a percentage of fewer than 50 events",
    });
  return claims;
};

// A percentage of change ("12% fewer") with no count in the same sentence; a "95% interval" is not one.
const barePercent = (sentence: string): string | undefined => {
  const change = /\d[\d.,]*% (?:fewer|more|lower|higher|fall|rise|less|reduction|increase|drop)/i.exec(
    sentence,
  );
  if (!change) return undefined;
  const others = sentence.replace(/\d[\d.,]*%/g, " ").replace(/\b(?:ratio|interval) -?[\d.]+/g, " ");
  return /\b\d[\d,]*\b/.test(others) ? undefined : change[0];
};

/** What the rules need to know of a finding. */
export const claimContext = (finding: Finding): ClaimContext => ({
  level: finding.design.level,
  equivalent: finding.headline.verdict === "equivalent",
  small: hasFewEvents(finding),
});

export const longestSentence = 25;
export const oldestReader = 14;

/** Sentences that are too long, and a text that is too hard: style, not truth, so notes and not warnings. */
export const checkStyle = (text: string): Claim[] => {
  const long = sentencesOf(text)
    .filter((sentence) => wordCount(sentence) > longestSentence)
    .map((sentence) => ({
      code: "claims/long-sentence",
      found: `${wordCount(sentence)} words`,
      sentence,
      hint: `aim for at most ${longestSentence} words; make two sentences of it`,
    }));
  const age = readingAge(text);
  if (age === undefined || age <= oldestReader) return long;
  return [
    ...long,
    {
      code: "claims/reading-age",
      found: `reading age ${age.toFixed(0)}`,
      sentence: text.slice(0, 80),
      hint: "use shorter sentences and everyday words",
    },
  ];
};

/** The words that people wrote in the study file and the register, with where they stand. */
export const peoplesWords = (finding: Finding): { readonly at: string; readonly text: string }[] => {
  const { study, intervention, emmie, notes } = finding;
  const found: { at: string; text: string | undefined }[] = [
    { at: "study.title", text: study.title },
    { at: "intervention.description", text: intervention.description },
    { at: "intervention.problem", text: intervention.problem },
    ...(emmie?.mechanism ?? []).map((m, i) => ({ at: `mechanism.${i + 1}`, text: m.statement })),
    ...(emmie?.moderators ?? []).map((m, i) => ({ at: `moderators.${i + 1}`, text: m.statement })),
    ...(emmie?.implementation?.notes ?? []).map((text, i) => ({ at: `implementation.notes.${i + 1}`, text })),
    ...(emmie?.economics_notes ?? []).map((text, i) => ({ at: `economics.notes.${i + 1}`, text })),
    ...(notes ?? []).map((text, i) => ({ at: `notes.${i + 1}`, text })),
  ];
  return found.flatMap(({ at, text }) => (text === undefined ? [] : [{ at, text }]));
};

/** What people wrote that claims more than the design bears: warnings for the finding, never a refusal to print. */
export const claimWarnings = (finding: Finding): FindingWarning[] => {
  const context = claimContext(finding);
  return peoplesWords(finding).flatMap(({ at, text }) =>
    checkClaims(text, context).map(({ code, found, hint }) => ({
      code,
      severity: "warning" as const,
      message: `The study team's words at ${at} say "${found}", which a design of level ${context.level} does not bear: ${hint}.`,
    })),
  );
};
