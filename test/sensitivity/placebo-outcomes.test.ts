import { expect, it } from "vitest";
import { did } from "../../src/estimators/did.ts";
import type { Design } from "../../src/model/design.ts";
import { unmetNeed } from "../../src/sensitivity/needs.ts";
import { placeboOutcomes } from "../../src/sensitivity/placebo-outcomes.ts";
import { checkSentence } from "../../src/summaries/words/checks.ts";
import { plain, simulated } from "../helpers/simulated-panel.ts";
import { studyOf } from "../helpers/study.ts";

const ask = (design: Design) => studyOf(did, plain(design), { placeboOutcomes: ["other"] });
it("fails when an outcome that should not move does", () => {
  expect(placeboOutcomes.run(ask(simulated({ effect: -3, other: 2 }))).status).toBe("failed");
  const calm = placeboOutcomes.run(ask(simulated({ effect: -3, seed: 5 })));
  expect(calm.status).toBe("passed");
  expect(checkSentence(calm)).toMatch(/^0 of 1 outcome/);
});
it("says that none was named, or that one is unknown", () => {
  expect(unmetNeed(placeboOutcomes, studyOf(did, plain(simulated({}))))?.kind).toBe("no-placebo-outcome");
  const unknown = studyOf(did, plain(simulated({})), { placeboOutcomes: ["rain"] });
  expect(unmetNeed(placeboOutcomes, unknown)).toEqual({
    kind: "unknown-outcomes",
    facts: { outcomes: ["rain"] },
  });
});
