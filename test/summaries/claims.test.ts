import { describe, expect, it } from "vitest";
import { checkClaims, checkStyle, claimContext, claimWarnings } from "../../src/summaries/claims.ts";
import { proseOf } from "../../src/summaries/document.ts";
import { readingAge, sentencesOf, syllables } from "../../src/summaries/reading.ts";
import { summaryDocument } from "../../src/summaries/summary.ts";
import { comparisonFall, sampleFindings } from "../helpers/findings.ts";

const plain = { equivalent: false, small: false } as const;
const codes = (
  text: string,
  level: 1 | 2 | 3 | 4 | 5,
  rest: { equivalent?: boolean; small?: boolean } = {},
): string[] => checkClaims(text, { ...plain, ...rest, level }).map((claim) => claim.code);

describe("claims", () => {
  it.each([
    ["The patrols reduced burglary by 14%.", 3, ["claims/cause"]],
    ["The patrols reduced burglary by 14%.", 4, []],
    ["Fewer burglaries because of the patrols.", 4, ["claims/cause"]],
    ["The scheme prevented 20 burglaries.", 3, ["claims/cause"]],
    ["Burglary fell after the patrols began.", 2, []],
    ["The impact was large.", 2, ["claims/cause"]],
    ["Burglary fell relative to the comparison group.", 3, []],
    ["Recorded burglary increased after the start.", 2, []],
    ["The change was significant.", 5, ["claims/significant"]],
    ["The change was statistically significant.", 5, []],
    ["There was a trend towards fewer burglaries.", 5, ["claims/tendency"]],
    ["This proves that lights work.", 5, ["claims/proof"]],
    ["The worst performing team was B.", 5, ["claims/ranking"]],
  ] as const)("%s at level %i", (text, level, expected) => {
    expect(codes(text, level)).toEqual(expected);
  });

  it("refuses no effect unless the interval lies inside a declared band", () => {
    expect(codes("The lights had no effect.", 5)).toEqual(["claims/no-effect"]);
    expect(codes("The lights had no effect.", 5, { equivalent: true })).toEqual([]);
  });

  it("refuses a bare percentage of few events, and lets one with counts pass", () => {
    expect(codes("Violence was 40% lower.", 2, { small: true })).toEqual(["claims/small-percent"]);
    expect(codes("Violence was 40% lower (95% interval), from 25 to 15.", 2, { small: true })).toEqual([]);
    expect(codes("Violence was 40% lower.", 2)).toEqual([]);
  });

  it("lets a sentence ask, deny or suppose", () => {
    expect(codes("Did the patrols reduce burglary because of their number?", 1)).toEqual([]);
    expect(codes("This cannot show what caused the fall.", 1)).toEqual([]);
    expect(codes("Patrols might have prevented some burglaries.", 1)).toEqual([]);
  });

  it("finds nothing to refuse in any page that the program writes", () => {
    for (const make of Object.values(sampleFindings)) {
      const finding = make();
      const prose = proseOf(summaryDocument(finding)).join(" ");
      expect(checkClaims(prose, claimContext(finding))).toEqual([]);
    }
  });

  it("warns of what people wrote, with the place", () => {
    const finding = { ...comparisonFall(), notes: ["The patrols prevented crime."] };
    expect(claimWarnings(finding)).toEqual([
      expect.objectContaining({
        code: "claims/cause",
        severity: "warning",
        message: expect.stringContaining("notes.1"),
      }),
    ]);
    expect(claimWarnings(comparisonFall())).toEqual([]);
  });
});

describe("reading", () => {
  it("splits sentences at their ends and not at decimals or abbreviations", () => {
    expect(sentencesOf("It fell by 0.5 (e.g. here). Then it rose! Did it? Yes.")).toHaveLength(4);
  });

  it.each([
    ["cat", 1],
    ["table", 2],
    ["burglary", 3],
    ["compared", 2],
    ["statistical", 4],
    ["month", 1],
  ] as const)("counts the beats of %s", (word, beats) => {
    expect(syllables(word)).toBe(beats);
  });

  it("gives the published grade of a known sentence", () => {
    // By hand: 13 + 10 words of one beat each in 2 sentences.
    const text =
      "The cat sat on the mat and looked at the dog all day. The dog ran to the gate and back at noon.";
    expect(readingAge(text)).toBeCloseTo(0.39 * 11.5 + 11.8 - 15.59 + 5, 6);
  });

  it("keeps what the program writes at a reading age of 14 or less, in sentences of 25 words or less", () => {
    for (const make of Object.values(sampleFindings)) {
      const blocks = summaryDocument(make()).flatMap((block) =>
        block.kind === "part" && !["method", "data", "provenance", "reproduce"].includes(block.id)
          ? block.children
          : [],
      );
      const prose = proseOf(blocks)
        .map((words) => words.replace(/:$/, "."))
        .join(" ");
      expect(checkStyle(prose).map(({ code, found, sentence }) => `${code} ${found} ${sentence}`)).toEqual(
        [],
      );
    }
  });
});
