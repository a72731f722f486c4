import { expect, it } from "vitest";
import { validateSource } from "../../../src/pipeline/validate/validate-source.ts";
import { fileOf, typedSpec } from "./typed.ts";

const text = "Ward,Month,Count\nA,2024-01,3\nB,2024-01,4\nTotal,2024-01,8\n";
const args = ["--format", "long", "--unit", "Ward", "--period", "Month", "--value", "Count"];

it("validates files as the source that was declared, with its ledger or its faults", async () => {
  const refused = await validateSource(typedSpec([fileOf(text)], args));
  expect([refused.ok, refused.exit, refused.diagnostics.map(({ code }) => code)]).toEqual([
    false,
    3,
    ["data/total-unit"],
  ]);
  const found = await validateSource(typedSpec([fileOf(text)], [...args, "--exclude-unit", "Total=sum"]));
  expect(found).toMatchObject({
    ok: true,
    exit: 0,
    files: [{ rows: 3, used: 2, excluded: [{ code: "declared/exclude-units", rows: 1 }] }],
  });
});
