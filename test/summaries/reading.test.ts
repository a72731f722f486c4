import { describe, expect, it } from "vitest";
import { checkStyle } from "../../src/summaries/claims.ts";
import { readingAge, sentencesOf, syllables, wordCount } from "../../src/summaries/reading.ts";

describe("reading", () => {
  it("ends a sentence at its full stop, and not in a number or an abbreviation", () => {
    expect(sentencesOf("It fell by 3.5 a month, e.g. in May. Then it rose! Why? (It did.) ...")).toEqual([
      "It fell by 3.5 a month, e.g. in May.",
      "Then it rose!",
      "Why?",
      "(It did.) ...",
    ]);
    expect(sentencesOf("123. 456.")).toEqual([]);
  });
  it("counts words but for asides, and none where all is an aside", () => {
    expect(wordCount("About 1,163 fewer (95% interval 3% to 5%), it's said.")).toBe(5);
    expect(wordCount("(An aside, and nothing else.)")).toBe(0);
  });
  it.each([
    ["robbery", 3],
    ["made", 1],
    ["noted", 2],
    ["asked", 1],
    ["table", 2],
    ["hmmm", 1],
    ["12", 1],
    ["the", 1],
  ])("hears %s as %i beats", (word, beats) => {
    expect(syllables(word)).toBe(beats);
  });
  it("has no age for a text of a few words", () => {
    expect(readingAge("It fell. It rose again.")).toBeUndefined();
    // Twenty words of one beat in two sentences: 0.39 × 10 + 11.8 − 15.59 + 5.
    expect(
      readingAge("The cat sat on the mat in the warm sun. The dog ran to the gate and then came back."),
    ).toBeCloseTo(0.39 * 10 + 11.8 - 15.59 + 5, 9);
  });
});

describe("style", () => {
  const hard =
    "Organisational accountability considerations necessitate multidimensional evaluation methodologies incorporating longitudinal administrative information, institutional collaboration, participatory deliberation, proportionate interpretation, organisational sensitivity, and comprehensive epidemiological investigation.";
  it("minds long sentences and hard words, each with a hint, and no others", () => {
    const easy = "The cat sat on the mat in the warm sun. The dog ran to the gate and then came back.";
    expect(checkStyle(easy)).toEqual([]);
    const [age] = checkStyle(hard);
    expect(age).toMatchObject({ code: "claims/reading-age", sentence: hard.slice(0, 80) });
    expect(age!.found).toMatch(/^reading age \d\d$/);
    const long = `${"one and ".repeat(13)}two.`;
    expect(checkStyle(long).map(({ code, found }) => `${code}: ${found}`)).toEqual([
      "claims/long-sentence: 27 words",
    ]);
  });
});
