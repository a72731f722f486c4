import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFramer, type Frame, limits } from "../../../src/ingest/gate/framing.ts";
import { tokenise } from "../../../src/ingest/gate/tokens.ts";

const frame = (
  text: string,
  pieces = [text],
): { frames: Frame[]; framer: ReturnType<typeof createFramer> } => {
  const framer = createFramer(",", '"');
  const frames = pieces.flatMap((piece, i) => framer.push(piece, i === pieces.length - 1));
  return { frames, framer };
};
const quoteCell = (cell: string): string =>
  /[",\r\n]|^[ \t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

describe("records and their physical lines", () => {
  it("counts LF, CRLF and CR, inside quotes too", () => {
    const { frames } = frame('a,b\r\n"x\ny\r\nz",1\rlast,2\n');
    expect(frames.map(({ line, columns }) => [line, columns])).toEqual([
      [1, 2],
      [2, 2],
      [5, 2],
    ]);
  });
  it("names the first line whose end differs", () => {
    expect(frame("a\r\nb\nc\n").framer.mixedEnds()).toEqual({ line: 2, first: "CRLF", other: "LF" });
    expect(frame('a\r\n"b\nc"\r\n').framer.mixedEnds()).toBeUndefined();
  });
  it("is the same however the text is cut into pieces", () => {
    const text = fc.array(fc.constantFrom("a", ",", '"', "\n", "\r", "\r\n", " ", "é", "\u0000"), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 7 }), (parts, size) => {
        const whole = parts.join("");
        const pieces = whole.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [""];
        expect(frame(whole, pieces).frames).toEqual(frame(whole).frames);
      }),
    );
  });
  it("gives every character to exactly one record", () => {
    const text = fc.array(fc.constantFrom("a", ",", '"', "\n", "\r", " "), { maxLength: 60 });
    fc.assert(
      fc.property(text, (parts) => {
        expect(
          frame(parts.join(""))
            .frames.map((one) => one.text)
            .join(""),
        ).toBe(parts.join(""));
      }),
    );
  });
});

describe("quotes out of place", () => {
  const fault = (text: string): unknown => frame(text).frames.find((one) => one.fault)?.fault;
  it("points at the quote that opened, not at the end of the file", () => {
    expect(fault('a,b\n1,2\n3,"4\n5,6\n')).toEqual({ kind: "quote-open", at: { line: 3, place: 3 } });
  });
  it("points at text behind a closing quote and at spaces before an opening one", () => {
    expect(fault('a\n"b"c\n')).toEqual({ kind: "quote-text", at: { line: 2, place: 4 } });
    expect(fault('a,b\n1, "2"\n')).toEqual({ kind: "quote-space", at: { line: 2, place: 4 } });
  });
  it("keeps a bare quote inside an unquoted cell, and says where it was", () => {
    const { frames } = frame('a,b\nSt "Anne,2\n');
    expect(frames[1]!.fault).toBeUndefined();
    expect(frames[1]!.bareQuote).toEqual({ line: 2, place: 4 });
  });
});

describe("limits", () => {
  it("stops at a cell that outgrows the limit, in the line where its quote opened", () => {
    const framer = createFramer(",", '"');
    const frames = [...framer.push('a,b\n1,"', false), ...framer.push("x\n".repeat(limits.cell), false)];
    expect(framer.stopped()).toBe(true);
    expect(frames.at(-1)!.fault).toEqual({ kind: "quote-open", at: { line: 2, place: 3 } });
    expect(framer.push("more", true)).toEqual([]);
  });
  it("stops at a cell or a record that outgrows its limit without a quote", () => {
    const cell = createFramer(",", '"');
    const long = cell.push(`a,b\n1,${"x".repeat(limits.cell + 2)}`, false);
    expect([cell.stopped(), long.at(-1)!.fault]).toEqual([true, { kind: "cell", at: { line: 2, place: 1 } }]);
    const record = createFramer(",", '"');
    const wide = record.push(`a,b\n${"1234567,".repeat(limits.record / 8 + 1)}`, false);
    expect([record.stopped(), wide.at(-1)!.fault]).toEqual([
      true,
      { kind: "record", at: { line: 2, place: 1 } },
    ]);
  });
  it("points at the quote that opened a cell too long, though it closes", () => {
    const { frames } = frame(`a,b\n1,"${"x".repeat(limits.cell + 1)}"\n2,3\n`);
    expect(frames.map(({ fault }) => fault)).toEqual([
      undefined,
      { kind: "cell", at: { line: 2, place: 3 } },
      undefined,
    ]);
  });
  it("takes as many columns as a spreadsheet has, and no more", () => {
    const row = (n: number): string => `${"x,".repeat(n - 1)}x\n`;
    expect(frame(row(limits.columns)).frames[0]!.fault).toBeUndefined();
    expect(frame(row(limits.columns + 1)).frames[0]!.fault?.kind).toBe("columns");
  });
  it("reads 100,000 quote marks as one cell, in linear time", () => {
    const { frames } = frame(`a\n${'"'.repeat(100_000)}\n`);
    expect(tokenise(frames, ",", '"')[1]![0]).toHaveLength(49_999);
  });
});

describe("the tokeniser behind the scan", () => {
  it.each([
    ["a cell fewer", { columns: 3 }],
    ["a record more", { text: "1,2\n3,4\n" }],
  ])("refuses a file in which it finds %s than the scan did", (_, wrong) => {
    const [head, row] = frame("a,b\n1,2\n").frames;
    expect(() => tokenise([head!, { ...row!, ...wrong }], ",", '"')).toThrow(
      expect.objectContaining({ code: "csv/readers-disagree", exit: 3 }),
    );
  });
  it("gives back the cells that were written", () => {
    const cell = fc.string({
      maxLength: 8,
      unit: fc.constantFrom("a", "é", ",", '"', "\n", "\r", " ", ";", "\t"),
    });
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
        (rows) => {
          const text = rows.map((row) => `${row.map(quoteCell).join(",")}\r\n`).join("");
          expect(tokenise(frame(text).frames, ",", '"')).toEqual(rows);
        },
      ),
    );
  });
});
