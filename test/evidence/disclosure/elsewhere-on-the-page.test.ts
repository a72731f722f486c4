import { describe, expect, it } from "vitest";
import { publish } from "../../../src/evidence/disclosure/index.ts";
import type { Protect } from "../../../src/model/disclosure.ts";
import type { Finding } from "../../../src/model/finding.ts";
import { ownFinding } from "./helper.ts";

// 54 before and 52 after in the treated units; the third month has to be hidden.
const counts = {
  treated: [22, 14, 3, 15, 11, 12, 13, 16],
  comparison: [40, 41, 42, 43, 44, 45, 46, 47],
  start: 4,
};
const finding = ownFinding(counts);
const one = finding.estimates[0]!;

describe("beside a hidden count", () => {
  it("no estimate is printed for one start, one period or one time from the start", () => {
    const terms = (over: Partial<typeof one>) =>
      publish({ ...finding, estimates: [{ ...one, ...over }] }).estimates.length;
    expect(terms({})).toBe(1);
    expect(terms({ cohort: "2022-05" })).toBe(0);
    expect(terms({ period: "2022-05" })).toBe(0);
    expect(terms({ event_time: 0 })).toBe(0);
  });
  it("no sentence quotes an exact total: of a limit, a check, a warning, a rating or a row of methods", () => {
    const words = "Of 54 before, 52 after and 1.23456.";
    const said = "Of 55 before, 50 after and 1.23.";
    const { ratings } = finding;
    const [name, rating] = Object.entries(ratings).find(
      ([, value]) => value !== null && value !== undefined,
    )!;
    const row = { method: "x", title: "X", estimate: 0.81234, conf_low: null, conf_high: 0.98765 };
    const out = publish({
      ...finding,
      limits: [{ ...finding.limits[0]!, sentence: words }],
      checks: [{ id: "a", title: "A", status: "passed", sentence: words, facts: {} }],
      warnings: [{ code: "X", severity: "note", message: words }],
      ratings: { ...ratings, [name]: { ...rating, facts: [words], climb: words } } as Finding["ratings"],
      disagreement: [{ ...row, scale: "rate-ratio", note: words, primary: true }],
    });
    expect(out.limits[0]).toEqual({ ...finding.limits[0]!, sentence: said });
    expect(out.checks[0]!.sentence).toBe(said);
    expect(out.warnings[0]!.message).toBe(said);
    expect(Object.entries(out.ratings).find(([key]) => key === name)![1]).toMatchObject({
      facts: [said],
      climb: said,
    });
    expect(out.disagreement[0]).toMatchObject({
      estimate: 0.81,
      conf_low: null,
      conf_high: 0.99,
      note: said,
    });
  });
  it("the sentences of the headline are said about what is printed, the one of its range too", () => {
    const { range_sentence: _none, ...headline } = finding.headline;
    const plain = { ...finding, headline };
    expect(publish(plain).headline).not.toHaveProperty("range_sentence");
    const words = () => ({ sentence: "a", range_sentence: "b" });
    expect(publish(plain, { words }).headline).toMatchObject({ sentence: "a", range_sentence: "b" });
  });
});

describe("where a row is an event", () => {
  const read = (rule: Partial<Protect>) => {
    const given = ownFinding({ ...counts, treated: counts.treated.map((n) => n + 20) }, rule);
    const input = { ...given.provenance.inputs[0]!, rows: 1234 };
    return publish({
      ...given,
      data: {
        ...given.data,
        rows: { read: 1234, used: 1218, excluded: [{ code: "a", reason: "b", rows: 16 }] },
      },
      provenance: { ...given.provenance, inputs: [input] },
    });
  };
  it.each<[number, readonly number[]]>([
    // Never finer than five, whatever counts are rounded to.
    [1, [1220, 15, 1235, 1235]],
    [5, [1220, 15, 1235, 1235]],
    [10, [1220, 20, 1240, 1230]],
  ])("numbers of rows are rounded too, with counts to the nearest %i", (rounding, wanted) => {
    const { data, provenance } = read({ records: true, rounding });
    const { used, excluded, read: all } = data.rows;
    expect([used, excluded[0]!.rows, all, provenance.inputs[0]!.rows]).toEqual(wanted);
    expect(provenance.inputs[0]).toMatchObject({ ...finding.provenance.inputs[0]!, rows: wanted[3] });
  });
  it("the page says so, and elsewhere they stay exact", () => {
    expect(read({ records: true }).disclosure!.left_out).toEqual([
      "exact numbers of rows (they are events here, so they are given to the nearest 5)",
    ]);
    const exact = read({ records: false });
    expect(exact.data.rows.used).toBe(1218);
    expect(exact.provenance.inputs[0]!.rows).toBe(1234);
  });
});
