import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readYaml } from "../../../src/ingest/yaml/yaml.ts";
import type { WhatworksError } from "../../../src/model/errors.ts";
import { workspaceSchema } from "../../../src/model/protocol.ts";

const refused = (text: string, schema: z.ZodType) => {
  try {
    readYaml(text, "own.yaml", schema);
  } catch (error) {
    return (error as WhatworksError).faults;
  }
  return [];
};
const told = (text: string, schema: z.ZodType): string[] =>
  refused(text, schema).map(({ code, line, key, found }) => `${code} ${line} ${key}: ${found}`);

const group = z.strictObject({ name: z.string(), size: z.number().optional() });

describe("a file of YAML that is hardly one", () => {
  it.each([
    ["nothing", ""],
    ["a comment", "# later\n"],
  ])("is taken for an empty group of keys: %s", (_, text) => {
    expect(readYaml(text, "own.yaml", z.object({ a: z.string().default("x") }))).toEqual({ a: "x" });
    expect(told(text, workspaceSchema)[0]).toBe('config/missing 1 workspace: no "workspace"');
  });
  it("is refused when it is longer than anybody types", () => {
    expect(told(`a: ${"x".repeat(1 << 20)}\n`, z.any())).toEqual([
      "config/limit undefined undefined: 1048580 bytes of YAML",
    ]);
  });
  it("is refused when it nests deeper than anybody can read", () => {
    const deep = (levels: number): string => `${"[".repeat(levels)}1${"]".repeat(levels)}`;
    expect(told(deep(50), z.any())).toEqual(["config/limit 1 undefined: nesting deeper than 20 levels"]);
    expect(told(deep(10), z.any())).toEqual([]);
  });
});

it("says of a format that is planned that this version does not read it", () => {
  const text = "workspace: w\nsources:\n  calls: { format: query, files: [] }\n";
  expect(told(text, workspaceSchema)).toContain(
    'config/planned 3 sources.calls.format: the format "query", which this version does not read yet',
  );
});

describe("a fault behind an alias", () => {
  const two = z.strictObject({ first: group, second: group });
  it("stands where the alias does", () => {
    const text = "first: &one\n  name: a\n  sise: 3\nsecond: *one\n";
    expect(told(text, two)).toEqual([
      'config/key 3 first.sise: the unknown key "sise"',
      'config/key 4 second.sise: the unknown key "sise"',
    ]);
  });
  it("shows the value as it was read, where a number stands for text", () => {
    const text = "first: { name: &n 1.10 }\nsecond: { name: *n }\n";
    expect(refused(text, two).map(({ line, hint }) => [line, hint])).toEqual([
      [1, 'quote it: name: "1.10"'],
      [2, 'quote it: name: "1.1"'],
    ]);
  });
  it("stands at the alias, however deep the key lies behind it", () => {
    const deep = z.object({ a: z.any(), b: z.object({ c: z.object({ d: z.string() }) }) });
    expect(told("a: &x { c: { d: 1 } }\nb: *x\n", deep)).toEqual(["config/value 2 b.c.d: 1"]);
  });
});

describe("a value of none of several kinds", () => {
  it("is judged by the kind that it comes closest to", () => {
    const either = z.object({ file: z.union([z.string(), group]) });
    expect(told("file: { name: a, sise: 3 }\n", either)).toEqual([
      'config/key 1 file.sise: the unknown key "sise"',
    ]);
  });
  it("is shown where no kind comes close, at the top of the file as well", () => {
    const kinds = z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("a") }),
      z.object({ kind: z.literal("b") }),
    ]);
    expect(told("x: { kind: c }\n", z.object({ x: kinds }))).toEqual(['config/value 1 x.kind: "c"']);
    const top = z.union([z.object({ a: z.string() }), z.array(z.string())]);
    expect(told("plain words\n", top)).toEqual(['config/value 1 undefined: "plain words"']);
  });
});

describe("what is wrong with a value", () => {
  const of = (schema: z.ZodType, value: string) => {
    const [fault] = refused(`x: ${value}\n`, z.object({ x: schema }));
    return [fault!.code, fault!.found, fault!.expected];
  };
  it.each([
    [z.string(), "[a]", "a list", "text"],
    [z.string(), "{ a: 1 }", "a group of keys", "text"],
    [z.string(), "null", "nothing", "text"],
    [z.number(), "many", '"many"', "a number"],
    [z.boolean(), "1", "1", "true or false"],
    [z.array(z.string()), "a", '"a"', "a list"],
    [z.record(z.string(), z.string()), "a", '"a"', "a group of keys"],
    [z.date(), "2024", "2024", "date"],
    [z.int(), "1.5", "1.5", "int"],
  ])("is said in words (%#)", (schema, value, found, expected) => {
    expect(of(schema as z.ZodType, value)).toEqual(["config/value", found, expected]);
  });
  it("points into a list, and at the value above one that is not there", () => {
    const list = z.object({ x: z.array(z.object({ y: z.string() })) });
    expect(told("x:\n  - y: a\n  - z: b\n  -\n", list)).toEqual([
      'config/missing 3 x.1.y: no "y"',
      "config/value 4 x.2: nothing",
    ]);
  });
  it("is shown on its own line, with the line above and a caret, whatever the line ends are", () => {
    const [fault] = refused("a: 1\r\nb: many\r\n", z.object({ a: z.number(), b: z.number() }));
    expect(fault!.frame).toBe("         1 | a: 1\n         2 | b: many\n           |    ^^^^");
  });
});
