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
    expect(decode(Buffer.from([0x82, 0xa0, 0x31]), "shift_jis").text).toBe("あ1");
    expect(decode(Buffer.from("é1", "utf16le"), "utf-16le", 1).text).toBe("é1");
  });
  it("reads nothing by an encoding that nobody knows", () => {
    expect(() => decode(Buffer.from("a"), "klingon")).toThrow(
      expect.objectContaining({ code: "usage/encoding", exit: 2 }),
    );
  });
  it("tells the byte that windows-1252 leaves empty, and keeps what stands before it", () => {
    const bytes = Buffer.from([0x61, 0x80, 0x81, 0x62]);
    for (const size of [1, 4])
      expect(decode(bytes, "windows-1252", size)).toEqual({
        text: "a€",
        fault: { offset: 2, byte: 0x81, truncated: false },
      });
  });
  it("tells where UTF-16 holds half a character, in the middle or at the end", () => {
    const text = Buffer.from(`\ufeff${"ab\n".repeat(40)}`, "utf16le");
    const middle = Buffer.from(text);
    middle.set([0x00, 0xdc], 102);
    expect(decode(middle, "utf-8").fault).toMatchObject({ truncated: false });
    // The second byte of a pair shows that it is none.
    expect([102, 103]).toContain(decode(middle, "utf-8").fault!.offset);
    expect(decode(middle, "utf-8").text).toBe("ab\n".repeat(40).slice(0, 50));
    // Half a pair at the end of one chunk, and no other half at the start of the next.
    const apart = Buffer.from([0x61, 0x00, 0x3d, 0xd8, 0x62, 0x00, 0x63, 0x00]);
    expect(decode(apart, "utf-16le", 4)).toEqual({
      text: "a",
      fault: { offset: 4, byte: 0x62, truncated: false },
    });
    for (const cut of [text.subarray(0, -1), Buffer.concat([text, Buffer.from([0x3d, 0xd8])])])
      expect(decode(cut, "utf-8")).toEqual({
        text: "ab\n".repeat(40).slice(0, cut.length < text.length ? -1 : undefined),
        fault: { offset: cut.length - 1, byte: cut.at(-1), truncated: true },
      });
  });
});
