import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readHead, splitLine } from "../../../src/ingest/gate/head.ts";
import { plainDialect } from "../../../src/model/source.ts";
import { cleanUp, scratch } from "../scratch.ts";

cleanUp();
const headOf = (content: string | Uint8Array) => readHead(scratch(content).path, "table.csv", plainDialect);

describe("the first line of a file", () => {
  it.each([
    ["a plain one", "unit,period\nA,2024\n"],
    ["a byte order mark", "\ufeffunit,period\r\nA,2024\r\n"],
    ["blank lines above", "\r\n  \r\nunit,period\r\n"],
    ["a mark and a blank line", "\ufeff\nunit,period\n"],
    ["gzip", gzipSync("unit,period\nA,2024\n")],
    ["the start of gzip", gzipSync("unit,period\nA,2024\n").subarray(0, -8)],
  ])("is found under or behind %s", (_, content) => {
    expect(headOf(content).header).toEqual(["unit", "period"]);
  });
  it("is not made up where gzip is damaged", () => {
    const bytes = Buffer.concat([gzipSync("unit,period\n").subarray(0, 12), Buffer.alloc(60, 7)]);
    expect(() => headOf(bytes)).toThrow(expect.objectContaining({ code: "file/gzip", exit: 3 }));
  });
  it.each([
    ['a,"b,c",d', ["a", "b,c", "d"]],
    ['"say ""no""",2', ['say "no"', "2"]],
    ["", [""]],
    ["a,", ["a", ""]],
  ])("is cut at delimiters outside quotes: %s", (line, cells) => {
    expect(splitLine(line, plainDialect)).toEqual(cells);
  });
});
