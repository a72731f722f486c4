import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { long, many } from "../helpers/long.ts";
import { runHere, scratch, smallWorkspace } from "../helpers/workspace.ts";
import { tiny } from "../unit/safety-index/workspace.ts";
import { indexEdits, studyEdits } from "./edits.ts";
import { tryEdit } from "./random-edits.ts";

const originals = { studies: "", index: "" };
beforeAll(async () => {
  originals.studies = smallWorkspace();
  originals.index = scratch();
  for (const [name, text] of Object.entries(tiny())) writeFileSync(join(originals.index, name), text);
  for (const folder of Object.values(originals)) await runHere(folder);
});
afterAll(() => {
  for (const folder of Object.values(originals)) rmSync(folder, { recursive: true });
});

it.each([
  ["a report", "studies", studyEdits, many(studyEdits.length + 25, 600)],
  ["the index", "index", indexEdits, many(indexEdits.length + 25, 300)],
] as const)(
  "calls %s current exactly when a clean rebuild says the same, over random edits",
  async (_, name, edits, count) => {
    const wrong = [];
    const seen = { current: 0, not: 0 };
    // Every kind of edit and some at random; the quick run takes a quarter of them.
    for (let number = 0; number < count; number += long ? 1 : 4)
      for (const verdict of await tryEdit(originals[name], number, edits)) {
        seen[verdict.current ? "current" : "not"] += 1;
        if (verdict.current !== verdict.same) wrong.push(verdict);
      }
    expect(wrong).toEqual([]);
    // Both answers are given often, so that neither can be right by default.
    expect(Math.min(seen.current, seen.not)).toBeGreaterThan((seen.current + seen.not) / 4);
  },
);
