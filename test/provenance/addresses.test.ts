import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/model/finding.ts";
import { studyReport } from "../../src/pipeline/evaluate/report.ts";
import { addresses, partAt } from "../../src/provenance/addresses.ts";
import { compareEditions, type Told } from "../../src/provenance/compare.ts";
import { formulaOf } from "../../src/provenance/formulas.ts";
import { sampleFindings } from "../helpers/findings.ts";

const told = (finding: Finding): Told => ({
  ...studyReport.titled(finding),
  headline: studyReport.headline(finding),
  settings: studyReport.behind(finding).settings,
  called: "study",
  document: finding,
});
const compareFindings = (before: Finding, after: Finding) => compareEditions(told(before), told(after));

const findings = Object.values(sampleFindings).map((make) => make());

const document = {
  headline: { estimate: 0.8 },
  series: [
    { period: "2024-01", treated: 3, comparison: 7 },
    { period: "2024-02", treated: 4, comparison: 7 },
  ],
  units: ["North", "South"],
};

describe("addresses", () => {
  it("name the items of a list by what tells them apart, else by their place", () => {
    expect([...addresses(document).keys()]).toEqual([
      "headline.estimate",
      "series[2024-01].period",
      "series[2024-01].treated",
      "series[2024-01].comparison",
      "series[2024-02].period",
      "series[2024-02].treated",
      "series[2024-02].comparison",
      "units[0]",
      "units[1]",
    ]);
  });
  it("lead back to their values, by label and by place", () => {
    expect(partAt(document, "series[2024-02].treated")).toEqual({
      address: "series[2024-02].treated",
      part: 4,
    });
    expect(partAt(document, "series.1.treated")?.address).toBe("series[2024-02].treated");
    expect(partAt(document, "series[9].treated")).toBeUndefined();
    expect(partAt(document, "constructor")).toBeUndefined();
  });
  it("lead back from every number of a finding", () => {
    for (const finding of findings.slice(0, 2))
      for (const [address, value] of addresses(finding)) {
        expect(partAt(finding, address), address).toEqual({ address, part: value });
        expect(formulaOf(address)).not.toBe("");
      }
  });
});

describe("two editions of a finding", () => {
  const [before] = findings;
  it("differ in nothing from themselves", () => {
    expect(compareFindings(before!, before!)).toMatchObject({
      numbers: [],
      words: 0,
      causes: [],
      inputs: [],
    });
  });
  it("tell what moved, by how much, because of which input", () => {
    const inputs = before!.provenance.inputs.map((input, k) =>
      k === 0 ? { ...input, sha256: "f".repeat(64), rows: 7 } : input,
    );
    const after = {
      ...before!,
      headline: { ...before!.headline, percent: (before!.headline.percent ?? 0) * 1.1 },
      provenance: { ...before!.provenance, inputs },
    };
    const { numbers, causes } = compareFindings(before!, after);
    expect(numbers).toHaveLength(1);
    expect(numbers[0]!.address).toBe("headline.percent");
    expect(Math.abs(numbers[0]!.percent!)).toBeCloseTo(10);
    expect(causes).toHaveLength(1);
    expect(causes[0]).toContain(before!.provenance.inputs[0]!.name);
  });
});
