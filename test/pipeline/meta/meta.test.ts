import { describe, expect, it } from "vitest";
import type { WhatworksError } from "../../../src/model/errors.ts";
import { metaFromTable } from "../../../src/pipeline/meta/meta.ts";

const settings = { confLevel: 0.95, seed: "1", effect: "yi", variance: "vi" };
const columns = {
  study: ["Apple", "Birch", "Cedar", "Damson", "Elm"],
  yi: ["0.1", "0.3", "-0.2", "0.5", "0.05"],
  vi: ["0.04", "0.09", "0.01", "0.16", "0.02"],
  kind: ["cctv", "lighting", "cctv", "patrol", "lighting"],
};
const fault = (run: () => unknown): WhatworksError => {
  try {
    run();
  } catch (error) {
    return error as WhatworksError;
  }
  throw new Error("nothing was refused");
};

describe("meta on a table of studies", () => {
  it("is the document that estimate prints", () => {
    const document = metaFromTable({ columns }, settings);
    expect(document.schema).toBe("whatworks/estimate/1");
    expect(document.method).toBe("meta");
    expect(document.settings).toMatchObject({ effect: "yi", variance: "vi", pool: "reml", test: "z" });
    expect(document.model.observations).toBe(5);
    const { studies } = document.diagnostics as { studies: { study: string; weight: number }[] };
    expect(studies.map((s) => s.study)).toEqual(columns.study);
    expect(studies.reduce((sum, s) => sum + s.weight, 0)).toBeCloseTo(100, 10);
  });

  it("takes standard errors for variances", () => {
    const se = columns.vi.map((v) => String(Math.sqrt(Number(v))));
    const { variance: _, ...rest } = settings;
    const a = metaFromTable({ columns }, settings).estimates[0]!;
    const b = metaFromTable({ columns: { ...columns, se } }, { ...rest, stdError: "se" } as never)
      .estimates[0]!;
    expect(b.estimate).toBeCloseTo(a.estimate!, 12);
  });

  it("spells a category out against its first value", () => {
    const { estimates } = metaFromTable({ columns }, { ...settings, moderators: ["kind"] });
    expect(estimates.map((e) => e.term)).toEqual(["intercept", "kind:lighting", "kind:patrol"]);
  });

  it("takes totals in place of non-events", () => {
    const events = {
      ai: ["4", "9"],
      n1: ["20", "30"],
      bi: ["16", "21"],
      ci: ["8", "9"],
      n2: ["20", "28"],
      di: ["12", "19"],
    };
    const base = { confLevel: 0.95, seed: "1", ai: "ai", ci: "ci", measure: "OR" };
    const a = metaFromTable({ columns: events }, { ...base, bi: "bi", di: "di" });
    const b = metaFromTable({ columns: events }, { ...base, n1i: "n1", n2i: "n2" });
    expect(b.estimates).toEqual(a.estimates);
  });

  it("leaves out rows with a blank and names their lines", () => {
    const vi = [...columns.vi];
    vi[2] = "NA";
    const document = metaFromTable({ columns: { ...columns, vi } }, settings);
    expect(document.model.observations).toBe(4);
    expect(document.warnings[0]).toMatchObject({ code: "meta/left-out" });
    expect(document.warnings[0]!.message).toContain("line 4");
  });

  it("refuses text and negative counts with every line at fault", () => {
    const yi = ["0.1", "n/a?", "-0.2", "half", "0"];
    const lines = [2, 3, 5, 7, 8];
    const error = fault(() => metaFromTable({ columns: { ...columns, yi }, lines, file: "s.csv" }, settings));
    expect(error.code).toBe("meta/number");
    expect(error.exit).toBe(3);
    expect(error.faults.map((f) => [f.line, f.column, f.file])).toEqual([
      [3, "yi", "s.csv"],
      [7, "yi", "s.csv"],
    ]);
  });

  it("refuses a negative standard error instead of squaring it", () => {
    const se = ["0.1", "0.2", "-0.3", "0.1", "0.1"];
    const { variance: _, ...rest } = settings;
    const error = fault(() =>
      metaFromTable({ columns: { ...columns, se } }, { ...rest, stdError: "se" } as never),
    );
    expect([error.code, error.fault.line]).toEqual(["meta/variance", 4]);
  });

  it("refuses options that do not say where effects are, and unknown columns", () => {
    expect(fault(() => metaFromTable({ columns }, { confLevel: 0.95, seed: "1" })).code).toBe("meta/columns");
    const error = fault(() => metaFromTable({ columns }, { ...settings, effect: "yy" }));
    expect([error.code, error.exit]).toEqual(["meta/column", 2]);
  });
});
