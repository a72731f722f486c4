import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runHere, smallWorkspace } from "../helpers/workspace.ts";
import { tryEdit } from "./random-edits.ts";

let original = "";
beforeAll(async () => {
  original = smallWorkspace();
  await runHere(original);
});
afterAll(() => rmSync(original, { recursive: true }));

it("calls a report current exactly when a clean rebuild says the same, over 120 random edits", async () => {
  const wrong = [];
  const seen = { current: 0, not: 0 };
  for (let number = 0; number < 120; number += 1)
    for (const verdict of await tryEdit(original, number)) {
      seen[verdict.current ? "current" : "not"] += 1;
      if (verdict.current !== verdict.same) wrong.push(verdict);
    }
  expect(wrong).toEqual([]);
  // Both answers are given often, so that neither can be right by default.
  expect(Math.min(seen.current, seen.not)).toBeGreaterThan(50);
});
