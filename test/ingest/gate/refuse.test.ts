import { describe, expect, it } from "vitest";
import { refuseFaults } from "../../../src/ingest/gate/refuse.ts";
import { diagnostic } from "../../../src/model/diagnostic.ts";
import type { WhatworksError } from "../../../src/model/errors.ts";

const exitOf = (...codes: string[]): [string, number] | undefined => {
  try {
    refuseFaults(codes.map((code) => diagnostic(code, "error", "found")));
    return undefined;
  } catch (thrown) {
    const { code, exit } = thrown as WhatworksError;
    return [code, exit];
  }
};

describe("faults that refuse a file", () => {
  it("are asked wrongly, the data's, or personal, by the first of them and whether one is personal", () => {
    expect(exitOf()).toBeUndefined();
    expect(exitOf("usage/column")).toEqual(["usage/column", 2]);
    expect(exitOf("csv/width", "usage/column")).toEqual(["csv/width", 3]);
    expect(exitOf("usage/column", "privacy/personal")).toEqual(["privacy/personal", 4]);
  });
});
