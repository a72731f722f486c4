import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readBreaks } from "../../../src/ingest/typed/breaks.ts";
import type { WhatworksError } from "../../../src/model/errors.ts";

const folder = mkdtempSync(join(tmpdir(), "whatworks-breaks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (text: string) => {
  const path = join(folder, "breaks.csv");
  writeFileSync(path, text);
  return { path, name: "breaks.csv" };
};

it("reads a force's own breaks, a step where no end is given", async () => {
  const [one] = await readBreaks(
    file("from,title,outcome,units\n2024-02,new system,burglary;robbery,Westshire\n"),
  );
  expect(one).toMatchObject({
    from: "2024-02",
    to: "2024-02",
    outcomes: ["burglary", "robbery"],
    units: ["westshire"],
    source: "breaks.csv",
  });
});

it("keeps a transition of several months, and says where it is known from", async () => {
  const [one] = await readBreaks(file("from,to,title,source\n2024-02,2024-05,new system,minutes\n"));
  expect(one).toMatchObject({ from: "2024-02", to: "2024-05", source: "minutes" });
  expect(one).not.toHaveProperty("units");
  await expect(readBreaks(file("from,to,title\n2024-02,soon,x\n"))).rejects.toMatchObject({
    code: "register/month",
    fault: { line: 2, column: "to", found: '"soon" is not a month' },
  });
});

it("refuses a month that is none, with its line", async () => {
  const found = await readBreaks(file("from,title\n2024-02,a\nFebruary 2024,b\n2024-05,\n")).catch(
    (error: WhatworksError) => error,
  );
  expect((found as WhatworksError).faults.map(({ code, line }) => [code, line])).toEqual([
    ["register/month", 3],
    ["register/blank", 4],
  ]);
});
