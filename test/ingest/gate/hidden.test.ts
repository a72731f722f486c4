import { describe, expect, it } from "vitest";
import { hasHidden, visibleText } from "../../../src/ingest/gate/hidden.ts";

describe("a character that cannot be seen", () => {
  it.each([
    ["a zero-width space", "\u200b"],
    ["a mark that turns the direction of writing", "\u202e"],
    ["a soft hyphen", "\u00ad"],
    ["a byte order mark inside", "\ufeff"],
    ["an Arabic letter mark", "\u061c"],
    ["a Mongolian vowel separator", "\u180e"],
    ["an invisible operator", "\u2062"],
    ["an interlinear anchor", "\ufff9"],
    ["a tag beyond the first plane", "\u{e0041}"],
    ["an escape", "\u001b"],
    ["a C1 control", "\u0085"],
  ])("is found and left out of names: %s", (_, mark) => {
    expect([hasHidden(`Hill${mark}`), visibleText(`Hi${mark}ll`)]).toEqual([true, "Hill"]);
  });
  it.each(["Hill", "Zoë", "😀 Road", "a\tb", "a\nb", "𝒳"])("is not seen in %j", (text) => {
    expect(hasHidden(text)).toBe(false);
  });
});

it("shows a name with single spaces and in composed form", () => {
  expect(visibleText("  St \n Zoe\u0308\u00a0 Road ")).toBe("St Zoë Road");
});
