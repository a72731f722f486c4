import { expect, it } from "vitest";
import { did } from "../../src/estimators/did.ts";
import { checks } from "../../src/sensitivity/index.ts";
import { unmetNeed } from "../../src/sensitivity/needs.ts";
import { checkSentence } from "../../src/summaries/words/checks.ts";
import { plain, simulated } from "../helpers/simulated-panel.ts";
import { studyOf } from "../helpers/study.ts";

it("every check has its own id, and refuses or runs on any panel with a sentence that holds numbers", () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  const study = studyOf(did, plain(simulated({ effect: -3 })), { placeboOutcomes: ["other"] });
  for (const check of checks) {
    expect(unmetNeed(check, study)).toBeUndefined();
    const result = check.run(study);
    expect(result.id).toBe(check.id);
    expect(checkSentence(result)).toMatch(/\d.*\.$/);
  }
});
