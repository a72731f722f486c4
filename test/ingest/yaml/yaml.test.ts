import { expect, it } from "vitest";
import { readYaml } from "../../../src/ingest/yaml/yaml.ts";
import type { WhatworksError } from "../../../src/model/errors.ts";
import { workspaceSchema } from "../../../src/model/protocol.ts";

const faultsOf = (text: string) => {
  try {
    readYaml(text, "whatworks.yaml", workspaceSchema);
  } catch (error) {
    return (error as WhatworksError).faults;
  }
  return [];
};

const sound = `workspace: london
sources:
  crime: { format: long, files: crime.csv }
studies:
  patrols:
    intervention: p1
    outcome: { source: crime, name: burglary }
    design: before-after
`;

it("reads a sound workspace, one file or a list of files alike", () => {
  const config = readYaml(sound, "whatworks.yaml", workspaceSchema);
  expect(config.sources.crime?.files).toEqual(["crime.csv"]);
});

it("reports every fault at once, each with its line and the nearest right word", () => {
  const faults = faultsOf(
    sound
      .replace("design: before-after", "desing: before-after\n    freshness: soon")
      .replace("format: long", "format: lonng"),
  );
  expect(faults.map((fault) => [fault.code, fault.line])).toEqual(
    expect.arrayContaining([
      ["config/key", 8],
      ["config/value", 9],
      ["config/value", 3],
    ]),
  );
  expect(faults.find((fault) => fault.line === 8)?.hint).toContain('"design"');
  expect(faults.find((fault) => fault.line === 3)?.hint).toContain('"long"');
  expect(faults.find((fault) => fault.line === 3)?.frame).toContain("^");
});

it("refuses duplicate keys, tags, prototype names, merge keys and alias bombs", () => {
  expect(faultsOf(`${sound}workspace: again\n`)[0]).toMatchObject({
    code: "config/yaml",
    found: 'the key "workspace" for the second time',
  });
  // The line that is out of place, and not the comment above it.
  expect(faultsOf(`a:\n  b: 1\n  # words\n  # more\n    c: 2\n`)[0]).toMatchObject({
    code: "config/yaml",
    line: 5,
  });
  expect(faultsOf(`${sound}"title": a\n'title': b\n`)[0]?.found).toContain('the key "title" for');
  expect(faultsOf(sound.replace("london", "!!js/function x"))[0]?.code).toBe("config/yaml");
  expect(faultsOf(`${sound}__proto__: { a: 1 }\n`)[0]?.code).toBe("config/key");
  expect(faultsOf(`${sound}x: &a { <<: 1 }\n`)[0]?.code).toBe("config/key");
  const bomb = [
    "a: &a [1,1,1,1,1,1,1,1,1]",
    ...["b", "c", "d", "e", "f", "g"].map(
      (k, i) => `${k}: &${k} [${Array(9).fill(`*${"abcdefg"[i]}`).join(",")}]`,
    ),
  ].join("\n");
  expect(faultsOf(bomb).length).toBeGreaterThan(0);
});

it("asks for quotes where YAML would read a number", () => {
  const [fault] = faultsOf(sound.replace("name: burglary", "name: 1.10"));
  expect(fault?.hint).toContain('"1.10"');
});
