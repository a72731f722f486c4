import { expect, it } from "vitest";
import { did } from "../../src/estimators/did.ts";
import { sunAbraham } from "../../src/estimators/sun-abraham.ts";
import { placeboDates } from "../../src/sensitivity/placebo-dates.ts";
import { checkSentence } from "../../src/summaries/words/checks.ts";
import { factsOf } from "../helpers/checks.ts";
import { plain, simulated } from "../helpers/simulated-panel.ts";
import { studyOf } from "../helpers/study.ts";

it("passes where nothing happened before the start, and fails on a drift", () => {
  expect(placeboDates.run(studyOf(did, plain(simulated({ effect: -3, seed: 3 })))).status).toBe("passed");
  const drifting = placeboDates.run(studyOf(did, plain(simulated({ drift: 0.6 }))));
  expect(drifting.status).toBe("failed");
  expect(checkSentence(drifting)).toContain("placebo start in period 5");
});
it("is unmoved by the effect itself, which lies after the periods it uses", () => {
  const at = (effect: number) =>
    factsOf(placeboDates.run(studyOf(did, plain(simulated({ effect })))), "placebo-dates").placebo;
  expect(at(-50)).toBeCloseTo(at(0), 10);
});
it("works for estimators with their own inference", () => {
  const result = placeboDates.run(studyOf(sunAbraham, plain(simulated({ effect: -3, seed: 3 }))));
  expect(result.status).toBe("passed");
  expect(factsOf(result, "placebo-dates").p).toBeGreaterThan(0.05);
});
