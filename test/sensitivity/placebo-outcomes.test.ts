import { expect, it } from "vitest";
import { did } from "../../src/estimators/did.ts";
import type { Check } from "../../src/model/check.ts";
import type { Design } from "../../src/model/design.ts";
import type { Study } from "../../src/model/estimate.ts";
import { unmetNeed, unmetWords } from "../../src/sensitivity/needs.ts";
import { placeboOutcomes } from "../../src/sensitivity/placebo-outcomes.ts";
import { plain, simulated } from "../helpers/simulated-panel.ts";
import { studyOf } from "../helpers/study.ts";

const whyNot = (check: Check, study: Study): string | undefined => {
  const unmet = unmetNeed(check, study);
  return unmet && unmetWords(unmet);
};
const ask = (design: Design) => studyOf(did, plain(design), { placeboOutcomes: ["other"] });
it("fails when an outcome that should not move does", () => {
  expect(placeboOutcomes.run(ask(simulated({ effect: -3, other: 2 }))).status).toBe("failed");
  const calm = placeboOutcomes.run(ask(simulated({ effect: -3, seed: 5 })));
  expect(calm.status).toBe("passed");
  expect(calm.sentence).toMatch(/^0 of 1 outcome/);
});
it("says that none was named, or that one is unknown", () => {
  expect(whyNot(placeboOutcomes, studyOf(did, plain(simulated({}))))).toContain("named");
  const unknown = studyOf(did, plain(simulated({})), { placeboOutcomes: ["rain"] });
  expect(whyNot(placeboOutcomes, unknown)).toContain("no column rain");
});
