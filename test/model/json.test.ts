import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stableJson } from "../../src/model/json.ts";

describe("stableJson", () => {
  it("writes numbers that do not exist as null, and typed arrays as arrays", () => {
    expect(
      stableJson({ a: Number.NaN, b: [Infinity, -0], c: Float64Array.of(1, Number.NaN) }, { indent: 0 }),
    ).toBe('{"a":null,"b":[null,0],"c":[1,null]}\n');
  });

  it("writes whole numbers of any size as numbers, and leaves out what is not there", () => {
    const value = {
      a: 12n,
      b: undefined,
      c: BigInt64Array.of(-3n),
      d: [undefined, null],
      e: "\u202e",
      f: true,
    };
    expect(stableJson(value, { indent: 0 })).toBe(
      '{"a":12,"c":[-3],"d":[null,null],"e":"\\u202e","f":true}\n',
    );
  });

  it("sorts keys at every depth, but not lists", () => {
    expect(stableJson([{ b: 1, a: [2, 1] }], { indent: 0, sorted: true })).toBe('[{"a":[2,1],"b":1}]\n');
  });

  it("keeps the order of keys, or sorts them when asked to", () => {
    expect(stableJson({ b: 1, a: { d: 1, c: 2 } }, { indent: 0 })).toBe('{"b":1,"a":{"d":1,"c":2}}\n');
    expect(stableJson({ b: 1, a: { d: 1, c: 2 } }, { indent: 0, sorted: true })).toBe(
      '{"a":{"c":2,"d":1},"b":1}\n',
    );
  });

  it("reads back as the value, and again gives the same bytes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const once = stableJson(value);
        expect(stableJson(JSON.parse(once))).toBe(once);
      }),
    );
  });
});
