import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyOf } from "../../../src/ingest/release/key.ts";
import { identity, rounded } from "../../../src/ingest/release/rounding.ts";
import { bases } from "../../../src/model/release.ts";

const rounderOf = (base: 3 | 5, secret = "a key of thirty-two characters …") => ({
  base,
  key: keyOf(secret),
});
const cell = identity("Ward A", "2024-01", "burglary");

describe("random rounding", () => {
  it("gives a multiple of the base, less than a base away, and leaves multiples and zeros", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.constantFrom(...bases), fc.string(), (count, base, name) => {
        const printed = rounded(count, name, rounderOf(base));
        expect(printed % base).toBe(0);
        expect(Math.abs(printed - count)).toBeLessThan(base);
        if (count % base === 0) expect(printed).toBe(count);
      }),
    );
  });

  it.each(bases)("is right on average, with variance r (base − r), to base %i", (base) => {
    for (const count of [1, 2, 4, 13]) {
      const printed = Array.from({ length: 4000 }, (_, k) =>
        rounded(count, cell, rounderOf(base, `key ${k} of the many that are tried here`)),
      );
      const mean = printed.reduce((a, b) => a + b, 0) / printed.length;
      const variance = printed.reduce((sum, x) => sum + (x - mean) ** 2, 0) / printed.length;
      const rest = count % base;
      // Four standard errors of the mean of 4,000 draws.
      expect(Math.abs(mean - count)).toBeLessThanOrEqual(4 * Math.sqrt((rest * (base - rest)) / 4000));
      expect(Math.abs(variance - rest * (base - rest))).toBeLessThan(0.35);
    }
  });

  it("depends on the cell, its count and the key, and on nothing else", () => {
    const many = (of: (k: number) => number): number =>
      new Set(Array.from({ length: 64 }, (_, k) => of(k))).size;
    expect(many(() => rounded(7, cell, rounderOf(5)))).toBe(1);
    expect(many((k) => rounded(7, identity("Ward A", `${k}`, "burglary"), rounderOf(5)))).toBe(2);
    expect(many((k) => rounded(7, cell, rounderOf(5, `${k} and thirty-two more characters`)))).toBe(2);
  });

  it("knows one name by all its spellings, and two names from one another", () => {
    expect(identity("Ward  A ", "x")).toBe(identity("ward a", "X"));
    expect(identity("a", "b c")).not.toBe(identity("a b", "c"));
  });
});

it("gives a key an id, and fingerprints that nobody can guess without it", () => {
  const [one, other] = [keyOf("one".repeat(20)), keyOf("other".repeat(20))];
  expect(one.id).toMatch(/^[0-9a-f]{12}$/);
  expect(one.id).not.toBe(other.id);
  expect(one.fingerprint("a")).toMatch(/^[0-9a-f]{64}$/);
  expect(one.fingerprint("a")).not.toBe(other.fingerprint("a"));
  expect(one.fingerprint("a").startsWith(one.id)).toBe(false);
});
