import { expect, it } from "vitest";
import { callawaySantanna } from "../../src/estimators/callaway-santanna.ts";
import { did } from "../../src/estimators/did.ts";
import { eventStudy } from "../../src/estimators/event-study.ts";
import { sunAbraham } from "../../src/estimators/sun-abraham.ts";
import { syntheticControl } from "../../src/estimators/synthetic-control.ts";
import { cr2 } from "../../src/inference/cr2.ts";
import { stream } from "../../src/maths/random.ts";
import { balanced, designOf, settings } from "../helpers/did-design.ts";
import { studyOf } from "../helpers/study.ts";

const dice = () => stream("said", "rows");

const panel = (starts: readonly (number | undefined)[], periods: readonly number[]) => {
  const draw = dice();
  const rows = starts.flatMap((start, i) =>
    periods.map((t) => ({ u: i, t, start: start ?? 0, x: i % 5, y: i + draw.normal() })),
  );
  return designOf(rows, { unit: "u", period: "t", outcome: "y", cohort: (row) => Number(row.start) });
};

it("Sun–Abraham refuses a cohort that nobody saw just before its start", () => {
  const starts = [4, 4, 6, 6, undefined, undefined, undefined];
  expect(() => sunAbraham.fit(panel(starts, [1, 2, 4, 5, 6, 7]), settings)).toThrow(
    expect.objectContaining({ code: "design/no-reference" }),
  );
  expect(sunAbraham.fit(panel(starts, [1, 2, 3, 4, 5, 6, 7]), settings).terms.length).toBeGreaterThan(0);
});

it("an event study without never-treated units says that its path is known up to a line", () => {
  const codes = (starts: (number | undefined)[]) =>
    eventStudy.fit(panel(starts, [1, 2, 3, 4, 5, 6]), settings).warnings.map(({ code }) => code);
  expect(codes([3, 3, 3, 5, 5, 5])).toContain("design/line-only");
  expect(codes([3, 3, 3, 5, 5, undefined])).not.toContain("design/line-only");
});

it("CR2 with one treated cluster warns", () => {
  const rows = Array.from({ length: 8 }, (_, i) => ({
    y: [i, i + 1, 2 * i, i],
    ...(i === 0 ? { start: 3 } : {}),
  }));
  expect(cr2.infer(studyOf(did, balanced(rows))).warnings.map(({ code }) => code)).toContain(
    "inference/few-treated",
  );
});

it("placebos that fit exactly are named, and give no interval where they decide it", () => {
  const draw = dice();
  // Two periods before the start and thirty donors: nearly every unit is a mean of the others.
  const rows = Array.from({ length: 31 }, (_, i) => ({
    y: Array.from({ length: 6 }, () => 10 + draw.normal()),
    ...(i === 0 ? { start: 3 } : {}),
  }));
  const fit = syntheticControl.fit(balanced(rows), { ...settings, placebo: true });
  expect(fit.warnings.map(({ code }) => code)).toContain("synthetic/perfect-placebos");
  expect(fit.estimates!.find(({ term }) => term === "att")!.conf_low).toBeNull();
});

it("a synthetic control refuses covariates that it would not use", () => {
  const design = {
    ...panel([4, ...Array.from({ length: 12 }, () => undefined)], [1, 2, 3, 4, 5]),
    covariates: ["y"],
  };
  expect(() => syntheticControl.fit(design, settings)).toThrow(
    expect.objectContaining({ code: "synthetic/unused-covariates" }),
  );
});

it("group-time effects drop a covariate that says what another says, and say so", () => {
  const draw = dice();
  const rows = Array.from({ length: 40 }, (_, i) => {
    const [x, start] = [draw.normal(), i < 15 ? 3 : 0];
    return [1, 2, 3, 4].map((t) => ({ u: i, t, start, x, twice: 2 * x + 1, y: x + draw.normal() }));
  }).flat();
  const made = (covariates: string[]) =>
    designOf(rows, { unit: "u", period: "t", outcome: "y", cohort: (row) => Number(row.start), covariates });
  const [plain, doubled] = [["x"], ["x", "twice"]].map((names) =>
    callawaySantanna.fit(made(names), settings),
  );
  expect(doubled!.warnings.map(({ code }) => code)).toContain("design/collinear");
  expect(doubled!.terms.map(({ estimate }) => estimate)).toEqual(
    plain!.terms.map(({ estimate }) => estimate),
  );
});
