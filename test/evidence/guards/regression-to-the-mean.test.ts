import { describe, expect, it } from "vitest";
import { at, codes, quietDesign, range, said } from "../../helpers/guards.ts";

/** Two years before the start, the last months of the treated unit raised by a factor; both units wave alike. */
const spell = (factor: number) => {
  const wave = range(0, 36).map((t) => 60 + [3, -2, 4, -5, 1, 2, -3, 0, 5, -4, -1, 0][t % 12]!);
  const rows = {
    A: wave.map((y, t) => (t >= 18 && t < 24 ? Math.round(y * factor) : y + [1, -1][t % 2]!)),
    B: wave.map((y, t) => y + [-1, 2, -2][t % 3]!),
  };
  return {
    design: quietDesign({ rows, first: at("2021-01"), starts: { A: at("2023-01") } }),
    before: range(at("2021-01"), 24),
    after: range(at("2023-01"), 12),
  };
};

describe("RTM01", () => {
  it("fires on a bad spell just before the start that nobody declared", () =>
    expect(said("RTM01", spell(1.4))).toMatchObject({ severity: "warning" }));
  it("comes close on a rise that chance explains, and says nothing", () =>
    expect(codes(spell(1.02))).not.toContain("RTM01"));
  it("says nothing of a good spell", () => expect(codes(spell(0.7))).not.toContain("RTM01"));
  it("warns when the declared spell stays in the baseline, and notes when it is left out", () => {
    const selection = { from: at("2022-10"), to: at("2022-12") };
    expect(said("RTM01", { ...spell(1), selection })).toMatchObject({ severity: "warning" });
    expect(said("RTM01", { ...spell(1), selection })?.message).toContain("3 of the 24 periods");
    expect(said("RTM01", { ...spell(1), selection, selectionExcluded: true })).toMatchObject({
      severity: "note",
    });
  });
  it("only notes a declared spell that ended before the baseline began", () => {
    const selection = { from: at("2020-10"), to: at("2020-12") };
    expect(said("RTM01", { ...spell(1), selection })).toMatchObject({ severity: "note" });
  });
  it("keeps quiet where the past is too short to know what is usual", () =>
    expect(codes({ ...spell(1.4), before: range(at("2022-10"), 3) })).not.toContain("RTM01"));
});
