import { isUtf8 } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseDecoder, knownEncoding, utf8Prefix } from "../../../src/ingest/gate/encoding.ts";

const decode = (bytes: Buffer, declared = "utf-8", size = bytes.length || 1) => {
  const { decoder, skip } = chooseDecoder(bytes, declared);
  let text = "";
  for (let at = skip; at < bytes.length || at === skip; at += size) {
    const decoded = decoder.decode(bytes.subarray(at, at + size), at + size >= bytes.length);
    text += decoded.text;
    if (decoded.fault) return { text, fault: decoded.fault };
  }
  return { text };
};

describe("UTF-8", () => {
  it("agrees with the platform about what is valid", () => {
    const bytes = fc.uint8Array({ maxLength: 12 });
    fc.assert(
      fc.property(bytes, (array) => {
        const { length, pending } = utf8Prefix(array);
        expect(length === array.length && !pending).toBe(isUtf8(array));
        expect(isUtf8(array.subarray(0, length))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
  it("is the same in chunks of any size", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        (text, size) => {
          const bytes = Buffer.from(text, "utf8");
          if (isUtf8(bytes) && ![0xef, 0xff, 0xfe].includes(bytes[0] ?? 0))
            expect(decode(bytes, "utf-8", size).text).toBe(bytes.toString("utf8"));
        },
      ),
    );
  });
  it("tells the offset of the first byte that does not decode", () => {
    expect(decode(Buffer.from("Caf\xe9 x", "latin1")).fault).toEqual({
      offset: 3,
      byte: 0xe9,
      truncated: false,
    });
    // An encoded surrogate, an overlong slash and a value beyond Unicode are no characters.
    for (const bad of [
      [0xed, 0xa0, 0x80],
      [0xc0, 0xaf],
      [0xf4, 0x90, 0x80, 0x80],
    ])
      expect(decode(Buffer.from([0x61, ...bad])).fault?.offset).toBe(1);
    expect(decode(Buffer.from([0x61, 0xe2, 0x82])).fault).toEqual({ offset: 1, byte: 0xe2, truncated: true });
  });
});

describe("other encodings", () => {
  it("takes a byte order mark at its word and leaves it out", () => {
    expect(decode(Buffer.from("\ufeffé", "utf8")).text).toBe("é");
    expect(decode(Buffer.from("\ufeffé", "utf16le")).text).toBe("é");
    expect(decode(Buffer.from("\ufeffé", "utf16le").swap16()).text).toBe("é");
  });
  it("reads what is declared", () => {
    expect(decode(Buffer.from([0xa3, 0x31, 0x80]), "windows-1252").text).toBe("£1€");
    expect(knownEncoding("latin1")).toBe("windows-1252");
    expect(knownEncoding("klingon")).toBeUndefined();
  });
});
