import { describe, expect, it } from "vitest";
import { its } from "../../../src/estimators/its.ts";
import { ppml } from "../../../src/estimators/ppml.ts";
import { rateRatio } from "../../../src/estimators/rate-ratio.ts";
import { rirr } from "../../../src/estimators/rirr.ts";
import { syntheticControl } from "../../../src/estimators/synthetic-control.ts";
import type { CheckOutcome } from "../../../src/model/check.ts";
import { driftFacts } from "../../helpers/checks.ts";
import { at, codes, countsOf, quietDesign, range, said } from "../../helpers/guards.ts";
import { handMade } from "../../helpers/panels.ts";

it("says nothing about a quiet study", () => expect(codes()).toEqual([]));

describe("SEA01, unequal calendar months", () => {
  const alone = { ...quietDesign(), kind: "before-after" as const };
  it("fires on winter against summer", () => {
    const over = {
      design: alone,
      traits: rateRatio.traits,
      before: range(at("2022-01"), 6),
      after: range(at("2023-07"), 6),
    };
    expect(said("SEA01", over)?.message).toContain("100%");
  });
  it("comes close with 11 months against 12, and says nothing", () =>
    expect(codes({ design: alone, traits: rateRatio.traits, before: range(at("2022-01"), 11) })).toEqual([]));
  it("leaves it to the model where the season is in it, or to the comparison group", () => {
    const apart = { before: range(at("2022-01"), 6), after: range(at("2023-07"), 6) };
    expect(codes({ ...apart, design: alone, traits: its.traits })).toEqual([]);
    expect(codes(apart)).toEqual([]);
  });
});

describe("ZER01, low counts", () => {
  it("fires at 19 events in the smallest cell", () =>
    expect(said("ZER01", { counts: countsOf([19, 40], [30, 40]) })?.message).toContain("19 events"));
  it("comes close at 20, and says nothing", () =>
    expect(codes({ counts: countsOf([20, 40], [30, 40]) })).toEqual([]));
});

describe("CLU01, few clusters", () => {
  const many = (treated: number, all: number) =>
    handMade({
      rows: Object.fromEntries(range(1, all).map((i) => [`U${i}`, [5, 5, 5, 5]])),
      starts: Object.fromEntries(range(1, treated).map((i) => [`U${i}`, 3])),
    });
  it("fires with 9 clusters, and with 3 treated ones among many", () => {
    expect(codes({ design: many(4, 9), traits: ppml.traits })).toContain("CLU01");
    expect(codes({ design: many(3, 40), traits: ppml.traits })).toContain("CLU01");
  });
  it("comes close with 10 clusters of which 4 treated, and says nothing", () =>
    expect(codes({ design: many(4, 10), traits: ppml.traits })).not.toContain("CLU01"));
  it("does not concern a method that needs no clusters", () =>
    expect(codes({ design: many(1, 5), traits: rirr.traits })).not.toContain("CLU01"));
});

describe("PAR01, moved apart before the start", () => {
  const check = (status: CheckOutcome["status"]): CheckOutcome => ({
    id: "pre-trends",
    title: "Trends before the start",
    status,
    kind: "leads",
    facts: driftFacts,
  });
  it("fires when the check failed", () => expect(codes({ checks: [check("failed")] })).toEqual(["PAR01"]));
  it("comes close when the test was too weak to tell, and says nothing", () =>
    expect(codes({ checks: [check("informational")] })).toEqual([]));
});

describe("SPL01, comparison units beside treated ones", () => {
  it("fires with one neighbour and names it", () =>
    expect(said("SPL01", { touching: ["B"] })?.message).toContain(
      "1 comparison unit lies next to a treated one (B)",
    ));
  it("says nothing with none", () => expect(codes({ touching: [] })).toEqual([]));
});

describe("WDD01, very different volume", () => {
  it("fires when a comparison unit has 2.01 times the events of a treated one, or fewer than half", () => {
    expect(codes({ counts: countsOf([600, 600], [1206, 1206]) })).toEqual(["WDD01"]);
    expect(codes({ counts: countsOf([600, 600], [299, 299]) })).toEqual(["WDD01"]);
  });
  it("comes close at twice and at half, and says nothing", () => {
    expect(codes({ counts: countsOf([600, 600], [1200, 1200]) })).toEqual([]);
    expect(codes({ counts: countsOf([600, 600], [300, 300]) })).toEqual([]);
  });
  it("does not concern a weighted donor pool", () =>
    expect(codes({ counts: countsOf([600, 600], [6000, 6000]), traits: syntheticControl.traits })).toEqual(
      [],
    ));
});

describe("POL01, outcomes that police activity makes", () => {
  it("fires on drugs, weapons and stop and search", () => {
    for (const outcome of ["Drug offences", "POSSESSION OF WEAPONS", "Stop and search"])
      expect(codes({ outcome }), outcome).toEqual(["POL01"]);
  });
  it("comes close with robbery and says nothing", () => expect(codes({ outcome: "robbery" })).toEqual([]));
});

describe("GEO01, anonymised points at a fine scale", () => {
  const street = { formats: ["police-uk-street" as const], invented: true };
  it("fires for LSOAs", () => expect(said("GEO01", { ...street, place: "lsoa" })?.severity).toBe("note"));
  it("comes close with whole authorities and says nothing", () =>
    expect(codes({ ...street, place: "authority" })).toEqual([]));
});

describe("PEK01, an after-period without an end", () => {
  it("fires when the window runs to the newest month and no length was fixed", () =>
    expect(codes({ afterFixed: false, lastCovered: at("2023-12") })).toEqual(["PEK01"]));
  it("comes close when a month of data lies beyond the window, or the length was fixed, and says nothing", () => {
    expect(codes({ afterFixed: false, lastCovered: at("2024-01") })).toEqual([]);
    expect(codes({ afterFixed: true, lastCovered: at("2023-12") })).toEqual([]);
    const totals = handMade({ rows: { A: [50, 40], B: [50, 50] }, starts: { A: 2 } });
    expect(codes({ design: totals, before: [1], after: [2], lastCovered: 2, afterFixed: false })).toEqual([]);
  });
});
