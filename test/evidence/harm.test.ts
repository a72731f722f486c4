import { describe, expect, it } from "vitest";
import { harmGuard, harmRows } from "../../src/evidence/harm.ts";
import { homeOfficeCosts, rowOf, type WeightTable, weightTables } from "../../src/evidence/tables/index.ts";

const own: WeightTable = {
  scheme: "Own",
  version: "3",
  unit: "points",
  source: "a committee",
  validFrom: "2019-01",
  validTo: "2023-12",
  weights: [{ offence: "Robbery", weight: 4, status: "verified" }],
};

describe("harm", () => {
  it("shows every scheme that knows the offence, each on its own scale", () => {
    const rows = harmRows("robbery", weightTables, { estimate: 10, low: -2, high: 20 });
    expect(rows.map(({ avoided }) => avoided)).toEqual([3650, 7460]);
    expect(rows.map(({ avoided_low }) => avoided_low)).toEqual([-730, -1492]);
    expect(rows.every(({ status }) => status === "secondary")).toBe(true);
  });

  it("finds an offence by its other names and never by part of one", () => {
    expect(harmRows("theft from person", weightTables, { estimate: 1, low: null, high: null })).toHaveLength(
      2,
    );
    expect(harmRows("burglary", weightTables, { estimate: 1, low: null, high: null })).toHaveLength(0);
    expect(rowOf(homeOfficeCosts, " Criminal   damage ")?.central).toBe(1350);
  });

  it("says how every figure that it ships was learnt", () => {
    const known = ["verified", "secondary", "recalled"];
    for (const { weights, source, version } of weightTables) {
      expect(source.length).toBeGreaterThan(20);
      expect(version).toMatch(/\d{4}/);
      for (const { status, weight } of weights) {
        expect(known).toContain(status);
        expect(weight).toBeGreaterThan(0);
      }
    }
    // Only what was seen quoted may say so: eight individual rows and cyber crime.
    const verified = homeOfficeCosts.filter(({ status }) => status === "verified").map((row) => row.offence);
    expect(verified).toHaveLength(9);
    expect(verified).not.toContain("Homicide");
    expect(homeOfficeCosts.every(({ priceYear }) => priceYear === "2015/16")).toBe(true);
  });
});

describe("HRM01", () => {
  it("fires when the weights had expired before the last events", () => {
    expect(harmGuard("robbery", [own], "2024-01")[0]).toMatchObject({ code: "HRM01", severity: "warning" });
  });
  it("comes close in the last month of the weights and says nothing", () => {
    expect(harmGuard("robbery", [own], "2023-12")).toEqual([]);
  });
  it("remarks on weights more than five years older than the events, not on younger ones", () => {
    const { validTo: _, ...open } = own;
    expect(harmGuard("robbery", [open], "2024-02")[0]).toMatchObject({ code: "HRM01", severity: "note" });
    expect(harmGuard("robbery", [open], "2024-01")).toEqual([]);
  });
  it("has nothing to say about an offence that the scheme does not weigh, or time without a calendar", () => {
    expect(harmGuard("fraud", [own], "2030-01")).toEqual([]);
    expect(harmGuard("robbery", [own], undefined)).toEqual([]);
  });
});
