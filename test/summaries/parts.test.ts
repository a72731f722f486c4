import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commentary, editedParts, markPart, mergePage, splitPage } from "../../src/summaries/parts.ts";

const page = (...parts: [id: string, body: string][]): string =>
  `${parts.map(([id, body]) => markPart(id, body)).join("\n\n")}\n`;
const first = page(["headline", "# Question?"], ["effect", "## Effect\n\nFell."], ["data", "## Data"]);

describe("parts", () => {
  it("splits a page into its parts and finds none edited", () => {
    expect(splitPage(first).map((s) => (s.kind === "part" ? s.id : s.body))).toEqual([
      "headline",
      "effect",
      "data",
    ]);
    expect(editedParts(first)).toEqual([]);
  });

  it("does not mind Windows line ends and trailing blanks, which git and editors change by themselves", () => {
    expect(editedParts(first.replace(/\n/g, "\r\n"))).toEqual([]);
    expect(editedParts(first.replace("Fell.", "Fell.  "))).toEqual([]);
  });

  it("sees one changed letter", () => {
    expect(editedParts(first.replace("Fell", "Felt"))).toEqual(["effect"]);
  });

  it("keeps commentary behind the part it stood behind when the parts are written anew", () => {
    const commented = first.replace(
      "\n\n<!-- whatworks:part data",
      "\n\nWe think so too.\n\n<!-- whatworks:part data",
    );
    const fresh = page(["headline", "# Question?"], ["effect", "## Effect\n\nRose."], ["data", "## Data"]);
    const { page: merged, kept, edited } = mergePage(fresh, commented);
    expect(edited).toEqual([]);
    expect(kept).toBe(1);
    expect(merged).toContain("Rose.");
    expect(merged).not.toContain("Fell.");
    expect(merged.indexOf("We think so too.")).toBeGreaterThan(merged.indexOf("Rose."));
    expect(merged.indexOf("We think so too.")).toBeLessThan(merged.indexOf("## Data"));
    expect(mergePage(fresh, merged).page).toBe(merged);
  });

  it("keeps commentary whose part is gone", () => {
    const commented = first.replace(
      "\n\n<!-- whatworks:part data",
      "\n\nA note.\n\n<!-- whatworks:part data",
    );
    const { page: merged } = mergePage(page(["headline", "# Question?"], ["data", "## Data"]), commented);
    expect(commentary(merged)).toEqual(["A note."]);
    expect(merged.indexOf("A note.")).toBeLessThan(merged.indexOf("## Data"));
  });

  it("reports an edited part and does not overwrite it unless told to", () => {
    const edited = first.replace("Fell.", "Fell a lot.");
    const fresh = page(["headline", "# Question?"], ["effect", "## Effect\n\nRose."], ["data", "## Data"]);
    expect(mergePage(fresh, edited)).toMatchObject({ edited: ["effect"] });
    expect(mergePage(fresh, edited).page).toContain("Fell a lot.");
    expect(editedParts(mergePage(fresh, edited).page)).toEqual(["effect"]);
    expect(mergePage(fresh, edited, { overwrite: true }).page).toBe(fresh);
  });

  it("takes a mark that lost its end for free text, and loses nothing", () => {
    const broken = first.replace("<!-- /whatworks:part -->", "");
    expect(splitPage(broken).map((s) => s.kind)).toEqual(["free", "part", "part"]);
    expect(mergePage(first, broken).page).toContain("# Question?");
  });

  it("carries any commentary over unchanged, twice as once", () => {
    const note = fc
      .string({ unit: fc.constantFrom(..."ab #-*>|\n`"), maxLength: 40 })
      .filter((s) => s.trim() !== "");
    fc.assert(
      fc.property(note, fc.integer({ min: 0, max: 3 }), (words, place) => {
        const pieces = first
          .trimEnd()
          .split("\n\n<!-- whatworks:part")
          .map((piece, i) => (i ? `<!-- whatworks:part${piece}` : piece));
        pieces.splice(place, 0, words);
        const commented = pieces.join("\n\n");
        const once = mergePage(first, commented).page;
        expect(commentary(once)).toEqual([words.trim()]);
        expect(mergePage(first, once).page).toBe(once);
      }),
    );
  });
});

describe("pages that were torn or mixed", () => {
  it("keep a mark that never ends as free text to the last line", () => {
    const torn = `${markPart("a", "One.")}\n\n<!-- whatworks:part b sha256:${"0".repeat(64)} -->\n\nTwo.`;
    expect(splitPage(torn).map(({ kind }) => kind)).toEqual(["part", "free"]);
    expect(commentary(torn)[0]).toMatch(/^<!-- whatworks:part b[\s\S]*Two\.$/);
  });
  it("keep the free text of a new page in its place, beside what was written into the old one", () => {
    const fresh = `An opening.\n\n${markPart("a", "One.")}\n`;
    const old = `${markPart("a", "Old.")}\n\nA note.\n`;
    const { page: merged, kept } = mergePage(fresh, old);
    expect(merged).toBe(`An opening.\n\n${markPart("a", "One.")}\n\nA note.\n`);
    expect(kept).toBe(1);
  });
});
