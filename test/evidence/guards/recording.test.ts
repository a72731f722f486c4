import { describe, expect, it } from "vitest";
import { knownBreaks } from "../../../src/evidence/breaks.ts";
import { at, codes, quietDesign, range, said } from "../../helpers/guards.ts";

const london = { formats: ["london-borough" as const] };

describe("BRK01, a break inside the window", () => {
  const around = (first: string) => ({
    ...london,
    design: quietDesign({ first: at(first), starts: { A: at(first) + 12 } }),
    before: range(at(first), 12),
    after: range(at(first) + 12, 12),
    lastCovered: at(first) + 60,
  });
  it("fires when the Metropolitan Police changes its recording system in the second month of the window", () =>
    expect(said("BRK01", around("2024-01"))?.message).toContain("2024-02"));
  it("comes close when the window starts with the month of the break, or ends the month before, and says nothing", () => {
    expect(codes(around("2024-02"))).not.toContain("BRK01");
    // March 2022 to February 2024 holds it; February 2022 to January 2024 does not, but holds the burglary change.
    const other = { ...around("2022-02"), outcome: "robbery" };
    expect(codes(other)).not.toContain("BRK01");
    expect(codes({ ...around("2022-03"), outcome: "robbery" })).toContain("BRK01");
  });
  it("concerns the outcomes that the break is about", () => {
    const window = around("2022-06");
    expect(codes({ ...window, outcome: "domestic burglary" })).toContain("BRK01");
    expect(said("BRK01", { ...window, outcome: "domestic burglary" })?.message).toContain("2023");
  });
  it("sees Covid-19 in data of any kind, but for invented ones", () => {
    const covid = { ...around("2019-08"), formats: ["long" as const] };
    expect(codes(covid)).toContain("BRK01");
    expect(codes({ ...covid, invented: true })).not.toContain("BRK01");
  });
  it("says nothing of a spell that covers the whole window alike", () =>
    expect(
      codes({
        ...around("2020-04"),
        formats: ["long"],
        before: range(at("2020-04"), 4),
        after: range(at("2020-08"), 4),
      }),
    ).not.toContain("BRK01"));
  it("says so when the break is the intervention itself, or begins with it", () => {
    const lockdown = { ...around("2019-03"), formats: ["long" as const], start: at("2020-03") };
    expect(said("BRK01", lockdown)?.message).toContain("no window can tell the two apart");
    expect(said("BRK01", { ...lockdown, start: at("2020-05") })?.message).toContain("inside the window");
  });
  it("concerns the places that the break is about", () => {
    const gap = { ...around("2018-01"), formats: ["police-uk-street" as const], place: "authority" };
    const named = (unit: string) => ({
      ...gap,
      design: quietDesign({
        rows: { A: new Array<number>(24).fill(50), [unit]: new Array<number>(24).fill(50) },
        first: at("2018-01"),
        starts: { A: at("2019-01") },
      }),
    });
    expect(codes(named("Salford"))).toContain("BRK01");
    expect(codes(named("Leeds"))).not.toContain("BRK01");
  });
  it("takes breaks that a workspace adds", () => {
    const own = {
      id: "own-2",
      from: "2022-06",
      to: "2022-06",
      title: "new crime system",
      outcomes: [],
      formats: [],
      kind: "recording" as const,
      source: "force memo",
      status: "published" as const,
    };
    expect(said("BRK01", { breaks: [...knownBreaks, own] })?.message).toContain("new crime system");
    expect(codes({ breaks: [{ ...own, outcomes: ["robbery"] }] })).toEqual([]);
  });
});

describe("PRV01, provisional months", () => {
  it("fires when the last month of the window is the second newest of the edition", () =>
    expect(said("PRV01", { ...london, breaks: [], lastCovered: at("2024-01") })?.message).toContain(
      "1 of the 12",
    ));
  it("comes close when two newer months exist, and says nothing", () =>
    expect(codes({ ...london, breaks: [], lastCovered: at("2024-02") })).toEqual([]));
  it("does not concern files that nobody revises", () =>
    expect(codes({ formats: ["long"], lastCovered: at("2023-12") })).toEqual([]));
});

describe("VIN01, several editions", () => {
  it("fires with two editions and names them", () =>
    expect(said("VIN01", { editions: ["to 2022-01", "to 2024-01"] })?.message).toContain("2 editions"));
  it("comes close with two files of one edition, and says nothing", () =>
    expect(codes({ editions: ["to 2022-01", "to 2022-01"] })).toEqual([]));
});
