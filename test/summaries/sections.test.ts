import { describe, expect, it } from "vitest";
import type { CheckOutcome } from "../../src/model/check.ts";
import type { Disagreement, Finding, Rating } from "../../src/model/finding.ts";
import { chartsOf } from "../../src/summaries/charts/index.ts";
import { type Block, wordsOf } from "../../src/summaries/document.ts";
import { sections } from "../../src/summaries/sections/index.ts";
import { checkSentence } from "../../src/summaries/words/checks.ts";
import { checkResult } from "../helpers/checks.ts";
import { comparisonFall } from "../helpers/findings.ts";

const base = comparisonFall();
const { headline, design, intervention, study, provenance, outcome, data } = base;
type Changes = Partial<Finding>;
const changed = (over: Changes): Finding => ({ ...base, ...over });

/** What a section says, a line a paragraph, list item or row of a table, cells split by bars. */
const linesOf = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block): string[] => {
    if (block.kind === "paragraph" || block.kind === "heading") return [wordsOf(block.children)];
    if (block.kind === "list") return block.items.map(wordsOf);
    if (block.kind === "code-block") return block.text.split("\n");
    if (block.kind === "figure") return [block.caption];
    if (block.kind === "part") return linesOf(block.children);
    return [
      block.caption,
      block.columns.map((column) => column.header).join(" | "),
      ...block.rows.map((row) => row.map((cell) => wordsOf([cell])).join(" | ")),
    ];
  });
const said = (id: string, over: Changes = {}): string[] => {
  const finding = changed(over);
  return linesOf(sections.find((one) => one.id === id)!.build({ finding, charts: chartsOf(finding) }));
};

describe("the headline and the five rows", () => {
  const { range_sentence: range, ...silent } = headline;
  it("say the second sentence themselves where the finding does not carry it", () => {
    expect(said("headline", { headline: silent })).toEqual(said("headline"));
    expect(said("at-a-glance", { headline: silent })).toEqual(said("at-a-glance"));
    expect(said("headline")).toContain(range);
  });
  it("say that a secondary outcome does not decide", () => {
    const words = "This is a secondary outcome of its study. The primary outcome decides.";
    expect(said("headline", { outcome: { ...outcome, role: "secondary" } }).at(-1)).toBe(words);
    expect(said("headline")).not.toContain(words);
  });
  it.each<[string, Changes, string, string]>([
    [
      "no grade",
      { ratings: { maryland_sms: base.ratings.maryland_sms } },
      "How sure",
      "Design level 3 of 5.",
    ],
    [
      "no plan",
      { design: { ...design, plan: { locked: false, departures: [] } } },
      "Plan",
      "No plan was fixed before the outcomes were looked at.",
    ],
    [
      "a plan that was kept",
      { design: { ...design, plan: { locked: true, departures: [] } } },
      "Plan",
      "Fixed before the outcomes were looked at; no departures.",
    ],
    [
      "a plan that was not",
      { design: { ...design, plan: { locked: true, departures: ["a", "b"] } } },
      "Plan",
      "Fixed before the outcomes were looked at; 2 departures.",
    ],
    ["no check", { checks: [] }, "How sure", "No check could be run."],
  ])("are told of %s", (_name, over, question, words) => {
    expect(said("at-a-glance", over).find((line) => line.startsWith(question))).toContain(words);
  });
});

describe("the effect", () => {
  const naive: Disagreement = {
    ...{ method: "rirr-naive", title: "Ratio, bad spell", estimate: 0.7, conf_low: 0.6, conf_high: 0.8 },
    ...{ scale: "rate-ratio", note: "", naive: "bad-spell" },
  };
  const spell = (row: Partial<Disagreement>): string | undefined =>
    said("effect", { disagreement: [{ ...naive, ...row }] }).find((line) =>
      line.startsWith("The units were picked"),
    );
  it("says what the bad spell alone would have shown, where it would have shown a fall", () => {
    expect(spell({})).toBe(
      "The units were picked after a bad spell. With that spell as the baseline the same method would say 0.70 (0.60 to 0.80): a fall of that kind comes by itself, and is left out of the answer.",
    );
    expect(spell({ scale: "difference", estimate: -3.25, conf_low: -4, conf_high: -2 })).toContain(
      "-3.3 (-4.0 to -2.0)",
    );
    for (const row of [{ estimate: null }, { estimate: 1 }, { scale: "difference" as const, estimate: 0.5 }])
      expect(spell(row)).toBeUndefined();
  });
  it.each<["lower" | "higher", Finding["headline"]["verdict"], string]>([
    [
      "lower",
      "fall",
      "No sign of backfire: for no outcome here does the whole interval lie on the side of a rise.",
    ],
    ["lower", "rise", "A sign of backfire: the whole interval lies on the side of a rise for burglary."],
    [
      "higher",
      "rise",
      "No sign of backfire: for no outcome here does the whole interval lie on the side of a fall.",
    ],
    ["higher", "fall", "A sign of backfire: the whole interval lies on the side of a fall for burglary."],
  ])("hopes for a %s count and finds a %s", (better, verdict, words) => {
    const { secondary: _none, ...alone } = base as Finding;
    const over = { outcome: { ...outcome, better }, headline: { ...headline, verdict } };
    const finding = { ...alone, ...over } as Finding;
    const effect = sections.find((one) => one.id === "effect")!;
    expect(linesOf(effect.build({ finding, charts: new Map() })).at(-1)).toBe(words);
  });
});

describe("how sure", () => {
  const row = (low: number | null, high = low === null ? null : 0.95): Disagreement => ({
    ...{ method: `m${low}`, title: "M", estimate: 0.8, conf_low: low, conf_high: high },
    ...{ scale: "rate-ratio" as const, note: "" },
  });
  const agreement = (rows: readonly Disagreement[]): string => {
    const lines = said("certainty", { disagreement: rows, headline: { ...headline, verdict: "fall" } });
    return lines.find((line) => line.startsWith("The primary method"))!.replace(/^.*: fall\. /, "");
  };
  // One side of no difference is the same verdict as the headline's; both sides is not.
  const [same, other, none] = [row(0.7), row(0.7, 1.2), row(null)];
  it.each<[readonly Disagreement[], string]>([
    [[same], "1 other method gives 0.80. It comes to the same verdict."],
    [[other], "1 other method gives 0.80. None comes to the same verdict."],
    [[none], "1 other method gives 0.80. It has no interval."],
    [[none, none], "2 other methods give estimates from 0.80 to 0.80. None of them has an interval."],
    [[same, same], "2 other methods give estimates from 0.80 to 0.80. All come to the same verdict."],
    [[same, other], "2 other methods give estimates from 0.80 to 0.80. 1 of 2 comes to the same verdict."],
    [
      [same, none],
      "2 other methods give estimates from 0.80 to 0.80. 1 of the 1 with an interval comes to the same verdict.",
    ],
    [
      [other, none],
      "2 other methods give estimates from 0.80 to 0.80. None of the 1 with an interval comes to the same verdict.",
    ],
    [
      [same, same, none],
      "3 other methods give estimates from 0.80 to 0.80. 2 of the 2 with an interval come to the same verdict.",
    ],
  ])("counts methods that agree, those that do not and those that cannot say: %#", (rows, words) => {
    expect(agreement(rows)).toBe(words);
  });
  it("says who chose the method, and that there was no other", () => {
    const words = "No second method could answer the same question on these data.";
    expect(said("certainty", { disagreement: [] })).toContain(words);
    expect(said("certainty", { disagreement: [{ ...same!, naive: "bad-spell" }] })).toContain(words);
    const chosen = said("certainty", { design: { ...design, chosen_by: "protocol" } });
    expect(chosen.some((line) => line.startsWith("The primary method was chosen by the protocol"))).toBe(
      true,
    );
  });
  it("lists checks, failures first, without saying twice that one was not run", () => {
    const refused: CheckOutcome = {
      id: "A",
      title: "A",
      status: "not-run",
      kind: "refused",
      facts: { kind: "few-clusters", facts: { least: 3 } },
    };
    const checks = [
      { ...refused, sentence: checkSentence(refused) },
      checkResult("B", "B", "passed", "all well"),
      checkResult("C", "C", "failed", "it moved"),
    ];
    expect(checks[0]!.sentence).toBe("Not run: fewer than three units or clusters.");
    expect(said("certainty", { checks }).slice(1, 6)).toEqual([
      ...["Checks, failures first", "Check | Result | What was found"],
      ...[
        "C | Failed | It moved.",
        "B | Passed | All well.",
        "A | Not run | Fewer than three units or clusters.",
      ],
    ]);
    expect(said("certainty", { checks: [] })[1]).toBe("No check was run.");
  });
});

describe("what a page says where nobody wrote anything", () => {
  it.each<[string, Changes, string]>([
    [
      "limits",
      { limits: [] },
      "No threat was recorded for this design. That is itself unusual; read it with care.",
    ],
    ["warnings", { warnings: [], notes: [] }, "No guard went off."],
    ["implementation", { emmie: {} }, "Not measured."],
    ["moderators", { emmie: {} }, "Not measured."],
    ["mechanism", { emmie: {} }, "Not measured."],
  ])("%s", (id, over, words) => {
    expect(said(id, over)).toContain(words);
  });
  it("leaves out lists that would be empty", () => {
    const bare = {
      data: { ...data, gaps: [], window: { ...data.window, excluded: [] } },
      intervention: {
        ...intervention,
        units: { treated: ["A"], comparison: [], buffer: [], excluded: [] },
      },
    };
    expect(said("data", bare).filter((line) => /^(Left out,|Not in|Not compared|Buffer)/.test(line))).toEqual(
      [],
    );
  });
});

describe("what people wrote and data lacked", () => {
  it("stands in the list of exclusions", () => {
    const lines = said("data", {
      data: { ...data, gaps: ["2023-01", "2023-02"] },
      intervention: { ...intervention, units: { ...intervention.units, buffer: ["Next", "Beside"] } },
    });
    expect(lines).toContain("Not in the data: January 2023 and February 2023.");
    expect(lines).toContain("Buffer units, never compared: Next and Beside.");
  });
  it("stands in the method: how units were picked, what the plan lost, nothing of intervals that were not made", () => {
    const { inference: _none, ...estimator } = design.estimator;
    const lines = said("method", {
      design: {
        ...design,
        ...{ estimator, alternatives: [], chosen_by: "protocol" },
        plan: { locked: true, departures: ["The window is shorter."] },
      },
      intervention: { ...intervention, selection: "the worst ten of 2021" },
    });
    expect(lines).toContain("How treated units were picked: the worst ten of 2021.");
    expect(lines.slice(-2)).toEqual(["Departures from the plan:", "The window is shorter."]);
    expect(lines[1]).toMatch(/, chosen by the protocol\.$/);
    expect(lines.filter((line) => /^Intervals|^Other designs/.test(line))).toEqual([]);
  });
  it("stands in the citation: authors, and the command that made the page", () => {
    const { command: _none, ...plain } = provenance;
    const cited = (authors: readonly string[]) => said("reproduce", { study: { ...study, authors } })[1]!;
    expect(cited(["A. Analyst", "B. Board"])).toMatch(/^A\. Analyst and B\. Board\. Evening patrols: /);
    expect(cited([])).toMatch(/^Evening patrols: /);
    expect(said("reproduce", { provenance: plain })).toContain(`whatworks run ${study.id}`);
    expect(said("reproduce", { provenance: { ...plain, command: "whatworks\nrun x" } })).toContain(
      "whatworks run x",
    );
  });
  it("stands in the provenance, the hash of the finding too where it has one", () => {
    const hash = "f".repeat(64);
    const line = `Finding, SHA256: ${hash}`;
    expect(said("provenance", { provenance: { ...provenance, whatworks_finding_hash: hash } })).toContain(
      line,
    );
    expect(said("provenance").some((one) => one.startsWith("Finding, SHA256"))).toBe(false);
    expect(said("reproduce", { provenance: { ...provenance, whatworks_finding_hash: hash } })[1]).toContain(
      "version ffffffffffff,",
    );
  });
  it("stands below the subgroups: when they were named, and whether their difference was tested", () => {
    const group = (specified: "before" | "after", interaction_p: number | null) => ({
      ...{ name: "size of ward", specified, scale: "rate-ratio" as const, interaction_p },
      groups: [{ group: "large", estimate: 0.8, conf_low: null, conf_high: null }],
    });
    expect(
      said("moderators", { emmie: { subgroups: [group("before", null), group("after", 0.03)] } }),
    ).toEqual([
      "Moderators",
      "Size of ward, named before the outcomes were looked at",
      "Group | Estimate | Interval",
      "large | 0.80 | not available",
      "The difference between these groups was not tested, so nothing follows from it.",
      "Size of ward, named after the outcomes were looked at",
      "Group | Estimate | Interval",
      "large | 0.80 | not available",
      "Test of the difference between the groups: p = 0.030. The groups are compared with each other and not each with nothing.",
    ]);
  });
  it("stands in the economics: where costs come from, and prices that cannot be added up", () => {
    const row = {
      partner: "Council",
      item: "lamps",
      year: "2023",
      low: null,
      central: 1200,
      high: null,
      price_year: "2023",
    };
    const costs = (over: object) =>
      said("economics", { economics: { costs: [row], total: null, currency: "EUR", ...over } });
    expect(costs({ source: "the ledger" })[2]).toBe("What the intervention cost (the ledger)");
    expect(costs({})[2]).toBe("What the intervention cost");
    expect(costs({})).toContain("The items are in prices of different years, so they are not added up here.");
    expect(costs({ total: 1200 })).toContain("In all: EUR1,200, before discounting.");
  });
});

describe("displacement", () => {
  const measure = {
    id: "wdd",
    title: "WDD",
    unit: "offences",
    estimate: -3,
    conf_low: -9,
    conf_high: 2.5,
    reading: "uncertain",
  };
  const moved = (buffer?: { units: number; before: number | null; after: number | null }) =>
    said("displacement", {
      displacement: {
        ...{ measures: [measure], verdict: "uncertain", sentence: "It did not move." },
        ...(buffer ? { buffer } : {}),
      },
    });
  it("has no table of measures where all were withheld", () => {
    const sentence = "Too few events were recorded next door to say whether crime moved.";
    const displacement = { measures: [], verdict: "not-estimated" as const, sentence };
    expect(said("displacement", { displacement })).toEqual(["Displacement", sentence]);
  });
  it("counts the neighbours where they were counted", () => {
    expect(moved({ units: 3, before: 1234, after: null })).toContain(
      "The 3 buffer units recorded 1,234 before and not available after.",
    );
    expect(moved()).toEqual([
      ...["Displacement", "It did not move.", "Measures of displacement and diffusion"],
      "Measure | Unit | Estimate | 95% interval | Reading",
      "WDD | offences | -3.00 | -9.00 to 2.50 | uncertain",
    ]);
  });
});

describe("ratings", () => {
  const rating = (over: Partial<Rating>): Rating => ({
    ...{ value: 3, label: "Level 3", rule: "M3", facts: ["two groups"], caveat: "self-assessed" },
    ...over,
  });
  it("share a caveat where all have the same one, and have a column for it where they differ", () => {
    // A scale that somebody's own program left open: a key without a rating.
    const nobody = { other: undefined };
    const one = said("ratings", { ratings: { maryland_sms: rating({}), ...nobody } });
    expect(one).toContain("Caveat: self-assessed.");
    expect(one).toContain("Scale | Rating | Rule");
    const two = said("ratings", {
      ratings: { maryland_sms: rating({}), our_own: rating({ caveat: "a first try", facts: [] }) },
    });
    expect(two).toContain("Scale | Rating | Rule | Caveat");
    expect(two).toContain("Our own | Level 3 | M3 | a first try");
  });
  it("list what was read once for scales that read the same, nothing for one that read nothing, and no way up where there is none", () => {
    const lines = said("ratings", {
      ratings: { maryland_sms: rating({}), local_growth: rating({}), grade: rating({ facts: [] }) },
    });
    expect(lines.filter((line) => line.startsWith("What was read"))).toEqual([
      "What was read for the Maryland Scientific Methods Scale and for the local growth version of that scale:",
    ]);
    expect(lines).not.toContain("To climb one level:");
    expect(
      said("ratings", { ratings: { maryland_sms: rating({ climb: "match the groups" }) } }).slice(-2),
    ).toEqual(["To climb one level:", "The Maryland Scientific Methods Scale: match the groups."]);
  });
});
