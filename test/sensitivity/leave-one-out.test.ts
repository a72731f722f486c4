import { expect, it } from "vitest";
import { did } from "../../src/estimators/did.ts";
import { leaveOneOut } from "../../src/sensitivity/leave-one-out.ts";
import { checkSentence } from "../../src/summaries/words/checks.ts";
import { factsOf } from "../helpers/checks.ts";
import { balanced } from "../helpers/did-design.ts";
import { studyOf } from "../helpers/study.ts";
import { wavyPanel } from "../helpers/wavy-panel.ts";

it("names the unit on which the answer hangs", () => {
  const design = balanced([
    { y: [10, 2], start: 2, name: "Acton" },
    { y: [9, 10], start: 2, name: "Barnes" },
    { y: [8, 9], start: 2, name: "Camden" },
    { y: [9, 9], name: "Dulwich" },
    { y: [7, 7], name: "Ealing" },
  ]);
  const outcome = leaveOneOut.run(studyOf(did, design));
  const facts = factsOf(outcome, "leave-one-out");
  expect(facts.most_influential).toBe("Acton");
  expect(facts.estimate).toBeCloseTo(-2, 10);
  expect(facts.high).toBeCloseTo(1, 10); // without Acton the treated rise by one
  expect(facts.sign_changes).toBe(1);
  expect(outcome.status).toBe("failed");
  expect(checkSentence(outcome)).toContain("direction changes in 1 case");
});
it("leaves out whole clusters, and passes where no one of them matters", () => {
  const result = leaveOneOut.run(studyOf(did, wavyPanel({ cluster: "cl" })));
  expect(checkSentence(result)).toContain("each of 10 clusters");
  expect(result.status).toBe("passed");
});
it("says when a unit cannot be left out", () => {
  const design = balanced([{ y: [10, 6], start: 2, name: "Acton" }, { y: [9, 8] }, { y: [7, 7] }]);
  expect(checkSentence(leaveOneOut.run(studyOf(did, design)))).toContain("1 cannot be left out");
});
it("refits the most influential units only in a large panel", () => {
  const units = Array.from({ length: 90 }, (_, i) => ({
    y: [Math.sin(i) * 3, Math.cos(i) * 3 + (i === 40 ? 400 : 0), Math.sin(3 * i)],
    ...(i % 2 === 0 ? { start: 2 } : {}),
    name: `unit ${i}`,
  }));
  const outcome = leaveOneOut.run(studyOf(did, balanced(units)));
  expect(factsOf(outcome, "leave-one-out").most_influential).toBe("unit 40");
  expect(checkSentence(outcome)).toContain("the 60 most influential of 90 units");
});
