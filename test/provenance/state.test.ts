import { describe, expect, it } from "vitest";
import { isSealed, sealManifest } from "../../src/provenance/manifest.ts";
import { type Ingredients, staleReasons } from "../../src/provenance/state.ts";

const input = (name: string, sha256: string) => ({ name, sha256, bytes: 1, rows: 1 });
const manifest = sealManifest({
  study: "lights",
  inputs: [input("a.csv", "aa"), input("b.csv", "bb")],
  protocol: "pp",
  methods: { its: 1, page: 1 },
  data_to: "2024-01",
  outputs: [],
});
const now = (over: Partial<Ingredients> = {}): Ingredients => ({
  inputs: [input("a.csv", "aa"), input("b.csv", "bb")],
  absent: [],
  protocol: "pp",
  methods: { its: 1, did: 4, page: 1 },
  ...over,
});
const codes = (over: Partial<Ingredients>): string[] =>
  staleReasons(manifest, now(over)).map(({ code }) => code);

describe("why a report is stale", () => {
  it("has no reason where nothing that it rests on moved", () => {
    expect(codes({})).toEqual([]);
  });
  it("does not mind the order of inputs, or the version of a method that was not run", () => {
    expect(
      codes({ inputs: [input("b.csv", "bb"), input("a.csv", "aa")], methods: { its: 1, did: 5, page: 1 } }),
    ).toEqual([]);
  });
  it("names inputs that changed, came, went or are not there", () => {
    expect(codes({ inputs: [input("a.csv", "zz"), input("c.csv", "cc")] })).toEqual([
      "check/input-changed",
      "check/input-added",
      "check/input-removed",
    ]);
    expect(
      codes({ inputs: [input("a.csv", "aa")], absent: [{ name: "b.csv", why: "b.csv is gone" }] }),
    ).toEqual(["check/input-missing"]);
  });
  it("names the protocol, and methods whose numbers moved or that are gone", () => {
    expect(codes({ protocol: "qq" })).toEqual(["check/protocol-changed"]);
    expect(codes({ methods: { its: 2, page: 1 } })).toEqual(["check/method-changed"]);
    expect(codes({ methods: { page: 1 } })).toEqual(["check/method-gone"]);
  });
});

it("sees a manifest that was changed by hand", () => {
  expect(isSealed(manifest)).toBe(true);
  expect(isSealed({ ...manifest, inputs: [input("a.csv", "zz")] })).toBe(false);
});
