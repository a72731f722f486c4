import { expect, it } from "vitest";
import { evaluate } from "../../../src/pipeline/evaluate/evaluate.ts";
import { questionOf } from "../../helpers/questions.ts";

it("says how many events did not happen where not one did, and gives no interval that nobody can have", () => {
  const before = [12, 10, 14, 9, 11, 13];
  const rows = {
    A: [...before, 0, 0, 0, 0, 0, 0],
    B: [...before, 0, 0, 0, 0, 0, 0],
    C: [20, 22, 18, 21, 19, 20, 22, 24, 20, 23, 21, 22],
    D: [21, 19, 20, 22, 20, 18, 23, 21, 22, 24, 22, 20],
    E: [19, 20, 22, 18, 21, 20, 21, 22, 24, 20, 23, 22],
  };
  const question = questionOf({
    ...{ id: "none-left", first: "2022-01", rows },
    starts: { A: "2022-07", B: "2022-07" },
    study: { estimator: "rirr" },
  });
  const { headline } = evaluate(question);
  const others = [rows.C, rows.D, rows.E].flatMap((row) => [row.slice(0, 6), row.slice(6)]);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const [was, is] = [0, 1].map((k) => sum(others.filter((_, i) => i % 2 === k).map(sum)));
  // 138 before in twelve cells, moved as the others moved.
  expect(headline.events_avoided.estimate).toBeCloseTo((138 * is!) / was!, 9);
  expect(headline.events_avoided.conf_low).toBeNull();
  expect(headline.sentence).not.toContain("about 0 fewer");
  expect(headline.verdict).toBe("fall");
});
