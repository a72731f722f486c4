import type { CheckOutcome } from "../model/check.ts";
import { compares, type DesignKind } from "../model/design.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { nothing } from "../model/facts/fact.ts";
import type { LimitFacts, LimitOutcome } from "../model/facts/limit.ts";

export interface Threatened {
  readonly kind: DesignKind;
  readonly modelsSeason: boolean;
  readonly assignment: "random" | "cutoff" | "chosen";
  readonly warnings: readonly Pick<Diagnostic, "code" | "severity">[];
  readonly checks: readonly CheckOutcome[];
  readonly selectionDeclared: boolean;
  readonly bufferLookedAt: boolean;
  readonly doseMeasured: boolean;
}

interface Threat {
  /** Guards that say that it happened here. */
  readonly codes: readonly string[];
  readonly applies: (f: Threatened) => boolean;
  readonly facts: (f: Threatened) => LimitFacts;
  readonly dealtWith: (f: Threatened) => boolean;
}

const preTrends = ({ checks }: Threatened): CheckOutcome | undefined =>
  checks.find(({ id }) => id === "pre-trends");

const threats: readonly Threat[] = [
  {
    codes: ["BRK01"],
    applies: () => true,
    facts: (f) => ({
      kind: "other-events",
      facts: {
        compared: f.assignment === "random" ? "at-random" : compares(f.kind) ? "chosen" : "nobody",
      },
    }),
    dealtWith: (f) => f.assignment === "random",
  },
  {
    codes: ["PAR01"],
    applies: (f) => compares(f.kind) && f.assignment !== "random",
    facts: (f) => ({ kind: "moving-apart", facts: { check: preTrends(f) } }),
    dealtWith: (f) => preTrends(f)?.status === "passed",
  },
  {
    codes: ["RTM01"],
    applies: (f) => f.assignment !== "random",
    facts: (f) => ({ kind: "regression-to-the-mean", facts: { spellDeclared: f.selectionDeclared } }),
    dealtWith: (f) => f.selectionDeclared,
  },
  {
    codes: ["SEA01"],
    applies: (f) => f.kind === "before-after",
    facts: (f) => ({ kind: "season-and-trend", facts: { modelled: f.modelsSeason } }),
    dealtWith: (f) => f.modelsSeason,
  },
  {
    codes: ["SPL01"],
    applies: () => true,
    facts: (f) => ({ kind: "displacement", facts: { bufferLookedAt: f.bufferLookedAt } }),
    dealtWith: (f) => f.bufferLookedAt,
  },
  {
    codes: ["POL01", "PRV01", "VIN01"],
    applies: () => true,
    facts: () => ({ kind: "recording", facts: nothing }),
    dealtWith: () => false,
  },
  {
    codes: [],
    applies: () => true,
    facts: (f) => ({ kind: "dose", facts: { measured: f.doseMeasured } }),
    dealtWith: (f) => f.doseMeasured,
  },
];

const order = { failed: 0, open: 1, passed: 2 } as const;

/** What this design and these data cannot rule out, failures first. */
export const limitsOf = (study: Threatened): LimitOutcome[] =>
  threats
    .filter(({ applies }) => applies(study))
    .map(({ codes, facts, dealtWith }): LimitOutcome => {
      const hit = study.warnings.find(({ code, severity }) => codes.includes(code) && severity !== "note");
      return hit
        ? { ...facts(study), status: "failed", code: hit.code }
        : { ...facts(study), status: dealtWith(study) ? "passed" : "open" };
    })
    .sort((a, b) => order[a.status] - order[b.status]);
