import { describe, expect, it } from "vitest";
import { stream } from "../../../src/maths/random.ts";
import { parsePeriod } from "../../../src/model/period.ts";
import type { Intervention } from "../../../src/model/register.ts";
import { designQuestion } from "../../../src/pipeline/evaluate/design.ts";
import { evaluate } from "../../../src/pipeline/evaluate/evaluate.ts";
import { questionOf } from "../../helpers/questions.ts";

const moment = (text: string) => ({ text, period: parsePeriod(text)! });

/** Counts about 40 a month, the same course for everybody; `change` multiplies them from a month on. */
const series = (name: string, months: number, change: (t: number) => number = () => 1): number[] => {
  const dice = stream("who", name);
  return Array.from({ length: months }, (_, t) => dice.poisson(40 * Math.exp(-0.006 * t) * change(t)));
};

const areas = (n: number, months = 60) =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [`Area ${i + 1}`, series(`${i}`, months)]));

const year = (t: number): string => `${2019 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}`;

describe("a roll-out", () => {
  const starts = Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [`Area ${i + 1}`, year(20 + 3 * i)]),
  );
  const question = questionOf({ id: "scheme", first: "2019-01", rows: areas(10), starts });
  it("compares with units that have not started yet, up to the last start", () => {
    const { built, chosen } = designQuestion(question);
    expect([built.design.kind, chosen.kind, chosen.estimator.name]).toEqual([
      "roll-out",
      "roll-out",
      "imputation",
    ]);
    expect(built.design.panel.periods.at(-1)).toBe(year(46));
    expect(built.design.roles.filter((role) => role === "comparison")).toHaveLength(1);
    expect(built.warnings.map(({ code }) => code)).toContain("design/roll-out-end");
  });
  it("finds nothing where nothing was done and all fall alike, with one arm of clusters", () => {
    const { headline, design } = evaluate(question);
    expect(headline.verdict).toBe("uncertain");
    expect(Math.abs(Math.log(headline.estimate!))).toBeLessThan(0.1);
    expect(design.estimator.inference).toContain("t(9)");
  });
  it("is told as before and after only where that is asked", () => {
    const asked = questionOf({
      ...{ id: "scheme", first: "2019-01", rows: areas(10), starts },
      study: { design: "before-after" },
    });
    expect(designQuestion(asked).built.design.kind).toBe("before-after");
  });
});

describe("buffers", () => {
  const starts = Object.fromEntries([1, 2, 3, 4, 5].map((i) => [`Area ${i}`, "2021-01"]));
  const roles = (role: "buffer" | "excluded") =>
    Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`Area ${i + 10}`, role] as const));
  const asked = (role: "buffer" | "excluded") =>
    evaluate(questionOf({ id: "x", first: "2019-01", rows: areas(17, 48), starts, roles: roles(role) }));
  it("count neither as clusters nor as assignments, nor are they left out in turn", () => {
    const [beside, without] = [asked("buffer"), asked("excluded")];
    expect(beside.headline).toEqual(without.headline);
    expect(beside.checks).toEqual(without.checks);
    expect(beside.design.estimator.inference).toBe("randomisation, all 126 assignments");
    expect(beside.displacement).toBeDefined();
  });
});

describe("an end in the register", () => {
  const starts = {
    "Area 1": "2021-01",
    "Area 2": "2021-01",
    "Area 3": "2021-01",
    "Area 4": "2021-01",
    "Area 5": "2021-01",
  };
  const rows = {
    ...areas(16, 48),
    ...Object.fromEntries(
      Object.keys(starts).map((name) => [name, series(name, 48, (t) => (t >= 24 && t < 30 ? 0.6 : 1))]),
    ),
  };
  const question = questionOf({ id: "x", first: "2019-01", rows, starts });
  const ended = {
    ...question,
    intervention: {
      ...question.intervention,
      units: question.intervention.units.map((unit) => ({ ...unit, end: moment("2021-06") })),
    },
  };
  it("cuts the after-period", () => {
    const { built, afterwards } = designQuestion(ended);
    expect(built.window.after).toEqual({ from: "2021-01", to: "2021-06", periods: 6 });
    expect(afterwards!.window.after.from).toBe("2021-07");
    expect(evaluate(ended).headline.percent).toBeCloseTo(-40, -1);
    expect(evaluate(question).headline.percent!).toBeGreaterThan(-20);
    const { persistence } = evaluate(ended);
    expect(persistence!.afterwards).toMatchObject({ from: "2021-07", to: "2022-12", periods: 18 });
    expect(Math.abs(Math.log(persistence!.estimate!))).toBeLessThan(0.15);
    expect(evaluate(question).persistence).toBeUndefined();
  });
});

describe("another intervention of the register", () => {
  const question = questionOf({
    ...{ id: "lighting", first: "2019-01", rows: areas(20, 48) },
    starts: {
      "Area 1": "2021-01",
      "Area 2": "2021-01",
      "Area 3": "2021-01",
      "Area 4": "2021-01",
      "Area 5": "2021-01",
    },
  });
  const patrols = (unit: string, start: string, end?: string): Intervention => ({
    ...question.intervention,
    id: "patrols",
    title: "Patrols",
    units: [{ unit, role: "treated", line: 9, start: moment(start), ...(end ? { end: moment(end) } : {}) }],
  });
  const asked = (other: Intervention) =>
    designQuestion({ ...question, others: [question.intervention, other] });
  it("leaves comparison units out where it began or ended inside the window, and says so", () => {
    for (const other of [patrols("Area 9", "2021-06"), patrols("Area 9", "2015-01", "2020-03")]) {
      const { setAside, built } = asked(other);
      expect(setAside.map(({ unit }) => unit)).toEqual(["Area 9"]);
      expect(built.design.panel.units).not.toContain("Area 9");
      expect(built.warnings.find(({ code }) => code === "OVR01")!.severity).toBe("note");
    }
  });
  it("keeps units where it ran unchanged, and warns where treated units had it", () => {
    expect(asked(patrols("Area 9", "2015-01")).setAside).toEqual([]);
    expect(asked(patrols("Area 1", "2021-02")).built.warnings.map(({ code }) => code)).toContain("OVR02");
  });
});

describe("months just before the start", () => {
  it("are left out where an effect may already show", () => {
    const question = questionOf({
      ...{ id: "x", first: "2019-01", rows: areas(20, 48), study: { window: { anticipation: "4 months" } } },
      starts: {
        "Area 1": "2021-01",
        "Area 2": "2021-01",
        "Area 3": "2021-01",
        "Area 4": "2021-01",
        "Area 5": "2021-01",
      },
    });
    const { window } = designQuestion(question).built;
    expect(window.before.to).toBe("2020-08");
    expect(window.excluded.map(({ period }) => period)).toEqual(["2020-09", "2020-10", "2020-11", "2020-12"]);
  });
});

describe("one treated unit beyond all donors", () => {
  it("falls from the synthetic control to a comparison of changes", () => {
    const rows = { ...areas(15, 48), "Area 1": series("large", 48).map((y) => 5 * y) };
    const question = questionOf({ id: "x", first: "2019-01", rows, starts: { "Area 1": "2021-01" } });
    const { chosen } = designQuestion(question);
    expect(chosen.estimator.name).toBe("ppml");
    expect(chosen.alternatives.find(({ design }) => design.includes("synthetic-control"))!.reason).toContain(
      "no donor reaches",
    );
  });
});
