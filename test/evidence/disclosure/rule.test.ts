import { describe, expect, it } from "vitest";
import {
  asDisclosure,
  attackFinding,
  type DeclaredDisclosure,
  leastWidth,
  ruleFor,
} from "../../../src/evidence/disclosure/index.ts";
import { ruleOf } from "../../../src/evidence/disclosure/rule.ts";
import { usualProtection } from "../../../src/model/disclosure.ts";
import type { Finding } from "../../../src/model/finding.ts";
import { ownFinding } from "./helper.ts";

const own = (declared: DeclaredDisclosure) => ruleFor({ format: "long", invented: false, declared });

describe("the rule that a workspace declares", () => {
  it.each<[DeclaredDisclosure, object]>([
    [{}, usualProtection],
    [{ threshold: 3 }, { ...usualProtection, threshold: 3 }],
    [{ rounding: 10 }, { ...usualProtection, rounding: 10 }],
    [{ dominance: { top: 1, share: 0.8 } }, { ...usualProtection, dominance: { top: 1, share: 0.8 } }],
    [{ zeros: "show" }, { ...usualProtection, zeros: "show" }],
    [{ rule: "protect", reason: "not used" }, usualProtection],
    [{ rule: "none" }, { kind: "none", reason: "no reason was given" }],
  ])("changes what it names and nothing else: %j", (declared, rule) => {
    expect(own(declared)).toEqual(rule);
  });
  it("may protect a table that is open anyway", () => {
    const open = (declared: DeclaredDisclosure) =>
      ruleFor({ format: "london-borough", invented: false, declared }).kind;
    expect([open({ rounding: 10 }), open({ rule: "protect" }), open({ threshold: 5 })]).toEqual([
      "none",
      "protect",
      "protect",
    ]);
  });
  it("counts rows as people where a row is an event, and nowhere else", () => {
    const records = (format: string) => ruleFor({ format, invented: false });
    expect(records("incidents")).toMatchObject({ records: true });
    expect(records("wide")).toMatchObject({ records: false });
  });
  it("goes into a finding and comes back out of it whole", () => {
    const rule = { ...usualProtection, threshold: 6, rounding: 3, zeros: "show", records: true } as const;
    const carried = asDisclosure(rule);
    expect(carried.sentence).toBe("Disclosure control has not been applied yet.");
    expect(carried.applied).toBeUndefined();
    expect(ruleOf(carried)).toEqual(rule);
    expect(ruleOf(asDisclosure({ kind: "none", reason: "x" }))).toBeUndefined();
    expect(ruleOf(undefined)).toEqual(usualProtection);
  });
});

describe("the width that is left to every hidden count", () => {
  it.each([
    [{ threshold: 10, rounding: 1 }, 5],
    [{ threshold: 10, rounding: 5 }, 4],
    [{ threshold: 10, rounding: 10 }, 5],
    [{ threshold: 3, rounding: 1 }, 2],
    [{ threshold: 1, rounding: 1 }, 1],
    [{ threshold: 3, rounding: 2 }, 1],
  ])("is half the threshold, but no more than rounding can keep: %j", (rule, width) => {
    expect(leastWidth(rule)).toBe(width);
  });
});

describe("an attack", () => {
  it("finds nothing where nothing was to be protected", () => {
    const finding = ownFinding({ treated: [1, 2, 3, 4], comparison: [5, 6, 7, 8], start: 2 });
    const open: Finding = { ...finding, disclosure: asDisclosure({ kind: "none", reason: "invented" }) };
    expect(attackFinding(open)).toEqual([]);
    expect(attackFinding(finding)).toHaveLength(1);
  });
});
