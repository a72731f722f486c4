import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type { EstimateDocument } from "../../src/model/estimate.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { estimateSchema } from "../../src/model/schemas/estimate.ts";
import { findingSchema } from "../../src/model/schemas/finding.ts";
import { jsonSchema, schemaNames } from "../../src/pipeline/schemas.ts";
import { safetyIndexSchema } from "../../src/unit/safety-index/schema.ts";
import type { SafetyIndex } from "../../src/unit/safety-index/types.ts";
import { sampleFindings } from "../helpers/findings.ts";

const findings = Object.values(sampleFindings).map((make) => make());

const reports = fileURLToPath(new URL("../../reports/", import.meta.url));
const committed = (): string[] =>
  !existsSync(reports)
    ? []
    : readdirSync(reports, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith("finding.json"))
        .map((name) => join(reports, name));

describe("the schema of a finding", () => {
  it("accepts every finding that the tests and the reports of this repository hold", () => {
    const all = [...findings, ...committed().map((path) => JSON.parse(readFileSync(path, "utf8")))];
    expect(all.length).toBeGreaterThan(3);
    for (const finding of all) expect(findingSchema.safeParse(finding).error?.issues ?? []).toEqual([]);
  });
  it("refuses a finding whose number became text", () => {
    const [finding] = findings;
    const broken = { ...finding!, headline: { ...finding!.headline, estimate: "0.8" } };
    expect(findingSchema.safeParse(broken).success).toBe(false);
  });
  it("is of the types that the program writes", () => {
    expectTypeOf<Finding["headline"]["verdict"]>().toExtend<
      z.input<typeof findingSchema>["headline"]["verdict"]
    >();
    expectTypeOf<Finding["checks"][number]["status"]>().toExtend<
      z.input<typeof findingSchema>["checks"][number]["status"]
    >();
    expectTypeOf<EstimateDocument["schema"]>().toExtend<z.input<typeof estimateSchema>["schema"]>();
  });
});

describe("the schema of an index", () => {
  const path = join(reports, "london-demo/index.json");
  it("accepts the one of this repository and refuses one whose rank became text", () => {
    const index = JSON.parse(readFileSync(path, "utf8")) as SafetyIndex;
    expect(safetyIndexSchema.safeParse(index).error?.issues ?? []).toEqual([]);
    const [first, ...others] = index.areas;
    const wrong = { ...first!, points: first!.points.map((point) => ({ ...point, rank: "first" })) };
    expect(safetyIndexSchema.safeParse({ ...index, areas: [wrong, ...others] }).success).toBe(false);
  });
  it("is of the types that the program writes", () => {
    expectTypeOf<SafetyIndex["checks"][number]["status"]>().toExtend<
      z.input<typeof safetyIndexSchema>["checks"][number]["status"]
    >();
  });
});

describe("JSON Schemas", () => {
  it.each(schemaNames())("%s is a document of draft 2020-12 with a title", (name) => {
    const schema = jsonSchema(name);
    expect(schema.$schema).toContain("2020-12");
    expect(schema.title).toMatch(/[a-z]{4}/);
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });
  it("knows the keys that the validator knows", () => {
    const { properties } = jsonSchema("workspace") as { properties: Record<string, unknown> };
    expect(Object.keys(properties)).toEqual(
      expect.arrayContaining(["workspace", "sources", "studies", "freshness"]),
    );
  });
});
