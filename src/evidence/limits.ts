import type { CheckResult } from "../model/check.ts";
import type { DesignKind } from "../model/design.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Limit } from "../model/finding.ts";

export interface LimitFacts {
  readonly kind: DesignKind;
  readonly modelsSeason: boolean;
  readonly assignment: "random" | "cutoff" | "chosen";
  readonly warnings: readonly Diagnostic[];
  readonly checks: readonly CheckResult[];
  readonly selectionDeclared: boolean;
  readonly bufferLookedAt: boolean;
  readonly doseMeasured: boolean;
}

interface Threat {
  readonly threat: string;
  /** Guards that say that it happened here. */
  readonly codes: readonly string[];
  readonly applies: (f: LimitFacts) => boolean;
  readonly judge: (f: LimitFacts) => Pick<Limit, "status" | "sentence">;
}

const open = (sentence: string): Pick<Limit, "status" | "sentence"> => ({ status: "open", sentence });
const passed = (sentence: string): Pick<Limit, "status" | "sentence"> => ({ status: "passed", sentence });

const threats: readonly Threat[] = [
  {
    threat: "Something else happened at the same time",
    codes: ["BRK01"],
    applies: () => true,
    judge: (f) =>
      f.assignment === "random"
        ? passed("Units were assigned at random, so other events fell on both groups alike.")
        : f.kind === "comparison-group"
          ? open(
              "Events that touched only the treated units at the start cannot be told from the intervention.",
            )
          : open(
              "Anything else that changed at the start cannot be told from the intervention: there is no comparison group.",
            ),
  },
  {
    threat: "The groups were already moving apart",
    codes: ["PAR01"],
    applies: (f) => f.kind === "comparison-group" && f.assignment !== "random",
    judge: (f) => {
      const check = f.checks.find(({ id }) => id === "pre-trends");
      return check?.status === "passed"
        ? passed(check.sentence)
        : open(
            check?.sentence ??
              "There are too few periods before the start to see whether the groups moved alike.",
          );
    },
  },
  {
    threat: "Regression to the mean",
    codes: ["RTM01"],
    applies: (f) => f.assignment !== "random",
    judge: (f) =>
      f.selectionDeclared
        ? passed("The spell for which the units were picked is known and left out of the baseline.")
        : open(
            "Nobody wrote down how the units were picked. If it was after a bad spell, part of any fall comes by itself; no bad spell shows just before the start.",
          ),
  },
  {
    threat: "Season and trend",
    codes: ["SEA01"],
    applies: (f) => f.kind === "before-after",
    judge: (f) =>
      f.modelsSeason
        ? passed("Trend and season are part of the model.")
        : open("Only equal calendar months stand against the season, and nothing against a trend."),
  },
  {
    threat: "Crime moved elsewhere",
    codes: ["SPL01"],
    applies: () => true,
    judge: (f) =>
      f.bufferLookedAt
        ? passed("Neighbouring units were counted as a group of their own; see displacement.")
        : open(
            "No neighbouring units were set aside, so crime that moved, or benefit that spread, was not looked for.",
          ),
  },
  {
    threat: "Recording rather than crime changed",
    codes: ["POL01", "PRV01", "VIN01"],
    applies: () => true,
    judge: () =>
      open(
        "The counts are what was recorded. A change in reporting or recording that came with the intervention would look the same.",
      ),
  },
  {
    threat: "The intervention was not what it says",
    codes: [],
    applies: () => true,
    judge: (f) =>
      f.doseMeasured
        ? passed("Planned and delivered doses were recorded; see implementation.")
        : open(
            "How much of the intervention was delivered, and whether comparison units had some of it, was not measured.",
          ),
  },
];

/** What this design and these data cannot rule out, failures first. */
export const limitsOf = (facts: LimitFacts): Limit[] => {
  const order = { failed: 0, open: 1, passed: 2 } as const;
  return threats
    .filter(({ applies }) => applies(facts))
    .map(({ threat, codes, judge }): Limit => {
      const hit = facts.warnings.find(({ code, severity }) => codes.includes(code) && severity !== "note");
      return hit
        ? { threat, status: "failed", sentence: hit.message, code: hit.code }
        : { threat, ...judge(facts) };
    })
    .sort((a, b) => order[a.status] - order[b.status]);
};
